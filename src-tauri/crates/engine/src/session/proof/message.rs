//! A test message: journalled before it is sent, because it may cost money and an answer may be lost; then followed.

use super::fate::{Fate, fate};
use crate::error::EngineError;
use crate::session::Session;
use crate::session::account::storage;
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::fact::Unread;
use reconecta_core::ids::{AttemptId, ChannelId, NumberId, UnixMillis};
use reconecta_core::phone::PhoneForm;
use reconecta_core::problem::Problem;
use reconecta_core::verdict::{Evidence, EvidenceKind};
use reconecta_graph::{Graph, GraphFailure, MessageId, Template};
use reconecta_store::{NewAttempt, StoreError};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Stage of its row among the attempts; the wizard has none of that name.
pub(in crate::session) const STAGE: &str = "test_message";

/// Pauses between two looks at the history, in seconds: about a minute and a half together.
const LOOKS: [u64; 8] = [1, 2, 3, 5, 8, 13, 21, 34];

/// What is sent.
#[derive(Clone, Debug)]
pub(crate) enum TestMessage {
    /// A template without parameters; it may cost money.
    Template {
        /// Its name.
        name: String,
        /// Its language.
        language: String,
    },
    /// A text to somebody who has written within 24 hours; free of charge.
    Text(String),
}

/// What its calls need.
struct Means {
    graph: Arc<Graph>,
    token: SecretString,
    number: NumberId,
}

