//! The part of the transitions that belongs to single numbers.

use super::event::{Action, Effect};
use super::number_step::NumberStep;
use super::number_work::{NumberWork, StepState};
use super::state::{Attempt, Phase};
use crate::ids::{NumberId, WabaId};
use std::collections::BTreeSet;

/// An action on one number.
pub(super) fn act_on_number(attempt: &mut Attempt, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::SubmitPin(id) => answer_need(attempt, &id, NumberStep::Register)
            .then(|| vec![Effect::RunStep(id, NumberStep::Register)]),
        Action::SetNewPin(id) => {
            answer_need(attempt, &id, NumberStep::Register).then(|| vec![Effect::ReplacePin(id)])
        }
        Action::RequestCode(id, method) => {
            answer_need(attempt, &id, NumberStep::VerifyCode).then(|| vec![Effect::SendCode(id, method)])
        }
        Action::SubmitCode(id) => answer_need(attempt, &id, NumberStep::VerifyCode)
            .then(|| vec![Effect::RunStep(id, NumberStep::VerifyCode)]),
        Action::RetryNumber(id) => {
            let work = work_of(attempt, &id)?;
            work.need = None;
            work.reopen();
            attempt.phase = Phase::Working;
            Some(advance(attempt))
        }
        Action::SkipNumber(id) => {
            let work = work_of(attempt, &id)?;
            if work.has_switched() {
                return None;
            }
            work.need = None;
            work.left_out = true;
            Some(advance(attempt))
        }
        _ => None,
    }
}

/// Numbers that are worked on at the same time; further ones wait for their turn.
const SIDE_BY_SIDE: usize = 8;

/// Starts what can start; when nothing runs and nobody is asked, the result is shown.
///
/// Steps that change an account are made one after another: the next number of the account then reads what the one
/// before it wrote.
pub(super) fn advance(attempt: &mut Attempt) -> Vec<Effect> {
    let mut effects = Vec::new();
    let running = attempt.numbers.iter().filter_map(NumberWork::running);
    let mut at_work = running.clone().count();
    let mut changing: BTreeSet<WabaId> = running
        .filter(|(_, step)| step.is_of_account())
        .map(|(work, _)| work.found.waba.id.clone())
        .collect();
    for work in &mut attempt.numbers {
        if at_work >= SIDE_BY_SIDE {
            break;
        }
        let account = &work.found.waba.id;
        let has_to_wait = work
            .next_step()
            .is_some_and(|step| step.is_of_account() && changing.contains(account));
        if has_to_wait {
            continue;
        }
        if let Some(step) = work.begin_next() {
            at_work += 1;
            if step.is_of_account() {
                changing.insert(work.found.waba.id.clone());
            }
            effects.push(Effect::RunStep(work.id().clone(), step));
        }
    }
    let busy = attempt.numbers.iter().any(|work| {
        work.need.is_some()
            || (!work.left_out && work.steps.iter().any(|record| record.state == StepState::Running))
    });
    attempt.phase = if busy || !effects.is_empty() {
        Phase::Working
    } else {
        Phase::Result
    };
    effects
}

/// The work of a chosen number.
pub(super) fn work_of<'a>(attempt: &'a mut Attempt, id: &NumberId) -> Option<&'a mut NumberWork> {
    attempt.numbers.iter_mut().find(|work| work.id() == id)
}

fn answer_need(attempt: &mut Attempt, id: &NumberId, step: NumberStep) -> bool {
    work_of(attempt, id).is_some_and(|work| work.answer_need(step))
}
