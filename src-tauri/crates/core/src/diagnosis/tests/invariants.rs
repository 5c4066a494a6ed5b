//! What holds for every combination of readings.

use super::fixture::*;
use crate::diagnosis::{Answer, ChannelFacts, PlatformCopy, Question, Reason};
use crate::fact::{Fact, TransportFailure, Unread};
use crate::graph_error::GraphProblem;
use crate::ids::UnixMillis;
use crate::meta::{
    Ability, CodeVerification, EntityKind, Health, NumberStatus, PhoneNumber, PlatformType, WebhookLevels,
};
use crate::verdict::{Evidence, EvidenceKind, Verdict};
use proptest::prelude::*;

/// Missing for a reason that says nothing about the channel.
fn silence() -> impl Strategy<Value = Unread> {
    let failure = prop::sample::select(vec![
        TransportFailure::NotConnected,
        TransportFailure::Dns,
        TransportFailure::Tls,
        TransportFailure::Timeout,
        TransportFailure::Interrupted,
        TransportFailure::NotMeta,
        TransportFailure::Malformed,
        TransportFailure::PagingLoop,
    ]);
    let busy = prop::sample::select(vec![
        1_i64, 2, 4, 17, 32, 613, 80_007, 80_008, 131_000, 131_016, 424_242,
    ]);
    prop_oneof![
        Just(Unread::NotAsked),
        Just(Unread::Malformed),
        Just(Unread::Missing),
        failure.prop_map(|failure| Unread::Unreachable { failure }),
        busy.prop_map(|code| Unread::Refused {
            problem: GraphProblem {
                code,
                http_status: 400,
                ..GraphProblem::default()
            }
        }),
    ]
}

fn cut<T>(fact: &mut Fact<T>, unread: &Option<Unread>) {
    if let Some(unread) = unread {
        *fact = Fact::Unknown(unread.clone());
    }
}

/// Cuts readings of a channel: one entry per reading, `None` leaves it.
fn silenced(mut facts: ChannelFacts, cuts: &[Option<Unread>]) -> ChannelFacts {
    let mut cuts = cuts.iter();
    let mut next = || cuts.next().cloned().flatten();
    cut(&mut facts.token, &next());
    cut(&mut facts.admin.owner, &next());
    cut(&mut facts.admin.memberships, &next());
    cut(&mut facts.admin.person, &next());
    cut(&mut facts.permissions, &next());
    cut(&mut facts.waba, &next());
    cut(&mut facts.numbers, &next());
    cut(&mut facts.number, &next());
    cut(&mut facts.subscriptions, &next());
    cut(&mut facts.platform, &next());
    facts
}

fn some_number() -> impl Strategy<Value = PhoneNumber> {
    let status = prop::option::of(prop::sample::select(vec![
        "CONNECTED",
        "PENDING",
        "DISCONNECTED",
        "UNVERIFIED",
        "MIGRATED",
        "BANNED",
        "FLAGGED",
        "RESTRICTED",
        "RATE_LIMITED",
        "DELETED",
        "UNKNOWN",
        "LINKED",
    ]));
    let platform = prop::option::of(prop::sample::select(vec![
        "CLOUD_API",
        "ON_PREMISE",
        "NOT_APPLICABLE",
        "X",
    ]));
    let code = prop::option::of(prop::sample::select(vec![
        "VERIFIED",
        "NOT_VERIFIED",
        "EXPIRED",
        "X",
    ]));
    let ability = prop::sample::select(vec!["AVAILABLE", "LIMITED", "BLOCKED", "X"]);
    let errors = prop::collection::vec(
        prop::sample::select(vec![138_024_i64, 138_025, 141_000, 141_006, 141_010, 141_099]),
        0..3,
    );
    let kind = prop::sample::select(vec![
        EntityKind::PhoneNumber,
        EntityKind::Waba,
        EntityKind::Business,
        EntityKind::App,
        EntityKind::MessageTemplate,
    ]);
    let entities = prop::collection::vec((kind, ability, errors), 0..4);
    let callback = prop::option::of(prop::option::of(Just("https://x.example/".to_owned())));
    (
        status,
        platform,
        code,
        prop::option::of(entities),
        prop::option::of(any::<bool>()),
        callback,
    )
        .prop_map(
            |(status, platform, code, entities, shared, callback)| PhoneNumber {
                status: status.map(NumberStatus::from),
                platform_type: platform.map(PlatformType::from),
                code_verification: code.map(CodeVerification::from),
                on_business_app: shared,
                health: entities.map(|list| Health {
                    entities: list
                        .into_iter()
                        .map(|(kind, can, codes)| entity(kind, can, &codes))
                        .collect(),
                }),
                webhook: callback.map(|application| WebhookLevels {
                    application: application.map(Into::into),
                    ..WebhookLevels::default()
                }),
                ..number("100", "+55 11 98765-4321")
            },
        )
}

fn some_evidence() -> impl Strategy<Value = Vec<Evidence>> {
    let row = (
        0..EvidenceKind::ALL.len(),
        -10..200_i64,
        prop::option::of(0..crate::cause::all().len()),
    );
    prop::collection::vec(row, 0..6).prop_map(|rows| {
        rows.into_iter()
            .map(|(kind, hours, cause)| Evidence {
                cause: cause.map(|cause| crate::cause::all()[cause]),
                ..Evidence::new(EvidenceKind::ALL[kind], NOW.plus(-hours * HOUR))
            })
            .collect()
    })
}

