//! What this program is, and the way to pages and folders outside of it.

use super::{Answer, Slot};
use crate::about;
use crate::folders::Folders;
use crate::links::Link;
use crate::manual;
use crate::opening::OtherPrograms;
use reconecta_engine::EngineError;
use reconecta_engine::views::AboutView;
use tauri::State;

/// Version, folders, web view.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about_view(slot: Slot<'_>, folders: State<'_, Folders>) -> Answer<AboutView> {
    Ok(about::view(&folders, slot.engine().await.simulator().await))
}

/// Opens the guide, or a page of the closed list, in the person's browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_link(
    link: String,
    slot: Slot<'_>,
    folders: State<'_, Folders>,
    programs: State<'_, OtherPrograms>,
) -> Answer<()> {
    if link == "manual" {
        let guide = manual::write(&folders.data, &slot.engine().await.language()).map_err(not_written)?;
        return programs.open_path(&guide).await;
    }
    let link = Link::named(&link).ok_or(EngineError::NotFound)?;
    programs.open_page(link.address()).await
}

/// Opens the data or the log folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_folder(
    folder: String,
    folders: State<'_, Folders>,
    programs: State<'_, OtherPrograms>,
) -> Answer<()> {
    let path = folders.named(&folder).ok_or(EngineError::NotFound)?;
    programs.open_path(path).await
}

fn not_written(error: std::io::Error) -> EngineError {
    tracing::warn!(%error, "The guide could not be written into the data folder");
    EngineError::Storage
}
