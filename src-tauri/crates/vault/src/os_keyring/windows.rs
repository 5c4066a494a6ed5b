//! The Credential Manager of Windows.

use crate::keyring::KeyStoreError;
use keyring_core::{CredentialStore, Error};
use std::sync::Arc;

pub(super) fn store() -> Result<Arc<CredentialStore>, KeyStoreError> {
    match windows_native_keyring_store::Store::new() {
        Ok(store) => Ok(store),
        Err(error) => Err(KeyStoreError::Absent(error.to_string())),
    }
}

pub(super) fn explain(error: Error) -> KeyStoreError {
    match error {
        // The session has no credential set: a service account or a network logon.
        Error::NoStorageAccess(cause) => KeyStoreError::Absent(cause.to_string()),
        other => KeyStoreError::Failed(other.to_string()),
    }
}

/// Credentials of a logged-on person are never locked.
pub(super) fn is_locked(_service: &str, _entry: &str) -> Result<bool, KeyStoreError> {
    Ok(false)
}
