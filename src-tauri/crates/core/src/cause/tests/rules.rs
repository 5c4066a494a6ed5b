use super::error;
use crate::cause::*;
use crate::fact::{TransportFailure, Unread};
use crate::graph_error::GraphProblem;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn envelopes_without_a_code() {
    let envelope = |http_status, kind: Option<&str>| GraphProblem {
        http_status,
        kind: kind.map(str::to_owned),
        ..GraphProblem::default()
    };
    let rows = [
        (envelope(503, None), Cause::MetaUnavailable),
        (envelope(500, Some("OAuthException")), Cause::MetaUnavailable),
        (envelope(429, None), Cause::CallLimit),
        (envelope(401, None), Cause::TokenInvalid),
        (envelope(400, Some("OAuthException")), Cause::TokenInvalid),
        (envelope(400, None), Cause::Unrecognized),
        (envelope(200, None), Cause::Unrecognized),
    ];
    for (problem, expected) in rows {
        assert_eq!(
            Cause::from_graph(&problem, CallKind::ReadNumber),
            expected,
            "{problem:?}"
        );
    }
}

#[test]
fn only_true_transience_of_an_unknown_code_counts() {
    let mut problem = error(424_242, None);
    assert_eq!(
        Cause::from_graph(&problem, CallKind::ReadNumber),
        Cause::Unrecognized
    );
    problem.transient = true;
    assert_eq!(
        Cause::from_graph(&problem, CallKind::ReadNumber),
        Cause::MetaUnavailable
    );
    problem.code = 190;
    assert_eq!(
        Cause::from_graph(&problem, CallKind::ReadNumber),
        Cause::TokenInvalid,
        "a known code wins"
    );
}

#[test]
fn health_ignores_calling_and_shows_what_it_does_not_know() {
    assert_eq!(Cause::from_health(138_024), None);
    assert_eq!(Cause::from_health(138_025), None);
    assert_eq!(Cause::from_health(141_000), Some(Cause::NumberNotRegistered));
    assert_eq!(Cause::from_health(141_006), Some(Cause::PaymentProblem));
    assert_eq!(Cause::from_health(141_099), Some(Cause::HealthBlocked));
}

#[test]
fn waits_follow_meta_and_have_a_floor() {
    let mut problem = error(80_008, None);
    assert_eq!(Cause::CallLimit.wait_minutes(&problem), Some(30));
    problem.code = 4;
    assert_eq!(Cause::CallLimit.wait_minutes(&problem), Some(15));
    problem.regain_minutes = Some(19);
    assert_eq!(Cause::CallLimit.wait_minutes(&problem), Some(19));
    assert_eq!(
        Cause::RegistrationLocked.wait_minutes(&error(133_016, None)),
        Some(72 * 60)
    );
    assert_eq!(Cause::TokenInvalid.wait_minutes(&error(190, None)), None);
}

#[test]
fn a_lost_answer_to_a_change_has_to_be_read_back() {
    let lost = [
        TransportFailure::Timeout,
        TransportFailure::Interrupted,
        TransportFailure::Malformed,
    ];
    for failure in lost {
        assert_eq!(
            Cause::from_transport(failure, CallKind::ExchangeCode),
            Cause::ExchangeUnclear
        );
        assert_eq!(
            Cause::from_transport(failure, CallKind::Register),
            Cause::ResultUnclear
        );
        assert_eq!(
            Cause::from_transport(failure, CallKind::ReadNumber),
            Cause::from(failure)
        );
        assert_eq!(
            Cause::from_transport(failure, CallKind::Subscribe),
            Cause::from(failure)
        );
    }
    assert_eq!(
        Cause::from_transport(TransportFailure::NotConnected, CallKind::Register),
        Cause::NoConnection
    );
    assert_eq!(
        Cause::from_transport(TransportFailure::NotMeta, CallKind::Register),
        Cause::CaptivePortal
    );
}

