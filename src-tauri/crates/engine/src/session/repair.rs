//! The repair without a login: with the channel's own token our app is subscribed again, and a lost callback override
//! put back.
//!
//! It has a row of its own among the attempts, so that its calls are journalled like the wizard's and a channel is
//! never repaired twice at once. After a crash Meta's state is read; the call itself is never repeated.

use super::account::storage;
use super::{CallbackEnd, CallbackPlace, ChannelCallback, Session};
use crate::error::EngineError;
use reconecta_core::attempt::Target;
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::fact::Unread;
use reconecta_core::ids::{AppId, AttemptId, ChannelId};
use reconecta_core::problem::Problem;
use reconecta_core::repair::{CallbackState, callback_state, our_subscription};
use reconecta_graph::Graph;
use reconecta_store::{NewAttempt, StoreError};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;

/// Stage of its row; the wizard has none of that name.
pub(super) const STAGE: &str = "repair";

/// A repair with its row in the data file.
pub(crate) struct Repair {
    id: AttemptId,
    channel: ChannelId,
}

/// What its calls need.
struct Means {
    target: Target,
    graph: Arc<Graph>,
    token: SecretString,
    ours: AppId,
}

impl Repair {
    /// The channel that is repaired.
    pub(crate) fn channel(&self) -> &ChannelId {
        &self.channel
    }
}

impl Session {
    /// Writes the row of a repair that is about to be made.
    ///
    /// # Errors
    /// [`EngineError::Busy`] while a reconnection of the channel is unfinished.
    pub(crate) async fn begin_repair(&self, channel: &ChannelId) -> Result<Repair, EngineError> {
        let id = AttemptId::new(self.new_id());
        let new = NewAttempt {
            id: id.clone(),
            channel: Some(channel.clone()),
            state: json!({}),
            stage: STAGE.to_owned(),
        };
        match self.store.begin_attempt(new, self.now()).await {
            Ok(()) => Ok(Repair {
                id,
                channel: channel.clone(),
            }),
            Err(StoreError::Conflict(_)) => Err(EngineError::Busy),
            Err(error) => Err(storage(error)),
        }
    }

    /// Subscribes our app where it is missing, then puts a lost callback back. What came of it is in the history, and
    /// shows in the next check.
    ///
    /// # Errors
    /// What stood in the way.
    pub(crate) async fn repair(&self, repair: &Repair) -> Result<(), Problem> {
        let done = self.try_repair(repair).await;
        if let Err(problem) = &done {
            let cause = problem.cause.code();
            tracing::warn!(cause, channel.id = %repair.channel, "A channel could not be repaired");
            self.note("repair_failed", Some(&repair.channel), json!({ "cause": cause }))
                .await;
        }
        let outcome = match &done {
            Ok(true) => "finished",
            Ok(false) => "not_needed",
            Err(_) => "failed",
        };
        self.end_repair(&repair.id, outcome).await;
        done.map(|_changed| ())
    }

    async fn try_repair(&self, repair: &Repair) -> Result<bool, Problem> {
        let means = self.means_of(&repair.channel).await?;
        let subscribed = self.subscribe_again(repair, &means).await?;
        let restored = self.restore_callback(repair, &means).await?;
        Ok(subscribed || restored)
    }

    async fn restore_callback(&self, repair: &Repair, means: &Means) -> Result<bool, Problem> {
        let expected = means
            .target
            .expected_callback
            .clone()
            .map(|address| ChannelCallback {
                channel: repair.channel.clone(),
                address,
            });
        let place = CallbackPlace {
            graph: &means.graph,
            token: &means.token,
            waba: &means.target.waba,
            number: &means.target.number,
        };
        match self.tend_callback(&repair.id, &place, expected.as_ref()).await {
            CallbackEnd::Untouched(_) => Ok(false),
            CallbackEnd::Restored => Ok(true),
            CallbackEnd::Failed(problem) | CallbackEnd::Unknown(problem) => Err(problem),
        }
    }

