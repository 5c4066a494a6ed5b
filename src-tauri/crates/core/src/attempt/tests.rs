use super::*;
use crate::admin::AdminDecision;
use crate::cause::Cause;
use crate::diagnosis::Answer;
use crate::ids::{AttemptId, BusinessId, ChannelId, CredentialId, NumberId, UnixMillis, WabaId};
use crate::meta::{Business, NumberStatus, Person, PhoneNumber, PlatformType, Waba};
use crate::problem::Problem;

mod random;

const NOW: UnixMillis = UnixMillis(1_790_000_000_000);

fn number(id: &str, display: &str, status: NumberStatus) -> FoundNumber {
    let registered = status == NumberStatus::Connected;
    FoundNumber {
        number: PhoneNumber {
            id: NumberId::new(id),
            display_phone_number: Some(display.to_owned()),
            verified_name: Some(format!("Loja {id}")),
            status: Some(status),
            code_verification: None,
            quality: None,
            platform_type: Some(if registered {
                PlatformType::CloudApi
            } else {
                PlatformType::NotApplicable
            }),
            name_status: None,
            account_mode: None,
            on_business_app: None,
            pin_enabled: None,
            throughput: None,
            messaging_limit: None,
            last_onboarded_time: None,
            webhook: None,
            health: None,
        },
        waba: Waba {
            id: WabaId::new("900"),
            name: None,
            owner: None,
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
    let (attempt, effects) = act(attempt, Action::SelectNumbers(vec![NumberId::new("100")]));
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
    let (mut attempt, mut effects) = act(attempt, Action::SelectNumbers(vec![NumberId::new("100")]));
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
fn cancelling_after_the_switch_puts_the_channel_back() {
    let attempt = at_numbers(
        Some(target()),
        vec![number("100", "5511999990001", NumberStatus::Connected)],
    );
    let (attempt, effects) = act(attempt, Action::SelectNumbers(vec![NumberId::new("100")]));
    let attempt = run_all(attempt, effects);
    let (attempt, effects) = act(attempt, Action::Cancel);
    assert_eq!(
        attempt.phase,
        Phase::Ended {
            ending: Ending::Cancelled
        }
    );
    assert!(
        effects.contains(&Effect::Rollback(vec![ChannelId::new("c1")])),
        "{effects:?}"
    );
    assert!(
        effects.contains(&Effect::Discard),
        "staged secrets are forgotten: {effects:?}"
    );
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
fn a_number_of_another_channel_is_refused_for_a_reconnection() {
    let found = vec![
        number("100", "+55 11 99999-0001", NumberStatus::Connected),
        number("200", "+55 11 99999-0002", NumberStatus::Disconnected),
    ];
    let attempt = at_numbers(Some(target()), found);
    let (attempt, effects) = act(attempt, Action::SelectNumbers(vec![NumberId::new("200")]));
    assert!(effects.is_empty());
    let Phase::Numbers {
        problem: Some(problem),
    } = &attempt.phase
    else {
        panic!("{:?}", attempt.phase)
    };
    assert_eq!(problem.cause, Cause::DifferentNumber);
}

#[test]
fn the_same_number_without_the_ninth_digit_is_recognised() {
    let attempt = at_numbers(
        Some(target()),
        vec![number("777", "+55 11 9999-0001", NumberStatus::Connected)],
    );
    assert!(
        attempt.choices[0].preselected,
        "the ninth digit makes no other number: {:?}",
        attempt.choices
    );
}

#[test]
fn a_failed_essential_step_stops_that_number_only() {
    let found = vec![
        number("100", "+55 11 98888-0001", NumberStatus::Connected),
        number("200", "+55 11 98888-0002", NumberStatus::Connected),
    ];
    let attempt = at_numbers(None, found);
    let both = vec![NumberId::new("100"), NumberId::new("200")];
    let (attempt, effects) = act(attempt, Action::SelectNumbers(both));
    assert_eq!(effects.len(), 2, "numbers run side by side");
    let failed = StepOutcome::Failed(Problem::new(Cause::LoginClosed, NOW));
    let (attempt, effects) = report(
        attempt,
        Report::NumberStep(NumberId::new("100"), NumberStep::VerifyCode, failed),
    );
    assert!(
        effects.is_empty(),
        "nothing more runs for the failed number: {effects:?}"
    );
    assert_eq!(attempt.phase, Phase::Working, "the other one goes on");
    let attempt = run_all(
        attempt,
        vec![Effect::RunStep(NumberId::new("200"), NumberStep::VerifyCode)],
    );
    assert_eq!(attempt.phase, Phase::Result);
    assert_eq!(attempt.numbers[0].outcome(), NumberOutcome::Failed);
    let (attempt, effects) = act(attempt, Action::RetryNumber(NumberId::new("100")));
    assert_eq!(
        effects,
        vec![Effect::RunStep(NumberId::new("100"), NumberStep::VerifyCode)]
    );
    assert_eq!(attempt.phase, Phase::Working);
}

#[test]
fn a_need_waits_for_the_person_and_then_runs_the_step_that_asked() {
    let attempt = at_numbers(
        None,
        vec![number("100", "+55 11 98888-0001", NumberStatus::Pending)],
    );
    let (attempt, _) = act(attempt, Action::SelectNumbers(vec![NumberId::new("100")]));
    let id = NumberId::new("100");
    let (attempt, _) = report(
        attempt,
        Report::NumberStep(
            id.clone(),
            NumberStep::VerifyCode,
            StepOutcome::Skipped(Note::AlreadyVerified),
        ),
    );
    let need = Need::Pin {
        attempts_left: 10,
        problem: None,
        can_set_new: false,
    };
    let (attempt, effects) = report(
        attempt,
        Report::NumberStep(id.clone(), NumberStep::Register, StepOutcome::Needs(need)),
    );
    assert!(effects.is_empty());
    assert_eq!(attempt.numbers[0].outcome(), NumberOutcome::NeedsYou);
    assert_eq!(attempt.phase, Phase::Working);
    let (_, effects) = act(attempt, Action::SubmitPin(id.clone()));
    assert_eq!(effects, vec![Effect::RunStep(id, NumberStep::Register)]);
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
fn after_a_restart_finished_steps_are_kept_and_the_login_is_not_repeated() {
    let attempt = at_numbers(
        None,
        vec![number("100", "+55 11 98888-0001", NumberStatus::Connected)],
    );
    let (attempt, _) = act(attempt, Action::SelectNumbers(vec![NumberId::new("100")]));
    let done = StepOutcome::Skipped(Note::AlreadyVerified);
    let (attempt, _) = report(
        attempt,
        Report::NumberStep(NumberId::new("100"), NumberStep::VerifyCode, done),
    );
    let stored = serde_json::to_string(&attempt).unwrap();
    let attempt = recover(serde_json::from_str(&stored).unwrap());
    assert!(
        matches!(attempt.phase, Phase::Interrupted { can_resume: true, .. }),
        "{:?}",
        attempt.phase
    );
    let (attempt, effects) = act(attempt, Action::Resume);
    assert_eq!(effects, vec![Effect::Discover]);
    let found = vec![number("100", "+55 11 98888-0001", NumberStatus::Connected)];
    let (attempt, effects) = report(
        attempt,
        Report::Discovered {
            found,
            channels: Vec::new(),
            unread: Vec::new(),
        },
    );
    assert_eq!(
        effects,
        vec![Effect::RunStep(NumberId::new("100"), NumberStep::Register)],
        "the first open step"
    );
    assert_eq!(attempt.numbers[0].steps[0].state, StepState::Skipped);
}

#[test]
fn a_restart_before_the_token_asks_for_a_new_login() {
    let (attempt, _) = act(begun(Some(target())), Action::OpenLogin);
    let attempt = recover(attempt);
    assert!(
        matches!(
            attempt.phase,
            Phase::Interrupted {
                can_resume: false,
                ..
            }
        ),
        "{:?}",
        attempt.phase
    );
    let (attempt, _) = act(attempt, Action::Resume);
    assert!(matches!(attempt.phase, Phase::Login { problem: None }));
}
