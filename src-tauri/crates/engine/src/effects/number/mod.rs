//! The repair of one number. Each step reads, decides with the pure rules, writes only if needed, and reads back; the
//! journal has a row before every call that may have an effect.

mod callback;
mod channel;
mod prove;
mod register;
mod subscribe;
mod verify;

use super::Errand;
use reconecta_core::attempt::{CodeMethod, FoundNumber, NumberStep, Report, StepOutcome};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::ids::{NumberId, UnixMillis};
use reconecta_core::meta::PhoneNumber;
use reconecta_core::problem::Problem;
use reconecta_graph::Graph;
use reconecta_store::StepId;
use secrecy::SecretString;
use std::sync::Arc;

/// What every step needs.
struct Work {
    errand: Errand,
    found: FoundNumber,
    graph: Arc<Graph>,
    token: SecretString,
}

impl Work {
    async fn new(errand: Errand, id: &NumberId) -> Result<Self, (Errand, Problem)> {
        let Some(work) = errand.attempt.numbers.iter().find(|work| work.id() == id) else {
            let problem = errand.problem(Cause::NumberNotOffered);
            return Err((errand, problem));
        };
        let found = work.found.clone();
        let graph = match errand.graph().await {
            Ok(graph) => graph,
            Err(problem) => return Err((errand, problem)),
        };
        match errand.staged_token().await {
            Ok(token) => Ok(Self {
                errand,
                found,
                graph,
                token,
            }),
            Err(problem) => Err((errand, problem)),
        }
    }

    fn id(&self) -> &NumberId {
        &self.found.number.id
    }

    /// How and when the code was sent; a text message of this moment when nobody noted it.
    fn code_sent(&self) -> (CodeMethod, UnixMillis) {
        let work = self
            .errand
            .attempt
            .numbers
            .iter()
            .find(|work| work.id() == self.id());
        work.and_then(|work| work.code_sent)
            .unwrap_or((CodeMethod::Sms, self.errand.session.now()))
    }

    /// Reads the number as it is now.
    async fn read_number(&self) -> Result<PhoneNumber, Problem> {
        let read = self.graph.phone_number(&self.token, self.id()).await;
        read.map_err(|failure| self.errand.failed(failure, CallKind::ReadNumber))
    }

    /// Writes the journal's row of a call that is about to be made. Without it the call must not be made.
    async fn open_journal(&self, call: CallKind) -> Result<StepId, Problem> {
        let opened = self
            .errand
            .session
            .open_journal(&self.errand.attempt.id, self.id(), call)
            .await;
        opened.map_err(|_error| self.errand.problem(Cause::StorageFailed))
    }

    /// Writes the answer into the journal. When even that fails, recovery reads Meta's state instead.
    async fn close_journal(&self, row: StepId, problem: Option<&Problem>) {
        self.errand.session.close_journal(row, problem).await;
    }
}

/// Runs one step and answers the desk.
pub(crate) async fn run(errand: Errand, id: NumberId, step: NumberStep) {
    let (errand, outcome) = match Work::new(errand, &id).await {
        Err((errand, problem)) => (errand, StepOutcome::Failed(problem)),
        Ok(work) => {
            let outcome = match step {
                NumberStep::VerifyCode => verify::run(&work).await,
                NumberStep::Register => register::run(&work).await,
                NumberStep::Subscribe => subscribe::run(&work).await,
                NumberStep::CallbackOverride => callback::run(&work).await,
                NumberStep::ReadHealth => prove::read_health(&work).await,
                NumberStep::UpdateChannel => channel::switch(&work).await,
                NumberStep::Prove => prove::prove(&work).await,
            };
            (work.errand, outcome)
        }
    };
    errand.report(Report::NumberStep(id, step, outcome));
}

/// Requests a verification code.
pub(crate) async fn send_code(errand: Errand, id: NumberId, method: CodeMethod) {
    let (errand, outcome) = match Work::new(errand, &id).await {
        Err((errand, problem)) => (errand, StepOutcome::Failed(problem)),
        Ok(work) => {
            let outcome = verify::send(&work, method).await;
            (work.errand, outcome)
        }
    };
    errand.report(Report::NumberStep(id, NumberStep::VerifyCode, outcome));
}

/// Sets a new PIN, then registers with it.
pub(crate) async fn replace_pin(errand: Errand, id: NumberId) {
    let (errand, outcome) = match Work::new(errand, &id).await {
        Err((errand, problem)) => (errand, StepOutcome::Failed(problem)),
        Ok(work) => {
            let outcome = register::replace_pin(&work).await;
            (work.errand, outcome)
        }
    };
    errand.report(Report::NumberStep(id, NumberStep::Register, outcome));
}
