//! Is the number in its account, is it the right one, is it verified and registered?

use crate::cause::{CallKind, Cause};
use crate::diagnosis::facts::ChannelFacts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::question::{Field, Question, Reason};
use crate::fact::Fact;
use crate::ids::UnixMillis;
use crate::meta::{
    Ability, AccountMode, CodeVerification, EntityKind, NumberStatus, PhoneNumber, PlatformType,
};
use crate::phone::{self, Match};
use crate::verdict::{Evidence, EvidenceKind};

/// By id, over all pages, in any order.
pub(super) fn in_waba(facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::NumberInWaba;
    let at = facts.read_at;
    let numbers = match &facts.numbers {
        Fact::Known(numbers) => numbers,
        Fact::Unknown(unread) => return Finding::unread(QUESTION, unread, CallKind::ListNumbers, at),
    };
    let wanted = &facts.expected;
    let own_status = facts.number.known().and_then(|number| number.status.as_ref());
    let finding = if numbers.iter().any(|number| number.id == wanted.number) {
        Finding::yes(QUESTION, Reason::Confirmed, at)
    } else if let Some(twin) = numbers
        .iter()
        .find(|number| is_same_line(number, &wanted.display_phone_number))
    {
        Finding::no(QUESTION, Reason::ListedUnderOtherId, Cause::NumberIdChanged, at)
            .with(Field::NumberId, twin.id.as_str())
            .with_some(Field::DisplayNumber, twin.display_phone_number.as_deref())
    } else {
        match own_status {
            Some(NumberStatus::Migrated) => {
                Finding::no(QUESTION, Reason::Migrated, Cause::NumberMigrated, at)
            }
            Some(NumberStatus::Deleted) => Finding::no(QUESTION, Reason::Deleted, Cause::NumberDeleted, at),
            _ => Finding::no(QUESTION, Reason::NotListed, Cause::NumberNotInWaba, at),
        }
        .with(Field::NumberId, wanted.number.as_str())
    };
    finding
        .with(Field::Waba, wanted.waba.as_str())
        .with(Field::NumbersListed, numbers.len().to_string())
}

fn is_same_line(number: &PhoneNumber, stored: &str) -> bool {
    number
        .display_phone_number
        .as_deref()
        .is_some_and(|display| phone::same_number(display, stored).is_same())
}

pub(super) fn form_matches(facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::NumberFormMatches;
    let at = facts.read_at;
    let stored = facts.expected.display_phone_number.as_str();
    let Some(number) = facts.best_number() else {
        return unread_number(QUESTION, facts);
    };
    let Some(display) = number.display_phone_number.as_deref() else {
        return Finding::unknown(QUESTION, Reason::Missing, at);
    };
    if stored.is_empty() {
        return Finding::not_asked(QUESTION).with(Field::DisplayNumber, display);
    }
    let finding = match phone::same_number(display, stored) {
        Match::Same => Finding::yes(QUESTION, Reason::SameDigits, at),
        Match::SameByRule(rule) => {
            Finding::yes(QUESTION, Reason::SameByRule, at).with(Field::NumberRule, rule.code())
        }
        Match::Different => Finding::no(QUESTION, Reason::DifferentDigits, Cause::NumberFormDiffers, at),
        Match::Unknown => Finding::unknown(QUESTION, Reason::FormUnclear, at),
    };
    finding
        .with(Field::DisplayNumber, display)
        .with(Field::ExpectedNumber, stored)
}

/// Source: Meta, "Business phone numbers"; that expired proof does not harm a connected number is known from practice.
pub(super) fn verified(facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::NumberVerified;
    let at = facts.read_at;
    let Some(number) = facts.best_number() else {
        return unread_number(QUESTION, facts);
    };
    let connected = number.status == Some(NumberStatus::Connected);
    let unverified = number.status == Some(NumberStatus::Unverified);
    let yes = |reason| Finding::yes(QUESTION, reason, at);
    let no = |reason| Finding::no(QUESTION, reason, Cause::NumberNotVerified, at);
    let unknown = |reason| Finding::unknown(QUESTION, reason, at);
    let finding = match &number.code_verification {
        Some(CodeVerification::Verified) if unverified => unknown(Reason::Contradictory),
        Some(CodeVerification::Verified) => yes(Reason::Verified),
        Some(CodeVerification::Other(_)) => unknown(Reason::UnknownValue),
        _ if is_test(number) => yes(Reason::TestNumber),
        // Ownership of a shared number is confirmed in the phone app, not by our code.
        _ if number.on_business_app == Some(true) => {
            if connected {
                yes(Reason::Coexistence)
            } else {
                unknown(Reason::Coexistence)
            }
        }
        Some(CodeVerification::Expired) if connected => yes(Reason::ExpiredButConnected),
        Some(CodeVerification::Expired) => no(Reason::VerificationExpired),
        Some(CodeVerification::NotVerified) if connected => unknown(Reason::Contradictory),
        Some(CodeVerification::NotVerified) => no(Reason::NotVerified),
        None if unverified => no(Reason::NotVerified),
        None => unknown(Reason::Missing),
    };
    finding
        .with_some(
            Field::CodeVerification,
            number.code_verification.as_ref().map(CodeVerification::as_str),
        )
        .with_some(Field::Status, number.status.as_ref().map(NumberStatus::as_str))
        .with_some(
            Field::AccountMode,
            number.account_mode.as_ref().map(AccountMode::as_str),
        )
}

fn is_test(number: &PhoneNumber) -> bool {
    number.account_mode == Some(AccountMode::Sandbox)
}

