//! The transitions: state and event to state and effects.

use super::check_step::{CheckStep, CheckStepRecord};
use super::choice::{self, SelectionRefused};
use super::event::{Action, Effect, Event, LoginEnding, PermissionReading, Report};
use super::login_page::{LoginPage, login_moved};
use super::number_transition::{act_on_number, advance, work_of};
use super::number_work::{NumberWork, StepState};
use super::state::{Attempt, Ending, Phase, RetryPoint, Route};
use crate::cause::Cause;
use crate::ids::{ChoiceId, UnixMillis};
use crate::problem::Problem;

/// The action does not fit the present screen; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the action does not fit the present screen")]
pub struct Refused;

/// Applies an event.
///
/// # Errors
/// [`Refused`] when a person's action does not fit the present screen. Reports never fail: late ones are ignored.
pub fn step(attempt: &Attempt, event: Event, now: UnixMillis) -> Result<(Attempt, Vec<Effect>), Refused> {
    let mut attempt = attempt.clone();
    let effects = match event {
        Event::Person(action) => act(&mut attempt, action, now).ok_or(Refused)?,
        Event::Reported { run, report } if run == attempt.run && !attempt.is_over() => {
            answer(&mut attempt, *report, now)
        }
        Event::Reported { .. } => Vec::new(),
    };
    Ok((attempt, effects))
}

/// What a stored attempt looks like after a restart: nothing runs, finished steps are kept.
pub fn recover(mut attempt: Attempt) -> Attempt {
    let resume = match &attempt.phase {
        Phase::Ended { .. } | Phase::Undone { .. } => return attempt,
        Phase::Undoing => {
            attempt.run = attempt.run.wrapping_add(1);
            attempt.phase = Phase::Undone { left: Vec::new() };
            return attempt;
        }
        Phase::Discovering { .. } | Phase::Numbers { .. } | Phase::Working | Phase::Result => {
            RetryPoint::Discovery
        }
        Phase::Checking { .. } | Phase::Confirm { .. } | Phase::NotAdministrator { .. } => {
            RetryPoint::Permission
        }
        Phase::Access | Phase::Login { .. } | Phase::LoginOpen { .. } | Phase::ManualToken { .. } => {
            RetryPoint::Login
        }
        Phase::Stopped { retry, .. } => *retry,
        Phase::Interrupted { resume, .. } => *resume,
    };
    let can_resume = attempt.credential.is_some() && resume != RetryPoint::Login;
    attempt.run = attempt.run.wrapping_add(1);
    attempt.reading = false;
    for work in &mut attempt.numbers {
        work.need = None;
        work.reopen();
    }
    attempt.phase = Phase::Interrupted {
        can_resume,
        resume: if can_resume { resume } else { RetryPoint::Login },
    };
    attempt
}

fn act(attempt: &mut Attempt, action: Action, now: UnixMillis) -> Option<Vec<Effect>> {
    match (action, attempt.phase.clone()) {
        (Action::Cancel, Phase::Ended { .. } | Phase::Undoing | Phase::Undone { .. }) => None,
        (Action::Cancel, _) => Some(go_back(attempt)),
        (Action::Retry, Phase::Undone { .. }) => Some(take_back(attempt)),
        (Action::Finish, Phase::Undone { left }) if !left.is_empty() => Some(end(attempt, Ending::Cancelled)),
        (Action::ChooseManualToken, Phase::Access) => route(attempt, Route::ManualToken),
        (Action::ChooseLogin, Phase::Access) => route(attempt, Route::Login),
        (Action::Begin, Phase::Access) if attempt.can_begin() => {
            attempt.phase = first_login_phase(attempt.route, None);
            Some(Vec::new())
        }
        (Action::OpenLogin, Phase::Login { .. }) | (Action::OtherAccount, Phase::Login { .. }) => {
            Some(open_login(attempt, now))
        }
        (
            Action::OtherAccount,
            Phase::NotAdministrator { .. } | Phase::Confirm { .. } | Phase::Numbers { .. },
        ) => {
            attempt.route = Route::Login;
            Some(open_login(attempt, now))
        }
        (Action::OtherAccount, Phase::Stopped { .. }) if !attempt.has_switched() => {
            Some(open_login(attempt, now))
        }
        (Action::CloseLogin, Phase::LoginOpen { page, page_since, .. }) => {
            next_run(attempt);
            // Closing on purpose is no problem, unless the page was one.
            let cause = Some(page.closed(page_since, now)).filter(|cause| *cause != Cause::LoginClosed);
            attempt.phase = Phase::Login {
                problem: cause.map(|cause| Problem::new(cause, now)),
            };
            Some(vec![Effect::CloseLogin])
        }
        (Action::SubmitToken, Phase::ManualToken { .. }) => Some(obtain_token(attempt)),
        (Action::Confirm, Phase::Confirm { .. }) => Some(discover(attempt)),
        (Action::SelectNumbers(selected), Phase::Numbers { .. }) => Some(select(attempt, &selected, now)),
        (Action::Back, phase) => back(attempt, &phase),
        (Action::Retry, Phase::Stopped { retry, .. }) => retry_from(attempt, retry),
        (Action::Retry, Phase::NotAdministrator { .. }) => retry_from(attempt, RetryPoint::Permission),
        (Action::Retry, Phase::Numbers { .. }) => Some(discover(attempt)),
        (Action::Resume, Phase::Interrupted { resume, .. }) => retry_from(attempt, resume),
        (Action::Finish, Phase::Result) => Some(end(attempt, Ending::Finished)),
        (Action::Rollback, Phase::Working | Phase::Result | Phase::Interrupted { .. })
            if attempt.has_switched() =>
        {
            Some(take_back(attempt))
        }
        (action, Phase::Working | Phase::Result) => act_on_number(attempt, action),
        _ => None,
    }
}

