use super::fixture::*;
use crate::cause::{Actor, Cause, NextStep};
use crate::diagnosis::{Answer, ChannelFacts, Diagnosis, Field, Question, diagnose};
use crate::fact::Fact;
use crate::meta::{EntityKind, Health, NumberStatus};
use crate::verdict::Verdict;

#[test]
fn a_healthy_channel_is_proven() {
    let diagnosis = look(&healthy());
    assert_eq!(diagnosis.answers.len(), Question::ALL.len());
    assert!(
        diagnosis
            .answers
            .iter()
            .all(|finding| finding.answer == Answer::Yes),
        "{diagnosis:#?}"
    );
    assert_eq!(diagnosis.blocking, None);
    assert!(diagnosis.warnings.is_empty());
    assert!(matches!(diagnosis.verdict, Verdict::Proven(_)));
}

#[test]
fn questions_come_in_the_chain_s_order() {
    let order: Vec<_> = look(&healthy())
        .answers
        .iter()
        .map(|finding| finding.question)
        .collect();
    assert_eq!(order, Question::ALL);
}

#[test]
fn without_evidence_it_is_connected_but_unproven() {
    let facts = with(|facts| facts.evidence.clear());
    assert_eq!(look(&facts).verdict, Verdict::ConnectedUnproven);
    let old = with(|facts| facts.changed_at = Some(NOW));
    assert_eq!(
        look(&old).verdict,
        Verdict::ConnectedUnproven,
        "evidence from before the change"
    );
}

#[test]
fn the_first_no_blocks() {
    let facts = with(|facts| {
        facts.subscriptions = Fact::Known(vec![]);
        if let Fact::Known(node) = &mut facts.number {
            node.status = Some(NumberStatus::Disconnected);
        }
    });
    let diagnosis = look(&facts);
    let blocking = diagnosis.blocking.unwrap();
    assert_eq!(blocking.question, Question::NumberRegistered);
    assert_eq!(blocking.cause(), Cause::NumberDisconnected);
    assert_eq!(blocking.actor(), Actor::You);
    assert_eq!(blocking.next_step(), NextStep::Register);
    assert_eq!(diagnosis.verdict, Verdict::Disconnected);
}

#[test]
fn verdicts_by_cause() {
    let banned = with_number(|n| n.status = Some(NumberStatus::Banned));
    let unpaid = with_number(|n| {
        n.health = Some(Health {
            entities: vec![entity(EntityKind::Waba, "BLOCKED", &[141_006])],
        });
    });
    let limited = with_number(|n| n.status = Some(NumberStatus::RateLimited));
    let unsubscribed = with(|facts| facts.subscriptions = Fact::Known(vec![]));
    let rows = [
        ("banned", banned, Verdict::Blocked),
        ("unpaid", unpaid, Verdict::Blocked),
        (
            "limited",
            limited,
            Verdict::Wait {
                until: NOW.plus(24 * HOUR),
            },
        ),
        ("unsubscribed", unsubscribed, Verdict::Disconnected),
        (
            "token dead",
            all_reads_refused(190, Some(460)),
            Verdict::Disconnected,
        ),
        (
            "outage",
            with(|facts| facts.number = outage()),
            Verdict::ConnectedUnproven,
        ),
    ];
    for (what, mut facts, expected) in rows {
        if expected == Verdict::ConnectedUnproven {
            facts.evidence.clear();
        }
        assert_eq!(look(&facts).verdict, expected, "{what}");
    }
}

#[test]
fn a_person_without_the_role_does_not_stop_messages() {
    let facts = with(|facts| facts.admin.memberships = Fact::Known(vec![]));
    let diagnosis = look(&facts);
    assert_eq!(
        diagnosis.blocking.as_ref().unwrap().question,
        Question::PersonIsAdmin
    );
    assert_eq!(diagnosis.blocking.unwrap().next_step(), NextStep::OtherAccount);
    assert_eq!(
        diagnosis.verdict,
        Verdict::Attention,
        "messages flow, but nothing can be repaired with this login"
    );

    let broken = with(|facts| {
        facts.admin.memberships = Fact::Known(vec![]);
        facts.subscriptions = Fact::Known(vec![]);
    });
    assert_eq!(look(&broken).verdict, Verdict::Disconnected);
}

