//! Proving that messages flow. What contacts anybody was asked for by the person in a dialog that says whom.

use super::{Answer, Slot};
use crate::opening::OtherPrograms;
use reconecta_engine::views::{AppView, ProblemView};
use reconecta_engine::{SecretInput, TestContent};
use tauri::State;

/// Makes a handshake with the channel's callback.
#[tauri::command]
#[specta::specta]
pub(crate) async fn probe_callback(
    slot: Slot<'_>,
    id: String,
    verify_token: Option<SecretInput>,
) -> Answer<()> {
    slot.engine().await.probe_callback(&id, verify_token).await
}

/// Sends a test message and follows its fate.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_test_message(
    slot: Slot<'_>,
    id: String,
    to: String,
    content: TestContent,
) -> Answer<Option<ProblemView>> {
    slot.engine().await.send_test_message(&id, &to, content).await
}

/// Looks again at the fate of the last test message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn follow_test_message(slot: Slot<'_>, id: String) -> Answer<()> {
    slot.engine().await.follow_test_message(&id).await
}

/// Gives out a word for a person to send from a phone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_for_word(slot: Slot<'_>, id: String) -> Answer<()> {
    slot.engine().await.ask_for_word(&id).await
}

/// Keeps whether the word arrived; nothing stops waiting for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn end_word(slot: Slot<'_>, id: String, arrived: Option<bool>) -> Answer<()> {
    slot.engine().await.end_word(&id, arrived).await
}

/// Opens the chat with the word in the person's browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_chat(slot: Slot<'_>, id: String, programs: State<'_, OtherPrograms>) -> Answer<()> {
    let link = slot.engine().await.chat_link(&id).await?;
    programs.open_page(&link).await
}

/// Chooses how long evidence counts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_proof_life(slot: Slot<'_>, hours: u32) -> Answer<AppView> {
    slot.engine().await.set_proof_life(hours).await
}
