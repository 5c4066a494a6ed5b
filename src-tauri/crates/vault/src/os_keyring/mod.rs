//! The operating system's keyring. Every call opens the store anew and drops it, because a store that could not be
//! reached once may be there the next time.

use crate::keyring::{KeyBytes, KeyStore, KeyStoreError};
use keyring_core::Entry;

#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod system;
#[cfg(all(unix, not(target_os = "macos")))]
#[path = "secret_service.rs"]
mod system;
#[cfg(windows)]
#[path = "windows.rs"]
mod system;

/// Service name of our entries, the same on every system.
const SERVICE: &str = "app.reconecta.desktop";

pub(crate) struct OsKeyring;

impl KeyStore for OsKeyring {
    fn read(&self, entry: &str) -> Result<Option<KeyBytes>, KeyStoreError> {
        match open(entry)?.get_secret() {
            Ok(value) => Ok(Some(KeyBytes::new(value))),
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(error) => Err(system::explain(error)),
        }
    }

    fn write(&self, entry: &str, value: &KeyBytes) -> Result<(), KeyStoreError> {
        open(entry)?.set_secret(value).map_err(system::explain)
    }

    fn is_locked(&self, entry: &str) -> Result<bool, KeyStoreError> {
        system::is_locked(SERVICE, entry)
    }
}

fn open(entry: &str) -> Result<Entry, KeyStoreError> {
    system::store()?
        .build(SERVICE, entry, None)
        .map_err(system::explain)
}
