use super::*;
use crate::fact::{Fact, Unread};
use crate::graph_error::GraphProblem;
use crate::verdict::{Evidence, EvidenceKind};

fn at(hour: i64) -> UnixMillis {
    UnixMillis(1_800_000_000_000 + hour * 3_600_000)
}

fn check(hour: i64, verdict: &str, cause: Option<Cause>) -> Check {
    Check {
        at: at(hour),
        verdict: verdict.to_owned(),
        cause,
        token_ended_at: None,
    }
}

fn change(hour: i64, kind: &str) -> Change {
    Change {
        kind: kind.to_owned(),
        at: at(hour),
        actor: ChangeActor::Person,
        actor_name: Some("Bruno".to_owned()),
        app: Some("400".into()),
        number: None,
    }
}

/// Worked at 0, was down at 10 and at 12.
fn down(cause: Cause) -> Record {
    Record {
        number: Some("100".into()),
        app: Some("400".into()),
        holder: Some("Ana".to_owned()),
        checks: vec![
            check(12, "disconnected", Some(cause)),
            check(0, "connected_unproven", None),
            check(11, "unknown", None),
            check(10, "disconnected", Some(cause)),
        ],
        changes: Fact::Unknown(Unread::NotAsked),
        acts: Vec::new(),
        evidence: Vec::new(),
    }
}

/// Beginning (hour, certainty), source and author of an outage.
fn told(record: &Record) -> (i64, Certainty, Source, Option<Who>) {
    let outage = outage(record).expect("the channel is down");
    let hour = (outage.began.at.0 - at(0).0) / 3_600_000;
    (hour, outage.began.certainty, outage.source, outage.who)
}

fn person() -> Option<Who> {
    Some(Who::Person("Bruno".to_owned()))
}

#[test]
fn a_channel_that_was_never_seen_down_has_no_outage() {
    let mut record = down(Cause::TokenInvalid);
    record.checks.retain(|check| check.standing() != Standing::Down);
    assert_eq!(outage(&record), None);
    record.checks.clear();
    assert_eq!(outage(&record), None);
}

#[test]
fn without_a_written_moment_it_is_at_the_latest_since_the_first_look() {
    let record = down(Cause::NumberNotRegistered);
    assert_eq!(told(&record), (10, Certainty::AtLatest, Source::Checks, None));
    assert_eq!(outage(&record).unwrap().began.not_before, Some(at(0)));
}

#[test]
fn down_at_the_very_first_look_is_unknown_since_when() {
    let mut record = down(Cause::NumberNotRegistered);
    record.checks.retain(|check| check.at != at(0));
    assert_eq!(told(&record), (10, Certainty::Unknown, Source::Checks, None));
}

#[test]
fn metas_log_tells_moment_and_author() {
    let mut record = down(Cause::AppNotSubscribed);
    record.changes = Fact::Known(vec![
        change(-30, "API_ACCESS_REVOKED"),
        change(4, "API_ACCESS_REVOKED"),
    ]);
    assert_eq!(told(&record), (4, Certainty::Exact, Source::MetaLog, person()));
    let outage = outage(&record).unwrap();
    let beginning: Vec<_> = outage.trail.iter().filter(|trace| trace.is_beginning).collect();
    assert_eq!(beginning.len(), 1);
    assert_eq!(beginning[0].what, What::Change("API_ACCESS_REVOKED".to_owned()));
}

#[test]
fn lines_of_the_log_that_do_not_fit_are_not_blamed() {
    let row = |edit: fn(&mut Change)| {
        let mut change = change(4, "API_ACCESS_REVOKED");
        edit(&mut change);
        change
    };
    let rows = [
        ("another app", row(|change| change.app = Some("999".into()))),
        ("another number", row(|change| change.number = Some("999".into()))),
        (
            "another kind",
            row(|change| change.kind = "TEMPLATE_CREATED".to_owned()),
        ),
        ("before it still worked", row(|change| change.at = at(-1))),
        ("after it was down", row(|change| change.at = at(11))),
    ];
    for (why, line) in rows {
        let mut record = down(Cause::AppNotSubscribed);
        record.changes = Fact::Known(vec![line]);
        assert_eq!(
            told(&record),
            (10, Certainty::AtLatest, Source::Checks, None),
            "{why}"
        );
    }
}

