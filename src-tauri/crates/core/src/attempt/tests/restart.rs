//! After a crash.

use super::*;

#[test]
fn after_a_restart_finished_steps_are_kept_and_the_login_is_not_repeated() {
    let attempt = at_numbers(
        None,
        vec![number("100", "+55 11 98888-0001", NumberStatus::Connected)],
    );
    let (attempt, _) = act(attempt, Action::SelectNumbers(vec![ChoiceId::new("100")]));
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
