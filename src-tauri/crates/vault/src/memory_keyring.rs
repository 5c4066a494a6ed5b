//! A key store in memory for tests, with failures that the test sets.

use crate::keyring::{KeyBytes, KeyStore, KeyStoreError};
use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How the store behaves from the next call on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Reads and writes.
    #[default]
    Works,
    /// No keyring in the session.
    Absent,
    /// No default collection.
    NoCollection,
    /// Locked, and the prompt is dismissed at once.
    Locked,
    /// Locked, and the prompt stays open until the mood changes.
    PromptOpen,
    /// Does not answer until the mood changes.
    Hangs,
    /// Says that it wrote, and keeps nothing.
    Forgets,
}

#[derive(Default)]
struct Contents {
    mood: Mood,
    entries: HashMap<String, Vec<u8>>,
    writes: usize,
}

/// See the module.
#[derive(Default)]
pub struct MemoryKeyring {
    contents: Mutex<Contents>,
    changed: Condvar,
}

impl MemoryKeyring {
    /// Sets the behaviour; calls that hang go on.
    pub fn set_mood(&self, mood: Mood) {
        self.lock().mood = mood;
        self.changed.notify_all();
    }

    /// The raw value of an entry.
    pub fn raw(&self, entry: &str) -> Option<Vec<u8>> {
        self.lock().entries.get(entry).cloned()
    }

    /// Replaces the raw value of an entry, as a foreign program would.
    pub fn put_raw(&self, entry: &str, value: &[u8]) {
        self.lock().entries.insert(entry.to_owned(), value.to_vec());
    }

    /// Deletes an entry, as a person would in the keyring's own window.
    pub fn forget(&self, entry: &str) {
        self.lock().entries.remove(entry);
    }

    /// Names of all entries, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.lock().entries.keys().cloned().collect();
        names.sort();
        names
    }

    /// How many writes arrived.
    pub fn writes(&self) -> usize {
        self.lock().writes
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self) -> Result<MutexGuard<'_, Contents>, KeyStoreError> {
        let contents = self
            .changed
            .wait_while(self.lock(), |contents| {
                matches!(contents.mood, Mood::Hangs | Mood::PromptOpen)
            })
            .unwrap_or_else(PoisonError::into_inner);
        match contents.mood {
            Mood::Absent => Err(KeyStoreError::Absent("set by the test".to_owned())),
            Mood::NoCollection => Err(KeyStoreError::NoCollection),
            Mood::Locked => Err(KeyStoreError::Locked),
            Mood::Works | Mood::Forgets | Mood::Hangs | Mood::PromptOpen => Ok(contents),
        }
    }
}

impl KeyStore for MemoryKeyring {
    fn read(&self, entry: &str) -> Result<Option<KeyBytes>, KeyStoreError> {
        Ok(self.enter()?.entries.get(entry).cloned().map(KeyBytes::new))
    }

    fn write(&self, entry: &str, value: &KeyBytes) -> Result<(), KeyStoreError> {
        let mut contents = self.enter()?;
        contents.writes += 1;
        if contents.mood != Mood::Forgets {
            contents.entries.insert(entry.to_owned(), value.to_vec());
        }
        Ok(())
    }

    fn is_locked(&self, _entry: &str) -> Result<bool, KeyStoreError> {
        let contents = self
            .changed
            .wait_while(self.lock(), |contents| contents.mood == Mood::Hangs)
            .unwrap_or_else(PoisonError::into_inner);
        Ok(matches!(contents.mood, Mood::Locked | Mood::PromptOpen))
    }
}