#[test]
fn several_fitting_lines_leave_the_moment_open_and_name_only_one_person() {
    let mut record = down(Cause::CallbackDiffers);
    let mut other = change(6, "WEBHOOK_CONFIGURED");
    record.changes = Fact::Known(vec![other.clone(), change(3, "WEBHOOK_CONFIGURED")]);
    assert_eq!(told(&record), (6, Certainty::AtLatest, Source::MetaLog, person()));
    assert_eq!(outage(&record).unwrap().began.not_before, Some(at(3)));
    other.actor_name = Some("Carla".to_owned());
    record.changes = Fact::Known(vec![other, change(3, "WEBHOOK_CONFIGURED")]);
    assert_eq!(told(&record).3, None, "either of them may have done it");
}

#[test]
fn where_it_was_never_seen_working_only_a_line_about_us_counts() {
    let mut record = down(Cause::AppNotSubscribed);
    record.checks.retain(|check| check.at != at(0));
    record.changes = Fact::Known(vec![change(4, "API_ACCESS_REVOKED")]);
    assert_eq!(told(&record), (4, Certainty::Exact, Source::MetaLog, person()));
    let mut vague = change(4, "API_ACCESS_REVOKED");
    vague.app = None;
    record.changes = Fact::Known(vec![vague]);
    assert_eq!(told(&record), (10, Certainty::Unknown, Source::Checks, None));
}

#[test]
fn a_refused_log_is_no_excuse_to_guess() {
    let mut record = down(Cause::AppNotSubscribed);
    record.changes = Fact::Unknown(Unread::Refused {
        problem: GraphProblem {
            code: 200,
            ..GraphProblem::default()
        },
    });
    assert_eq!(told(&record), (10, Certainty::AtLatest, Source::Checks, None));
}

#[test]
fn kinds_of_authors() {
    let rows = [
        ("USER", Some(Who::Person("Bruno".to_owned()))),
        ("ADMIN", Some(Who::Person("Bruno".to_owned()))),
        ("API", Some(Who::Program(Some("Bruno".to_owned())))),
        ("SYSTEM", Some(Who::Meta)),
        ("AUTOMATED_PROCESS", Some(Who::Meta)),
        ("OF_TOMORROW", None),
    ];
    for (kind, who) in rows {
        let line = Change {
            actor: ChangeActor::of_meta(kind),
            ..change(4, "API_ACCESS_REVOKED")
        };
        assert_eq!(line.who(), who, "{kind}");
    }
    let nameless = Change {
        actor_name: None,
        ..change(4, "API_ACCESS_REVOKED")
    };
    assert_eq!(nameless.who(), None, "a person without a name says nothing");
}

/// Cause, and who is behind it where the cause says so itself.
#[test]
fn authors_by_subcode_and_status() {
    let holder = Some(Who::Holder("Ana".to_owned()));
    let rows = [
        (Cause::PasswordChanged, holder.clone()),
        (Cause::SessionEnded, holder.clone()),
        (Cause::FacebookCheckpoint, holder.clone()),
        (Cause::AccessRemoved, holder),
        (Cause::TokenExpired, Some(Who::Nobody)),
        (Cause::NumberBanned, Some(Who::Meta)),
        (Cause::AccountLocked, Some(Who::Meta)),
        (Cause::TokenInvalid, None),
        (Cause::RoleLost, None),
        (Cause::NumberDisconnected, None),
    ];
    for (cause, who) in rows {
        assert_eq!(told(&down(cause)).3, who, "{}", cause.code());
    }
    let mut shared = down(Cause::PasswordChanged);
    shared.holder = None;
    assert_eq!(told(&shared).3, None, "a company's token has no password");
}

#[test]
fn a_token_that_ran_out_tells_its_moment() {
    let mut record = down(Cause::TokenExpired);
    record.checks[0].token_ended_at = Some(at(7));
    assert_eq!(
        told(&record),
        (7, Certainty::Exact, Source::Token, Some(Who::Nobody))
    );
    record.checks[0].token_ended_at = Some(at(-5));
    assert_eq!(
        told(&record).1,
        Certainty::AtLatest,
        "it worked after that, so that was not it"
    );
}

