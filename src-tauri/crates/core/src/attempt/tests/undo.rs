//! Going back.

use super::*;
use crate::repair::{CallbackChange, CallbackLevel};

const OWN: &str = "https://loja.example/hook";
const OTHER: &str = "https://other.example/hook";

fn at_result(target: Option<Target>) -> Attempt {
    let attempt = at_numbers(
        target,
        vec![number("100", "5511999990001", NumberStatus::Connected)],
    );
    let (attempt, effects) = act(attempt, Action::SelectNumbers(vec![ChoiceId::new("100")]));
    run_all(attempt, effects)
}

fn left() -> LeftBehind {
    LeftBehind {
        number: NumberId::new("100"),
        problem: Problem::new(Cause::CallbackNotPutBack, NOW),
    }
}

#[test]
fn a_cancel_before_a_number_was_chosen_has_nothing_to_take_back() {
    let (attempt, effects) = act(at_confirm(Some(target())), Action::Cancel);
    assert!(attempt.is_over());
    assert_eq!(effects, vec![Effect::CloseLogin, Effect::Discard]);
}

#[test]
fn everything_is_taken_back_before_the_staged_secrets_are_forgotten() {
    for action in [Action::Cancel, Action::Rollback] {
        let (attempt, effects) = act(at_result(Some(target())), action);
        assert_eq!(attempt.phase, Phase::Undoing);
        assert_eq!(effects, vec![Effect::CloseLogin, Effect::TakeBack]);
        let (attempt, effects) = report(attempt, Report::TakenBack(Vec::new()));
        let ending = Ending::Cancelled;
        assert_eq!(attempt.phase, Phase::Ended { ending });
        assert_eq!(effects, vec![Effect::Discard]);
    }
}

#[test]
fn what_could_not_be_taken_back_is_shown_and_can_be_tried_again() {
    let (attempt, _) = act(at_result(Some(target())), Action::Rollback);
    let (attempt, effects) = report(attempt, Report::TakenBack(vec![left()]));
    assert_eq!(attempt.phase, Phase::Undone { left: vec![left()] });
    assert_eq!(effects, Vec::new(), "the token is kept for another try");
    let (again, effects) = act(attempt.clone(), Action::Retry);
    assert_eq!(
        (again.phase, effects),
        (Phase::Undoing, vec![Effect::CloseLogin, Effect::TakeBack])
    );
    let (ended, effects) = act(attempt, Action::Finish);
    assert!(ended.is_over());
    assert_eq!(effects, vec![Effect::Discard], "never the end of a reconnection");
}

#[test]
fn while_it_goes_back_nothing_else_can_be_asked_for() {
    let (undoing, _) = act(at_result(Some(target())), Action::Rollback);
    for action in [
        Action::Cancel,
        Action::Rollback,
        Action::Finish,
        Action::Retry,
        Action::RetryNumber(NumberId::new("100")),
    ] {
        let shown = format!("{action:?}");
        assert!(step(&undoing, Event::Person(action), NOW).is_err(), "{shown}");
    }
}

#[test]
fn a_restart_while_it_goes_back_asks_before_it_goes_on() {
    let (undoing, _) = act(at_result(Some(target())), Action::Rollback);
    let late = undoing.run;
    let stored = serde_json::to_string(&undoing).unwrap();
    let attempt = recover(serde_json::from_str(&stored).unwrap());
    assert_eq!(attempt.phase, Phase::Undone { left: Vec::new() });
    assert!(
        step(&attempt, Event::Person(Action::Finish), NOW).is_err(),
        "it has to be taken back first"
    );
    let old_answer = Event::Reported {
        run: late,
        report: Box::new(Report::TakenBack(Vec::new())),
    };
    let (attempt, _) = step(&attempt, old_answer, NOW).unwrap();
    assert_eq!(
        attempt.phase,
        Phase::Undone { left: Vec::new() },
        "an answer of before counts no more"
    );
    let (attempt, effects) = act(attempt, Action::Retry);
    assert_eq!(attempt.phase, Phase::Undoing);
    assert!(effects.contains(&Effect::TakeBack));
}

fn written(before: Option<&str>, level: CallbackLevel, can_put_back: bool) -> Traces {
    let change = CallbackChange {
        number: NumberId::new("100"),
        waba: WabaId::new("900"),
        level,
        written: OWN.to_owned(),
        before: before.map(str::to_owned),
    };
    Traces {
        callbacks: vec![WrittenCallback { change, can_put_back }],
        ..Traces::default()
    }
}

fn lines(attempt: &Attempt, traces: &Traces) -> Vec<(String, bool)> {
    let plan = undo_plan(attempt, traces).into_iter();
    plan.map(|line| (line.what, line.changes)).collect()
}

#[test]
fn the_preview_says_of_each_trace_whether_it_goes_or_stays() {
    use CallbackLevel::{Account, Number};
    let pin = |is_kept| Traces {
        new_pins: vec![NewPin {
            number: NumberId::new("100"),
            is_kept,
        }],
        ..Traces::default()
    };
    let kept = |has_previous| Traces {
        kept_pins: vec![KeptPin { has_previous }],
        ..Traces::default()
    };
    let attempt = at_result(Some(target()));
    for (traces, what, changes) in [
        (written(None, Number, true), UndoLine::CallbackRemoved, true),
        (
            written(None, Account, true),
            UndoLine::AccountCallbackRemoved,
            true,
        ),
        (
            written(Some(OTHER), Number, true),
            UndoLine::CallbackPutBack,
            true,
        ),
        (
            written(Some(OTHER), Number, false),
            UndoLine::CallbackStays,
            false,
        ),
        (pin(true), UndoLine::NewPinStaysKept, false),
        (pin(false), UndoLine::NewPinStaysUnkept, false),
        (kept(false), UndoLine::PinForgotten, true),
        (kept(true), UndoLine::PinPutBack, true),
    ] {
        let lines = lines(&attempt, &traces);
        assert!(
            lines.contains(&(what.code().to_owned(), changes)),
            "{what:?} {lines:?}"
        );
        assert!(lines.contains(&("access_back".to_owned(), true)), "{lines:?}");
    }
}

#[test]
fn a_new_channel_goes_and_nothing_is_told_where_nothing_was_changed() {
    let new = lines(&at_result(None), &Traces::default());
    assert!(new.contains(&("channel_removed".to_owned(), true)), "{new:?}");
    let untouched = at_confirm(Some(target()));
    assert_eq!(lines(&untouched, &Traces::default()), []);
}
