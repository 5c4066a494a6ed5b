use super::*;
use crate::admin::AdminDecision;
use crate::cause::Cause;
use crate::diagnosis::Answer;
use crate::ids::{AttemptId, BusinessId, ChannelId, ChoiceId, CredentialId, NumberId, UnixMillis, WabaId};
use crate::meta::{Business, NumberStatus, Person, PhoneNumber, PlatformType, Waba};
use crate::problem::Problem;

mod accounts;
mod batch;
mod login_page;
mod numbers;
mod plan;
mod random;
mod restart;
mod shortcut;
mod undo;

const NOW: UnixMillis = UnixMillis(1_790_000_000_000);

fn number(id: &str, display: &str, status: NumberStatus) -> FoundNumber {
    let registered = status == NumberStatus::Connected;
    FoundNumber {
        number: PhoneNumber {
            display_phone_number: Some(display.into()),
            verified_name: Some(format!("Loja {id}").into()),
            status: Some(status),
            platform_type: Some(if registered {
                PlatformType::CloudApi
            } else {
                PlatformType::NotApplicable
            }),
            ..PhoneNumber::unread(NumberId::new(id))
        },
        waba: Waba {
            id: WabaId::new("900"),
            name: None,
            owner: None,
            status: None,
            review_status: None,
            verification_status: None,
            currency: None,
        },
        business: Some(portfolio()),
    }
}

fn portfolio() -> Business {
    Business {
        id: BusinessId::new("500"),
        name: Some("Padaria".to_owned()),
        verification_status: None,
        two_factor_type: None,
    }
}

fn target() -> Target {
    Target {
        channel: ChannelId::new("c1"),
        name: "Atendimento".to_owned(),
        number: NumberId::new("100"),
        waba: WabaId::new("900"),
        business: Some(BusinessId::new("500")),
        display_phone_number: "+55 11 99999-0001".to_owned(),
        expected_callback: None,
    }
}

fn begun(target: Option<Target>) -> Attempt {
    let attempt = Attempt::new(AttemptId::new("a1"), target, NOW);
    let attempt = report(attempt, Report::AccessRead).0;
    act(attempt, Action::Begin).0
}

fn act(attempt: Attempt, action: Action) -> (Attempt, Vec<Effect>) {
    let shown = format!("{action:?} at {:?}", attempt.phase);
    step(&attempt, Event::Person(action), NOW).unwrap_or_else(|_| panic!("{shown} is refused"))
}

fn report(attempt: Attempt, report: Report) -> (Attempt, Vec<Effect>) {
    let run = attempt.run;
    step(
        &attempt,
        Event::Reported {
            run,
            report: Box::new(report),
        },
        NOW,
    )
    .expect("reports are never refused")
}

fn administrator() -> PermissionReading {
    PermissionReading {
        extended: None,
        person: Some(Person {
            id: "1".into(),
            name: Some("Ana".to_owned()),
        }),
        memberships: Vec::new(),
        admin: AdminDecision::Administrator {
            business: portfolio().id,
        },
        refusal: None,
        role_problem: None,
    }
}

fn at_confirm(target: Option<Target>) -> Attempt {
    let (attempt, effects) = act(begun(target), Action::OpenLogin);
    assert_eq!(effects, vec![Effect::OpenLogin]);
    let (attempt, effects) = report(attempt, Report::LoginEnded(LoginEnding::Captured));
    assert_eq!(effects, vec![Effect::ObtainToken]);
    let (attempt, effects) = report(attempt, Report::TokenStaged(CredentialId::new("k1")));
    assert_eq!(effects, vec![Effect::CheckPermission]);
    report(attempt, Report::PermissionRead(Box::new(administrator()))).0
}

fn at_numbers(target: Option<Target>, found: Vec<FoundNumber>) -> Attempt {
    let (attempt, effects) = act(at_confirm(target), Action::Confirm);
    assert_eq!(effects, vec![Effect::Discover]);
    let channels = attempt
        .target
        .clone()
        .map(|target| KnownChannel { target })
        .into_iter()
        .collect();
    report(
        attempt,
        Report::Discovered {
            found,
            channels,
            unread: Vec::new(),
        },
    )
    .0
}

fn run_all(mut attempt: Attempt, mut effects: Vec<Effect>) -> Attempt {
    while let Some(effect) = effects.pop() {
        let Effect::RunStep(id, which) = effect else {
            panic!("unexpected {effect:?}")
        };
        let outcome = match which {
            NumberStep::UpdateChannel => StepOutcome::Switched(ChannelId::new("c1")),
            _ => StepOutcome::Skipped(Note::NotNeeded),
        };
        let (next, more) = report(attempt, Report::NumberStep(id, which, outcome));
        attempt = next;
        effects.extend(more);
    }
    attempt
}