pub(super) fn registered(facts: &ChannelFacts, now: UnixMillis) -> Finding {
    const QUESTION: Question = Question::NumberRegistered;
    let at = facts.read_at;
    let Some(number) = facts.best_number() else {
        return unread_number(QUESTION, facts);
    };
    let finding = match by_status(number, at) {
        // Meta's status can lag behind; "connected" is only said when nothing real speaks against it.
        Ok(()) if send_says_unregistered(facts, now) => Finding::no(
            QUESTION,
            Reason::ContradictedBySend,
            Cause::NumberNotRegistered,
            at,
        ),
        Ok(()) if health_says_unregistered(number) => Finding::no(
            QUESTION,
            Reason::ContradictedByHealth,
            Cause::NumberNotRegistered,
            at,
        )
        .with(Field::HealthCode, UNREGISTERED.to_string()),
        Ok(()) => Finding::yes(QUESTION, Reason::Connected, at),
        Err(finding) => *finding,
    };
    held_up(finding, facts, now)
        .with_some(Field::Status, number.status.as_ref().map(NumberStatus::as_str))
        .with_some(
            Field::PlatformType,
            number.platform_type.as_ref().map(PlatformType::as_str),
        )
}

/// What registering would cure has to wait while registering is locked.
fn held_up(mut finding: Finding, facts: &ChannelFacts, now: UnixMillis) -> Finding {
    let cured = matches!(
        finding.cause(),
        Some(Cause::NumberNotRegistered | Cause::NumberDisconnected)
    );
    if let Some(wait) = facts.register_wait.filter(|wait| cured && wait.lasts(now)) {
        finding.problem = Some(wait.problem(facts.read_at));
    }
    finding
}

/// `Ok` when the node itself says registered.
fn by_status(number: &PhoneNumber, at: UnixMillis) -> Result<(), Box<Finding>> {
    const QUESTION: Question = Question::NumberRegistered;
    let no = |reason, cause| Err(Box::new(Finding::no(QUESTION, reason, cause, at)));
    let unknown = |reason| Err(Box::new(Finding::unknown(QUESTION, reason, at)));
    let shared = number.on_business_app == Some(true);
    match (&number.status, &number.platform_type) {
        (Some(NumberStatus::Migrated), _) => no(Reason::Migrated, Cause::NumberMigrated),
        (Some(NumberStatus::Deleted), _) => no(Reason::Deleted, Cause::NumberDeleted),
        (Some(NumberStatus::Disconnected | NumberStatus::Pending), _) if shared => {
            no(Reason::Coexistence, Cause::PhoneAppDisconnected)
        }
        (Some(NumberStatus::Disconnected), _) => no(Reason::Disconnected, Cause::NumberDisconnected),
        (Some(NumberStatus::Pending | NumberStatus::Unverified), _) => {
            no(Reason::NotRegistered, Cause::NumberNotRegistered)
        }
        (Some(NumberStatus::Connected), Some(PlatformType::NotApplicable)) => unknown(Reason::Contradictory),
        (_, Some(PlatformType::OnPremise)) => no(Reason::OnPremise, Cause::NumberNotRegistered),
        (Some(NumberStatus::Connected), Some(PlatformType::CloudApi) | None) => Ok(()),
        // A restriction presupposes a registration; the restriction itself is the next question's matter.
        (
            Some(
                NumberStatus::Banned
                | NumberStatus::Restricted
                | NumberStatus::Flagged
                | NumberStatus::RateLimited,
            ),
            Some(PlatformType::CloudApi),
        ) => Ok(()),
        (Some(NumberStatus::Other(_)), _) | (_, Some(PlatformType::Other(_))) => {
            unknown(Reason::UnknownValue)
        }
        (_, Some(PlatformType::NotApplicable)) => no(Reason::NotRegistered, Cause::NumberNotRegistered),
        (_, _) => unknown(Reason::Missing),
    }
}

/// Code of "not registered" in the health report.
const UNREGISTERED: i64 = 141_000;

fn health_says_unregistered(number: &PhoneNumber) -> bool {
    let entities = number
        .health
        .as_ref()
        .map(|health| health.entities.as_slice())
        .unwrap_or_default();
    entities.iter().any(|entity| {
        entity.kind == EntityKind::PhoneNumber
            && entity.can_send == Ability::Blocked
            && entity.errors.iter().any(|error| error.code == UNREGISTERED)
    })
}

/// Whether the newest fresh attempt to send was refused as not registered.
fn send_says_unregistered(facts: &ChannelFacts, now: UnixMillis) -> bool {
    let when = facts.freshness(now);
    let fresh = facts
        .evidence
        .iter()
        .filter(|row| is_about_sending(row) && row.is_fresh(&when));
    fresh
        .max_by_key(|row| row.at)
        .is_some_and(|row| row.cause == Some(Cause::NumberNotRegistered))
}

fn is_about_sending(row: &Evidence) -> bool {
    matches!(
        row.kind,
        EvidenceKind::MessageAccepted
            | EvidenceKind::MessageDelivered
            | EvidenceKind::MessageRead
            | EvidenceKind::MessageFailed
    )
}

/// The number's node could not be read and the list does not have it either.
pub(super) fn unread_number(question: Question, facts: &ChannelFacts) -> Finding {
    match &facts.number {
        Fact::Unknown(unread) => Finding::unread(question, unread, CallKind::ReadNumber, facts.read_at),
        Fact::Known(_) => Finding::unknown(question, Reason::Contradictory, facts.read_at),
    }
}
