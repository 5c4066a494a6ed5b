//! The keyring behind a time limit. A keyring may ask the person to unlock it and then blocks for as long as they take,
//! so every call runs on a thread of its own and the caller waits for a limited time only.

use crate::os_keyring;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, oneshot};
use zeroize::Zeroizing;

/// How long a caller waits for one keyring call.
pub const CALL_LIMIT: Duration = Duration::from_secs(3);

/// How long the question "is it locked?" may take after a call did not answer.
const PROBE_LIMIT: Duration = Duration::from_secs(1);

/// A value of the keyring, wiped from memory when dropped.
pub type KeyBytes = Zeroizing<Vec<u8>>;

/// A data profile. Each has a keyring entry of its own, so demonstration and production never share a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VaultProfile(String);

impl VaultProfile {
    /// `name` is the profile's stable name, for example `demonstration`; lower-case letters, digits and hyphens.
    /// Anything else is a mistake of the caller and answered with `None`.
    pub fn new(name: &str) -> Option<Self> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (!name.is_empty() && name.len() <= 64 && name.chars().all(allowed)).then(|| Self(name.to_owned()))
    }

    /// The simulated world.
    pub fn demonstration() -> Self {
        Self("demonstration".to_owned())
    }

    /// Meta.
    pub fn production() -> Self {
        Self("production".to_owned())
    }

    /// The profile's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Account name of the keyring entry that holds the profile's key.
    pub fn entry(&self) -> String {
        format!("{} master key", self.0)
    }

    /// Account name under which a key that was found but not expected is kept.
    pub(crate) fn set_aside_entry(&self, name: &str) -> String {
        format!("{} master key, set aside {name}", self.0)
    }
}

/// What went wrong in a key store. Closed: callers branch on it, and show the text only as a technical detail.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    /// No keyring answers in this session.
    #[error("no keyring answers in this session: {0}")]
    Absent(String),
    /// The keyring answers but has no place to keep the key (no default collection).
    #[error("the keyring has no default collection")]
    NoCollection,
    /// The keyring is locked and was not unlocked.
    #[error("the keyring is locked")]
    Locked,
    /// Anything else the system reported.
    #[error("the keyring failed: {0}")]
    Failed(String),
}

/// A place for keys. Calls may block for as long as the person looks at a prompt.
pub trait KeyStore: Send + Sync + 'static {
    /// The value of `entry`, `None` when there is none.
    fn read(&self, entry: &str) -> Result<Option<KeyBytes>, KeyStoreError>;
    /// Creates or replaces the value of `entry`.
    fn write(&self, entry: &str, value: &KeyBytes) -> Result<(), KeyStoreError>;
    /// Whether the keyring is locked, found out without asking the person anything.
    fn is_locked(&self, entry: &str) -> Result<bool, KeyStoreError>;
}

/// Why the keyring cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringProblem {
    /// No keyring answers in this session.
    #[error("no keyring in this session: {detail}")]
    Absent {
        /// The system's words, for technical details.
        detail: String,
    },
    /// There is a keyring without a default collection.
    #[error("the keyring has no default collection")]
    NoCollection,
    /// No answer within the limit.
    #[error("the keyring did not answer in time")]
    NotAnswering,
    /// The keyring took the key but did not give it back.
    #[error("the keyring did not keep the key")]
    DidNotKeep,
    /// Anything else the system reported.
    #[error("the keyring failed: {detail}")]
    Failed {
        /// The system's words, for technical details.
        detail: String,
    },
}

/// Why one limited call gave no answer.
#[derive(Debug)]
pub(crate) enum CallFailure {
    Locked,
    Unusable(KeyringProblem),
}

