//! macOS: the notification centre. It serves apps in a bundle only, and asks the person at the first notification.

use super::{NotShown, Notice, Notifier, Pressed};
use async_trait::async_trait;
use mac_usernotifications::{AuthorizationStatus, Notification};
use std::time::Duration;

/// A notification that nobody has touched for so long leaves the screen's list.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Nothing is kept between two notifications.
#[derive(Default)]
pub(super) struct SystemNotifier {}

#[async_trait]
impl Notifier for SystemNotifier {
    async fn show(&self, notice: &Notice, pressed: Pressed) -> Result<(), NotShown> {
        mac_usernotifications::check_bundle().map_err(NotShown::because)?;
        let notice = notice.clone();
        // On its own: the person may take their time with the question whether they want notifications.
        tokio::spawn(async move {
            if let Err(error) = deliver(&notice, &pressed).await {
                tracing::warn!(%error, "The system shows no notification");
            }
        });
        Ok(())
    }
}

async fn deliver(notice: &Notice, pressed: &Pressed) -> Result<(), NotShown> {
    let allowed = mac_usernotifications::request_auth()
        .await
        .map_err(NotShown::because)?;
    if !allowed {
        return Err(NotShown::because("the person does not want them"));
    }
    // Without a button: with one, macOS would start the app again to tell it of a dismissal.
    let shown = Notification::new()
        .title(&notice.title)
        .message(&notice.body)
        .timeout(KEPT)
        .send()
        .await
        .map_err(NotShown::because)?;
    let answer = shown.response().await.map_err(NotShown::because)?;
    if answer.is_default_action() {
        pressed();
    }
    Ok(())
}

/// Not where the person has refused them.
pub(super) async fn is_possible() -> bool {
    mac_usernotifications::check_bundle().is_ok()
        && mac_usernotifications::get_notification_settings()
            .await
            .map_or(true, |settings| {
                settings.authorization_status != AuthorizationStatus::Denied
            })
}
