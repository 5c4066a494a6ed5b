//! Is our app subscribed, do messages go to the right callback, and does the platform agree?

use crate::cause::{CallKind, Cause};
use crate::diagnosis::facts::ChannelFacts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::question::{Field, Question, Reason};
use crate::fact::{Fact, Unread};
use crate::ids::{AppId, UnixMillis};
use crate::meta::{AppWebhook, Subscription, WebhookLevel, WebhookLevels};
use crate::repair::is_same_callback;
use crate::verdict::{Evidence, EvidenceKind};

/// Our own app id: configured, or as the token tells.
fn own_app(facts: &ChannelFacts) -> Option<&AppId> {
    facts
        .expected
        .app
        .as_ref()
        .or_else(|| facts.token.known()?.app_id.as_ref())
}

/// Other subscribed apps do not count.
pub(super) fn app_subscribed(facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::AppSubscribed;
    let at = facts.read_at;
    let subscriptions = match &facts.subscriptions {
        Fact::Known(subscriptions) => subscriptions,
        Fact::Unknown(unread) => {
            return Finding::unread(QUESTION, unread, CallKind::ReadSubscriptions, at);
        }
    };
    let ids: Vec<&str> = subscriptions
        .iter()
        .map(|subscription| subscription.app_id.as_str())
        .collect();
    let finding = match own_app(facts) {
        None => Finding::unknown(QUESTION, Reason::OwnAppUnknown, at),
        Some(own)
            if subscriptions
                .iter()
                .any(|subscription| &subscription.app_id == own) =>
        {
            Finding::yes(QUESTION, Reason::OwnAppSubscribed, at).with(Field::OwnApp, own.as_str())
        }
        Some(own) => Finding::no(QUESTION, Reason::OwnAppNotSubscribed, Cause::AppNotSubscribed, at)
            .with(Field::OwnApp, own.as_str()),
    };
    finding.with(Field::SubscribedApps, ids.join(", "))
}

/// The number's callback wins over the account's, the account's over the app's. Source: Meta, "Webhooks override".
pub(super) fn as_expected(facts: &ChannelFacts) -> Finding {
    let at = facts.read_at;
    let levels = facts.number.known().and_then(|number| number.webhook.as_ref());
    let finding = match (&facts.expected.callback, levels) {
        _ if is_certainly_missing(facts) => Finding::no(
            Question::CallbackAsExpected,
            Reason::NoCallback,
            Cause::CallbackMissing,
            at,
        ),
        (None, Some(levels)) => nothing_expected(levels, at),
        (Some(expected), Some(levels)) => compared(expected, levels, at),
        (expected, None) => by_subscription(expected.as_deref(), facts),
    };
    let finding = finding.with_some(Field::ExpectedCallback, facts.expected.callback.as_deref());
    match levels {
        Some(levels) => by_level(finding, levels),
        None => finding,
    }
}

/// Whether messages certainly have nowhere to go. Where no level has a callback, Meta leaves `webhook_configuration` out
/// of the number, as it leaves out whatever has no value; by itself that could as well mean that it was not told. Three
/// readings together are certain: our app's own webhook takes no messages, and neither the account nor the number
/// overrides it. The number shows the levels of the app whose token asks, and has to show the app's as the app itself
/// does. Source: Meta, "Webhooks overrides".
fn is_certainly_missing(facts: &ChannelFacts) -> bool {
    let (Some(own), Some(token), Some(number), Some(subscriptions), Some(webhook)) = (
        own_app(facts),
        facts.token.known(),
        facts.number.known(),
        facts.subscriptions.known(),
        facts.app_webhook.known(),
    ) else {
        return false;
    };
    let at = |level| number.webhook.as_ref().and_then(|levels| levels.at(level));
    let is_agreed = at(WebhookLevel::App).is_some() == webhook.is_some();
    let app_takes_none = webhook.as_ref().is_none_or(AppWebhook::takes_no_messages);
    let mut of_account = subscriptions.iter().filter(|one| &one.app_id == own);
    let is_overridden = at(WebhookLevel::Number).is_some()
        || at(WebhookLevel::Account).is_some()
        || of_account.any(|one| one.overridden().is_some());
    token.app_id.as_ref() == Some(own) && is_agreed && app_takes_none && !is_overridden
}

/// What is set where, and which of them counts.
fn by_level(finding: Finding, levels: &WebhookLevels) -> Finding {
    let fields = [Field::CallbackNumber, Field::CallbackAccount, Field::CallbackApp];
    let by_level = fields.into_iter().zip(WebhookLevel::ALL);
    by_level
        .fold(finding, |finding, (field, level)| {
            finding.with_some(field, levels.at(*level))
        })
        .with_some(Field::CallbackLevel, levels.in_force().map(WebhookLevel::code))
}

