//! Since when and why, and documents about it that the person saves.

use super::{Answer, Slot};
use crate::documents::{DocumentFormat, SaveDialog, Words, hand_off, outage_report};
use reconecta_engine::surface::{Clock, SystemClock};
use reconecta_engine::views::OutageView;
use reconecta_engine::{EngineError, HandOffTopic};
use tauri::State;

/// The newest outage of a channel; nothing when none was ever found.
#[tauri::command]
#[specta::specta]
pub(crate) async fn outage_view(slot: Slot<'_>, id: String) -> Answer<Option<OutageView>> {
    slot.engine().await.outage_view(&id).await
}

/// Saves the outage report where the person wants it; answers the file's name, nothing when they changed their mind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_outage_report(
    slot: Slot<'_>,
    dialog: State<'_, SaveDialog>,
    id: String,
    format: DocumentFormat,
) -> Answer<Option<String>> {
    let engine = slot.engine().await;
    let outage = engine.outage_view(&id).await?.ok_or(EngineError::NotFound)?;
    let channel = engine.channel_view(&id).await?;
    let words = Words::of(&engine.language());
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a double exactly"
    )]
    let now = SystemClock.now().0 as f64;
    let report = outage_report(&words, &outage, &channel, now);
    let stem = format!("{}-{}", words.text("report.file.outage"), outage.channel.name);
    dialog.save(&words, report, &stem, format).await
}

/// The text for the one who administers the portfolio: about what stands in the way of a channel, or of the wizard.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hand_off_text(slot: Slot<'_>, topic: HandOffTopic) -> Answer<String> {
    let engine = slot.engine().await;
    let kit = engine.hand_off(&topic).await?;
    Ok(hand_off(&Words::of(&engine.language()), &kit).to_text())
}

/// Saves that text where the person wants it; answers the file's name, nothing when they changed their mind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_hand_off(
    slot: Slot<'_>,
    dialog: State<'_, SaveDialog>,
    topic: HandOffTopic,
    format: DocumentFormat,
) -> Answer<Option<String>> {
    let engine = slot.engine().await;
    let kit = engine.hand_off(&topic).await?;
    let words = Words::of(&engine.language());
    let stem = words.text("report.file.hand_off");
    dialog.save(&words, hand_off(&words, &kit), &stem, format).await
}
