//! The repair of one number. Each step reads, decides with the pure rules, writes only if needed, and reads back; the
//! journal has a row before every call that may have an effect.

mod callback;
mod channel;
mod ground;
mod prove;
mod register;
mod subscribe;
mod verify;

pub(crate) use ground::Ground;

use super::Errand;
use reconecta_core::attempt::{CodeMethod, FoundNumber, NumberStep, Report, StepOutcome};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::fact::Unread;
use reconecta_core::ids::NumberId;
use reconecta_core::meta::PhoneNumber;
use reconecta_core::problem::Problem;
use reconecta_graph::{Graph, GraphFailure};
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

    fn site(&self) -> Site<'_> {
        Site {
            ground: &self.errand,
            found: &self.found,
            graph: &self.graph,
            token: &self.token,
        }
    }
}

/// A number at work: the client for Meta, the token, and the ground that the steps stand on.
pub(crate) struct Site<'a> {
    pub(crate) ground: &'a dyn Ground,
    pub(crate) found: &'a FoundNumber,
    pub(crate) graph: &'a Graph,
    pub(crate) token: &'a SecretString,
}

impl Site<'_> {
    fn id(&self) -> &NumberId {
        &self.found.number.id
    }

    /// A problem of this moment.
    fn problem(&self, cause: Cause) -> Problem {
        Problem::new(cause, self.ground.now())
    }

    /// A failed call, named.
    fn failed(&self, failure: GraphFailure, call: CallKind) -> Problem {
        Problem::of_unread(&Unread::from(failure), call, self.ground.now())
    }

    /// Reads the number as it is now.
    async fn read_number(&self) -> Result<PhoneNumber, Problem> {
        let read = self.graph.phone_number(self.token, self.id()).await;
        read.map_err(|failure| self.failed(failure, CallKind::ReadNumber))
    }

    /// Writes the journal's row of a call that is about to be made. Without it the call must not be made.
    async fn open_journal(&self, call: CallKind) -> Result<Option<StepId>, Problem> {
        let opened = self.ground.open_journal(self.id(), call).await;
        opened.map_err(|_error| self.problem(Cause::StorageFailed))
    }

    /// Writes the answer into the journal. When even that fails, recovery reads Meta's state instead.
    async fn close_journal(&self, row: Option<StepId>, problem: Option<&Problem>) {
        self.ground.close_journal(row, problem).await;
    }
}

/// Runs a step that concerns Meta alone; `None` for those that concern our channel.
pub(crate) async fn run_at_meta(site: &Site<'_>, step: NumberStep) -> Option<StepOutcome> {
    match step {
        NumberStep::VerifyCode => Some(verify::run(site).await),
        NumberStep::Register => Some(register::run(site).await),
        NumberStep::Subscribe => Some(subscribe::run(site).await),
        NumberStep::CallbackOverride => Some(callback::run(site).await),
        NumberStep::ReadHealth => Some(prove::read_health(site).await),
        NumberStep::UpdateChannel | NumberStep::Prove => None,
    }
}

/// Runs one step and answers the desk.
pub(crate) async fn run(errand: Errand, id: NumberId, step: NumberStep) {
    let (errand, outcome) = match Work::new(errand, &id).await {
        Err((errand, problem)) => (errand, StepOutcome::Failed(problem)),
        Ok(work) => {
            let outcome = match step {
                NumberStep::UpdateChannel => channel::switch(&work).await,
                NumberStep::Prove => prove::prove(&work).await,
                at_meta => run_at_meta(&work.site(), at_meta)
                    .await
                    .unwrap_or_else(|| StepOutcome::Failed(work.errand.problem(Cause::NumberNotConfigured))),
            };
            (work.errand, outcome)
        }
    };
    errand.report(Report::NumberStep(id, step, outcome));
}

/// What the steps before the switch are called, in their order.
pub(crate) const AT_META: [NumberStep; 5] = [
    NumberStep::VerifyCode,
    NumberStep::Register,
    NumberStep::Subscribe,
    NumberStep::CallbackOverride,
    NumberStep::ReadHealth,
];

/// Requests a verification code.
pub(crate) async fn send_code(errand: Errand, id: NumberId, method: CodeMethod) {
    let (errand, outcome) = match Work::new(errand, &id).await {
        Err((errand, problem)) => (errand, StepOutcome::Failed(problem)),
        Ok(work) => {
            let language = work.errand.session.language();
            let outcome = verify::send(&work.site(), method, &language).await;
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
            let outcome = register::replace_pin(&work.site()).await;
            (work.errand, outcome)
        }
    };
    errand.report(Report::NumberStep(id, NumberStep::Register, outcome));
}
