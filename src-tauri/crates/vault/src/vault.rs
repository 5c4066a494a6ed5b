//! The vault of one profile: how it is opened, and what is offered when it cannot be.

use crate::key::{KeyId, MasterKey, NoRandomness};
use crate::keyring::{CallFailure, KeyBytes, Keyring, KeyringProblem, VaultProfile};
use crate::passphrase::{self, Costs, PassphraseError, PassphraseRecord};
use crate::seal::{self, SealContext, SealError, Sealed};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// What keeps the master key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// The operating system's keyring.
    Keyring,
    /// A passphrase that the person types at each start.
    Passphrase,
    /// Nothing: the key ends with the program.
    MemoryOnly,
}

/// How the profile's key was kept when it was last used. Not secret; the store keeps it and hands it to
/// [`Vault::open`] at the next start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "protection", rename_all = "snake_case")]
pub enum KeyRecord {
    /// In the keyring, under this name.
    Keyring {
        /// The key that must be found.
        key_id: KeyId,
    },
    /// Behind a passphrase.
    Passphrase(PassphraseRecord),
    /// In memory; rows sealed with it cannot be opened any more.
    MemoryOnly {
        /// The key that is gone.
        key_id: KeyId,
    },
}

impl KeyRecord {
    /// The key this record speaks of.
    pub fn key_id(&self) -> KeyId {
        match self {
            Self::Keyring { key_id } | Self::MemoryOnly { key_id } => *key_id,
            Self::Passphrase(record) => record.key_id,
        }
    }
}

/// What came of opening a vault. Every state but `Ready` leaves the keyring and all sealed rows as they were, and may be
/// tried again without a restart.
#[derive(Debug)]
pub enum VaultState {
    /// Secrets can be sealed and opened.
    Ready(Vault),
    /// The key is behind a passphrase: call [`Vault::unlock_with_passphrase`].
    PassphraseNeeded(PassphraseRecord),
    /// No usable keyring: offer another try, a passphrase, or memory only.
    KeyringUnavailable {
        /// Why.
        reason: KeyringProblem,
    },
    /// The keyring waits to be unlocked by the person.
    KeyringLocked,
    /// Rows are sealed with `known`, but the keyring has no entry for this profile.
    KeyMissing {
        /// The key that is gone.
        known: KeyId,
    },
    /// The keyring's entry is not the expected key.
    KeyChanged {
        /// The key the rows are sealed with, `None` when nothing is sealed yet.
        known: Option<KeyId>,
        /// What the keyring holds, `None` when that is not a key of ours.
        found: Option<KeyId>,
    },
}

/// A key at hand. Cheap to clone; the key is wiped from memory with the last clone.
#[derive(Clone)]
pub struct Vault(Arc<Held>);

struct Held {
    key: MasterKey,
    record: KeyRecord,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("key_id", &self.key_id())
            .field("protection", &self.protection())
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// Opens the profile's vault. `known` is the record of the last use, `None` when nothing was ever sealed. With
    /// nothing known, a key already in the keyring is used and otherwise a new one is made and read back.
    pub async fn open(keyring: &Keyring, profile: &VaultProfile, known: Option<&KeyRecord>) -> VaultState {
        let expected = match known {
            Some(KeyRecord::Passphrase(record)) => return VaultState::PassphraseNeeded(record.clone()),
            Some(KeyRecord::Keyring { key_id }) => Some(*key_id),
            // A key of memory is gone by its nature, so nothing can be expected.
            Some(KeyRecord::MemoryOnly { .. }) | None => None,
        };
        let value = match keyring.read(profile.entry()).await {
            Ok(value) => value,
            Err(failure) => return failure.into(),
        };
        let Some(value) = value else {
            return match expected {
                Some(known) => VaultState::KeyMissing { known },
                None => create(keyring, profile).await,
            };
        };
        let found = MasterKey::from_keyring(&value);
        match (found, expected) {
            (Some(key), None) => Self::in_keyring(key),
            (Some(key), Some(known)) if key.id() == known => Self::in_keyring(key),
            (found, known) => VaultState::KeyChanged {
                known,
                found: found.map(|key| key.id()),
            },
        }
    }

    /// Makes a new key in the keyring although rows are sealed with another: the person's answer to
    /// [`VaultState::KeyMissing`] or [`VaultState::KeyChanged`]. What the keyring holds is kept beside under another
    /// name, and rows of the old key stay as they are, in case it comes back.
    pub async fn start_over(keyring: &Keyring, profile: &VaultProfile) -> VaultState {
        match set_aside(keyring, profile).await {
            Ok(()) => create(keyring, profile).await,
            Err(failure) => failure.into(),
        }
    }

    /// A new key behind a passphrase. Save [`Vault::record`] before sealing anything.
    ///
    /// # Errors
    /// The passphrase is too short or too long, or the system gives no randomness or memory.
    pub async fn create_with_passphrase(passphrase: SecretString) -> Result<Self, PassphraseError> {
        off_the_runtime(move || {
            let key = MasterKey::generate()?;
            let record = passphrase::wrap(&key, &passphrase, Costs::default())?;
            Ok(Self::held(key, KeyRecord::Passphrase(record)))
        })
        .await
    }

