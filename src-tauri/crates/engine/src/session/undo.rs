//! An override that an attempt wrote is taken back at Meta: read, decided, written only if needed, read back. The call is
//! journalled and never repeated before Meta was read.
//!
//! Source: Meta, "Webhooks overrides".

use super::Session;
use reconecta_core::attempt::Attempt;
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::fact::Unread;
use reconecta_core::ids::AppId;
use reconecta_core::problem::Problem;
use reconecta_core::repair::{
    CallbackChange, CallbackLevel, CallbackUndo, callback_undo, is_same_callback, our_subscription,
};
use reconecta_graph::{Callback, Graph, GraphFailure};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;
use url::Url;

/// The place that was changed, and what its calls need.
struct Undoing<'a> {
    session: &'a Session,
    attempt: &'a Attempt,
    change: &'a CallbackChange,
    graph: Arc<Graph>,
    ours: AppId,
}

impl Session {
    /// Takes one override back. What somebody else has changed since is left as it is.
    ///
    /// # Errors
    /// What stood in the way, or what is left and why.
    pub(super) async fn undo_callback(
        &self,
        attempt: &Attempt,
        change: &CallbackChange,
    ) -> Result<(), Problem> {
        let failed = |cause| Problem::new(cause, self.now());
        let (Some(graph), Some(connection)) = (self.graph().await, self.connection().await) else {
            return Err(failed(Cause::ConnectionIncomplete));
        };
        let undoing = Undoing {
            session: self,
            attempt,
            change,
            graph,
            ours: AppId::new(connection.app_id),
        };
        undoing.run().await
    }

    /// The verify token of an address: known where one of our channels needs it.
    ///
    /// # Errors
    /// No channel needs it, or the vault cannot open its token.
    pub(super) async fn verify_token_of(&self, address: &str) -> Result<SecretString, Cause> {
        let mut known = Err(Cause::CallbackNotPutBack);
        for target in self.targets().await {
            let expected = target.expected_callback.as_deref();
            if !expected.is_some_and(|expected| is_same_callback(expected, address)) {
                continue;
            }
            known = match self.verify_token(&target.channel).await {
                Ok(token) => return Ok(token),
                // It was never kept for this channel.
                Err(Cause::CallbackDiffers) => known,
                Err(cause) => Err(cause),
            };
        }
        known
    }
}

