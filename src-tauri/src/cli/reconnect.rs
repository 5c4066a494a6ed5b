//! The repair of many numbers, one after another.

use super::progress::Progress;
use super::source::Source;
use reconecta_core::attempt::{FoundNumber, Need, NumberStep, NumberWork, StepState};
use reconecta_core::cause::Cause;
use reconecta_core::diagnosis::{Answer, Question};
use reconecta_core::ids::NumberId;
use reconecta_core::pin::RegisterWait;
use reconecta_core::verdict::Verdict;
use reconecta_engine::fleet::{Fleet, Judged};
use std::collections::{BTreeMap, BTreeSet};

/// What was done to a number.
#[derive(Debug)]
pub(super) enum Repair {
    /// The steps ran.
    Ran(Box<NumberWork>),
    /// They must not run: the person does not administer the portfolio.
    NotAdministrator,
}

impl Repair {
    /// Why it stopped where only a person can go on.
    pub(super) fn refusal(&self) -> Option<&'static str> {
        match self {
            Self::NotAdministrator => Some("not_administrator"),
            Self::Ran(work) => match &work.need {
                Some(Need::Pin { .. }) => Some("pin_needed"),
                Some(Need::CodeMethod { .. } | Need::Code { .. }) => Some("code_needed"),
                None => registration_refused(work),
            },
        }
    }
}

/// A registration that Meta or our own count does not allow now, or that could not be counted.
fn registration_refused(work: &NumberWork) -> Option<&'static str> {
    let record = work
        .steps
        .iter()
        .find(|record| record.step == NumberStep::Register)?;
    let problem = record.problem.as_ref()?;
    let is_refused = matches!(
        problem.cause,
        Cause::RegistrationBudgetUsed | Cause::StorageFailed
    ) || RegisterWait::announced(problem).is_some();
    is_refused.then(|| problem.cause.code())
}

/// All repairs by number.
#[derive(Debug, Default)]
pub(super) struct Repairs(BTreeMap<NumberId, Repair>);

impl Repairs {
    pub(super) fn of(&self, number: &NumberId) -> Option<&Repair> {
        self.0.get(number)
    }

    /// Whether anything may have changed at Meta.
    pub(super) fn changed(&self) -> bool {
        self.0.values().any(|repair| match repair {
            Repair::NotAdministrator => false,
            Repair::Ran(work) => work
                .steps
                .iter()
                .any(|record| !matches!(record.state, StepState::Skipped | StepState::Waiting)),
        })
    }
}

struct Due {
    found: FoundNumber,
    token: usize,
}

/// Repairs the numbers that were named, or else those that do not work.
pub(super) async fn repair(
    source: &Source,
    fleet: &mut Fleet,
    named: &BTreeSet<NumberId>,
    progress: &Progress,
) -> Repairs {
    let mut repairs = Repairs::default();
    let mut due = Vec::new();
    fleet.judge(source.endpoint.now(), |judged| {
        if named.is_empty() && !is_broken(&judged) {
            return;
        }
        if judged.diagnosis.answer(Question::PersonIsAdmin) == Answer::No {
            repairs.0.insert(judged.number, Repair::NotAdministrator);
            return;
        }
        if let (Some(found), Some(token)) = (judged.found, judged.token) {
            due.push(Due { found, token });
        }
    });
    let all = due.len();
    for (done, Due { found, token }) in due.into_iter().enumerate() {
        progress.repaired(done, all);
        let number = found.number.id.clone();
        if let Some(token) = source.tokens.get(token) {
            let repaired = source.endpoint.repair(token, found, &source.givens).await;
            repairs.0.insert(number, Repair::Ran(Box::new(repaired.work)));
        }
    }
    progress.end();
    repairs
}

fn is_broken(judged: &Judged) -> bool {
    let verdict = judged.diagnosis.verdict;
    verdict.needs_action() || matches!(verdict, Verdict::Wait { .. })
}
