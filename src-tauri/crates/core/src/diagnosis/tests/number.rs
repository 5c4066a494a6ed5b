use super::fixture::*;
use crate::cause::Cause;
use crate::diagnosis::{Answer::*, Field, Question, Reason};
use crate::fact::Fact;
use crate::meta::{CodeVerification, EntityKind, Health, NumberStatus, PlatformType};
use crate::verdict::{Evidence, EvidenceKind, Verdict};

#[test]
fn number_in_waba() {
    let listed = |ids: &[(&str, &str)]| {
        with(|facts| {
            facts.numbers = Fact::Known(ids.iter().map(|(id, display)| number(id, display)).collect())
        })
    };
    let gone = |status: NumberStatus| {
        let mut facts = listed(&[("101", "+55 11 3456-7890")]);
        if let Fact::Known(node) = &mut facts.number {
            node.status = Some(status);
        }
        facts
    };
    check(
        Question::NumberInWaba,
        vec![
            ("by id", healthy(), Yes, Reason::Confirmed, None),
            (
                "any order",
                listed(&[("100", ""), ("1", ""), ("2", "")]),
                Yes,
                Reason::Confirmed,
                None,
            ),
            (
                "last of many",
                listed(&[("1", ""), ("2", ""), ("100", "")]),
                Yes,
                Reason::Confirmed,
                None,
            ),
            (
                "missing",
                listed(&[("101", "+55 11 3456-7890")]),
                No,
                Reason::NotListed,
                Some(Cause::NumberNotInWaba),
            ),
            (
                "empty account",
                listed(&[]),
                No,
                Reason::NotListed,
                Some(Cause::NumberNotInWaba),
            ),
            (
                "added again, without its ninth digit",
                listed(&[("555", "+55 11 8765-4321")]),
                No,
                Reason::ListedUnderOtherId,
                Some(Cause::NumberIdChanged),
            ),
            (
                "moved",
                gone(NumberStatus::Migrated),
                No,
                Reason::Migrated,
                Some(Cause::NumberMigrated),
            ),
            (
                "deleted",
                gone(NumberStatus::Deleted),
                No,
                Reason::Deleted,
                Some(Cause::NumberDeleted),
            ),
            (
                "outage",
                with(|f| f.numbers = outage()),
                Unknown,
                Reason::Unreachable,
                Some(Cause::TimedOut),
            ),
            (
                "refused",
                with(|f| f.numbers = refused(100, Some(33))),
                Unknown,
                Reason::Refused,
                Some(Cause::WabaNotVisible),
            ),
        ],
    );
}

#[test]
fn number_form() {
    let read = |display: Option<&str>| with_number(|n| n.display_phone_number = display.map(Into::into));
    check(
        Question::NumberFormMatches,
        vec![
            ("same", healthy(), Yes, Reason::SameDigits, None),
            (
                "ninth digit left out",
                read(Some("+55 11 8765-4321")),
                Yes,
                Reason::SameByRule,
                None,
            ),
            (
                "another number",
                read(Some("+55 11 98765-4322")),
                No,
                Reason::DifferentDigits,
                Some(Cause::NumberFormDiffers),
            ),
            (
                "not a number",
                read(Some("n/a")),
                Unknown,
                Reason::FormUnclear,
                None,
            ),
            ("left out", read(None), Unknown, Reason::Missing, None),
            (
                "nothing stored",
                with(|f| f.expected.display_phone_number.clear()),
                Unknown,
                Reason::NotAsked,
                None,
            ),
        ],
    );
    let diagnosis = look(&read(Some("+55 11 8765-4321")));
    let finding = diagnosis.finding(Question::NumberFormMatches).unwrap();
    assert_eq!(
        finding.params().get(Field::NumberRule.code()).unwrap(),
        "brazil_ninth_digit"
    );
}

#[test]
fn verification() {
    let state = |status: &str, code: Option<&str>| {
        with_number(|n| {
            n.status = Some(NumberStatus::from(status));
            n.code_verification = code.map(CodeVerification::from);
        })
    };
    let test_number = with_number(|n| {
        n.account_mode = Some("SANDBOX".into());
        n.code_verification = Some(CodeVerification::NotVerified);
    });
    let shared = |status: &str| {
        with_number(|n| {
            n.on_business_app = Some(true);
            n.status = Some(NumberStatus::from(status));
            n.code_verification = Some(CodeVerification::NotVerified);
        })
    };
    let wanted = Some(Cause::NumberNotVerified);
    check(
        Question::NumberVerified,
        vec![
            ("verified", healthy(), Yes, Reason::Verified, None),
            (
                "expired but connected",
                state("CONNECTED", Some("EXPIRED")),
                Yes,
                Reason::ExpiredButConnected,
                None,
            ),
            (
                "expired",
                state("DISCONNECTED", Some("EXPIRED")),
                No,
                Reason::VerificationExpired,
                wanted,
            ),
            (
                "never",
                state("PENDING", Some("NOT_VERIFIED")),
                No,
                Reason::NotVerified,
                wanted,
            ),
            (
                "never, says the status",
                state("UNVERIFIED", None),
                No,
                Reason::NotVerified,
                wanted,
            ),
            (
                "never but connected",
                state("CONNECTED", Some("NOT_VERIFIED")),
                Unknown,
                Reason::Contradictory,
                None,
            ),
            (
                "verified but unverified",
                state("UNVERIFIED", Some("VERIFIED")),
                Unknown,
                Reason::Contradictory,
                None,
            ),
            ("test number", test_number, Yes, Reason::TestNumber, None),
            ("coexistence", shared("CONNECTED"), Yes, Reason::Coexistence, None),
            (
                "coexistence, gone",
                shared("DISCONNECTED"),
                Unknown,
                Reason::Coexistence,
                None,
            ),
            (
                "new text",
                state("CONNECTED", Some("HALF")),
                Unknown,
                Reason::UnknownValue,
                None,
            ),
            (
                "left out",
                state("CONNECTED", None),
                Unknown,
                Reason::Missing,
                None,
            ),
        ],
    );
}

