//! The request to the one who administers the portfolio: about a channel, or about what stopped the wizard.

use super::Engine;
use crate::error::EngineError;
use crate::project::hand_off_view;
use crate::session::Session;
use crate::views::{HandOffView, ScreenView};
use reconecta_core::attempt::Target;
use reconecta_core::diagnosis::Diagnosis;
use reconecta_core::hand_off::{Kit, Subject};
use reconecta_store::ChannelOverview;
use serde::Deserialize;
use specta::Type;

/// What a request is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HandOffTopic {
    /// What stands in the way of a channel.
    Channel {
        /// Channel id.
        id: String,
    },
    /// What stopped the wizard.
    Wizard,
    /// What stopped the repair of one of its numbers.
    Number {
        /// Phone number id.
        id: String,
    },
}

impl Engine {
    /// What the administrator has to do about the cause that a channel's page or the wizard shows.
    ///
    /// # Errors
    /// The channel or the wizard is gone, or nobody else can help.
    pub async fn hand_off(&self, topic: &HandOffTopic) -> Result<HandOffView, EngineError> {
        let kit = match topic {
            HandOffTopic::Channel { id } => self.channel_view(id).await?.hand_off,
            HandOffTopic::Wizard => match self.screen().await? {
                ScreenView::NotAdministrator { hand_off, .. } | ScreenView::Problem { hand_off, .. } => {
                    hand_off
                }
                _ => None,
            },
            HandOffTopic::Number { id } => match self.screen().await? {
                ScreenView::Working { numbers } | ScreenView::Result { numbers, .. } => {
                    let work = numbers.into_iter().find(|work| &work.id == id);
                    work.and_then(|work| work.hand_off)
                }
                _ => None,
            },
        };
        kit.map(|kit| *kit).ok_or(EngineError::OutOfOrder)
    }

    async fn screen(&self) -> Result<ScreenView, EngineError> {
        let attempt = self.attempt_view().await.ok_or(EngineError::NoAttempt)?;
        Ok(attempt.screen)
    }
}

/// What somebody else has to do about the cause that the page shows.
pub(super) async fn of_channel(
    session: &Session,
    overview: &ChannelOverview,
    diagnosis: Option<&Diagnosis>,
) -> Option<HandOffView> {
    let problem = diagnosis?.main_problem()?;
    let id = &overview.channel.id;
    let target = session.target(id).await.ok()?;
    let subject = Subject {
        target: Some(&Target {
            business: overview.business_id.clone(),
            ..target
        }),
        person: session.last_person(id).await,
        memberships: &[],
        business_name: overview.business_name.clone(),
    };
    Some(hand_off_view(&Kit::about(&subject, problem)?))
}
