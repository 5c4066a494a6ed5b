//! A healthy channel, and small changes to it.

use crate::admin::AdminReading;
use crate::cause::Cause;
use crate::diagnosis::{
    Answer, ChannelFacts, Diagnosis, Expected, GrantedPermission, PlatformCopy, Question, Reason, diagnose,
};
use crate::fact::{Fact, TransportFailure, Unread};
use crate::graph_error::GraphProblem;
use crate::ids::UnixMillis;
use crate::meta::{
    Ability, Business, CodeVerification, EntityKind, Health, HealthEntity, HealthError, Membership,
    NumberStatus, PermissionStatus, Person, PhoneNumber, PlatformType, Quality, Subscription, TokenInfo,
    TokenKind, Waba, WebhookLevels,
};
use crate::verdict::{Evidence, EvidenceKind};

pub(super) const NOW: UnixMillis = UnixMillis(1_800_000_000_000);
pub(super) const HOUR: i64 = 3_600_000;
pub(super) const DAY_SECONDS: i64 = 86_400;

pub(super) fn now_seconds() -> i64 {
    NOW.0 / 1000
}

pub(super) fn business(id: &str) -> Business {
    Business {
        id: id.into(),
        name: None,
        verification_status: None,
        two_factor_type: None,
    }
}

pub(super) fn number(id: &str, display: &str) -> PhoneNumber {
    PhoneNumber {
        display_phone_number: Some(display.into()),
        verified_name: Some("Loja".into()),
        status: Some(NumberStatus::Connected),
        code_verification: Some(CodeVerification::Verified),
        quality: Some(Quality::Green),
        platform_type: Some(PlatformType::CloudApi),
        account_mode: Some("LIVE".into()),
        on_business_app: Some(false),
        pin_enabled: Some(true),
        throughput: Some("STANDARD".into()),
        webhook: Some(WebhookLevels {
            application: Some("https://app.example/hook".into()),
            ..Default::default()
        }),
        health: Some(Health {
            entities: vec![
                entity(EntityKind::PhoneNumber, "AVAILABLE", &[]),
                entity(EntityKind::Waba, "AVAILABLE", &[]),
                entity(EntityKind::Business, "AVAILABLE", &[]),
                entity(EntityKind::App, "AVAILABLE", &[]),
            ],
        }),
        ..PhoneNumber::unread(id.into())
    }
}

pub(super) fn entity(kind: EntityKind, can_send: &str, codes: &[i64]) -> HealthEntity {
    let error = |code: &i64| HealthError {
        code: *code,
        description: Some(format!("text {code}").into()),
        solution: None,
    };
    HealthEntity {
        kind,
        id: None,
        can_send: Ability::from(can_send),
        errors: codes.iter().map(error).collect(),
        notes: Vec::new(),
    }
}

pub(super) fn subscription(app: &str) -> Subscription {
    Subscription {
        app_id: app.into(),
        app_name: None,
        override_callback: None,
    }
}

pub(super) fn permission(name: &str, status: PermissionStatus) -> GrantedPermission {
    GrantedPermission {
        name: name.into(),
        status,
    }
}