    /// Opens the key of `record`.
    ///
    /// # Errors
    /// [`PassphraseError::Wrong`] for another passphrase; the record stays usable, there is no limit of tries.
    pub async fn unlock_with_passphrase(
        record: PassphraseRecord,
        passphrase: SecretString,
    ) -> Result<Self, PassphraseError> {
        off_the_runtime(move || {
            let key = passphrase::unwrap(&record, &passphrase)?;
            Ok(Self::held(key, KeyRecord::Passphrase(record)))
        })
        .await
    }

    /// The same key behind a new passphrase; rows need no new seal. Save [`Vault::record`] of the result.
    ///
    /// # Errors
    /// As for [`Vault::create_with_passphrase`].
    pub async fn with_passphrase(&self, passphrase: SecretString) -> Result<Self, PassphraseError> {
        let key = self.0.key.clone();
        off_the_runtime(move || {
            let record = passphrase::wrap(&key, &passphrase, Costs::default())?;
            Ok(Self::held(key, KeyRecord::Passphrase(record)))
        })
        .await
    }

    /// A new key that ends with the program.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn memory_only() -> Result<Self, NoRandomness> {
        let key = MasterKey::generate()?;
        let key_id = key.id();
        Ok(Self::held(key, KeyRecord::MemoryOnly { key_id }))
    }

    /// Name of the key at hand.
    pub fn key_id(&self) -> KeyId {
        self.0.record.key_id()
    }

    /// What keeps the key.
    pub fn protection(&self) -> Protection {
        match self.0.record {
            KeyRecord::Keyring { .. } => Protection::Keyring,
            KeyRecord::Passphrase(_) => Protection::Passphrase,
            KeyRecord::MemoryOnly { .. } => Protection::MemoryOnly,
        }
    }

    /// What the store keeps for the next start.
    pub fn record(&self) -> &KeyRecord {
        &self.0.record
    }

    /// Seals `secret` for the row and kind of `context`.
    ///
    /// # Errors
    /// The system gives no randomness, or the secret is absurdly long.
    pub fn seal(&self, context: &SealContext<'_>, secret: &SecretString) -> Result<Sealed, SealError> {
        seal::seal(&self.0.key, context, secret)
    }

    /// Opens what [`Vault::seal`] made for the same row and kind.
    ///
    /// # Errors
    /// [`SealError::OtherKey`] for a row of another key, [`SealError::Altered`] for anything that does not fit.
    pub fn unseal(&self, context: &SealContext<'_>, sealed: &Sealed) -> Result<SecretString, SealError> {
        seal::open(&self.0.key, context, sealed)
    }

    fn in_keyring(key: MasterKey) -> VaultState {
        let key_id = key.id();
        VaultState::Ready(Self::held(key, KeyRecord::Keyring { key_id }))
    }

    fn held(key: MasterKey, record: KeyRecord) -> Self {
        Self(Arc::new(Held { key, record }))
    }
}

/// Writes a new key and believes it only when it reads back.
async fn create(keyring: &Keyring, profile: &VaultProfile) -> VaultState {
    let key = match MasterKey::generate() {
        Ok(key) => key,
        Err(NoRandomness) => {
            let detail = NoRandomness.to_string();
            return VaultState::KeyringUnavailable {
                reason: KeyringProblem::Failed { detail },
            };
        }
    };
    match write_and_read_back(keyring, profile.entry(), key.to_keyring()).await {
        Ok(()) => Vault::in_keyring(key),
        Err(failure) => failure.into(),
    }
}

async fn set_aside(keyring: &Keyring, profile: &VaultProfile) -> Result<(), CallFailure> {
    let Some(value) = keyring.read(profile.entry()).await? else {
        return Ok(());
    };
    let name =
        MasterKey::from_keyring(&value).map_or_else(|| "unreadable".to_owned(), |key| key.id().to_string());
    write_and_read_back(keyring, profile.set_aside_entry(&name), value).await
}

async fn write_and_read_back(keyring: &Keyring, entry: String, value: KeyBytes) -> Result<(), CallFailure> {
    keyring.write(entry.clone(), value.clone()).await?;
    match keyring.read(entry).await? {
        Some(kept) if *kept == *value => Ok(()),
        Some(_) | None => Err(CallFailure::Unusable(KeyringProblem::DidNotKeep)),
    }
}

impl From<CallFailure> for VaultState {
    fn from(failure: CallFailure) -> Self {
        match failure {
            CallFailure::Locked => Self::KeyringLocked,
            CallFailure::Unusable(reason) => Self::KeyringUnavailable { reason },
        }
    }
}

async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PassphraseError> + Send + 'static,
) -> Result<T, PassphraseError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(PassphraseError::NotComputed))
}

#[cfg(test)]
mod tests;