impl Session {
    /// Sends a message; its evidence is kept, its fate is not waited for.
    ///
    /// # Errors
    /// Meta's refusal, or what stood in the way of asking.
    pub(crate) async fn send_test(
        &self,
        id: &ChannelId,
        to: &PhoneForm,
        message: &TestMessage,
    ) -> Result<Result<(), Problem>, EngineError> {
        let means = match self.message_means(id).await? {
            Ok(means) => means,
            Err(problem) => return Ok(Err(problem)),
        };
        let errand = AttemptId::new(self.new_id());
        let new = NewAttempt {
            id: errand.clone(),
            channel: Some(id.clone()),
            state: json!({}),
            stage: STAGE.to_owned(),
        };
        match self.store.begin_attempt(new, self.now()).await {
            Ok(()) => {}
            Err(StoreError::Conflict(_)) => return Err(EngineError::Busy),
            Err(error) => return Err(storage(error)),
        }
        let row = self
            .open_journal(&errand, &means.number, CallKind::SendMessage)
            .await;
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                self.end_errand(&errand, "failed").await;
                return Err(error);
            }
        };
        let answer = means.send(to, message).await;
        let sent = answer.map_err(|failure| self.refused(failure));
        self.close_journal(row, sent.as_ref().err()).await;
        let outcome = if sent.is_ok() { "finished" } else { "failed" };
        self.end_errand(&errand, outcome).await;
        let (evidence, why) = match &sent {
            Ok(message) => (accepted(message, self.now()), None),
            Err(problem) => (failed(problem, self.now()), problem.graph.as_ref()),
        };
        let masked = masked(to);
        let why = why.map(|problem| problem.message.as_str());
        // A refusal that is about this computer's way to Meta proves nothing about the channel.
        if sent.is_ok() || why.is_some() {
            self.keep_row(
                id,
                &means.number,
                &evidence,
                &[("to", Some(&masked)), ("why", why)],
            )
            .await;
        }
        let what = if sent.is_ok() {
            "test_message_sent"
        } else {
            "test_message_refused"
        };
        self.note(what, Some(id), json!({ "to": masked })).await;
        Ok(sent.map(|_message| ()))
    }

    /// Looks at the fate of the channel's newest message until it is decided or patience ends; `changed` is called
    /// after each news. Answers at once when it is being followed already, or there is none.
    pub(crate) async fn follow_test(&self, id: &ChannelId, changed: impl Fn()) {
        if !self.proofs.followed().insert(id.clone()) {
            return;
        }
        changed();
        for seconds in LOOKS {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            let ended = self.look_at_fate(id).await;
            changed();
            if ended {
                break;
            }
        }
        self.proofs.followed().remove(id);
        changed();
    }

    /// Keeps what is new; whether nothing more is to be expected.
    async fn look_at_fate(&self, id: &ChannelId) -> bool {
        let Ok(told) = self.told(id).await else {
            return true;
        };
        let newest = told
            .iter()
            .find(|row| row.evidence.kind == EvidenceKind::MessageAccepted);
        let Some((reference, sent_at)) =
            newest.and_then(|row| Some((row.evidence.reference.clone()?, row.evidence.at)))
        else {
            return true;
        };
        let Ok(Ok(means)) = self.message_means(id).await else {
            return true;
        };
        let message = MessageId::new(reference.as_str());
        let history = means
            .graph
            .message_history(&means.token, &means.number, &message)
            .await;
        let Fate { rows, ended } = match history {
            Ok(events) => fate(&events, sent_at),
            Err(failure) => {
                // Not switched on everywhere: that says nothing about the message.
                tracing::info!(?failure, "The history of a message could not be read");
                return matches!(failure, GraphFailure::Graph(_));
            }
        };
        for (row, why) in rows {
            let known = told.iter().any(|one| {
                one.evidence.kind == row.kind && one.evidence.reference.as_deref() == Some(reference.as_str())
            });
            if !known {
                let row = Evidence {
                    reference: Some(reference.clone()),
                    ..row
                };
                self.keep_row(id, &means.number, &row, &[("why", why.as_deref())])
                    .await;
            }
        }
        ended
    }

    /// Ends what a crash left of test messages. Whether Meta took one is not known: the person may send another.
    pub(in crate::session) async fn end_lost_messages(&self) {
        let rows = self.store.unfinished_attempts().await.unwrap_or_default();
        for row in rows.into_iter().filter(|row| row.stage == STAGE) {
            for step in self.store.open_steps(row.id.clone()).await.unwrap_or_default() {
                self.close_lost(step.id, None).await;
            }
            self.end_errand(&row.id, "interrupted").await;
        }
    }

    async fn end_errand(&self, id: &AttemptId, outcome: &str) {
        let ended = self
            .store
            .finish_attempt(id.clone(), json!({}), outcome.to_owned(), self.now())
            .await;
        if let Err(error) = ended {
            tracing::error!(%error, "A test message's row could not be ended");
        }
    }

    async fn message_means(&self, id: &ChannelId) -> Result<Result<Means, Problem>, EngineError> {
        let number = self.target(id).await?.number;
        let failed = |cause| Ok(Err(Problem::new(cause, self.now())));
        let Some(graph) = self.graph().await else {
            return failed(Cause::ConnectionIncomplete);
        };
        match self.channel_token(id).await {
            Ok(Some((token, _since))) => Ok(Ok(Means { graph, token, number })),
            Ok(None) => failed(Cause::TokenMissing),
            Err(cause) => failed(cause),
        }
    }

    fn refused(&self, failure: GraphFailure) -> Problem {
        Problem::of_unread(&Unread::from(failure), CallKind::SendMessage, self.now())
    }
}

impl Means {
    async fn send(&self, to: &PhoneForm, message: &TestMessage) -> Result<MessageId, GraphFailure> {
        let (graph, token, number) = (&self.graph, &self.token, &self.number);
        match message {
            TestMessage::Template { name, language } => {
                let template = Template { name, language };
                graph.send_template(token, number, to.digits(), template).await
            }
            TestMessage::Text(text) => graph.send_text(token, number, to.digits(), text).await,
        }
    }
}

fn accepted(message: &MessageId, at: UnixMillis) -> Evidence {
    Evidence {
        reference: Some(message.to_string()),
        ..Evidence::new(EvidenceKind::MessageAccepted, at)
    }
}

fn failed(problem: &Problem, at: UnixMillis) -> Evidence {
    Evidence {
        cause: Some(problem.cause),
        ..Evidence::new(EvidenceKind::MessageFailed, at)
    }
}

/// Enough of a telephone number for the person who typed it.
fn masked(to: &PhoneForm) -> String {
    let digits = to.digits();
    let shown = digits.len().saturating_sub(4);
    format!("…{}", digits.get(shown..).unwrap_or_default())
}
