//! What this program is, and the way to pages and folders outside of it.

use super::{Answer, Slot};
use crate::about;
use crate::folders::Folders;
use crate::links::Link;
use reconecta_engine::EngineError;
use reconecta_engine::views::AboutView;
use tauri::State;

/// Version, folders, web view.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about_view(slot: Slot<'_>, folders: State<'_, Folders>) -> Answer<AboutView> {
    Ok(about::view(&folders, slot.engine().await.simulator().await))
}

/// Opens a page of the closed list in the person's browser.
#[tauri::command]
#[specta::specta]
pub(crate) fn open_link(link: &str) -> Answer<()> {
    let link = Link::named(link).ok_or(EngineError::NotFound)?;
    tauri_plugin_opener::open_url(link.address(), None::<&str>).map_err(not_opened)
}

/// Opens the data or the log folder.
#[tauri::command]
#[specta::specta]
pub(crate) fn open_folder(folder: &str, folders: State<'_, Folders>) -> Answer<()> {
    let path = folders.named(folder).ok_or(EngineError::NotFound)?;
    tauri_plugin_opener::open_path(path, None::<&str>).map_err(not_opened)
}

fn not_opened(error: tauri_plugin_opener::Error) -> EngineError {
    tracing::warn!(%error, "The system could not open a page or folder");
    EngineError::NotFound
}
