//! The wizard.

use super::{Answer, Slot};
use reconecta_engine::AttemptAction;
use reconecta_engine::views::AttemptView;

/// Starts it, for a channel or for a new one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_attempt(slot: Slot<'_>, channel: Option<String>) -> Answer<AttemptView> {
    slot.engine().await.start_attempt(channel).await
}

/// Starts it for several channels.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_batch(slot: Slot<'_>, channels: Vec<String>) -> Answer<AttemptView> {
    slot.engine().await.start_batch(channels).await
}

/// As it is shown, if it is open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn attempt_view(slot: Slot<'_>) -> Answer<Option<AttemptView>> {
    Ok(slot.engine().await.attempt_view().await)
}

/// One action of the person; nothing when it is over.
#[tauri::command]
#[specta::specta]
pub(crate) async fn attempt_act(slot: Slot<'_>, action: AttemptAction) -> Answer<Option<AttemptView>> {
    slot.engine().await.attempt_act(action).await
}
