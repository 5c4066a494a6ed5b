use super::fixture::*;
use crate::cause::Cause;
use crate::diagnosis::{Answer::*, ChannelFacts, Field, Held, PlatformCopy, Question, Reason};
use crate::fact::{Fact, Unread};
use crate::meta::WebhookLevels;
use crate::verdict::{Evidence, EvidenceKind, Verdict};

#[test]
fn subscription_of_our_own_app() {
    let apps = |ids: &[&str]| {
        let list = ids.iter().map(|id| subscription(id)).collect();
        with(|facts| facts.subscriptions = Fact::Known(list))
    };
    let mut without_id = apps(&["999"]);
    without_id.expected.app = None;
    let mut by_token = apps(&["400"]);
    by_token.expected.app = None;
    without_id.token = not_asked();
    let lost = Some(Cause::AppNotSubscribed);
    check(
        Question::AppSubscribed,
        vec![
            (
                "ours among others",
                healthy(),
                Yes,
                Reason::OwnAppSubscribed,
                None,
            ),
            (
                "only others",
                apps(&["999", "4000", "40"]),
                No,
                Reason::OwnAppNotSubscribed,
                lost,
            ),
            ("none", apps(&[]), No, Reason::OwnAppNotSubscribed, lost),
            (
                "our id from the token",
                by_token,
                Yes,
                Reason::OwnAppSubscribed,
                None,
            ),
            ("our id unknown", without_id, Unknown, Reason::OwnAppUnknown, None),
            (
                "refused",
                with(|f| f.subscriptions = refused(200, None)),
                Unknown,
                Reason::Refused,
                Some(Cause::AssetAccessMissing),
            ),
        ],
    );
}

#[test]
fn callback() {
    const OWN: &str = "https://loja.example/hook";
    let levels = |number: Option<&str>, waba: Option<&str>, app: Option<&str>| {
        Some(WebhookLevels {
            phone_number: number.map(Into::into),
            waba: waba.map(Into::into),
            application: app.map(Into::into),
        })
    };
    let app = Some("https://app.example/hook");
    let facts = |expected: Option<&str>, levels: Option<WebhookLevels>| {
        let mut facts = with_number(|n| n.webhook = levels.clone());
        facts.expected.callback = expected.map(str::to_owned);
        facts
    };
    let differs = Some(Cause::CallbackDiffers);
    check(
        Question::CallbackAsExpected,
        vec![
            (
                "the app's own",
                facts(None, levels(None, None, app)),
                Yes,
                Reason::NothingExpected,
                None,
            ),
            (
                "an override nobody asked about",
                facts(None, levels(None, Some(OWN), app)),
                Yes,
                Reason::NothingExpected,
                None,
            ),
            (
                "none at all",
                facts(None, levels(None, None, None)),
                No,
                Reason::NoCallback,
                Some(Cause::CallbackMissing),
            ),
            (
                "account's",
                facts(Some(OWN), levels(None, Some(OWN), app)),
                Yes,
                Reason::AsExpected,
                None,
            ),
            (
                "number's",
                facts(Some(OWN), levels(Some(OWN), None, app)),
                Yes,
                Reason::AsExpected,
                None,
            ),
            (
                "spelled differently",
                facts(
                    Some("https://LOJA.example:443/hook"),
                    levels(None, Some(OWN), app),
                ),
                Yes,
                Reason::AsExpected,
                None,
            ),
            (
                "the number's wins",
                facts(Some(OWN), levels(Some("https://other.example/"), Some(OWN), app)),
                No,
                Reason::OverrideDiffers,
                differs,
            ),
            (
                "lost",
                facts(Some(OWN), levels(None, None, app)),
                No,
                Reason::OverrideLost,
                differs,
            ),
            (
                "lost, empty text",
                facts(Some(OWN), levels(Some(""), Some(" "), app)),
                No,
                Reason::OverrideLost,
                differs,
            ),
            (
                "number's level unread",
                facts(Some(OWN), None),
                Unknown,
                Reason::NumberLevelUnread,
                None,
            ),
            ("left out", facts(None, None), Unknown, Reason::Missing, None),
        ],
    );
}

#[test]
fn platform() {
    let copy = |token, number| {
        let copy = PlatformCopy {
            token_matches: token,
            number_matches: number,
            ..PlatformCopy::default()
        };
        with(|facts| facts.platform = Fact::Known(copy))
    };
    check(
        Question::PlatformInSync,
        vec![
            ("in sync", healthy(), Yes, Reason::InSync, None),
            (
                "token differs",
                copy(Some(false), Some(true)),
                No,
                Reason::OutOfSync,
                Some(Cause::PlatformOutOfSync),
            ),
            (
                "shows only one part",
                copy(None, Some(true)),
                Yes,
                Reason::InSync,
                None,
            ),
            ("shows nothing", copy(None, None), Unknown, Reason::Missing, None),
            (
                "not asked",
                with(|f| f.platform = not_asked()),
                Unknown,
                Reason::NotAsked,
                None,
            ),
        ],
    );
}

/// The app's own account is the platform: it holds the ids, and these things in its vault.
fn own_account(
    callback: Option<&str>,
    verify_token: bool,
    change: impl FnOnce(&mut ChannelFacts),
) -> ChannelFacts {
    with(|facts| {
        facts.platform = not_asked();
        facts.expected.held = Some(Held {
            verify_token: Some(verify_token),
        });
        facts.expected.callback = callback.map(str::to_owned);
        change(facts);
    })
}

