//! Channels: lists, pages, checks, repairs without a login.

use super::{Answer, Slot};
use reconecta_engine::SecretInput;
use reconecta_engine::views::{ChannelRowView, ChannelView, HomeView, ProblemView, RoundView};

/// The first screen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn home_view(slot: Slot<'_>) -> Answer<HomeView> {
    slot.engine().await.home_view().await
}

/// All channels.
#[tauri::command]
#[specta::specta]
pub(crate) async fn channels_view(slot: Slot<'_>) -> Answer<Vec<ChannelRowView>> {
    slot.engine().await.channels_view().await
}

/// One channel's page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn channel_view(slot: Slot<'_>, id: String) -> Answer<ChannelView> {
    slot.engine().await.channel_view(&id).await
}

/// Checks one channel; the result is announced.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_channel(slot: Slot<'_>, id: String) -> Answer<()> {
    slot.engine().await.check_channel(&id).await
}

/// Checks all channels; results are announced.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_all_channels(slot: Slot<'_>) -> Answer<()> {
    slot.engine().await.check_all_channels().await
}

/// Checks these channels; results are announced.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_channels(slot: Slot<'_>, ids: Vec<String>) -> Answer<()> {
    slot.engine().await.check_channels(ids).await
}

/// How far the checks of many channels are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn round_view(slot: Slot<'_>) -> Answer<Option<RoundView>> {
    Ok(slot.engine().await.round_view().await)
}

/// Ends the checks of many channels.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_checks(slot: Slot<'_>) -> Answer<()> {
    slot.engine().await.stop_checks().await
}

/// Repairs what needs no login.
#[tauri::command]
#[specta::specta]
pub(crate) async fn repair_channel(slot: Slot<'_>, id: String) -> Answer<Option<ProblemView>> {
    slot.engine().await.repair_channel(&id).await
}

/// Remembers where a channel's messages have to go.
#[tauri::command]
#[specta::specta]
pub(crate) async fn expect_callback(
    slot: Slot<'_>,
    id: String,
    url: String,
    verify_token: SecretInput,
) -> Answer<()> {
    slot.engine().await.expect_callback(&id, &url, verify_token).await
}

/// Forgets where a channel's messages have to go.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_callback(slot: Slot<'_>, id: String) -> Answer<()> {
    slot.engine().await.forget_callback(&id).await
}

/// Gives a channel another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_channel(slot: Slot<'_>, id: String, name: String) -> Answer<()> {
    slot.engine().await.rename_channel(&id, &name).await
}

/// Takes a channel out of use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_channel(slot: Slot<'_>, id: String) -> Answer<()> {
    slot.engine().await.remove_channel(&id).await
}

/// Puts the previous credential back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rollback_channel(slot: Slot<'_>, id: String) -> Answer<()> {
    slot.engine().await.rollback_channel(&id).await
}
