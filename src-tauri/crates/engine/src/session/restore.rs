//! A lost callback override is put back and read back: in the wizard with the staged token, in a repair without a login
//! with the channel's own.
//!
//! Source: Meta, "Webhooks overrides".

use super::{ChannelCallback, Session};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::fact::Unread;
use reconecta_core::ids::{AttemptId, NumberId, WabaId};
use reconecta_core::meta::WebhookLevels;
use reconecta_core::problem::Problem;
use reconecta_core::repair::{CallbackLevel, CallbackState, callback_level, callback_state};
use reconecta_graph::{Callback, Graph, GraphFailure};
use secrecy::SecretString;
use url::Url;

/// The number whose callback is looked at, and what its calls need.
pub(crate) struct CallbackPlace<'a> {
    /// Whose journal has the row.
    pub(crate) journal: &'a AttemptId,
    pub(crate) graph: &'a Graph,
    pub(crate) token: &'a SecretString,
    pub(crate) waba: &'a WabaId,
    pub(crate) number: &'a NumberId,
}

/// How it ended.
pub(crate) enum CallbackEnd {
    /// Nothing had to be done; what stands at each level.
    Untouched(WebhookLevels),
    /// Put back, and read back.
    Restored,
    /// Refused, or not in force afterwards.
    Failed(Problem),
    /// It could not be read.
    Unknown(Problem),
}

impl Session {
    /// Puts the expected callback back where it was lost. Writes nothing when a reading leaves a doubt.
    pub(crate) async fn tend_callback(
        &self,
        place: &CallbackPlace<'_>,
        expected: Option<&ChannelCallback>,
    ) -> CallbackEnd {
        let levels = match self.callback_levels(place).await {
            Ok(levels) => levels,
            Err(problem) => return CallbackEnd::Unknown(problem),
        };
        let address = expected.map(|expected| expected.address.as_str());
        match (expected, callback_state(address, levels.as_ref())) {
            (Some(expected), CallbackState::Lost) => {
                match self.put_back(place, expected, &levels.unwrap_or_default()).await {
                    Ok(()) => CallbackEnd::Restored,
                    Err(end) => end,
                }
            }
            (_, CallbackState::Unclear) => CallbackEnd::Unknown(self.of_cause(Cause::AnswerUnreadable)),
            (_, _) => CallbackEnd::Untouched(levels.unwrap_or_default()),
        }
    }

    async fn put_back(
        &self,
        place: &CallbackPlace<'_>,
        expected: &ChannelCallback,
        levels: &WebhookLevels,
    ) -> Result<(), CallbackEnd> {
        let failed = |cause| CallbackEnd::Failed(self.of_cause(cause));
        let url = Url::parse(&expected.address).map_err(|_no_address| failed(Cause::CallbackRefused))?;
        let verify_token = self.verify_token(&expected.channel).await.map_err(failed)?;
        let level = self
            .level_of(place, expected, levels)
            .await
            .map_err(CallbackEnd::Unknown)?;
        let row = self
            .open_journal(place.journal, place.number, CallKind::OverrideCallback)
            .await
            .map_err(|_unwritten| failed(Cause::StorageFailed))?;
        let callback = Callback {
            url: &url,
            verify_token: &verify_token,
        };
        let (graph, token) = (place.graph, place.token);
        let answer = match level {
            CallbackLevel::Account => graph.subscribe_with_override(token, place.waba, callback).await,
            CallbackLevel::Number => {
                graph
                    .override_number_callback(token, place.number, callback)
                    .await
            }
        };
        let problem = answer
            .err()
            .map(|failure| self.of_failure(failure, CallKind::OverrideCallback));
        self.close_journal(row, problem.as_ref()).await;
        let after = self.callback_levels(place).await;
        let state = after.map(|levels| callback_state(Some(&expected.address), levels.as_ref()));
        match (state, problem) {
            (Ok(CallbackState::InForce), _) => Ok(()),
            (_, Some(problem)) => Err(CallbackEnd::Failed(problem)),
            (Ok(_), None) => Err(failed(Cause::CallbackDiffers)),
            (Err(unread), None) => Err(CallbackEnd::Unknown(unread)),
        }
    }

    /// Where the number's messages go now.
    async fn callback_levels(&self, place: &CallbackPlace<'_>) -> Result<Option<WebhookLevels>, Problem> {
        let read = place.graph.phone_number(place.token, place.number).await;
        read.map(|number| number.webhook)
            .map_err(|failure| self.of_failure(failure, CallKind::ReadNumber))
    }

    /// Reads which other numbers an override on the account would touch.
    async fn level_of(
        &self,
        place: &CallbackPlace<'_>,
        expected: &ChannelCallback,
        levels: &WebhookLevels,
    ) -> Result<CallbackLevel, Problem> {
        let listed = place
            .graph
            .phone_numbers(place.token, place.waba)
            .await
            .map_err(|failure| self.of_failure(failure, CallKind::ListNumbers))?;
        let ids: Vec<_> = listed.into_iter().map(|number| number.id).collect();
        let all_agree = self.all_expect(&ids, &expected.address).await;
        Ok(callback_level(levels, all_agree))
    }

    fn of_cause(&self, cause: Cause) -> Problem {
        Problem::new(cause, self.now())
    }

    fn of_failure(&self, failure: GraphFailure, call: CallKind) -> Problem {
        Problem::of_unread(&Unread::from(failure), call, self.now())
    }
}
