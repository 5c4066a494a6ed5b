//! Choice and work of numbers.

use super::*;

#[test]
fn a_number_of_another_channel_is_refused_for_a_reconnection() {
    let found = vec![
        number("100", "+55 11 99999-0001", NumberStatus::Connected),
        number("200", "+55 11 99999-0002", NumberStatus::Disconnected),
    ];
    let attempt = at_numbers(Some(target()), found);
    let (attempt, effects) = act(attempt, Action::SelectNumbers(vec![ChoiceId::new("200")]));
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
    let both = vec![ChoiceId::new("100"), ChoiceId::new("200")];
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
    let (attempt, _) = act(attempt, Action::SelectNumbers(vec![ChoiceId::new("100")]));
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
        exists: false,
        kept: false,
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
fn a_question_for_a_pin_that_an_earlier_version_stored_is_read() {
    let stored = r#"{"need":"pin","attempts_left":9,"problem":null,"can_set_new":true}"#;
    let need: Need = serde_json::from_str(stored).unwrap();
    let expected = Need::Pin {
        attempts_left: 9,
        problem: None,
        exists: true,
        kept: false,
    };
    assert_eq!(need, expected);
}