#[test]
fn the_own_account_as_the_platform() {
    const HOOK: Option<&str> = Some("https://loja.example/hook");
    let out_of_sync = || Some(Cause::PlatformOutOfSync);
    check(
        Question::PlatformInSync,
        vec![
            (
                "no callback is needed",
                own_account(None, false, |_| {}),
                Yes,
                Reason::InSync,
                None,
            ),
            (
                "the verify token is kept",
                own_account(HOOK, true, |_| {}),
                Yes,
                Reason::InSync,
                None,
            ),
            (
                "the verify token is gone",
                own_account(HOOK, false, |_| {}),
                No,
                Reason::OutOfSync,
                out_of_sync(),
            ),
            (
                "Meta lists the number in another account",
                own_account(None, false, |facts| facts.numbers = Fact::Known(vec![])),
                No,
                Reason::OutOfSync,
                out_of_sync(),
            ),
            (
                "no token is held",
                own_account(None, false, |facts| facts.has_token = false),
                No,
                Reason::OutOfSync,
                out_of_sync(),
            ),
            (
                "Meta has shown nothing",
                own_account(HOOK, true, |facts| {
                    facts.number = not_asked();
                    facts.numbers = not_asked();
                }),
                Unknown,
                Reason::NotAsked,
                None,
            ),
        ],
    );
}

#[test]
fn a_verify_token_that_is_gone_stops_no_message() {
    let facts = own_account(Some("https://loja.example/hook"), false, |facts| {
        let mut own = facts.best_number().cloned().expect("the healthy number");
        own.webhook = Some(WebhookLevels {
            phone_number: Some("https://loja.example/hook".into()),
            ..Default::default()
        });
        facts.numbers = Fact::Known(vec![own.clone()]);
        facts.number = Fact::Known(own);
    });
    let diagnosis = look(&facts);
    let cause = diagnosis.blocking.as_ref().map(|blocking| blocking.cause());
    assert_eq!(cause, Some(Cause::PlatformOutOfSync));
    assert_eq!(diagnosis.verdict, Verdict::Attention);
}

#[test]
fn callback_answers() {
    let rows = |rows: &[(EvidenceKind, i64)]| {
        with(|facts| {
            facts.evidence = rows
                .iter()
                .map(|(kind, hours)| Evidence::new(*kind, NOW.plus(-hours * HOUR)))
                .collect();
        })
    };
    use EvidenceKind::*;
    let missed = Some(Cause::CallbackDeliveryFailed);
    let refused = Some(Cause::CallbackVerificationFailed);
    check(
        Question::CallbackAnswers,
        vec![
            ("answered", healthy(), Yes, Reason::Answered, None),
            ("nobody asked", rows(&[]), Unknown, Reason::NotAsked, None),
            (
                "refused the handshake",
                rows(&[(CallbackRefused, 1)]),
                No,
                Reason::AnsweredWrongly,
                refused,
            ),
            (
                "our own way to it is cut",
                rows(&[(CallbackUnreached, 1)]),
                Unknown,
                Reason::CallbackUnreached,
                None,
            ),
            (
                "Meta delivered, although we did not get through",
                rows(&[(CallbackTookEvent, 2), (CallbackUnreached, 1)]),
                Yes,
                Reason::Answered,
                None,
            ),
            (
                "Meta could not deliver",
                rows(&[(CallbackAnswered, 2), (CallbackMissedEvent, 1)]),
                No,
                Reason::Failed,
                missed,
            ),
            (
                "repaired since",
                rows(&[(CallbackMissedEvent, 2), (CallbackAnswered, 1)]),
                Yes,
                Reason::Answered,
                None,
            ),
            (
                "long ago",
                rows(&[(CallbackMissedEvent, 99)]),
                Unknown,
                Reason::Stale,
                None,
            ),
        ],
    );
}

#[test]
fn missing_and_unreadable_answers() {
    for (unread, reason) in [
        (Unread::NotAsked, Reason::NotAsked),
        (Unread::Malformed, Reason::Unreadable),
        (Unread::Missing, Reason::Missing),
    ] {
        let facts = with(|facts| facts.subscriptions = Fact::Unknown(unread));
        let (answer, found, _) = found(&facts, Question::AppSubscribed);
        assert_eq!((answer, found), (Unknown, reason));
    }
}

#[test]
fn the_callback_is_told_by_level_with_the_one_that_counts() {
    const NUMBER: &str = "https://number.example/hook";
    const ACCOUNT: &str = "https://account.example/hook";
    const APP: &str = "https://app.example/hook";
    for (number, account, app, in_force) in [
        (NUMBER, ACCOUNT, APP, Some("number")),
        ("", ACCOUNT, APP, Some("account")),
        ("", "", APP, Some("app")),
        (" ", "", "", None),
    ] {
        let text = |text: &str| (!text.is_empty()).then(|| text.into());
        let facts = with_number(|n| {
            n.webhook = Some(WebhookLevels {
                phone_number: text(number),
                waba: text(account),
                application: text(app),
            })
        });
        let diagnosis = look(&facts);
        let finding = diagnosis.finding(Question::CallbackAsExpected).unwrap();
        let line = |field: Field| {
            let lines = &finding.evidence;
            let found = lines.iter().find(|line| line.field == field);
            found.map(|line| line.value.as_str())
        };
        let filled = |text: &'static str| Some(text).filter(|text| !text.trim().is_empty());
        assert_eq!(line(Field::CallbackLevel), in_force);
        assert_eq!(line(Field::CallbackNumber), filled(number));
        assert_eq!(line(Field::CallbackAccount), filled(account));
        assert_eq!(line(Field::CallbackApp), filled(app));
    }
}