#[test]
fn the_main_job_goes_from_access_to_finished() {
    let attempt = at_numbers(
        Some(target()),
        vec![number("100", "+55 11 99999-0001", NumberStatus::Disconnected)],
    );
    assert!(
        attempt.choices[0].preselected,
        "the channel's own number is preselected"
    );
    let (attempt, effects) = act(attempt, Action::SelectNumbers(vec![ChoiceId::new("100")]));
    let attempt = run_all(attempt, effects);
    assert_eq!(attempt.phase, Phase::Result);
    assert_eq!(attempt.numbers[0].outcome(), NumberOutcome::Done);
    let (attempt, effects) = act(attempt, Action::Finish);
    assert_eq!(
        attempt.phase,
        Phase::Ended {
            ending: Ending::Finished
        }
    );
    assert_eq!(effects, vec![Effect::Conclude]);
}

#[test]
fn steps_of_a_number_run_one_after_the_other_in_their_order() {
    let attempt = at_numbers(
        Some(target()),
        vec![number("100", "5511999990001", NumberStatus::Connected)],
    );
    let (mut attempt, mut effects) = act(attempt, Action::SelectNumbers(vec![ChoiceId::new("100")]));
    for expected in NumberStep::ALL {
        assert_eq!(effects, vec![Effect::RunStep(NumberId::new("100"), expected)]);
        let outcome = StepOutcome::Skipped(Note::NotNeeded);
        (attempt, effects) = report(
            attempt,
            Report::NumberStep(NumberId::new("100"), expected, outcome),
        );
    }
    assert_eq!(attempt.phase, Phase::Result);
}

#[test]
fn an_answer_for_an_abandoned_login_changes_nothing() {
    let (first, _) = act(begun(None), Action::OpenLogin);
    let late_run = first.run;
    let (closed, _) = act(first, Action::CloseLogin);
    let (second, _) = act(closed, Action::OpenLogin);
    let before = second.clone();
    let late = Event::Reported {
        run: late_run,
        report: Box::new(Report::LoginEnded(LoginEnding::Captured)),
    };
    let (after, effects) = step(&second, late, NOW).unwrap();
    assert_eq!(after, before);
    assert!(effects.is_empty());
}

#[test]
fn somebody_who_is_no_administrator_is_told_and_may_use_another_account() {
    let (attempt, _) = act(begun(Some(target())), Action::OpenLogin);
    let (attempt, _) = report(attempt, Report::LoginEnded(LoginEnding::Captured));
    let (attempt, _) = report(attempt, Report::TokenStaged(CredentialId::new("k1")));
    let reading = PermissionReading {
        admin: AdminDecision::NotMember,
        role_problem: Some(Problem::new(Cause::LoginClosed, NOW)),
        ..administrator()
    };
    let (attempt, _) = report(attempt, Report::PermissionRead(Box::new(reading)));
    assert!(
        matches!(attempt.phase, Phase::NotAdministrator { .. }),
        "{:?}",
        attempt.phase
    );
    let (attempt, effects) = act(attempt, Action::OtherAccount);
    assert!(matches!(attempt.phase, Phase::LoginOpen { .. }));
    assert_eq!(effects, vec![Effect::OpenLogin]);
}

#[test]
fn closing_the_login_window_is_no_dead_end() {
    let (attempt, _) = act(begun(None), Action::OpenLogin);
    let (attempt, _) = report(attempt, Report::LoginEnded(LoginEnding::Closed));
    let Phase::Login {
        problem: Some(problem),
    } = &attempt.phase
    else {
        panic!("{:?}", attempt.phase)
    };
    assert_eq!(problem.cause, Cause::LoginClosed);
    act(attempt, Action::OpenLogin);
}

#[test]
fn begin_waits_for_the_reads_and_for_blocking_prerequisites() {
    let mut attempt = Attempt::new(AttemptId::new("a1"), None, NOW);
    assert!(
        step(&attempt, Event::Person(Action::Begin), NOW).is_err(),
        "reads are still running"
    );
    attempt = report(attempt, Report::AccessRead).0;
    let no = |kind| Prerequisite {
        kind,
        answer: Answer::No,
        problem: None,
    };
    attempt = report(
        attempt,
        Report::Prerequisites(vec![no(PrerequisiteKind::MetaConnection)]),
    )
    .0;
    assert!(
        step(&attempt, Event::Person(Action::Begin), NOW).is_err(),
        "a login cannot start"
    );
    attempt = report(
        attempt,
        Report::Prerequisites(vec![no(PrerequisiteKind::NumberConfigured)]),
    )
    .0;
    assert!(
        step(&attempt, Event::Person(Action::Begin), NOW).is_ok(),
        "the number is looked at again later"
    );
}

#[test]
fn a_token_with_a_longer_life_takes_the_place_of_the_first() {
    let (attempt, _) = act(begun(None), Action::OpenLogin);
    let (attempt, _) = report(attempt, Report::LoginEnded(LoginEnding::Captured));
    let (attempt, _) = report(attempt, Report::TokenStaged(CredentialId::new("k1")));
    assert_eq!(attempt.credential, Some(CredentialId::new("k1")));
    let reading = PermissionReading {
        extended: Some(CredentialId::new("k2")),
        ..administrator()
    };
    let (attempt, _) = report(attempt, Report::PermissionRead(Box::new(reading)));
    assert_eq!(attempt.credential, Some(CredentialId::new("k2")));
}
