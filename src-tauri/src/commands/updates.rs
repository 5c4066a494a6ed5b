//! Looking for a newer version, and putting it in place.

use super::{Answer, Slot};
use crate::opening::OtherPrograms;
use crate::updates::Successor;
use reconecta_engine::EngineError;
use reconecta_update::{UpdateStage, UpdateView, Updates};
use tauri::State;

/// Updates at a glance.
#[tauri::command]
#[specta::specta]
pub(crate) async fn update_view(slot: Slot<'_>, updates: State<'_, Updates>) -> Answer<UpdateView> {
    Ok(updates.view(&slot.engine().await.language()))
}

/// Asks whether there is a newer version.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_update(slot: Slot<'_>, updates: State<'_, Updates>) -> Answer<UpdateView> {
    updates.check().await;
    Ok(updates.view(&slot.engine().await.language()))
}

/// Downloads the newer version, verifies it and puts it in place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn install_update(
    slot: Slot<'_>,
    updates: State<'_, Updates>,
    successor: State<'_, Successor>,
) -> Answer<UpdateView> {
    may_change(&slot).await?;
    updates.install().await;
    let view = updates.view(&slot.engine().await.language());
    if view.stage == UpdateStage::HandedOver {
        successor.leave();
    }
    Ok(view)
}

/// Ends a download, or forgets one that waits.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_update(slot: Slot<'_>, updates: State<'_, Updates>) -> Answer<UpdateView> {
    updates.cancel();
    Ok(updates.view(&slot.engine().await.language()))
}

/// Opens the page of the newer version in the person's browser. Its address was signed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_update_page(
    updates: State<'_, Updates>,
    programs: State<'_, OtherPrograms>,
) -> Answer<()> {
    let page = updates.page().ok_or(EngineError::NotFound)?;
    programs.open_page(page.as_str()).await
}

/// Ends the app and starts the version that was put in place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restart_for_update(
    slot: Slot<'_>,
    updates: State<'_, Updates>,
    successor: State<'_, Successor>,
) -> Answer<()> {
    let program = updates.program().ok_or(EngineError::NotFound)?;
    if slot.engine().await.attempt_view().await.is_some() {
        return Err(EngineError::Busy);
    }
    successor.take_over(program);
    Ok(())
}

/// The attendant sees everything and changes nothing, the program included.
async fn may_change(slot: &Slot<'_>) -> Answer<()> {
    let view = slot.engine().await.app_view().await;
    if view.operator.can_change {
        Ok(())
    } else {
        Err(EngineError::NotAllowed)
    }
}