/// A key store with the time limit. One call runs at a time: a call that is still waiting for the person when the
/// caller gave up goes on, and the next caller first waits for it, so that late answers never cross.
#[derive(Clone)]
pub struct Keyring {
    store: Arc<dyn KeyStore>,
    limit: Duration,
    running: Arc<Mutex<Option<oneshot::Receiver<()>>>>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl Keyring {
    /// The operating system's keyring. Each call connects anew, so a keyring that appears later is found.
    pub fn os() -> Self {
        Self::with_store(Arc::new(os_keyring::OsKeyring))
    }

    /// Any other key store.
    pub fn with_store(store: Arc<dyn KeyStore>) -> Self {
        Self {
            store,
            limit: CALL_LIMIT,
            running: Arc::default(),
        }
    }

    /// The same keyring with another limit per call.
    pub fn with_limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Whether the keyring answers and is locked, found out without asking the person anything and without writing.
    ///
    /// # Errors
    /// It cannot be used.
    pub async fn is_locked(&self, profile: &VaultProfile) -> Result<bool, KeyringProblem> {
        let entry = profile.entry();
        let name = entry.clone();
        match self.call(entry, move |store| store.is_locked(&name)).await {
            Ok(locked) => Ok(locked),
            Err(CallFailure::Locked) => Ok(true),
            Err(CallFailure::Unusable(problem)) => Err(problem),
        }
    }

    pub(crate) async fn read(&self, entry: String) -> Result<Option<KeyBytes>, CallFailure> {
        let name = entry.clone();
        self.call(entry, move |store| store.read(&name)).await
    }

    pub(crate) async fn write(&self, entry: String, value: KeyBytes) -> Result<(), CallFailure> {
        let name = entry.clone();
        self.call(entry, move |store| store.write(&name, &value)).await
    }

    async fn call<T: Send + 'static>(
        &self,
        entry: String,
        work: impl FnOnce(&dyn KeyStore) -> Result<T, KeyStoreError> + Send + 'static,
    ) -> Result<T, CallFailure> {
        let mut running = self.running.lock().await;
        if let Some(earlier) = running.as_mut() {
            if tokio::time::timeout(self.limit, earlier).await.is_err() {
                return Err(self.explain_silence(entry).await);
            }
            *running = None;
        }
        let (answer, ended) = on_own_thread(self.store.clone(), work)?;
        match tokio::time::timeout(self.limit, answer).await {
            Ok(Ok(Ok(value))) => Ok(value),
            Ok(Ok(Err(error))) => Err(error.into()),
            Ok(Err(_)) => Err(CallFailure::Unusable(KeyringProblem::Failed {
                detail: "the keyring call ended without an answer".to_owned(),
            })),
            Err(_) => {
                *running = Some(ended);
                Err(self.explain_silence(entry).await)
            }
        }
    }

    /// A silent keyring is most often one that waits for its password to be typed.
    async fn explain_silence(&self, entry: String) -> CallFailure {
        let silent = CallFailure::Unusable(KeyringProblem::NotAnswering);
        let Ok((answer, _)) = on_own_thread(self.store.clone(), move |store| store.is_locked(&entry)) else {
            return silent;
        };
        match tokio::time::timeout(PROBE_LIMIT, answer).await {
            Ok(Ok(Ok(true))) => CallFailure::Locked,
            Ok(Ok(Ok(false) | Err(_)) | Err(_)) | Err(_) => silent,
        }
    }
}

type Answer<T> = oneshot::Receiver<Result<T, KeyStoreError>>;

/// A plain thread and not the runtime's pool: a call that never returns must not hold up the end of the program.
fn on_own_thread<T: Send + 'static>(
    store: Arc<dyn KeyStore>,
    work: impl FnOnce(&dyn KeyStore) -> Result<T, KeyStoreError> + Send + 'static,
) -> Result<(Answer<T>, oneshot::Receiver<()>), CallFailure> {
    let (tell, answer) = oneshot::channel();
    let (end, ended) = oneshot::channel();
    std::thread::Builder::new()
        .name("keyring call".to_owned())
        .spawn(move || {
            let result = work(store.as_ref());
            // Both receivers may be gone: then nobody waits any more, which is fine.
            let _ = tell.send(result);
            let _ = end.send(());
        })
        .map_err(|error| {
            CallFailure::Unusable(KeyringProblem::Failed {
                detail: error.to_string(),
            })
        })?;
    Ok((answer, ended))
}

impl From<KeyStoreError> for CallFailure {
    fn from(error: KeyStoreError) -> Self {
        match error {
            KeyStoreError::Locked => Self::Locked,
            KeyStoreError::Absent(detail) => Self::Unusable(KeyringProblem::Absent { detail }),
            KeyStoreError::NoCollection => Self::Unusable(KeyringProblem::NoCollection),
            KeyStoreError::Failed(detail) => Self::Unusable(KeyringProblem::Failed { detail }),
        }
    }
}
