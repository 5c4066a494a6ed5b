//! Registration on Cloud API: only when needed, with the person's PIN, within the budget, and never twice for one
//! action. Source: Meta, "Registration" and "Two-step verification".

use super::Site;
use crate::attempt_desk::TypedPin;
use reconecta_core::attempt::{Need, Note, StepOutcome};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::pin::{Pin, REGISTRATIONS, RegisterWait};
use reconecta_core::problem::Problem;
use reconecta_core::repair::{Registration, registration};
use reconecta_store::RegisterPermit;

pub(super) async fn run(work: &Site<'_>) -> StepOutcome {
    let number = match work.read_number().await {
        Ok(number) => number,
        Err(problem) => return StepOutcome::Unknown(problem),
    };
    match registration(&number) {
        Registration::Registered => StepOutcome::Skipped(Note::AlreadyRegistered),
        Registration::Coexistence => StepOutcome::Skipped(Note::CoexistenceNotRegistered),
        Registration::Useless(cause) => StepOutcome::Failed(work.problem(cause)),
        Registration::Unclear => StepOutcome::Unknown(work.problem(Cause::AnswerUnreadable)),
        Registration::Needed => {
            let known_pin = number.pin_enabled != Some(false);
            match work.ground.take_pin(work.id()) {
                // It would become the number's PIN, so it is judged like any new one, before a registration is spent.
                Some(typed) if !known_pin && typed.pin.is_weak() => {
                    ask(work, Some(work.problem(Cause::PinWeak)), known_pin).await
                }
                Some(typed) => register(work, typed, known_pin).await,
                None => with_kept_pin(work, known_pin).await,
            }
        }
    }
}

/// A PIN that the person once asked to keep is used; otherwise it is asked, never guessed. When registrations were
/// spent already, the person sees how many are left before the kept one costs another.
async fn with_kept_pin(work: &Site<'_>, known_pin: bool) -> StepOutcome {
    let kept = work.ground.kept_pin(work.id()).await;
    let Some(pin) = kept.filter(|pin| known_pin || !pin.is_weak()) else {
        return ask(work, None, known_pin).await;
    };
    let is_agreed = work.ground.take_kept_pin_consent(work.id());
    match work.ground.register_permit(work.id()).await {
        Ok(RegisterPermit::Granted { left }) if left < REGISTRATIONS && !is_agreed => {
            StepOutcome::Needs(Need::Pin {
                attempts_left: left,
                problem: None,
                exists: known_pin,
                kept: true,
            })
        }
        Ok(RegisterPermit::Granted { .. }) => {
            register(work, TypedPin { pin, remember: false }, known_pin).await
        }
        Ok(RegisterPermit::Wait(wait)) => StepOutcome::Failed(wait.problem(work.ground.now())),
        Err(_error) => StepOutcome::Failed(work.problem(Cause::StorageFailed)),
    }
}

async fn ask(work: &Site<'_>, problem: Option<Problem>, exists: bool) -> StepOutcome {
    match work.ground.register_permit(work.id()).await {
        Ok(RegisterPermit::Granted { left }) => StepOutcome::Needs(Need::Pin {
            attempts_left: left,
            problem,
            exists,
            kept: false,
        }),
        Ok(RegisterPermit::Wait(wait)) => StepOutcome::Failed(wait.problem(work.ground.now())),
        Err(_error) => StepOutcome::Failed(work.problem(Cause::StorageFailed)),
    }
}

/// What Meta has announced counts until then, also after a restart.
async fn note_wait(work: &Site<'_>, problem: Option<&Problem>) {
    if let Some(wait) = problem.and_then(RegisterWait::announced) {
        work.ground.note_register_wait(work.id(), wait).await;
    }
}

async fn register(work: &Site<'_>, typed: TypedPin, known_pin: bool) -> StepOutcome {
    match work.ground.spend_registration(work.id()).await {
        Ok(RegisterPermit::Granted { .. }) => {}
        Ok(RegisterPermit::Wait(wait)) => return StepOutcome::Failed(wait.problem(work.ground.now())),
        Err(_error) => return StepOutcome::Failed(work.problem(Cause::StorageFailed)),
    }
    let row = match work.open_journal(CallKind::Register).await {
        Ok(row) => row,
        Err(problem) => return StepOutcome::Failed(problem),
    };
    let answer = work.graph.register(work.token, work.id(), &typed.pin).await;
    let problem = answer
        .err()
        .map(|failure| work.failed(failure, CallKind::Register));
    work.close_journal(row, problem.as_ref()).await;
    note_wait(work, problem.as_ref()).await;
    if problem
        .as_ref()
        .is_some_and(|problem| problem.cause == Cause::PinWrong)
    {
        work.ground.forget_pin(work.id()).await;
        return ask(work, problem, true).await;
    }
    read_back(work, typed, known_pin, problem).await
}

/// Meta's state decides, also when the answer was lost.
async fn read_back(
    work: &Site<'_>,
    typed: TypedPin,
    known_pin: bool,
    problem: Option<Problem>,
) -> StepOutcome {
    let number = match work.read_number().await {
        Ok(number) => number,
        Err(unread) => return StepOutcome::Unknown(unread),
    };
    match (registration(&number), problem) {
        (Registration::Registered, _) => {
            work.ground.note_registered(work.id()).await;
            if typed.remember {
                work.ground.keep_pin_later(work.id(), typed.pin);
            }
            StepOutcome::Done((!known_pin).then_some(Note::PinWasNew))
        }
        (_, Some(problem)) => StepOutcome::Failed(problem),
        (_, None) => StepOutcome::Failed(work.problem(Cause::NumberNotRegistered)),
    }
}

/// Replaces a lost PIN with the person's consent, then registers once with the new one.
pub(super) async fn replace_pin(work: &Site<'_>) -> StepOutcome {
    let Some(typed) = work.ground.take_pin(work.id()) else {
        return ask(work, Some(work.problem(Cause::PinNeeded)), true).await;
    };
    match set_pin(work, &typed.pin).await {
        Ok(()) => {
            match typed.remember {
                true => work.ground.keep_new_pin(work.found, &typed.pin).await,
                false => work.ground.forget_pin(work.id()).await,
            }
            let TypedPin { pin, .. } = typed;
            register(work, TypedPin { pin, remember: false }, true).await
        }
        Err(problem) => ask(work, Some(problem), true).await,
    }
}

async fn set_pin(work: &Site<'_>, pin: &Pin) -> Result<(), Problem> {
    let row = work.open_journal(CallKind::SetPin).await?;
    let answer = work.graph.set_pin(work.token, work.id(), pin).await;
    let problem = answer.err().map(|failure| work.failed(failure, CallKind::SetPin));
    work.close_journal(row, problem.as_ref()).await;
    note_wait(work, problem.as_ref()).await;
    problem.map_or(Ok(()), Err)
}
