//! A lost callback override is put back and read back: in the wizard with the staged token, in a repair without a login
//! with the channel's own.
//!
//! Source: Meta, "Webhooks overrides".

use super::{ChannelCallback, Session};
use crate::error::EngineError;
use async_trait::async_trait;
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::fact::Unread;
use reconecta_core::ids::{AttemptId, ChannelId, NumberId, UnixMillis, WabaId};
use reconecta_core::meta::WebhookLevels;
use reconecta_core::problem::Problem;
use reconecta_core::repair::{CallbackChange, CallbackLevel, CallbackState, callback_level, callback_state};
use reconecta_graph::{Callback, Graph, GraphFailure};
use reconecta_store::StepId;
use secrecy::SecretString;
use serde_json::json;
use url::Url;

/// The number whose callback is looked at, and what its calls need.
pub(crate) struct CallbackPlace<'a> {
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

/// What a repair of a callback needs beside Meta.
#[async_trait]
pub(crate) trait CallbackKeeper: Send + Sync {
    /// The time.
    fn now(&self) -> UnixMillis;
    /// What Meta has to show at the expected callback.
    async fn verify_token(&self) -> Result<SecretString, Cause>;
    /// Whether each of these numbers needs this callback.
    async fn all_expect(&self, numbers: &[NumberId], callback: &str) -> bool;
    /// Writes down what is about to be written over what; `None` where nothing is kept.
    async fn open_journal(&self, change: &CallbackChange) -> Result<Option<StepId>, EngineError>;
    /// Writes the answer down.
    async fn close_journal(&self, row: Option<StepId>, problem: Option<&Problem>);
}

/// A channel's callback in the data file.
struct Kept<'a> {
    session: &'a Session,
    /// Whose journal has the row.
    journal: &'a AttemptId,
    channel: Option<&'a ChannelId>,
}

#[async_trait]
impl CallbackKeeper for Kept<'_> {
    fn now(&self) -> UnixMillis {
        self.session.now()
    }

    async fn verify_token(&self) -> Result<SecretString, Cause> {
        let channel = self.channel.ok_or(Cause::CallbackDiffers)?;
        self.session.verify_token(channel).await
    }

    async fn all_expect(&self, numbers: &[NumberId], callback: &str) -> bool {
        self.session.all_expect(numbers, callback).await
    }

    async fn open_journal(&self, change: &CallbackChange) -> Result<Option<StepId>, EngineError> {
        let call = CallKind::OverrideCallback;
        let opened = self.session.open_change(self.journal, call, change).await;
        opened.map(Some)
    }

    async fn close_journal(&self, row: Option<StepId>, problem: Option<&Problem>) {
        if let Some(row) = row {
            self.session.close_journal(row, problem).await;
        }
    }
}

impl Session {
    /// Puts the callback that a channel needs back where it was lost; `journal` gets a row for the call.
    pub(crate) async fn tend_callback(
        &self,
        journal: &AttemptId,
        place: &CallbackPlace<'_>,
        expected: Option<&ChannelCallback>,
    ) -> CallbackEnd {
        let keeper = Kept {
            session: self,
            journal,
            channel: expected.map(|expected| &expected.channel),
        };
        let address = expected.map(|expected| expected.address.as_str());
        let end = place.tend(&keeper, address).await;
        if let (CallbackEnd::Restored, Some(expected)) = (&end, expected) {
            self.note("callback_restored", Some(&expected.channel), json!({}))
                .await;
        }
        end
    }
}

impl CallbackPlace<'_> {
    /// Puts the expected callback back where it was lost. Writes nothing when a reading leaves a doubt.
    pub(crate) async fn tend(&self, keeper: &dyn CallbackKeeper, expected: Option<&str>) -> CallbackEnd {
        let levels = match self.levels(keeper).await {
            Ok(levels) => levels,
            Err(problem) => return CallbackEnd::Unknown(problem),
        };
        match (expected, callback_state(expected, levels.as_ref())) {
            (Some(expected), CallbackState::Lost) => {
                match self.put_back(keeper, expected, &levels.unwrap_or_default()).await {
                    Ok(()) => CallbackEnd::Restored,
                    Err(end) => end,
                }
            }
            (_, CallbackState::Unclear) => {
                CallbackEnd::Unknown(Problem::new(Cause::AnswerUnreadable, keeper.now()))
            }
            (_, _) => CallbackEnd::Untouched(levels.unwrap_or_default()),
        }
    }

    async fn put_back(
        &self,
        keeper: &dyn CallbackKeeper,
        expected: &str,
        levels: &WebhookLevels,
    ) -> Result<(), CallbackEnd> {
        let failed = |cause| CallbackEnd::Failed(Problem::new(cause, keeper.now()));
        let url = Url::parse(expected).map_err(|_no_address| failed(Cause::CallbackRefused))?;
        let verify_token = keeper.verify_token().await.map_err(failed)?;
        let level = self
            .level_of(keeper, expected, levels)
            .await
            .map_err(CallbackEnd::Unknown)?;
        let before = match level {
            CallbackLevel::Account => None,
            CallbackLevel::Number => levels.of_number(),
        };
        let change = CallbackChange {
            number: self.number.clone(),
            waba: self.waba.clone(),
            level,
            written: expected.to_owned(),
            before: before.map(str::to_owned),
        };
        let row = keeper
            .open_journal(&change)
            .await
            .map_err(|_unwritten| failed(Cause::StorageFailed))?;
        let callback = Callback {
            url: &url,
            verify_token: &verify_token,
        };
        let (graph, token) = (self.graph, self.token);
        let answer = match level {
            CallbackLevel::Account => graph.subscribe_with_override(token, self.waba, callback).await,
            CallbackLevel::Number => graph.override_number_callback(token, self.number, callback).await,
        };
        let problem = answer
            .err()
            .map(|failure| of_failure(keeper, failure, CallKind::OverrideCallback));
        keeper.close_journal(row, problem.as_ref()).await;
        let after = self.levels(keeper).await;
        let state = after.map(|levels| callback_state(Some(expected), levels.as_ref()));
        match (state, problem) {
            (Ok(CallbackState::InForce), _) => Ok(()),
            (_, Some(problem)) => Err(CallbackEnd::Failed(problem)),
            (Ok(_), None) => Err(failed(Cause::CallbackDiffers)),
            (Err(unread), None) => Err(CallbackEnd::Unknown(unread)),
        }
    }

    /// Where the number's messages go now.
    async fn levels(&self, keeper: &dyn CallbackKeeper) -> Result<Option<WebhookLevels>, Problem> {
        let read = self.graph.phone_number(self.token, self.number).await;
        read.map(|number| number.webhook)
            .map_err(|failure| of_failure(keeper, failure, CallKind::ReadNumber))
    }

    /// Reads which other numbers an override on the account would touch.
    async fn level_of(
        &self,
        keeper: &dyn CallbackKeeper,
        expected: &str,
        levels: &WebhookLevels,
    ) -> Result<CallbackLevel, Problem> {
        let listed = self
            .graph
            .phone_numbers(self.token, self.waba)
            .await
            .map_err(|failure| of_failure(keeper, failure, CallKind::ListNumbers))?;
        let ids: Vec<_> = listed.into_iter().map(|number| number.id).collect();
        let all_agree = keeper.all_expect(&ids, expected).await;
        Ok(callback_level(levels, all_agree))
    }
}

fn of_failure(keeper: &dyn CallbackKeeper, failure: GraphFailure, call: CallKind) -> Problem {
    Problem::of_unread(&Unread::from(failure), call, keeper.now())
}
