use super::fixture::*;
use crate::cause::Cause;
use crate::diagnosis::{Answer::*, ChannelFacts, Field, Question, Reason};
use crate::fact::Fact;
use crate::meta::{EntityKind, Health, HealthError, NameStatus, NumberStatus, Quality, Waba};
use crate::verdict::Verdict;

fn account(change: impl FnOnce(&mut Waba)) -> ChannelFacts {
    with(|facts| {
        if let Fact::Known(waba) = &mut facts.waba {
            change(waba);
        }
    })
}

fn review(text: &str) -> ChannelFacts {
    account(|waba| waba.review_status = Some(text.into()))
}

#[test]
fn restrictions() {
    let health = |entities: Vec<_>| {
        with_number(|n| {
            n.health = Some(Health {
                entities: entities.clone(),
            })
        })
    };
    let status = |text: &str| with_number(|n| n.status = Some(NumberStatus::from(text)));
    let no = |cause| (No, Reason::BlockedByHealth, Some(cause));
    let rows = vec![
        ("free", healthy(), (Yes, Reason::Unrestricted, None)),
        (
            "banned",
            status("BANNED"),
            (No, Reason::RestrictedByStatus, Some(Cause::NumberBanned)),
        ),
        (
            "restricted",
            status("RESTRICTED"),
            (No, Reason::RestrictedByStatus, Some(Cause::NumberRestricted)),
        ),
        (
            "limited",
            status("RATE_LIMITED"),
            (No, Reason::RestrictedByStatus, Some(Cause::NumberRateLimited)),
        ),
        (
            "flagged still sends",
            status("FLAGGED"),
            (Yes, Reason::Unrestricted, None),
        ),
        (
            "payment",
            health(vec![entity(EntityKind::Waba, "BLOCKED", &[141_006])]),
            no(Cause::PaymentProblem),
        ),
        (
            "verification",
            health(vec![entity(EntityKind::Business, "BLOCKED", &[141_010])]),
            no(Cause::BusinessNotVerified),
        ),
        (
            "unknown code",
            health(vec![entity(EntityKind::Waba, "BLOCKED", &[141_099])]),
            no(Cause::HealthBlocked),
        ),
        (
            "no code",
            health(vec![entity(EntityKind::Waba, "BLOCKED", &[])]),
            no(Cause::HealthBlocked),
        ),
        (
            "app",
            health(vec![entity(EntityKind::App, "BLOCKED", &[])]),
            no(Cause::AppBlocked),
        ),
        (
            "only calling",
            health(vec![
                entity(EntityKind::PhoneNumber, "BLOCKED", &[138_024]),
                entity(EntityKind::App, "BLOCKED", &[138_025]),
            ]),
            (Yes, Reason::Unrestricted, None),
        ),
        (
            "calling and payment",
            health(vec![entity(EntityKind::Waba, "BLOCKED", &[138_024, 141_006])]),
            no(Cause::PaymentProblem),
        ),
        (
            "a template's state is its own",
            health(vec![
                entity(EntityKind::PhoneNumber, "AVAILABLE", &[]),
                entity(EntityKind::MessageTemplate, "BLOCKED", &[141_002]),
            ]),
            (Yes, Reason::Unrestricted, None),
        ),
        (
            "limited by verification",
            health(vec![entity(EntityKind::Business, "LIMITED", &[141_010])]),
            (Yes, Reason::Limited, None),
        ),
        (
            "new ability",
            health(vec![entity(EntityKind::Waba, "DREAMING", &[])]),
            (Unknown, Reason::UnknownValue, None),
        ),
        ("no entities", health(vec![]), (Unknown, Reason::Missing, None)),
        (
            "left out",
            with_number(|n| n.health = None),
            (Unknown, Reason::Missing, None),
        ),
        (
            "rejected account",
            review("REJECTED"),
            (No, Reason::RestrictedByReview, Some(Cause::AccountRejected)),
        ),
        ("in review", review("PENDING"), (Yes, Reason::Unrestricted, None)),
        (
            "not reviewed again",
            review("LIMIT_REACHED"),
            (Yes, Reason::Unrestricted, None),
        ),
        (
            "a review of tomorrow",
            review("OF_TOMORROW"),
            (Unknown, Reason::UnknownValue, None),
        ),
        (
            "an account's status of tomorrow",
            account(|waba| waba.status = Some("ASLEEP".into())),
            (Unknown, Reason::UnknownValue, None),
        ),
        (
            "an account that says nothing of itself",
            account(|waba| (waba.status, waba.review_status) = (None, None)),
            (Yes, Reason::Unrestricted, None),
        ),
    ];
    for (what, facts, expected) in rows {
        assert_eq!(found(&facts, Question::NotRestricted), expected, "{what}");
    }
}

