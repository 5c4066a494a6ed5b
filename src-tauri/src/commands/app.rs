//! The application as a whole.

use super::{Answer, Slot};
use reconecta_engine::SecretInput;
use reconecta_engine::views::{AppView, EnvironmentView, PreferencesView, RoleView};

/// The application at a glance.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_view(slot: Slot<'_>) -> Answer<AppView> {
    Ok(slot.engine().await.app_view().await)
}

/// Opens the simulator or Meta.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_environment(slot: Slot<'_>, environment: EnvironmentView) -> Answer<AppView> {
    slot.engine().await.choose_environment(environment).await
}

/// Changes language and theme.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_preferences(slot: Slot<'_>, preferences: PreferencesView) -> Answer<AppView> {
    slot.engine().await.set_preferences(preferences).await
}

/// Chooses how often all channels are checked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_check_schedule(slot: Slot<'_>, hours: u32) -> Answer<AppView> {
    slot.engine().await.set_check_schedule(hours).await
}

/// Changes the local profile.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(
    slot: Slot<'_>,
    role: RoleView,
    password: Option<SecretInput>,
) -> Answer<AppView> {
    slot.engine().await.sign_in(role, password).await
}

/// Sets or removes the administrator's password.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_administrator_password(
    slot: Slot<'_>,
    current: Option<SecretInput>,
    new_password: Option<SecretInput>,
) -> Answer<AppView> {
    slot.engine()
        .await
        .set_administrator_password(current, new_password)
        .await
}

/// Tries a data file again that could not be opened.
#[tauri::command]
#[specta::specta]
pub(crate) async fn storage_retry(slot: Slot<'_>) -> Answer<AppView> {
    slot.engine().await.storage_retry().await
}

/// Puts the newest backup in place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn storage_restore_backup(slot: Slot<'_>) -> Answer<AppView> {
    slot.engine().await.storage_restore_backup().await
}

/// Makes a backup of the data now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn storage_back_up(slot: Slot<'_>) -> Answer<AppView> {
    slot.engine().await.storage_back_up().await
}

/// Leaves a damaged history behind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn storage_new_history(slot: Slot<'_>) -> Answer<AppView> {
    slot.engine().await.storage_new_history().await
}
