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

impl Engine {
    /// What the administrator has to do about the cause that a channel's page shows; without a channel, about the
    /// wizard's.
    ///
    /// # Errors
    /// The channel is gone, or nobody else can help.
    pub async fn hand_off(&self, channel: Option<&str>) -> Result<HandOffView, EngineError> {
        let kit = match channel {
            Some(id) => self.channel_view(id).await?.hand_off,
            None => {
                let attempt = self.attempt_view().await.ok_or(EngineError::NoAttempt)?;
                match attempt.screen {
                    ScreenView::NotAdministrator { hand_off, .. } => hand_off,
                    _ => None,
                }
            }
        };
        kit.map(|kit| *kit).ok_or(EngineError::OutOfOrder)
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