fn answer(attempt: &mut Attempt, report: Report, now: UnixMillis) -> Vec<Effect> {
    match (report, attempt.phase.clone()) {
        (Report::Prerequisites(items), _) => {
            attempt.prerequisites = items;
            Vec::new()
        }
        (Report::Diagnosed(diagnosis), _) => {
            attempt.diagnosis = Some(*diagnosis);
            Vec::new()
        }
        (Report::AccessRead, _) => {
            attempt.reading = false;
            if attempt.can_begin() && attempt.is_cured_by_login() {
                attempt.phase = first_login_phase(attempt.route, None);
            }
            Vec::new()
        }
        (Report::LoginMoved { host, page }, mut phase @ Phase::LoginOpen { .. }) => {
            login_moved(&mut phase, host, page, now);
            attempt.phase = phase;
            Vec::new()
        }
        (Report::LoginEnded(ending), Phase::LoginOpen { page, page_since, .. }) => {
            login_ended(attempt, ending, page.closed(page_since, now), now)
        }
        (Report::CheckMoved(which, state), Phase::Checking { mut steps }) => {
            if let Some(record) = steps.iter_mut().find(|record| record.step == which) {
                record.state = state;
            }
            attempt.phase = Phase::Checking { steps };
            Vec::new()
        }
        (Report::TokenStaged(credential), Phase::Checking { .. }) => {
            attempt.credential = Some(credential);
            vec![Effect::CheckPermission]
        }
        (Report::TokenRefused(problem), Phase::Checking { .. }) => {
            attempt.phase = first_login_phase(attempt.route, Some(problem));
            Vec::new()
        }
        (Report::PermissionRead(reading), Phase::Checking { .. }) if attempt.credential.is_some() => {
            permission_read(attempt, *reading)
        }
        (Report::DiscoveryMoved { accounts, numbers }, Phase::Discovering { .. }) => {
            attempt.phase = Phase::Discovering { accounts, numbers };
            Vec::new()
        }
        (
            Report::Discovered {
                found,
                channels,
                unread,
            },
            Phase::Discovering { .. },
        ) => discovered(attempt, found, &channels, unread, now),
        (Report::NumberStep(id, which, outcome), Phase::Working) => {
            if let Some(work) = work_of(attempt, &id) {
                work.end_step(which, outcome);
            }
            advance(attempt)
        }
        (Report::TakenBack(left), Phase::Undoing) if left.is_empty() => end(attempt, Ending::Cancelled),
        (Report::TakenBack(left), Phase::Undoing) => {
            attempt.phase = Phase::Undone { left };
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn login_ended(attempt: &mut Attempt, ending: LoginEnding, closed: Cause, now: UnixMillis) -> Vec<Effect> {
    match ending {
        LoginEnding::Captured => obtain_token(attempt),
        LoginEnding::Closed => {
            attempt.phase = Phase::Login {
                problem: Some(Problem::new(closed, now)),
            };
            Vec::new()
        }
        LoginEnding::Failed(problem) => {
            attempt.phase = Phase::Login {
                problem: Some(problem),
            };
            Vec::new()
        }
    }
}

fn permission_read(attempt: &mut Attempt, reading: PermissionReading) -> Vec<Effect> {
    attempt.person = reading.person;
    if reading.extended.is_some() {
        attempt.credential = reading.extended;
    }
    attempt.memberships = reading.memberships;
    attempt.admin = Some(reading.admin.clone());
    if let Some(problem) = reading.refusal {
        let retry = RetryPoint::Login;
        attempt.phase = match attempt.route {
            Route::Login => Phase::Stopped { problem, retry },
            Route::ManualToken => Phase::ManualToken {
                problem: Some(problem),
            },
        };
        return Vec::new();
    }
    let refused = reading.admin.is_refusal();
    attempt.phase = match reading.role_problem {
        // Of several channels the first may be another company's: the list of numbers tells which ones can be seen.
        Some(problem) if refused && attempt.others.is_empty() => Phase::NotAdministrator { problem },
        role_problem => Phase::Confirm {
            plan: attempt.plan(),
            role_problem,
        },
    };
    Vec::new()
}

fn discovered(
    attempt: &mut Attempt,
    found: Vec<choice::FoundNumber>,
    channels: &[choice::KnownChannel],
    unread: Vec<Problem>,
    now: UnixMillis,
) -> Vec<Effect> {
    attempt.unread = unread;
    attempt.choices = choice::build_choices(found, &attempt.targets(), channels, now);
    if !attempt.numbers.is_empty() {
        attempt.phase = Phase::Working;
        return advance(attempt);
    }
    attempt.phase = Phase::Numbers {
        problem: choice::problem_of(&attempt.choices, attempt.target.as_ref(), now),
    };
    Vec::new()
}

fn select(attempt: &mut Attempt, selected: &[ChoiceId], now: UnixMillis) -> Vec<Effect> {
    match choice::check_selection(&attempt.choices, selected, now) {
        Ok(numbers) => {
            next_run(attempt);
            attempt.numbers = numbers.into_iter().map(NumberWork::new).collect();
            attempt.phase = Phase::Working;
            advance(attempt)
        }
        Err(SelectionRefused(problem)) => {
            attempt.phase = Phase::Numbers {
                problem: Some(problem),
            };
            Vec::new()
        }
    }
}

fn back(attempt: &mut Attempt, phase: &Phase) -> Option<Vec<Effect>> {
    let to = match phase {
        Phase::Login { .. } | Phase::ManualToken { .. } => Phase::Access,
        Phase::NotAdministrator { .. } | Phase::Confirm { .. } | Phase::Stopped { .. }
            if !attempt.has_switched() =>
        {
            first_login_phase(attempt.route, None)
        }
        Phase::Numbers { .. } | Phase::Discovering { .. } if attempt.numbers.is_empty() => Phase::Confirm {
            plan: attempt.plan(),
            role_problem: None,
        },
        _ => return None,
    };
    next_run(attempt);
    attempt.phase = to;
    Some(Vec::new())
}

fn retry_from(attempt: &mut Attempt, point: RetryPoint) -> Option<Vec<Effect>> {
    match (point, &attempt.credential) {
        (RetryPoint::Permission, Some(_)) => {
            begin_checking(attempt, StepState::Done);
            Some(vec![Effect::CheckPermission])
        }
        (RetryPoint::Discovery, Some(_)) => Some(discover(attempt)),
        (RetryPoint::Login, _) | (_, None) => {
            next_run(attempt);
            attempt.phase = first_login_phase(attempt.route, None);
            Some(Vec::new())
        }
    }
}

fn route(attempt: &mut Attempt, route: Route) -> Option<Vec<Effect>> {
    attempt.route = route;
    Some(Vec::new())
}

fn first_login_phase(route: Route, problem: Option<Problem>) -> Phase {
    match route {
        Route::Login => Phase::Login { problem },
        Route::ManualToken => Phase::ManualToken { problem },
    }
}

fn open_login(attempt: &mut Attempt, now: UnixMillis) -> Vec<Effect> {
    next_run(attempt);
    attempt.phase = Phase::LoginOpen {
        host: None,
        page: LoginPage::Dialog,
        page_since: now,
        opened_at: now,
    };
    vec![Effect::OpenLogin]
}

fn obtain_token(attempt: &mut Attempt) -> Vec<Effect> {
    begin_checking(attempt, StepState::Waiting);
    attempt.credential = None;
    vec![Effect::ObtainToken]
}

fn begin_checking(attempt: &mut Attempt, exchange: StepState) {
    next_run(attempt);
    let steps = CheckStep::ALL
        .into_iter()
        .map(|step| {
            let state = if step == CheckStep::ExchangeCode {
                exchange
            } else {
                StepState::Waiting
            };
            CheckStepRecord { step, state }
        })
        .collect();
    attempt.phase = Phase::Checking { steps };
}

fn discover(attempt: &mut Attempt) -> Vec<Effect> {
    next_run(attempt);
    attempt.phase = Phase::Discovering {
        accounts: 0,
        numbers: 0,
    };
    vec![Effect::Discover]
}

/// Cancels: before a number was chosen nothing was changed, so there is nothing to take back.
fn go_back(attempt: &mut Attempt) -> Vec<Effect> {
    if attempt.numbers.is_empty() {
        let mut effects = vec![Effect::CloseLogin];
        effects.extend(end(attempt, Ending::Cancelled));
        return effects;
    }
    take_back(attempt)
}

fn take_back(attempt: &mut Attempt) -> Vec<Effect> {
    next_run(attempt);
    attempt.phase = Phase::Undoing;
    vec![Effect::CloseLogin, Effect::TakeBack]
}

fn end(attempt: &mut Attempt, ending: Ending) -> Vec<Effect> {
    next_run(attempt);
    attempt.phase = Phase::Ended { ending };
    vec![ending.closing()]
}

fn next_run(attempt: &mut Attempt) {
    attempt.run = attempt.run.wrapping_add(1);
}
