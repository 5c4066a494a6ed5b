//! The login keychain of macOS.

use crate::keyring::KeyStoreError;
use keyring_core::{CredentialStore, Error};
use std::sync::Arc;

pub(super) fn store() -> Result<Arc<CredentialStore>, KeyStoreError> {
    match apple_native_keyring_store::keychain::Store::new() {
        Ok(store) => Ok(store),
        Err(error) => Err(KeyStoreError::Absent(error.to_string())),
    }
}

pub(super) fn explain(error: Error) -> KeyStoreError {
    match error {
        Error::NoStorageAccess(_) => KeyStoreError::Locked,
        other => KeyStoreError::Failed(other.to_string()),
    }
}

/// The keychain has no question that is sure not to prompt; silence is therefore reported as silence.
pub(super) fn is_locked(_service: &str, _entry: &str) -> Result<bool, KeyStoreError> {
    Ok(false)
}