impl Undoing<'_> {
    async fn run(&self) -> Result<(), Problem> {
        let (token, found) = self.first_reading().await?;
        let written = match callback_undo(self.change, found.as_deref()) {
            CallbackUndo::AsBefore => Ok(false),
            CallbackUndo::Remove => self.write(&token, None).await.map(|()| true),
            CallbackUndo::PutBack(before) => self.write(&token, Some(&before)).await.map(|()| true),
            CallbackUndo::Others => Err(self.named(Cause::CallbackChangedMeanwhile)),
        };
        self.close_lost_rows(found.as_deref()).await;
        if written? {
            self.note_undone().await;
        }
        Ok(())
    }

    /// The level as it stands, with the token that could read it: the attempt's own, which has written it, or the one of
    /// before.
    async fn first_reading(&self) -> Result<(SecretString, Option<String>), Problem> {
        let mut problem = self.problem(Cause::TokenMissing);
        for token in self.tokens().await.into_iter().rev() {
            match self.read(&token).await {
                Ok(found) => return Ok((token, found)),
                Err(unread) => problem = unread,
            }
        }
        Err(problem)
    }

    /// The channel's token of before, then the attempt's.
    async fn tokens(&self) -> Vec<SecretString> {
        let mut tokens = Vec::new();
        let mut works = self.attempt.numbers.iter();
        if let Some(work) = works.find(|work| work.id() == &self.change.number)
            && let Some(channel) = self.session.channel_at_work(self.attempt, work).await
            && let Ok(Some((token, _since))) = self.session.channel_token(&channel.id).await
        {
            tokens.push(token);
        }
        if let Some(staged) = &self.attempt.credential {
            tokens.extend(self.session.open_credential(staged).await);
        }
        tokens
    }

    async fn read(&self, token: &SecretString) -> Result<Option<String>, Problem> {
        let graph = &self.graph;
        match self.change.level {
            CallbackLevel::Number => match graph.phone_number(token, &self.change.number).await {
                Ok(number) => match number.webhook {
                    Some(levels) => Ok(levels.of_number().map(str::to_owned)),
                    None => Err(self.problem(Cause::AnswerUnreadable)),
                },
                Err(failure) => Err(self.failed(failure, CallKind::ReadNumber)),
            },
            CallbackLevel::Account => match graph.subscriptions(token, &self.change.waba).await {
                Ok(all) => {
                    let ours = our_subscription(&all, &self.ours);
                    Ok(ours.and_then(|one| one.overridden()).map(str::to_owned))
                }
                Err(failure) => Err(self.failed(failure, CallKind::ReadSubscriptions)),
            },
        }
    }

    /// Writes what stood before, and reads it back: Meta's state decides, also when the answer was lost.
    async fn write(&self, token: &SecretString, before: Option<&str>) -> Result<(), Problem> {
        let prepared = match before {
            None => None,
            Some(before) => {
                let url = Url::parse(before).map_err(|_no_address| self.named(Cause::CallbackRefused))?;
                let verify_token = self.session.verify_token_of(before).await;
                Some((url, verify_token.map_err(|cause| self.named(cause))?))
            }
        };
        let callback = prepared
            .as_ref()
            .map(|(url, verify_token)| Callback { url, verify_token });
        let row = self
            .session
            .open_change(&self.attempt.id, CallKind::UndoCallback, self.change)
            .await
            .map_err(|_unwritten| self.problem(Cause::StorageFailed))?;
        let (graph, number, waba) = (&self.graph, &self.change.number, &self.change.waba);
        let answer = match (self.change.level, callback) {
            (CallbackLevel::Number, None) => graph.remove_number_callback(token, number).await,
            (CallbackLevel::Number, Some(callback)) => {
                graph.override_number_callback(token, number, callback).await
            }
            // A plain subscription drops the override; ours stands, or nothing would have been found.
            (CallbackLevel::Account, None) => graph.subscribe(token, waba).await,
            (CallbackLevel::Account, Some(callback)) => {
                graph.subscribe_with_override(token, waba, callback).await
            }
        };
        let problem = answer
            .err()
            .map(|failure| self.failed(failure, CallKind::UndoCallback));
        self.session.close_journal(row, problem.as_ref()).await;
        let found = self.read(token).await;
        let state = found.map(|found| callback_undo(self.change, found.as_deref()));
        match (state, problem) {
            (Ok(CallbackUndo::AsBefore), _) => Ok(()),
            (Ok(CallbackUndo::Others), None) => Err(self.named(Cause::CallbackChangedMeanwhile)),
            (Ok(_), Some(problem)) | (Err(_), Some(problem)) | (Err(problem), None) => Err(problem),
            (Ok(_), None) => Err(self.named(Cause::CallbackRefused)),
        }
    }

    /// Rows of an earlier try whose answer a crash has lost: what Meta showed before this try takes its place.
    async fn close_lost_rows(&self, found: Option<&str>) {
        let done = callback_undo(self.change, found) == CallbackUndo::AsBefore;
        let rows = self.session.store().open_steps(self.attempt.id.clone()).await;
        for row in rows.unwrap_or_default() {
            let is_of_undo = row.name == CallKind::UndoCallback.code();
            if is_of_undo && row.number.as_ref() == Some(&self.change.number) {
                self.session.close_lost(row.id, Some(done)).await;
            }
        }
    }

    async fn note_undone(&self) {
        let mut works = self.attempt.numbers.iter();
        if let Some(work) = works.find(|work| work.id() == &self.change.number)
            && let Some(channel) = self.session.channel_at_work(self.attempt, work).await
        {
            self.session
                .note("callback_undone", Some(&channel.id), json!({}))
                .await;
        }
    }

    fn problem(&self, cause: Cause) -> Problem {
        Problem::new(cause, self.session.now())
    }

    /// With the addresses that the person has to know.
    fn named(&self, cause: Cause) -> Problem {
        let named = self.problem(cause).with("written", &self.change.written);
        let before = self.change.before.iter();
        before.fold(named, |named, before| named.with("before", before))
    }

    fn failed(&self, failure: GraphFailure, call: CallKind) -> Problem {
        Problem::of_unread(&Unread::from(failure), call, self.session.now())
    }
}
