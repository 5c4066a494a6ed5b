//! What the attempt asks for, carried out against Meta, the store, the vault and the login window.
//!
//! Each effect ends in reports to the desk; none of them decides anything that the pure rules decide.

pub(crate) mod access;
pub(crate) mod discovery;
pub(crate) mod ending;
pub(crate) mod login;
pub(crate) mod number;
pub(crate) mod permission;
pub(crate) mod token;

pub(crate) use login::LoginControl;

use crate::attempt_desk::{DeskHandle, Message, Slots};
use crate::session::Session;
use reconecta_core::attempt::{Attempt, CheckStep, Report, StepState};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::fact::Unread;
use reconecta_core::problem::Problem;
use reconecta_graph::{Graph, GraphFailure};
use secrecy::SecretString;
use std::sync::Arc;

/// One effect under way: the attempt as it was when the effect was asked for, and the way back to the desk.
pub(crate) struct Errand {
    pub(crate) session: Arc<Session>,
    pub(crate) slots: Arc<Slots>,
    pub(crate) desk: DeskHandle,
    pub(crate) attempt: Attempt,
}

impl Errand {
    /// Answers the desk.
    pub(crate) fn report(&self, report: Report) {
        let attempt = self.attempt.id.clone();
        self.desk.tell(Message::Report {
            attempt,
            run: self.attempt.run,
            report,
        });
    }

    /// Ticks a named check.
    pub(crate) fn tick(&self, step: CheckStep, state: StepState) {
        self.report(Report::CheckMoved(step, state));
    }

    /// A problem of this moment.
    pub(crate) fn problem(&self, cause: Cause) -> Problem {
        Problem::new(cause, self.session.now())
    }

    /// A failed call, named.
    pub(crate) fn failed(&self, failure: GraphFailure, call: CallKind) -> Problem {
        Problem::of_unread(&Unread::from(failure), call, self.session.now())
    }

    /// The client for the present connection.
    pub(crate) async fn graph(&self) -> Result<Arc<Graph>, Problem> {
        self.session
            .graph()
            .await
            .ok_or_else(|| self.problem(Cause::ConnectionIncomplete))
    }

    /// Opens the staged token.
    pub(crate) async fn staged_token(&self) -> Result<SecretString, Problem> {
        let id = self
            .attempt
            .credential
            .as_ref()
            .ok_or_else(|| self.problem(Cause::TokenMissing))?;
        self.session.open_credential(id).await
    }
}