/// Everything is right and was read; messages flowed an hour ago.
pub(super) fn healthy() -> ChannelFacts {
    let own = number("100", "+55 11 98765-4321");
    let expected = Expected {
        number: "100".into(),
        waba: "200".into(),
        business: Some("300".into()),
        display_phone_number: "5511987654321".into(),
        app: Some("400".into()),
        callback: None,
        held: None,
    };
    ChannelFacts {
        token: Fact::Known(TokenInfo {
            app_id: Some("400".into()),
            kind: TokenKind::User,
            valid: true,
            problem: None,
            expires_at: Some(now_seconds() + 60 * DAY_SECONDS),
            data_access_expires_at: Some(now_seconds() + 90 * DAY_SECONDS),
            scopes: vec![
                "whatsapp_business_management".into(),
                "whatsapp_business_messaging".into(),
            ],
            user_id: Some("7".into()),
        }),
        admin: AdminReading {
            owner: Fact::Known(business("300")),
            memberships: Fact::Known(vec![Membership {
                business: business("300"),
                role: Some("ADMIN".into()),
            }]),
            person: Fact::Known(Person {
                id: "7".into(),
                name: Some("Ana".into()),
            }),
            ..AdminReading::unread(Some("300".into()))
        },
        permissions: Fact::Known(vec![
            permission("whatsapp_business_management", PermissionStatus::Granted),
            permission("whatsapp_business_messaging", PermissionStatus::Granted),
        ]),
        waba: Fact::Known(Waba {
            id: "200".into(),
            name: None,
            owner: Some(business("300")),
            status: Some("ACTIVE".into()),
            review_status: Some("APPROVED".into()),
            verification_status: None,
            currency: None,
        }),
        numbers: Fact::Known(vec![number("101", "+55 11 3456-7890"), own.clone()]),
        number: Fact::Known(own),
        subscriptions: Fact::Known(vec![subscription("999"), subscription("400")]),
        platform: Fact::Known(PlatformCopy {
            token_matches: Some(true),
            number_matches: Some(true),
            waba_matches: Some(true),
            verify_token_matches: None,
        }),
        evidence: vec![
            Evidence::new(EvidenceKind::MessageDelivered, NOW.plus(-HOUR)),
            Evidence::new(EvidenceKind::MessageReceived, NOW.plus(-HOUR)),
            Evidence::new(EvidenceKind::CallbackAnswered, NOW.plus(-HOUR)),
        ],
        ..ChannelFacts::unread(expected, NOW)
    }
}

/// Changes the number, both its node and its entry in the list.
pub(super) fn with_number(change: impl Fn(&mut PhoneNumber)) -> ChannelFacts {
    let mut facts = healthy();
    if let Fact::Known(node) = &mut facts.number {
        change(node);
    }
    if let Fact::Known(list) = &mut facts.numbers {
        list.iter_mut()
            .filter(|number| number.id.as_str() == "100")
            .for_each(change);
    }
    facts
}

pub(super) fn with(change: impl FnOnce(&mut ChannelFacts)) -> ChannelFacts {
    let mut facts = healthy();
    change(&mut facts);
    facts
}

pub(super) fn refused<T>(code: i64, subcode: Option<i64>) -> Fact<T> {
    let problem = GraphProblem {
        code,
        subcode,
        http_status: 400,
        ..GraphProblem::default()
    };
    Fact::Unknown(Unread::Refused { problem })
}

pub(super) fn outage<T>() -> Fact<T> {
    Fact::Unknown(Unread::Unreachable {
        failure: TransportFailure::Timeout,
    })
}

pub(super) fn not_asked<T>() -> Fact<T> {
    Fact::Unknown(Unread::NotAsked)
}

/// Every reading is replaced by what `missing` gives.
pub(super) fn all_reads_refused(code: i64, subcode: Option<i64>) -> ChannelFacts {
    with(|facts| {
        facts.token = not_asked();
        facts.admin.owner = refused(code, subcode);
        facts.admin.memberships = refused(code, subcode);
        facts.admin.person = refused(code, subcode);
        facts.permissions = refused(code, subcode);
        facts.waba = refused(code, subcode);
        facts.numbers = refused(code, subcode);
        facts.number = refused(code, subcode);
        facts.subscriptions = refused(code, subcode);
    })
}

pub(super) fn look(facts: &ChannelFacts) -> Diagnosis {
    diagnose(facts, NOW)
}

/// Answer, reason and cause of a question.
pub(super) fn found(facts: &ChannelFacts, question: Question) -> (Answer, Reason, Option<Cause>) {
    let diagnosis = look(facts);
    let finding = diagnosis.finding(question).unwrap();
    (finding.answer, finding.reason, finding.cause())
}

/// Checks a table of one question.
pub(super) fn check(question: Question, rows: Vec<(&str, ChannelFacts, Answer, Reason, Option<Cause>)>) {
    for (what, facts, answer, reason, cause) in rows {
        assert_eq!(
            found(&facts, question),
            (answer, reason, cause),
            "{}: {what}",
            question.code()
        );
    }
}

/// Changes the token.
pub(super) fn with_token(change: impl FnOnce(&mut TokenInfo)) -> ChannelFacts {
    with(|facts| {
        if let Fact::Known(token) = &mut facts.token {
            change(token);
        }
    })
}
