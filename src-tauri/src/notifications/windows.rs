//! Windows: toasts of the notification centre.

use super::{NotShown, Notice, Notifier, Pressed};
use crate::folders::IDENTIFIER;
use async_trait::async_trait;
use tauri_winrt_notification::Toast;
use windows_registry::CURRENT_USER;

/// Windows shows the toasts of a program without a package only if its name stands here. Removed by the installers.
const NAMES: &str = r"Software\Classes\AppUserModelId";

/// Nothing is kept between two toasts.
#[derive(Default)]
pub(super) struct SystemNotifier {}

#[async_trait]
impl Notifier for SystemNotifier {
    async fn show(&self, notice: &Notice, pressed: Pressed) -> Result<(), NotShown> {
        let notice = notice.clone();
        tokio::task::spawn_blocking(move || show(&notice, pressed))
            .await
            .map_err(NotShown::because)?
    }
}

fn show(notice: &Notice, pressed: Pressed) -> Result<(), NotShown> {
    CURRENT_USER
        .create(format!(r"{NAMES}\{IDENTIFIER}"))
        .and_then(|key| key.set_string("DisplayName", "Reconecta"))
        .map_err(NotShown::because)?;
    Toast::new(IDENTIFIER)
        .title(&notice.title)
        .text1(&notice.body)
        .add_button(&notice.open, "open")
        .on_activated(move |_action| {
            pressed();
            Ok(())
        })
        .show()
        .map_err(NotShown::because)
}

/// Whether somebody switched them off is not told.
#[expect(clippy::unused_async, reason = "Linux has to ask")]
pub(super) async fn is_possible() -> bool {
    true
}
