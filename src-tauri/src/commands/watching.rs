//! The app while nobody looks at its window.

use super::{Answer, Slot};
use crate::watching::{WatchView, Watching};
use tauri::State;

/// What can be set, and what this computer can do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_view(slot: Slot<'_>, watching: State<'_, Watching>) -> Answer<WatchView> {
    Ok(watching.view(slot.engine().await).await)
}

/// Switches notifications.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_notifications(
    slot: Slot<'_>,
    watching: State<'_, Watching>,
    on: bool,
) -> Answer<WatchView> {
    watching.set_notifications(slot.engine().await, on).await
}

/// Switches checking with a closed window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_keep_watching(
    slot: Slot<'_>,
    watching: State<'_, Watching>,
    on: bool,
) -> Answer<WatchView> {
    watching.set_keep_watching(slot.engine().await, on).await
}

/// Lets the system start the app, or no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_start_with_system(
    slot: Slot<'_>,
    watching: State<'_, Watching>,
    on: bool,
) -> Answer<WatchView> {
    watching.set_start_with_system(slot.engine().await, on).await
}
