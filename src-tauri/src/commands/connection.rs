//! The Meta connection.

use super::{Answer, Slot};
use reconecta_engine::SecretInput;
use reconecta_engine::views::{ConnectionCheckView, ConnectionValues, ConnectionView};

/// Its values.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connection_view(slot: Slot<'_>) -> Answer<ConnectionView> {
    slot.engine().await.connection_view().await
}

/// Checks its fields while they are typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_connection(
    slot: Slot<'_>,
    values: ConnectionValues,
) -> Answer<ConnectionCheckView> {
    slot.engine().await.check_connection(values).await
}

/// Saves it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_connection(
    slot: Slot<'_>,
    values: ConnectionValues,
    app_secret: Option<SecretInput>,
) -> Answer<ConnectionView> {
    slot.engine().await.save_connection(values, app_secret).await
}

/// Forgets the app secret.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_app_secret(slot: Slot<'_>) -> Answer<ConnectionView> {
    slot.engine().await.remove_app_secret().await
}