    async fn subscribe_again(&self, repair: &Repair, means: &Means) -> Result<bool, Problem> {
        if self.is_subscribed(means).await? {
            return Ok(false);
        }
        let row = self
            .open_journal(&repair.id, &means.target.number, CallKind::Subscribe)
            .await
            .map_err(|_unwritten| Problem::new(Cause::StorageFailed, self.now()))?;
        let answer = means.graph.subscribe(&means.token, &means.target.waba).await;
        let problem = answer
            .err()
            .map(|failure| Problem::of_unread(&Unread::from(failure), CallKind::Subscribe, self.now()));
        self.close_journal(row, problem.as_ref()).await;
        match (self.is_subscribed(means).await, problem) {
            (Ok(true), _) => {
                self.note_subscribed(&means.target.waba, None).await;
                Ok(true)
            }
            (_, Some(problem)) | (Err(problem), None) => Err(problem),
            (Ok(false), None) => Err(Problem::new(Cause::AppNotSubscribed, self.now())),
        }
    }

    /// Repairs that a crash left without an end.
    pub(crate) async fn unfinished_repairs(&self) -> Vec<Repair> {
        let rows = self.store.unfinished_attempts().await.unwrap_or_else(|error| {
            tracing::error!(%error, "Unfinished repairs could not be read");
            Vec::new()
        });
        rows.into_iter()
            .filter(|row| row.stage == STAGE)
            .filter_map(|row| {
                Some(Repair {
                    id: row.id,
                    channel: row.channel?,
                })
            })
            .collect()
    }

    /// Ends a repair that a crash interrupted: where an answer was lost, Meta's present state takes its place.
    pub(crate) async fn recover_repair(&self, repair: &Repair) {
        let open = self.store.open_steps(repair.id.clone()).await.unwrap_or_default();
        if !open.is_empty() {
            let means = self.means_of(&repair.channel).await.ok();
            for step in open {
                let found = match &means {
                    Some(means) => self.has_effect(repair, means, &step.name).await,
                    None => None,
                };
                self.close_lost(step.id, found).await;
            }
        }
        self.end_repair(&repair.id, "interrupted").await;
    }

    /// Whether Meta shows what a call was made for; `None` where it could not be read.
    async fn has_effect(&self, repair: &Repair, means: &Means, call: &str) -> Option<bool> {
        if call == CallKind::OverrideCallback.code() {
            let read = means.graph.phone_number(&means.token, &means.target.number).await;
            let levels = read.ok()?.webhook;
            let state = callback_state(means.target.expected_callback.as_deref(), levels.as_ref());
            if state == CallbackState::InForce {
                self.note_seen("callback_restored", &repair.channel, json!({}))
                    .await;
            }
            return (state != CallbackState::Unclear).then_some(state == CallbackState::InForce);
        }
        let found = self.is_subscribed(means).await.ok()?;
        if found {
            self.note_seen("app_subscribed", &repair.channel, json!({})).await;
        }
        Some(found)
    }

    async fn end_repair(&self, id: &AttemptId, outcome: &str) {
        let ended = self
            .store
            .finish_attempt(id.clone(), json!({}), outcome.to_owned(), self.now())
            .await;
        if let Err(error) = ended {
            tracing::error!(%error, "A repair's row could not be ended");
        }
    }

    async fn means_of(&self, channel: &ChannelId) -> Result<Means, Problem> {
        let failed = |cause| Problem::new(cause, self.now());
        let target = self
            .target(channel)
            .await
            .map_err(|_gone| failed(Cause::NumberNotConfigured))?;
        let (Some(graph), Some(connection)) = (self.graph().await, self.connection().await) else {
            return Err(failed(Cause::ConnectionIncomplete));
        };
        let held = self.channel_token(channel).await.map_err(failed)?;
        let (token, _since) = held.ok_or_else(|| failed(Cause::TokenMissing))?;
        Ok(Means {
            target,
            graph,
            token,
            ours: AppId::new(connection.app_id),
        })
    }

    async fn is_subscribed(&self, means: &Means) -> Result<bool, Problem> {
        match means.graph.subscriptions(&means.token, &means.target.waba).await {
            Ok(found) => Ok(our_subscription(&found, &means.ours).is_some()),
            Err(failure) => Err(Problem::of_unread(
                &Unread::from(failure),
                CallKind::ReadSubscriptions,
                self.now(),
            )),
        }
    }
}
