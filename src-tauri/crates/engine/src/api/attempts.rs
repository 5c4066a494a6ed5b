//! The wizard.

use super::{AttemptAction, Engine};
use crate::attempt_desk::Message;
use crate::error::EngineError;
use crate::views::{AttemptView, ScreenView};
use reconecta_core::ids::ChannelId;

impl Engine {
    /// Starts the wizard, for a channel or for a new one.
    ///
    /// # Errors
    /// Another attempt is running, the channel is gone, or the profile may not change anything.
    pub async fn start_attempt(&self, channel: Option<String>) -> Result<AttemptView, EngineError> {
        self.begin(channel.into_iter().collect()).await
    }

    /// Starts the wizard for several channels, which one login is to reconnect.
    ///
    /// # Errors
    /// There is none, another attempt is running, a channel is gone, or the profile may not change anything.
    pub async fn start_batch(&self, channels: Vec<String>) -> Result<AttemptView, EngineError> {
        if channels.is_empty() {
            return Err(EngineError::InvalidInput {
                field: "channels".to_owned(),
            });
        }
        self.begin(channels).await
    }

    async fn begin(&self, channels: Vec<String>) -> Result<AttemptView, EngineError> {
        let session = self.session().await?;
        let mut targets = Vec::with_capacity(channels.len());
        for id in channels {
            targets.push(session.target(&ChannelId::new(id)).await?);
        }
        self.desk()
            .await?
            .ask(|reply| Message::Start(targets, reply))
            .await
    }

    /// The wizard as it is shown, if it is open.
    pub async fn attempt_view(&self) -> Option<AttemptView> {
        self.desk().await.ok()?.show().await
    }

    /// One action of the person; `None` when the wizard is over.
    ///
    /// # Errors
    /// The action does not fit, or what was typed cannot be used.
    pub async fn attempt_act(&self, action: AttemptAction) -> Result<Option<AttemptView>, EngineError> {
        let desk = self.desk().await?;
        match action.split()? {
            Some((action, typed)) => {
                let view = desk.ask(|reply| Message::Act(action, typed, reply)).await?;
                let is_over = |view: &AttemptView| matches!(view.screen, ScreenView::Undoing);
                if view.as_ref().is_none_or(is_over) {
                    self.announce_app().await;
                }
                Ok(view)
            }
            None => {
                desk.tell(Message::FocusLogin);
                Ok(desk.show().await)
            }
        }
    }
}
