//! Secret Service over the session bus (GNOME Keyring, KWallet, KeePassXC).

use crate::keyring::KeyStoreError;
use keyring_core::{CredentialStore, Error};
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use std::collections::HashMap;
use std::sync::Arc;

pub(super) fn store() -> Result<Arc<CredentialStore>, KeyStoreError> {
    match zbus_secret_service_keyring_store::Store::new() {
        Ok(store) => Ok(store),
        // Connecting fails only when there is no bus or nothing on it that keeps secrets.
        Err(error) => Err(KeyStoreError::Absent(error.to_string())),
    }
}

pub(super) fn explain(error: Error) -> KeyStoreError {
    match error {
        Error::NoStorageAccess(cause) | Error::PlatformFailure(cause) => {
            match cause.downcast_ref::<secret_service::Error>() {
                Some(secret_service::Error::Locked | secret_service::Error::Prompt) => KeyStoreError::Locked,
                Some(secret_service::Error::NoResult) => KeyStoreError::NoCollection,
                Some(secret_service::Error::Unavailable) => KeyStoreError::Absent(cause.to_string()),
                Some(_) | None => KeyStoreError::Failed(cause.to_string()),
            }
        }
        other => KeyStoreError::Failed(other.to_string()),
    }
}

/// The entry's own lock where it exists, else the lock of the default collection.
pub(super) fn is_locked(service: &str, entry: &str) -> Result<bool, KeyStoreError> {
    let explain = |error: secret_service::Error| explain(Error::PlatformFailure(Box::new(error)));
    let session = SecretService::connect(EncryptionType::Dh)
        .map_err(|error| KeyStoreError::Absent(error.to_string()))?;
    let found = session
        .search_items(HashMap::from([("service", service), ("username", entry)]))
        .map_err(explain)?;
    if !found.locked.is_empty() {
        return Ok(true);
    }
    if !found.unlocked.is_empty() {
        return Ok(false);
    }
    session
        .get_default_collection()
        .and_then(|collection| collection.is_locked())
        .map_err(explain)
}
