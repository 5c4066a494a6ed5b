//! What else Meta tells besides error codes, one row each: how a login ended, what a number's status means, and what
//! the health report says. Sources: Meta, "Manually build a login flow", "Business phone numbers", "Health status".

use super::error;
use super::words::assert_told;
use crate::cause::{CallKind, Cause};
use crate::diagnosis::{Answer, ChannelFacts, Expected, Question, diagnose};
use crate::fact::Fact;
use crate::graph_error::GraphProblem;
use crate::ids::UnixMillis;
use crate::meta::{NumberStatus, PhoneNumber, PlatformType};
use crate::problem::Problem;
use crate::redirect::parse_redirect;
use secrecy::SecretString;
use url::Url;

/// What the redirect carries, and the cause; `None` for a grant.
#[test]
fn login_outcomes() {
    const DENIED: &str =
        "error=access_denied&error_code=200&error_reason=user_denied&error_description=Permissions+error";
    let rows: &[(&str, &str, Option<Cause>)] = &[
        ("success with a code", "?code=AQD&state=S", None),
        (
            "success with a token",
            "#access_token=EAAB&expires_in=5183944&state=S",
            None,
        ),
        (
            "cancelled, declined, or an app in development mode",
            &format!("?{DENIED}&state=S"),
            Some(Cause::LoginDenied),
        ),
        (
            "declined, with an action beside it",
            &format!("?{DENIED}&action=cancel&state=S"),
            Some(Cause::LoginDenied),
        ),
        (
            "a permission that nobody knows",
            "?error=invalid_scope&state=S",
            Some(Cause::LoginConfigurationDead),
        ),
        (
            "an app that may not ask",
            "?error=unauthorized_client&state=S",
            Some(Cause::LoginConfigurationDead),
        ),
        (
            "Facebook is disturbed",
            "?error=server_error&state=S",
            Some(Cause::MetaUnavailable),
        ),
        ("a stray call, or the window closed", "", Some(Cause::LoginClosed)),
        (
            "the answer to another login",
            "?code=AQD&state=T",
            Some(Cause::RedirectRefused),
        ),
        (
            "an answer without state",
            "?code=AQD",
            Some(Cause::RedirectRefused),
        ),
        (
            "code and token at once",
            "?code=AQD&state=S#access_token=EAAB&state=S",
            Some(Cause::RedirectRefused),
        ),
    ];
    let redirect = Url::parse("https://www.facebook.com/connect/login_success.html").unwrap();
    for (outcome, carried, expected) in rows {
        let url = Url::parse(&format!("{redirect}{carried}")).unwrap();
        let found = parse_redirect(&url, &redirect, &SecretString::from("S"));
        let cause = found.err().map(|rejection| rejection.cause());
        assert_eq!(cause, *expected, "{outcome}");
        cause.into_iter().for_each(assert_told);
    }
}

/// Endings without a redirect: the person closes the window, or the machine does; and what a cure needs.
#[test]
fn logins_that_never_come_back_have_words_too() {
    for cause in [
        Cause::LoginClosed,
        Cause::LoginUnmoved,
        Cause::LoginInterrupted,
        Cause::LoginWindowUnavailable,
        Cause::LoginIsolationMissing,
        Cause::LoginIsolationRefused,
        Cause::LoginConfigurationDead,
        Cause::RedirectNotRegistered,
        Cause::LoginCodeUnusable,
        Cause::ExchangeUnclear,
        Cause::ExchangeRefused,
        Cause::BackendRefused,
    ] {
        assert_told(cause);
    }
}

/// A number of which only status and platform are known.
fn facts(status: &str, platform: Option<&str>, shared: bool) -> ChannelFacts {
    let expected = Expected {
        number: "100".into(),
        waba: "200".into(),
        business: None,
        display_phone_number: String::new(),
        app: None,
        callback: None,
        held: None,
    };
    let mut facts = ChannelFacts::unread(expected, UnixMillis(1_800_000_000_000));
    facts.number = Fact::Known(PhoneNumber {
        status: Some(NumberStatus::from(status)),
        platform_type: platform.map(PlatformType::from),
        on_business_app: Some(shared),
        ..PhoneNumber::unread("100".into())
    });
    facts
}