#[test]
fn nothing_read_is_unknown() {
    let facts = ChannelFacts::unread(healthy().expected, NOW);
    let diagnosis = look(&facts);
    assert!(
        diagnosis
            .answers
            .iter()
            .all(|finding| finding.answer == Answer::Unknown),
        "{diagnosis:#?}"
    );
    assert_eq!((diagnosis.blocking, diagnosis.verdict), (None, Verdict::Unknown));
}

#[test]
fn an_essential_unknown_hides_connected() {
    type Cut = fn(&mut ChannelFacts);
    let cuts: [(&str, Cut); 3] = [
        ("subscriptions", |facts| facts.subscriptions = outage()),
        ("list of numbers", |facts| facts.numbers = outage()),
        ("status", |facts| {
            facts.number = outage();
            facts.numbers = outage();
        }),
    ];
    for (what, cut) in cuts {
        assert_eq!(look(&with(cut)).verdict, Verdict::Unknown, "{what}");
    }
}

#[test]
fn a_limit_on_our_own_reads_is_not_the_channel_s_fault() {
    let diagnosis = look(&all_reads_refused(80_008, None));
    assert_eq!(
        (diagnosis.blocking.as_ref(), diagnosis.verdict),
        (None, Verdict::Unknown)
    );
    let finding = diagnosis.finding(Question::NumberInWaba).unwrap();
    assert_eq!(finding.cause(), Some(Cause::CallLimit), "the reason is shown");
}

#[test]
fn a_blocking_cause_is_not_repeated_as_a_warning() {
    let facts = with_number(|n| {
        n.health = Some(Health {
            entities: vec![
                entity(EntityKind::Waba, "BLOCKED", &[141_006]),
                entity(EntityKind::Business, "LIMITED", &[141_006]),
            ],
        });
    });
    let diagnosis = look(&facts);
    assert_eq!(diagnosis.blocking.unwrap().cause(), Cause::PaymentProblem);
    assert!(diagnosis.warnings.is_empty());
}

#[test]
fn values_reach_the_sentences_and_meta_s_words_the_technician() {
    let diagnosis = look(&with(|facts| {
        facts.waba = refused(100, Some(33));
        facts.numbers = not_asked();
    }));
    let blocking = diagnosis.blocking.unwrap();
    assert_eq!(blocking.problem.params.get(Field::Waba.code()).unwrap(), "200");
    assert_eq!(blocking.problem.graph.unwrap().subcode, Some(33));
    assert_eq!(blocking.problem.at, NOW);
}

#[test]
fn stored_and_read_back() {
    for facts in [
        healthy(),
        all_reads_refused(190, Some(463)),
        ChannelFacts::unread(healthy().expected, NOW),
    ] {
        let diagnosis = diagnose(&facts, NOW);
        let json = serde_json::to_string(&diagnosis).unwrap();
        assert_eq!(serde_json::from_str::<Diagnosis>(&json).unwrap(), diagnosis);
        let json = serde_json::to_string(&facts).unwrap();
        assert_eq!(serde_json::from_str::<ChannelFacts>(&json).unwrap(), facts);
    }
}

#[test]
fn codes_in_storage_are_the_catalogue_s() {
    for question in Question::ALL {
        assert_eq!(
            serde_json::to_string(question).unwrap(),
            format!("\"{}\"", question.code())
        );
    }
    for reason in crate::diagnosis::Reason::ALL {
        assert_eq!(
            serde_json::to_string(reason).unwrap(),
            format!("\"{}\"", reason.code())
        );
    }
}

#[test]
fn a_phone_app_that_is_gone_may_come_back_before_anybody_is_asked() {
    let gone = with_number(|number| {
        number.on_business_app = Some(true);
        number.status = Some(NumberStatus::Disconnected);
    });
    let seen = |minutes: i64| ChannelFacts {
        phone_app_gone_since: Some(NOW.plus(-minutes * 60_000)),
        ..gone.clone()
    };
    let until = |minutes: i64| Verdict::Wait {
        until: NOW.plus(minutes * 60_000),
    };
    for (what, facts, verdict) in [
        ("seen for the first time", gone.clone(), until(30)),
        ("ten minutes ago", seen(10), until(20)),
        ("half an hour ago", seen(30), Verdict::Disconnected),
    ] {
        let diagnosis = look(&facts);
        assert_eq!(diagnosis.verdict, verdict, "{what}");
        let blocking = diagnosis.blocking.expect("the cause is told from the start");
        assert_eq!(blocking.cause(), Cause::PhoneAppDisconnected, "{what}");
    }
}