#[test]
fn warnings_make_attention() {
    let health = |entities: Vec<_>| {
        with_number(|n| {
            n.health = Some(Health {
                entities: entities.clone(),
            })
        })
    };
    let noted = |facts: &mut crate::meta::PhoneNumber| {
        facts.name_status = Some(NameStatus::PendingReview);
        let mut limited = entity(EntityKind::PhoneNumber, "LIMITED", &[]);
        limited
            .notes
            .push("Your display name has not been approved yet.".into());
        facts.health = Some(Health {
            entities: vec![limited],
        });
    };
    let named = |text: &str| with_number(|n| n.name_status = Some(text.into()));
    let rated = |text: &str| with_number(|n| n.quality = Some(text.into()));
    let rows = [
        (
            "red",
            with_number(|n| n.quality = Some(Quality::Red)),
            vec![Cause::QualityLow],
        ),
        (
            "flagged",
            with_number(|n| n.status = Some(NumberStatus::Flagged)),
            vec![Cause::QualityLow],
        ),
        (
            "yellow is not a warning",
            with_number(|n| n.quality = Some(Quality::Yellow)),
            vec![],
        ),
        (
            "name declined",
            with_number(|n| n.name_status = Some(NameStatus::Declined)),
            vec![Cause::NameNotApproved],
        ),
        (
            "name in review, said once",
            with_number(noted),
            vec![Cause::NameInReview],
        ),
        (
            "verification",
            health(vec![entity(EntityKind::Business, "LIMITED", &[141_010])]),
            vec![Cause::BusinessNotVerified],
        ),
        (
            "payment",
            health(vec![entity(EntityKind::Waba, "LIMITED", &[141_006])]),
            vec![Cause::PaymentProblem],
        ),
        (
            "other limit",
            health(vec![entity(EntityKind::Waba, "LIMITED", &[141_099])]),
            vec![Cause::HealthLimited],
        ),
        ("review", review("PENDING"), vec![Cause::AccountInReview]),
        (
            "not reviewed again",
            review("LIMIT_REACHED"),
            vec![Cause::AccountNotReviewed],
        ),
        ("not rated", rated("NA"), vec![]),
        ("rating unknown", rated("UNKNOWN"), vec![]),
        ("a rating of tomorrow", rated("VIOLET"), vec![]),
        ("name approved", named("APPROVED"), vec![]),
        (
            "name in use without review",
            named("AVAILABLE_WITHOUT_REVIEW"),
            vec![],
        ),
        ("name expired", named("EXPIRED"), vec![Cause::NameNotApproved]),
        ("no name", named("NON_EXISTS"), vec![]),
        ("none", named("NONE"), vec![]),
        ("a name status of tomorrow", named("WHISPERED"), vec![]),
    ];
    for (what, facts, expected) in rows {
        let diagnosis = look(&facts);
        let causes: Vec<_> = diagnosis.warnings.iter().map(|warning| warning.cause).collect();
        assert_eq!(causes, expected, "{what}");
        assert_eq!(diagnosis.blocking, None, "{what}");
        let attention = diagnosis.verdict == Verdict::Attention;
        assert_eq!(attention, !expected.is_empty(), "{what}: {:?}", diagnosis.verdict);
    }
}

#[test]
fn a_block_without_words_of_ours_keeps_meta_s_reason_and_remedy() {
    let told = |ability: &str| {
        with_number(|n| {
            let mut entity = entity(EntityKind::Waba, ability, &[]);
            entity.errors.push(HealthError {
                code: 141_099,
                description: Some("The account is asleep.".into()),
                solution: Some("Wake it up.".into()),
            });
            n.health = Some(Health {
                entities: vec![entity],
            });
        })
    };
    let blocked = look(&told("BLOCKED"));
    let limited = look(&told("LIMITED"));
    let problems = [&blocked.blocking.as_ref().unwrap().problem, &limited.warnings[0]];
    for problem in problems {
        let said = |field: Field| problem.params.get(field.code()).map(String::as_str);
        assert_eq!(said(Field::HealthEntity), Some("WABA"));
        assert_eq!(said(Field::HealthCode), Some("141099"));
        assert_eq!(said(Field::HealthText), Some("The account is asleep."));
        assert_eq!(said(Field::HealthSolution), Some("Wake it up."));
    }
    let finding = blocked.finding(Question::NotRestricted).unwrap();
    assert!(finding.evidence.iter().any(|line| line.value == "Wake it up."));
}
