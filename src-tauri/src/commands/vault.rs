//! Protection of secrets.

use super::{Answer, Slot};
use reconecta_engine::SecretInput;
use reconecta_engine::views::AppView;

/// Tries the keyring again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_retry(slot: Slot<'_>) -> Answer<AppView> {
    slot.engine().await.vault_retry().await
}

/// Protects secrets with a passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_create_passphrase(slot: Slot<'_>, passphrase: SecretInput) -> Answer<AppView> {
    slot.engine().await.vault_create_passphrase(passphrase).await
}

/// Opens the vault with its passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_unlock(slot: Slot<'_>, passphrase: SecretInput) -> Answer<AppView> {
    slot.engine().await.vault_unlock(passphrase).await
}

/// Keeps secrets until the app closes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_memory_only(slot: Slot<'_>) -> Answer<AppView> {
    slot.engine().await.vault_memory_only().await
}

/// A new key; secrets that cannot be read any more are given up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_start_over(slot: Slot<'_>) -> Answer<AppView> {
    slot.engine().await.vault_start_over().await
}