fn nothing_expected(levels: &WebhookLevels, at: UnixMillis) -> Finding {
    const QUESTION: Question = Question::CallbackAsExpected;
    match levels.effective() {
        Some(callback) => Finding::yes(QUESTION, Reason::NothingExpected, at).with(Field::Callback, callback),
        None => Finding::no(QUESTION, Reason::NoCallback, Cause::CallbackMissing, at),
    }
}

fn compared(expected: &str, levels: &WebhookLevels, at: UnixMillis) -> Finding {
    const QUESTION: Question = Question::CallbackAsExpected;
    let effective = levels.effective();
    let overridden = levels.overridden().is_some();
    let finding = match effective {
        Some(callback) if is_same_callback(callback, expected) => {
            Finding::yes(QUESTION, Reason::AsExpected, at)
        }
        Some(_) if overridden => Finding::no(QUESTION, Reason::OverrideDiffers, Cause::CallbackDiffers, at),
        Some(_) | None => Finding::no(QUESTION, Reason::OverrideLost, Cause::CallbackDiffers, at),
    };
    finding.with_some(Field::Callback, effective)
}

/// Without the number's node only the account's override is known, and the number's own one would win over it.
fn by_subscription(expected: Option<&str>, facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::CallbackAsExpected;
    let at = facts.read_at;
    let subscriptions = match &facts.subscriptions {
        Fact::Known(subscriptions) => subscriptions,
        Fact::Unknown(unread) => {
            return Finding::unread(QUESTION, unread, CallKind::ReadSubscriptions, at);
        }
    };
    let own: Option<&Subscription> = own_app(facts).and_then(|own| {
        subscriptions
            .iter()
            .find(|subscription| &subscription.app_id == own)
    });
    let found = own.and_then(|subscription| subscription.override_callback.as_deref());
    let reason = if expected.is_some() {
        Reason::NumberLevelUnread
    } else {
        Reason::Missing
    };
    Finding::unknown(QUESTION, reason, at).with_some(Field::Callback, found)
}

pub(super) fn platform_in_sync(facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::PlatformInSync;
    let at = facts.read_at;
    let copy = match facts.platform_copy() {
        Fact::Known(copy) => copy,
        Fact::Unknown(unread) => return Finding::unread(QUESTION, &unread, CallKind::ReadNumber, at),
    };
    let different: Vec<&str> = copy
        .parts()
        .filter(|(_, same)| *same == Some(false))
        .map(|(part, _)| part)
        .collect();
    if !different.is_empty() {
        return Finding::no(QUESTION, Reason::OutOfSync, Cause::PlatformOutOfSync, at)
            .with(Field::Differences, different.join(", "));
    }
    if copy.parts().any(|(_, same)| same.is_some()) {
        Finding::yes(QUESTION, Reason::InSync, at)
    } else {
        Finding::unknown(QUESTION, Reason::Missing, at)
    }
}

/// What the handshake showed and what Meta itself met when it delivered an event: the newest certain row decides. A
/// handshake that did not get through is not certain, because our way to the callback is not Meta's.
pub(super) fn answers(facts: &ChannelFacts, now: UnixMillis) -> Finding {
    const QUESTION: Question = Question::CallbackAnswers;
    let when = facts.freshness(now);
    let fresh = || facts.evidence.iter().filter(|row| row.is_fresh(&when));
    let certain = fresh()
        .filter(|row| is_certain(row.kind))
        .max_by_key(|row| row.at);
    if let Some(row) = certain {
        return concluded(row);
    }
    let unreached = fresh()
        .filter(|row| row.kind == EvidenceKind::CallbackUnreached)
        .max_by_key(|row| row.at);
    if let Some(row) = unreached {
        return Finding::unknown(QUESTION, Reason::CallbackUnreached, row.at);
    }
    if facts.evidence.iter().any(|row| is_certain(row.kind)) {
        return Finding::unknown(QUESTION, Reason::Stale, facts.read_at);
    }
    Finding::unread(QUESTION, &Unread::NotAsked, CallKind::ReadNumber, facts.read_at)
}

fn is_certain(kind: EvidenceKind) -> bool {
    matches!(
        kind,
        EvidenceKind::CallbackAnswered
            | EvidenceKind::CallbackRefused
            | EvidenceKind::CallbackTookEvent
            | EvidenceKind::CallbackMissedEvent
    )
}

fn concluded(row: &Evidence) -> Finding {
    const QUESTION: Question = Question::CallbackAnswers;
    let finding = match row.kind {
        EvidenceKind::CallbackRefused => Finding::no(
            QUESTION,
            Reason::AnsweredWrongly,
            Cause::CallbackVerificationFailed,
            row.at,
        ),
        EvidenceKind::CallbackMissedEvent => {
            Finding::no(QUESTION, Reason::Failed, Cause::CallbackDeliveryFailed, row.at)
        }
        _ => Finding::yes(QUESTION, Reason::Answered, row.at),
    };
    let status = row.http_status.map(|status| status.to_string());
    finding.with_some(Field::HttpStatus, status.as_deref())
}
