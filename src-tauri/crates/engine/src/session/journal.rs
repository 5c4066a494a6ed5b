//! What is written before and after each effect, so that a crash at any moment is understood at the next start.

use super::Session;
use super::account::storage;
use crate::error::EngineError;
use crate::project::EvidenceByNumber;
use reconecta_core::attempt::Attempt;
use reconecta_core::cause::{CallKind, Cause, RetryRule};
use reconecta_core::ids::{AttemptId, ChannelId, NumberId, WabaId};
use reconecta_core::pin::RegisterWait;
use reconecta_core::problem::Problem;
use reconecta_core::repair::CallbackChange;
use reconecta_store::{
    NewAttempt, NewEvent, NewEvidence, NewStep, RegisterBudget, RegisterPermit, Step, StepId, StoreError,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

impl Session {
    /// Writes the first row of an attempt.
    ///
    /// # Errors
    /// [`EngineError::Busy`] when the channel has an unfinished attempt.
    pub(crate) async fn begin_attempt(&self, attempt: &Attempt) -> Result<(), EngineError> {
        let new = NewAttempt {
            id: attempt.id.clone(),
            channel: attempt.target.as_ref().map(|target| target.channel.clone()),
            state: stored_form(attempt)?,
            stage: attempt.stage().code().to_owned(),
        };
        match self.store.begin_attempt(new, self.now()).await {
            Err(StoreError::Conflict(_)) => Err(EngineError::Busy),
            other => other.map_err(storage),
        }
    }

    /// Stores the attempt's state.
    ///
    /// # Errors
    /// The data file refused it: then no effect may be run.
    pub(crate) async fn record_attempt(&self, attempt: &Attempt) -> Result<(), EngineError> {
        let (id, stage) = (attempt.id.clone(), attempt.stage().code().to_owned());
        self.store
            .save_attempt(id, stored_form(attempt)?, stage, self.now())
            .await
            .map_err(storage)
    }

    /// Closes an attempt for good; whatever is still staged is wiped with it.
    pub(crate) async fn close_attempt(&self, attempt: &Attempt, outcome: &str) -> Result<(), EngineError> {
        let state = stored_form(attempt)?;
        self.store
            .finish_attempt(attempt.id.clone(), state, outcome.to_owned(), self.now())
            .await
            .map_err(storage)
    }

    /// The journal's row of a call that is about to be made.
    ///
    /// # Errors
    /// The data file refused it: then the call must not be made.
    pub(crate) async fn open_journal(
        &self,
        attempt: &AttemptId,
        number: &NumberId,
        call: CallKind,
    ) -> Result<StepId, EngineError> {
        self.begin_step(attempt, number, call, json!({})).await
    }

    /// The journal's row of an override that is about to be written or taken back, with what stands there.
    ///
    /// # Errors
    /// The data file refused it: then the call must not be made.
    pub(crate) async fn open_change(
        &self,
        attempt: &AttemptId,
        call: CallKind,
        change: &CallbackChange,
    ) -> Result<StepId, EngineError> {
        let request = json!({ CHANGE: change });
        self.begin_step(attempt, &change.number, call, request).await
    }

    async fn begin_step(
        &self,
        attempt: &AttemptId,
        number: &NumberId,
        call: CallKind,
        request: Value,
    ) -> Result<StepId, EngineError> {
        let new = NewStep {
            attempt: attempt.clone(),
            number: Some(number.clone()),
            name: call.code().to_owned(),
            request,
        };
        self.store.begin_step(new, self.now()).await.map_err(storage)
    }

    /// All calls of an attempt in order.
    ///
    /// # Errors
    /// The data file cannot be read.
    pub(crate) async fn journal(&self, attempt: &AttemptId) -> Result<Vec<Step>, EngineError> {
        self.store.steps(attempt.clone()).await.map_err(storage)
    }

    /// The answer of a journalled call.
    pub(crate) async fn close_journal(&self, row: StepId, problem: Option<&Problem>) {
        let outcome = match problem {
            None => json!({"ok": true}),
            Some(problem) => json!({"ok": false, "cause": problem.cause.code(), "graph": problem.graph}),
        };
        self.write_answer(row, outcome).await;
    }

    /// Closes the row of a call whose answer a crash has lost: what Meta's state shows instead, `None` when it could not
    /// be read either.
    pub(crate) async fn close_lost(&self, row: StepId, found: Option<bool>) {
        self.write_answer(row, json!({"ok": found, "answer": "lost"}))
            .await;
    }

    async fn write_answer(&self, row: StepId, outcome: Value) {
        if let Err(error) = self.store.close_step(row, outcome, self.now()).await {
            tracing::error!(%error, "The journal's row could not be closed");
        }
    }

    /// Counts one registration before it is made.
    pub(crate) async fn spend_registration(&self, number: &NumberId) -> Result<RegisterPermit, EngineError> {
        self.store
            .spend_register(number.clone(), RegisterBudget::META, self.now())
            .await
            .map_err(storage)
    }

    /// Whether a number may be registered now, and how often.
    pub(crate) async fn register_permit(&self, number: &NumberId) -> Result<RegisterPermit, EngineError> {
        self.store
            .register_permit(number.clone(), RegisterBudget::META, self.now())
            .await
            .map_err(storage)
    }

    /// Keeps what Meta has announced: until then the number is not registered.
    pub(crate) async fn note_register_wait(&self, number: &NumberId, wait: RegisterWait) {
        if let Err(error) = self.store.lock_register(number.clone(), wait).await {
            tracing::error!(%error, "The lock that Meta announced could not be kept");
        }
    }

    /// All numbers that must not be registered now.
    pub(crate) async fn register_waits(&self) -> BTreeMap<NumberId, RegisterWait> {
        let waits = self.store.register_waits(RegisterBudget::META, self.now()).await;
        waits.unwrap_or_else(|error| {
            tracing::error!(%error, "Locks that Meta announced could not be read");
            BTreeMap::new()
        })
    }

    /// A line of the history: what the person in use did.
    pub(crate) async fn note(&self, what: &str, channel: Option<&ChannelId>, detail: Value) {
        self.add_event(Some(self.operator_id()), what, channel, detail)
            .await;
    }

    /// A line of the history: what the app saw by itself.
    pub(crate) async fn note_seen(&self, what: &str, channel: &ChannelId, detail: Value) {
        self.add_event(None, what, Some(channel), detail).await;
    }

    async fn add_event(
        &self,
        operator: Option<String>,
        what: &str,
        channel: Option<&ChannelId>,
        detail: Value,
    ) {
        let new = NewEvent {
            operator,
            what: what.to_owned(),
            channel: channel.cloned(),
            detail,
        };
        if let Err(error) = self.store.add_event(new, self.now()).await {
            tracing::error!(%error, what, "The history could not be written");
        }
    }

    /// Whose login the channel got its token from, as the history tells it.
    pub(crate) async fn last_person(&self, channel: &ChannelId) -> Option<String> {
        let lines = self.store.timeline(Some(channel.clone()), LOOKED_AT, None).await;
        let lines = lines.unwrap_or_default();
        let newest = lines.iter().find(|line| line.what == "token_replaced")?;
        let person = newest.detail.get("person")?.as_str()?;
        (!person.is_empty()).then(|| person.to_owned())
    }

    /// A row of evidence.
    pub(crate) async fn prove(
        &self,
        channel: &ChannelId,
        number: Option<&NumberId>,
        kind: &str,
        detail: Value,
    ) {
        let new = NewEvidence {
            channel: channel.clone(),
            number: number.cloned(),
            kind: kind.to_owned(),
            detail,
        };
        if let Err(error) = self.store.add_evidence(new, self.now()).await {
            tracing::error!(%error, kind, "Evidence could not be stored");
        }
    }

    /// Remembers that a number was registered, for the evidence of its channel.
    pub(crate) async fn note_registered(&self, attempt: &Attempt, number: &NumberId) {
        if let Some(channel) = self.channel_of(number).await {
            self.prove(&channel, Some(number), "registered", json!({})).await;
            self.note(
                "number_registered",
                Some(&channel),
                json!({"attempt": attempt.id.as_str()}),
            )
            .await;
        }
    }

    /// Remembers that our app was subscribed to an account, with each channel that is in it; `own` is one that is about
    /// to be.
    pub(crate) async fn note_subscribed(&self, account: &WabaId, own: Option<ChannelId>) {
        let targets = self.targets().await.into_iter();
        let inside = targets.filter(|target| &target.waba == account);
        let channels: BTreeSet<ChannelId> = inside.map(|target| target.channel).chain(own).collect();
        for channel in &channels {
            self.note("app_subscribed", Some(channel), json!({})).await;
        }
    }

    /// Evidence collected since the attempt started.
    pub(crate) async fn evidence_of(&self, attempt: &Attempt) -> EvidenceByNumber {
        let mut by_number = EvidenceByNumber::new();
        for work in &attempt.numbers {
            let Some(channel) = &work.switched else { continue };
            let rows = self
                .store
                .newest_evidence(channel.clone())
                .await
                .unwrap_or_default();
            let fresh = rows
                .into_iter()
                .filter(|row| row.at >= attempt.started_at)
                .collect();
            by_number.insert(work.id().clone(), fresh);
        }
        by_number
    }
}

/// Lines of the history in which the newest login is looked for.
const LOOKED_AT: u32 = 100;
/// Key of a row's request: what was written over what.
const CHANGE: &str = "change";

/// The override that a journalled call may have written; `None` for another call, and where Meta has refused it.
pub(crate) fn written_change(step: &Step) -> Option<CallbackChange> {
    let is_override = step.name == CallKind::OverrideCallback.code();
    if !is_override || was_refused(step) {
        return None;
    }
    serde_json::from_value(step.request.get(CHANGE)?.clone()).ok()
}

/// Whether a journalled call was made and Meta has said that it is done.
pub(crate) fn was_accepted(step: &Step, call: CallKind) -> bool {
    let ok = step.outcome.as_ref().and_then(|outcome| outcome.get("ok"));
    step.name == call.code() && ok == Some(&Value::Bool(true))
}

/// Meta's clear "no". An answer that was lost is none, nor one that speaks of a disturbance: both may have had an effect.
fn was_refused(step: &Step) -> bool {
    let Some(outcome) = &step.outcome else {
        return false;
    };
    let has_answered = outcome.get("graph").is_some_and(|graph| !graph.is_null());
    let cause = outcome.get("cause").and_then(Value::as_str).map(Cause::from_code);
    has_answered && cause.is_some_and(|cause| cause.retry_rule() != RetryRule::Automatic)
}

fn stored_form(attempt: &Attempt) -> Result<Value, EngineError> {
    serde_json::to_value(attempt).map_err(|error| {
        tracing::error!(%error, "The attempt has no stored form");
        EngineError::Storage
    })
}