#[test]
fn missing_answers_are_named_unless_nobody_asked() {
    assert_eq!(Cause::from_unread(&Unread::NotAsked, CallKind::ReadNumber), None);
    assert_eq!(Cause::from_unread(&Unread::Missing, CallKind::ReadNumber), None);
    assert_eq!(
        Cause::from_unread(&Unread::Malformed, CallKind::ReadNumber),
        Some(Cause::AnswerUnreadable)
    );
    let refused = Unread::Refused {
        problem: error(415, None),
    };
    assert_eq!(
        Cause::from_unread(&refused, CallKind::ReadNumber),
        Some(Cause::TwoFactorNeeded)
    );
}

#[test]
fn codes_are_unique_stable_and_readable() {
    let mut seen = BTreeSet::new();
    for cause in all() {
        let code = cause.code();
        assert!(seen.insert(code), "{code} is used twice");
        assert!(
            code.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
            "{code} is not snake_case"
        );
        assert!(
            cause.meaning().ends_with('.') && cause.meaning().len() > 20,
            "{code} says too little"
        );
        assert_eq!(Cause::from_code(code), *cause);
        let json = serde_json::to_string(cause).unwrap();
        assert_eq!(json, format!("\"{code}\""));
        assert_eq!(serde_json::from_str::<Cause>(&json).unwrap(), *cause);
    }
    assert_eq!(
        serde_json::from_str::<Cause>("\"from_the_future\"").unwrap(),
        Cause::Unrecognized
    );
}

#[test]
fn every_cause_ends_in_a_consistent_action() {
    for cause in all() {
        let code = cause.code();
        let (next, rule) = (cause.next_step(), cause.retry_rule());
        if next == NextStep::WaitUntil {
            assert!(
                matches!(rule, RetryRule::Later { .. }),
                "{code} waits without a time"
            );
        }
        if rule == RetryRule::Automatic {
            assert_eq!(
                next,
                NextStep::Retry,
                "{code} is retried by the machine but offers no retry"
            );
        }
        if next == NextStep::Nothing {
            assert!(
                cause.actor() == Actor::Nobody || *cause == Cause::AttemptRunning,
                "{code} asks somebody to act and offers no way"
            );
        }
        if next == NextStep::HandOff {
            assert!(
                matches!(cause.actor(), Actor::BusinessAdmin | Actor::Technician),
                "{code} hands off to the person who is here"
            );
        }
    }
}

#[test]
fn no_next_step_is_without_a_cause() {
    for next in NextStep::all() {
        assert!(
            all().iter().any(|cause| cause.next_step() == next),
            "no cause leads to {}",
            next.code()
        );
    }
    let codes: BTreeSet<&str> = NextStep::all().map(NextStep::code).collect();
    assert_eq!(codes.len(), NextStep::all().count(), "a code is used twice");
}

#[test]
fn pages_are_meta_s_and_encrypted() {
    for page in MetaPage::ALL {
        let url = url::Url::parse(page.url()).unwrap();
        assert_eq!(url.scheme(), "https");
        assert!(url.host_str().unwrap().ends_with("facebook.com"), "{url}");
    }
}

#[test]
fn calls_with_an_effect_are_not_repeated() {
    for call in [
        CallKind::ExchangeCode,
        CallKind::Register,
        CallKind::SetPin,
        CallKind::VerifyCode,
    ] {
        assert!(!call.is_repeatable(), "{}", call.code());
    }
    assert!(CallKind::Subscribe.is_repeatable(), "subscribing is idempotent");
    assert!(
        CallKind::ALL
            .iter()
            .filter(|call| call.is_about_number())
            .all(|call| call.is_about_asset())
    );
}

proptest! {
    #[test]
    fn the_mapping_is_total(code in any::<i64>(), subcode in any::<Option<i64>>(), http_status in any::<u16>(),
                            transient in any::<bool>(), call in 0..CallKind::ALL.len()) {
        let problem = GraphProblem { code, subcode, http_status, transient, ..GraphProblem::default() };
        let cause = Cause::from_graph(&problem, CallKind::ALL[call]);
        prop_assert!(all().contains(&cause));
    }

    #[test]
    fn texts_never_decide(code in 0..300_000_i64, message in ".*", details in ".*") {
        let plain = error(code, None);
        let chatty = GraphProblem { message, details: Some(details.clone()), user_message: Some(details), ..plain.clone() };
        prop_assert_eq!(
            Cause::from_graph(&plain, CallKind::Register),
            Cause::from_graph(&chatty, CallKind::Register)
        );
    }
}