#[test]
fn number_statuses() {
    use Answer::{No, Unknown, Yes};
    use Question::{NotRestricted, NumberRegistered};
    type Row = (
        &'static str,
        Option<&'static str>,
        bool,
        Question,
        Answer,
        Option<Cause>,
    );
    let cloud = Some("CLOUD_API");
    let rows: &[Row] = &[
        ("CONNECTED", cloud, false, NumberRegistered, Yes, None),
        (
            "PENDING",
            cloud,
            false,
            NumberRegistered,
            No,
            Some(Cause::NumberNotRegistered),
        ),
        (
            "PENDING",
            Some("NOT_APPLICABLE"),
            false,
            NumberRegistered,
            No,
            Some(Cause::NumberNotRegistered),
        ),
        (
            "DISCONNECTED",
            cloud,
            false,
            NumberRegistered,
            No,
            Some(Cause::NumberDisconnected),
        ),
        (
            "DISCONNECTED",
            cloud,
            true,
            NumberRegistered,
            No,
            Some(Cause::PhoneAppDisconnected),
        ),
        (
            "UNVERIFIED",
            Some("NOT_APPLICABLE"),
            false,
            NumberRegistered,
            No,
            Some(Cause::NumberNotRegistered),
        ),
        (
            "UNVERIFIED",
            Some("NOT_APPLICABLE"),
            false,
            Question::NumberVerified,
            No,
            Some(Cause::NumberNotVerified),
        ),
        (
            "MIGRATED",
            cloud,
            false,
            NumberRegistered,
            No,
            Some(Cause::NumberMigrated),
        ),
        (
            "DELETED",
            cloud,
            false,
            NumberRegistered,
            No,
            Some(Cause::NumberDeleted),
        ),
        (
            "BANNED",
            cloud,
            false,
            NotRestricted,
            No,
            Some(Cause::NumberBanned),
        ),
        (
            "RESTRICTED",
            cloud,
            false,
            NotRestricted,
            No,
            Some(Cause::NumberRestricted),
        ),
        (
            "RATE_LIMITED",
            cloud,
            false,
            NotRestricted,
            No,
            Some(Cause::NumberRateLimited),
        ),
        ("FLAGGED", cloud, false, NumberRegistered, Yes, None),
        (
            "CONNECTED",
            Some("ON_PREMISE"),
            false,
            NumberRegistered,
            No,
            Some(Cause::NumberNotRegistered),
        ),
        (
            "CONNECTED",
            Some("NOT_APPLICABLE"),
            false,
            NumberRegistered,
            Unknown,
            None,
        ),
        ("UNKNOWN", cloud, false, NumberRegistered, Unknown, None),
        ("LINKED", cloud, false, NumberRegistered, Unknown, None),
        ("UNLINKED", cloud, false, NumberRegistered, Unknown, None),
        ("OF_TOMORROW", cloud, false, NumberRegistered, Unknown, None),
    ];
    for (status, platform, shared, question, answer, cause) in rows {
        let facts = facts(status, *platform, *shared);
        let diagnosis = diagnose(&facts, facts.read_at);
        let finding = diagnosis.finding(*question).expect("every question is answered");
        let found = finding.problem.as_ref().map(|problem| problem.cause);
        assert_eq!(
            (finding.answer, found),
            (*answer, *cause),
            "{status} on {platform:?}, shared {shared}"
        );
        cause.iter().copied().for_each(assert_told);
    }
}

#[test]
fn health_codes() {
    let rows: &[(i64, Option<Cause>)] = &[
        (141_000, Some(Cause::NumberNotRegistered)),
        (141_002, Some(Cause::TemplateUnusable)),
        (141_006, Some(Cause::PaymentProblem)),
        (141_010, Some(Cause::BusinessNotVerified)),
        (131_031, Some(Cause::AccountLocked)),
        (138_024, None),
        (138_025, None),
        (141_099, Some(Cause::HealthBlocked)),
    ];
    for (code, expected) in rows {
        assert_eq!(Cause::from_health(*code), *expected, "{code}");
        expected.iter().copied().for_each(assert_told);
    }
}

#[test]
fn an_unknown_code_keeps_metas_words_and_numbers() {
    let answer = GraphProblem {
        message: "(#987654) Something new".to_owned(),
        trace_id: Some("AbCdEf".to_owned()),
        user_message: Some("Try something".to_owned()),
        ..error(987_654, Some(321))
    };
    let unread = crate::fact::Unread::Refused {
        problem: answer.clone(),
    };
    let problem = Problem::of_unread(&unread, CallKind::Register, UnixMillis(0));
    assert_eq!(problem.cause, Cause::Unrecognized);
    assert_eq!(
        problem.graph.as_deref(),
        Some(&answer),
        "code, subcode, text and trace id are there to copy"
    );
    assert_told(problem.cause);
}

#[test]
fn no_cause_is_without_words() {
    Cause::ALL.iter().copied().for_each(assert_told);
}