#[test]
fn registration() {
    let state = |status: Option<&str>, platform: Option<&str>| {
        with_number(|n| {
            n.status = status.map(NumberStatus::from);
            n.platform_type = platform.map(PlatformType::from);
        })
    };
    let shared = |status: &str| {
        with_number(|n| {
            n.on_business_app = Some(true);
            n.status = Some(NumberStatus::from(status));
        })
    };
    let register = Some(Cause::NumberNotRegistered);
    check(
        Question::NumberRegistered,
        vec![
            ("connected", healthy(), Yes, Reason::Connected, None),
            (
                "platform left out",
                state(Some("CONNECTED"), None),
                Yes,
                Reason::Connected,
                None,
            ),
            (
                "pending",
                state(Some("PENDING"), Some("NOT_APPLICABLE")),
                No,
                Reason::NotRegistered,
                register,
            ),
            (
                "unverified",
                state(Some("UNVERIFIED"), None),
                No,
                Reason::NotRegistered,
                register,
            ),
            (
                "disconnected",
                state(Some("DISCONNECTED"), Some("CLOUD_API")),
                No,
                Reason::Disconnected,
                Some(Cause::NumberDisconnected),
            ),
            (
                "shared, gone",
                shared("DISCONNECTED"),
                No,
                Reason::Coexistence,
                Some(Cause::PhoneAppDisconnected),
            ),
            ("shared, there", shared("CONNECTED"), Yes, Reason::Connected, None),
            (
                "on premises",
                state(Some("CONNECTED"), Some("ON_PREMISE")),
                No,
                Reason::OnPremise,
                register,
            ),
            (
                "migrated",
                state(Some("MIGRATED"), None),
                No,
                Reason::Migrated,
                Some(Cause::NumberMigrated),
            ),
            (
                "deleted",
                state(Some("DELETED"), None),
                No,
                Reason::Deleted,
                Some(Cause::NumberDeleted),
            ),
            (
                "connected nowhere",
                state(Some("CONNECTED"), Some("NOT_APPLICABLE")),
                Unknown,
                Reason::Contradictory,
                None,
            ),
            (
                "nowhere, says the platform",
                state(None, Some("NOT_APPLICABLE")),
                No,
                Reason::NotRegistered,
                register,
            ),
            (
                "banned but registered",
                state(Some("BANNED"), Some("CLOUD_API")),
                Yes,
                Reason::Connected,
                None,
            ),
            (
                "new status",
                state(Some("LINKED"), Some("CLOUD_API")),
                Unknown,
                Reason::UnknownValue,
                None,
            ),
            (
                "Meta's own unknown",
                state(Some("UNKNOWN"), Some("CLOUD_API")),
                Unknown,
                Reason::UnknownValue,
                None,
            ),
            (
                "new platform",
                state(Some("CONNECTED"), Some("MOON")),
                Unknown,
                Reason::UnknownValue,
                None,
            ),
            ("left out", state(None, None), Unknown, Reason::Missing, None),
        ],
    );
}

#[test]
fn connected_is_not_believed_against_health_or_a_refused_send() {
    let by_health = with_number(|n| {
        n.health = Some(Health {
            entities: vec![entity(EntityKind::PhoneNumber, "BLOCKED", &[141_000])],
        });
    });
    let by_send = with(|facts| {
        facts.evidence.push(Evidence {
            cause: Some(Cause::NumberNotRegistered),
            ..Evidence::new(EvidenceKind::MessageFailed, NOW.plus(-HOUR / 2))
        });
    });
    for (facts, reason) in [
        (by_health, Reason::ContradictedByHealth),
        (by_send.clone(), Reason::ContradictedBySend),
    ] {
        let answer = found(&facts, Question::NumberRegistered);
        assert_eq!(answer, (No, reason, Some(Cause::NumberNotRegistered)));
        let diagnosis = look(&facts);
        assert_eq!(diagnosis.verdict, Verdict::Disconnected);
        let evidence = &diagnosis.finding(Question::NumberRegistered).unwrap().evidence;
        assert!(
            evidence
                .iter()
                .any(|line| line.field == Field::Status && line.value == "CONNECTED"),
            "the contradicted status is shown too"
        );
    }
    let mut delivered_since = by_send;
    delivered_since
        .evidence
        .push(Evidence::new(EvidenceKind::MessageDelivered, NOW.plus(-HOUR / 4)));
    assert_eq!(
        found(&delivered_since, Question::NumberRegistered).0,
        Yes,
        "a later message went out"
    );
}
