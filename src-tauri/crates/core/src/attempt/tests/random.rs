//! Any order of events.

use super::*;
use proptest::prelude::*;

fn any_event() -> impl Strategy<Value = Event> {
    let id = NumberId::new("100");
    let actions = vec![
        Action::ChooseManualToken,
        Action::ChooseLogin,
        Action::Begin,
        Action::OpenLogin,
        Action::CloseLogin,
        Action::OtherAccount,
        Action::SubmitToken,
        Action::Confirm,
        Action::SelectNumbers(vec![ChoiceId::new("100")]),
        Action::SubmitPin(id.clone()),
        Action::RetryNumber(id.clone()),
        Action::SkipNumber(id.clone()),
        Action::Retry,
        Action::Resume,
        Action::Back,
        Action::Finish,
        Action::Rollback,
        Action::Cancel,
    ];
    let found = vec![number("100", "+55 11 99999-0001", NumberStatus::Connected)];
    let mut reports = vec![
        Report::AccessRead,
        Report::TakenBack(Vec::new()),
        Report::TakenBack(vec![LeftBehind {
            number: id.clone(),
            problem: Problem::new(Cause::TimedOut, NOW),
        }]),
        Report::LoginEnded(LoginEnding::Captured),
        Report::LoginEnded(LoginEnding::Closed),
        Report::TokenStaged(CredentialId::new("k1")),
        Report::PermissionRead(Box::new(administrator())),
        Report::Discovered {
            found,
            channels: Vec::new(),
            unread: Vec::new(),
        },
    ];
    for which in NumberStep::ALL {
        reports.push(Report::NumberStep(
            id.clone(),
            which,
            StepOutcome::Skipped(Note::NotNeeded),
        ));
        reports.push(Report::NumberStep(
            id.clone(),
            which,
            StepOutcome::Failed(Problem::new(Cause::LoginClosed, NOW)),
        ));
    }
    reports.push(Report::NumberStep(
        id,
        NumberStep::UpdateChannel,
        StepOutcome::Switched(ChannelId::new("c1")),
    ));
    prop_oneof![
        proptest::sample::select(actions).prop_map(Event::Person),
        (0..40_u32, proptest::sample::select(reports)).prop_map(|(run, report)| Event::Reported {
            run,
            report: Box::new(report)
        }),
    ]
}

proptest! {
    /// No order of events leaves the graph of states: an ended attempt stays ended, at most one login window is asked
    /// for at a time, nothing is repaired without a staged credential, and no attempt that switched a channel is cancelled
    /// without having gone back.
    #[test]
    fn any_order_of_events_keeps_the_rules(events in proptest::collection::vec(any_event(), 0..60)) {
        let mut attempt = Attempt::new(AttemptId::new("a1"), Some(target()), NOW);
        for event in events {
            let event = match event {
                Event::Reported { run, report } if run % 2 == 0 => Event::Reported { run: attempt.run, report },
                other => other,
            };
            let was_over = attempt.is_over();
            let switched = attempt.has_switched();
            let before = attempt.clone();
            if let Ok((next, effects)) = step(&attempt, event, NOW) {
                    if was_over {
                        prop_assert_eq!(&next, &before);
                        prop_assert!(effects.is_empty());
                    }
                    let runs = effects.iter().any(|effect| matches!(effect, Effect::RunStep(..) | Effect::Discover));
                    prop_assert!(!runs || next.credential.is_some(), "work without a credential: {:?}", effects);
                    if matches!(next.phase, Phase::Ended { ending: Ending::Cancelled }) && switched && !was_over {
                        prop_assert!(before.is_going_back(), "a switched channel was not put back: {:?}", before.phase);
                    }
                    attempt = next;
            }
        }
    }
}
