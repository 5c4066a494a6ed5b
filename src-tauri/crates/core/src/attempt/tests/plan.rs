//! What the popup *Reconectar* says before anything is written.

use super::*;
use crate::diagnosis::{ChannelFacts, Diagnosis, Expected, diagnose};
use crate::fact::Fact;
use crate::meta::CodeVerification;

fn diagnosis(status: NumberStatus, verified: CodeVerification) -> Diagnosis {
    let mut own = number("100", "+55 11 98888-0001", status).number;
    own.code_verification = Some(verified);
    let expected = Expected {
        number: "100".into(),
        waba: "200".into(),
        business: None,
        display_phone_number: String::new(),
        app: None,
        callback: None,
        held: None,
    };
    let mut facts = ChannelFacts::unread(expected, NOW);
    facts.number = Fact::Known(own);
    diagnose(&facts, NOW)
}

fn lines(targets: &[&Target], diagnosis: Option<&Diagnosis>) -> Vec<String> {
    let needs = diagnosis.map(Needs::of).unwrap_or_default();
    let targets: Vec<_> = targets.iter().map(|target| (*target, needs)).collect();
    let plan = plan_for(&targets).into_iter();
    plan.map(|line| line.what).collect()
}

#[test]
fn the_plan_says_what_will_be_asked_where_the_diagnosis_knows_it() {
    let target = target();
    for (status, verified, expected) in [
        (
            NumberStatus::Connected,
            CodeVerification::Verified,
            &["register_if_needed"][..],
        ),
        (
            NumberStatus::Disconnected,
            CodeVerification::Verified,
            &["register_with_pin"],
        ),
        (
            NumberStatus::Unverified,
            CodeVerification::NotVerified,
            &["code_asked", "register_with_pin"],
        ),
    ] {
        let found = diagnosis(status.clone(), verified);
        let told = lines(&[&target], Some(&found));
        assert_eq!(told[1..=expected.len()], *expected, "{status:?}");
        assert_eq!(told[expected.len() + 1], "subscribe_if_needed", "{status:?}");
    }
    assert_eq!(lines(&[&target], None)[1], "register_if_needed");
}

#[test]
fn the_plan_says_whether_incoming_messages_are_touched() {
    let target = target();
    for (subscribed, what, changes) in [
        (Some(true), "subscription_kept", false),
        (Some(false), "subscribe", true),
        (None, "subscribe_if_needed", true),
    ] {
        let needs = Needs {
            subscribed,
            ..Needs::default()
        };
        let plan = plan_for(&[(&target, needs)]).into_iter();
        let told: Vec<PlanLine> = plan.filter(|line| line.what.starts_with("subscri")).collect();
        assert_eq!(told.len(), 1, "{subscribed:?}");
        assert_eq!((told[0].what.as_str(), told[0].changes), (what, changes));
    }
}