fn some_facts() -> impl Strategy<Value = ChannelFacts> {
    let cuts = prop::collection::vec(prop::option::weighted(0.3, silence()), 11);
    let copy = prop::option::of(any::<bool>());
    let wrong = any::<bool>();
    (
        some_number(),
        cuts,
        some_evidence(),
        copy,
        wrong,
        prop::option::of(0..100_i64),
        any::<bool>(),
    )
        .prop_map(|(node, cuts, evidence, copy, wrong, changed, listed)| {
            let mut facts = healthy();
            facts.numbers = Fact::Known(if listed { vec![node.clone()] } else { vec![] });
            facts.number = Fact::Known(node);
            facts.evidence = evidence;
            facts.platform = Fact::Known(PlatformCopy {
                token_matches: copy,
                ..PlatformCopy::default()
            });
            if wrong {
                facts
                    .evidence
                    .push(Evidence::new(EvidenceKind::CallbackRefused, NOW));
            }
            facts.changed_at = changed.map(|hours| NOW.plus(-hours * HOUR));
            silenced(facts, &cuts)
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn silence_never_becomes_no(cuts in prop::collection::vec(prop::option::of(silence()), 11)) {
        let diagnosis = look(&silenced(healthy(), &cuts));
        let no: Vec<_> = diagnosis.answers.iter().filter(|finding| finding.answer == Answer::No).collect();
        prop_assert!(no.is_empty(), "{:#?}", no);
        prop_assert!(diagnosis.blocking.is_none());
    }

    #[test]
    fn silence_never_makes_a_broken_channel_look_connected(
        node in some_number(),
        cuts in prop::collection::vec(prop::option::of(silence()), 11),
    ) {
        let broken = with(|facts| {
            facts.numbers = Fact::Known(vec![node.clone()]);
            facts.number = Fact::Known(node);
        });
        let connected = |verdict: Verdict| {
            matches!(verdict, Verdict::Proven(_) | Verdict::ConnectedUnproven | Verdict::Attention)
        };
        let registered = look(&broken).answer(Question::NumberRegistered);
        let with_silence = look(&silenced(broken, &cuts)).verdict;
        prop_assert!(registered == Answer::Yes || !connected(with_silence), "{:?}", with_silence);
    }

    #[test]
    fn every_diagnosis_is_consistent(facts in some_facts()) {
        let diagnosis = look(&facts);
        prop_assert_eq!(diagnosis.answers.len(), Question::ALL.len());
        let first_no = diagnosis.answers.iter().find(|finding| finding.answer == Answer::No);
        prop_assert_eq!(
            diagnosis.blocking.as_ref().map(|blocking| blocking.question),
            first_no.map(|finding| finding.question)
        );
        for finding in &diagnosis.answers {
            prop_assert!(finding.answer != Answer::No || finding.cause().is_some(), "a no without a cause");
            prop_assert!(finding.answer != Answer::Yes || finding.problem.is_none(), "a yes with a problem");
            prop_assert_eq!(finding.reason == Reason::NotAsked, finding.read_at.is_none());
        }
        let stopped = diagnosis.answers.iter().any(|f| f.answer == Answer::No && f.question.stops_messages());
        match diagnosis.verdict {
            Verdict::Proven(proof) => {
                prop_assert!(!stopped && diagnosis.warnings.is_empty());
                prop_assert!(proof.out_at() >= facts.changed_at.unwrap_or(UnixMillis(0)));
                prop_assert_eq!(diagnosis.answer(Question::MessageOut), Answer::Yes);
                prop_assert_eq!(diagnosis.answer(Question::MessageIn), Answer::Yes);
            }
            Verdict::ConnectedUnproven | Verdict::Attention => {
                prop_assert!(!stopped);
                let unproved = diagnosis.answers.iter()
                    .any(|f| f.question.is_essential() && f.answer != Answer::Yes);
                prop_assert!(!unproved, "connected without an essential yes");
            }
            Verdict::Disconnected | Verdict::Blocked | Verdict::Wait { .. } => prop_assert!(stopped),
            Verdict::Unknown => prop_assert!(!stopped),
        }
    }

    #[test]
    fn the_order_of_lists_does_not_matter(mut ids in prop::collection::vec("[1-9][0-9]{0,3}", 0..8), at in 0..8_usize) {
        let facts_with = |ids: &[String]| with(|facts| {
            facts.numbers = Fact::Known(ids.iter().map(|id| number(id, "+55 11 3456-7890")).collect());
            facts.subscriptions = Fact::Known(ids.iter().map(|id| subscription(id)).collect());
        });
        ids.insert(at.min(ids.len()), "100".into());
        let forward = look(&facts_with(&ids));
        ids.reverse();
        let backward = look(&facts_with(&ids));
        for question in Question::ALL {
            prop_assert_eq!(forward.answer(*question), backward.answer(*question));
        }
    }
}

#[test]
fn an_available_entity_with_an_unknown_ability_beside_it_is_not_a_clear_yes() {
    let facts = with_number(|n| {
        if let Some(health) = &mut n.health {
            health
                .entities
                .push(entity(EntityKind::Other("SHIP".into()), "SAILING", &[]));
        }
    });
    assert_eq!(found(&facts, Question::NotRestricted).0, Answer::Unknown);
    assert_eq!(Ability::from("SAILING"), Ability::Other("SAILING".into()));
}
