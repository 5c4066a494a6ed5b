use super::fixture::*;
use crate::cause::Cause;
use crate::diagnosis::{Answer::*, Question, Reason};
use crate::fact::Fact;
use crate::meta::{EntityKind, Health, NameStatus, NumberStatus, Quality};
use crate::verdict::Verdict;

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
            with(|facts| {
                if let Fact::Known(waba) = &mut facts.waba {
                    waba.review_status = Some("REJECTED".into());
                }
            }),
            (No, Reason::RestrictedByReview, Some(Cause::AccountRejected)),
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
    let review = with(|facts| {
        if let Fact::Known(waba) = &mut facts.waba {
            waba.review_status = Some("PENDING".into());
        }
    });
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
        ("review", review, vec![Cause::AccountInReview]),
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