#[test]
fn going_back_to_an_older_token_here_is_admitted() {
    let mut record = down(Cause::TokenInvalid);
    record.acts = vec![OwnAct {
        act: Act::RolledBack,
        at: at(9),
        by: Some("administrator".to_owned()),
    }];
    let here = Some(Who::Here("administrator".to_owned()));
    assert_eq!(told(&record), (9, Certainty::Exact, Source::Here, here));
}

#[test]
fn an_event_that_the_callback_missed_is_earlier_than_our_look() {
    let mut record = down(Cause::CallbackDeliveryFailed);
    record.evidence = vec![Evidence::new(EvidenceKind::CallbackMissedEvent, at(5))];
    assert_eq!(told(&record), (5, Certainty::AtLatest, Source::Callback, None));
}

#[test]
fn messages_show_that_it_still_worked_only_in_the_direction_that_broke() {
    let mut record = down(Cause::AppNotSubscribed);
    record.evidence = vec![
        Evidence::new(EvidenceKind::MessageReceived, at(3)),
        Evidence::new(EvidenceKind::MessageDelivered, at(8)),
    ];
    assert_eq!(outage(&record).unwrap().began.not_before, Some(at(3)));
}

#[test]
fn an_outage_that_is_over_tells_until_when() {
    let mut record = down(Cause::AppNotSubscribed);
    record.checks.push(check(20, "connected_unproven", None));
    let over = outage(&record).unwrap();
    let ended = over.ended.unwrap();
    assert_eq!(
        (ended.at, ended.certainty, ended.not_before),
        (at(20), Certainty::AtLatest, Some(at(12)))
    );
    assert!(over.advice.contains(&Advice::WorksAgain) && over.advice.contains(&Advice::AskCustomers));
    for act in [Act::AppSubscribed, Act::CallbackRestored, Act::NumberRegistered] {
        record.acts = vec![OwnAct {
            act,
            at: at(19),
            by: None,
        }];
        let over = outage(&record).unwrap();
        let ended = over.ended.unwrap();
        assert_eq!((ended.at, ended.certainty), (at(19), Certainty::Exact), "{act:?}");
        let done = over.trail.iter().find(|trace| trace.what == What::Act(act));
        assert_eq!(done.map(|trace| trace.at), Some(at(19)), "{act:?}");
    }
}

#[test]
fn a_new_token_ends_the_outage_of_a_dead_one_and_no_other() {
    let acts = [(Act::AppSubscribed, 18), (Act::TokenReplaced, 19)].map(|(act, hour)| OwnAct {
        act,
        at: at(hour),
        by: None,
    });
    for (cause, hour) in [
        (Cause::PasswordChanged, 19),
        (Cause::TokenMissing, 19),
        (Cause::AppNotSubscribed, 18),
    ] {
        let mut record = down(cause);
        record.checks.push(check(20, "connected_unproven", None));
        record.acts = acts.to_vec();
        let ended = outage(&record).unwrap().ended.unwrap();
        assert_eq!(
            (ended.at, ended.certainty),
            (at(hour), Certainty::Exact),
            "{}",
            cause.code()
        );
    }
}

#[test]
fn an_older_outage_is_another_one() {
    let mut record = down(Cause::TokenInvalid);
    record
        .checks
        .push(check(-50, "blocked", Some(Cause::NumberBanned)));
    let newest = outage(&record).unwrap();
    assert_eq!((newest.cause, newest.began.at), (Cause::TokenInvalid, at(10)));
}

#[test]
fn the_timeline_is_in_order_and_within_bounds() {
    let mut record = down(Cause::AppNotSubscribed);
    record.changes = Fact::Known(
        (0..100)
            .map(|hour| change(hour - 90, "WEBHOOK_CONFIGURED"))
            .collect(),
    );
    let trail = outage(&record).unwrap().trail;
    assert!(trail.len() <= 40, "{}", trail.len());
    assert!(trail.is_sorted_by_key(|trace| trace.at));
    assert_eq!(trail.iter().filter(|trace| trace.is_beginning).count(), 1);
}

#[test]
fn every_cause_that_stops_messages_in_says_so() {
    for cause in Cause::ALL {
        let lost = losses(*cause);
        assert!(
            !(lost.contains(&Loss::Incoming) && lost.contains(&Loss::IncomingLate)),
            "{} is both lost and late",
            cause.code()
        );
    }
}
