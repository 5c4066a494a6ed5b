//! The platform where the company's team answers.

use super::{Answer, Slot};
use reconecta_engine::SecretInput;
use reconecta_engine::views::{PlatformProblemView, PlatformValues, PlatformView};

/// What is connected.
#[tauri::command]
#[specta::specta]
pub(crate) async fn platform_view(slot: Slot<'_>) -> Answer<PlatformView> {
    slot.engine().await.platform_view().await
}

/// Tries a connection and keeps it if it works.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_platform(
    slot: Slot<'_>,
    values: PlatformValues,
    token: Option<SecretInput>,
) -> Answer<Option<PlatformProblemView>> {
    slot.engine().await.connect_platform(values, token).await
}

/// Forgets the connection with its access token.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_platform(slot: Slot<'_>) -> Answer<()> {
    slot.engine().await.forget_platform().await
}
