//! Is the number free of blocks by policy, quality, payment? And what works with limits?
//!
//! Meta's overall state counts calling errors, so messaging health is computed from the entities. Source: Meta,
//! "Health status".

use super::number::unread_number;
use crate::cause::Cause;
use crate::diagnosis::facts::ChannelFacts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::question::{Field, Question, Reason};
use crate::meta::{
    Ability, EntityKind, HealthEntity, HealthError, NameStatus, NumberStatus, PhoneNumber, Quality,
};
use crate::problem::Problem;

const QUESTION: Question = Question::NotRestricted;

pub(super) fn not_restricted(facts: &ChannelFacts) -> Finding {
    let at = facts.read_at;
    if review_is(facts, "REJECTED") {
        return Finding::no(QUESTION, Reason::RestrictedByReview, Cause::AccountRejected, at)
            .with(Field::ReviewStatus, "REJECTED");
    }
    let Some(number) = facts.best_number() else {
        return unread_number(QUESTION, facts);
    };
    let finding = match status_cause(number) {
        Some(cause) => Finding::no(QUESTION, Reason::RestrictedByStatus, cause, at),
        None => by_health(number, facts),
    };
    finding
        .with_some(Field::Status, number.status.as_ref().map(NumberStatus::as_str))
        .with_some(Field::Quality, number.quality.as_ref().map(Quality::as_str))
}

fn status_cause(number: &PhoneNumber) -> Option<Cause> {
    match number.status.as_ref()? {
        NumberStatus::Banned => Some(Cause::NumberBanned),
        NumberStatus::Restricted => Some(Cause::NumberRestricted),
        NumberStatus::RateLimited => Some(Cause::NumberRateLimited),
        NumberStatus::Pending
        | NumberStatus::Connected
        | NumberStatus::Disconnected
        | NumberStatus::Unverified
        | NumberStatus::Migrated
        | NumberStatus::Flagged
        | NumberStatus::Deleted
        | NumberStatus::Other(_) => None,
    }
}

fn by_health(number: &PhoneNumber, facts: &ChannelFacts) -> Finding {
    let at = facts.read_at;
    let Some(health) = &number.health else {
        return Finding::unknown(QUESTION, Reason::Missing, at);
    };
    let entities: Vec<&HealthEntity> = health
        .entities
        .iter()
        .filter(|entity| concerns_messages(entity))
        .collect();
    if let Some(blocked) = entities
        .iter()
        .find(|entity| ability(entity) == &Ability::Blocked)
    {
        let error = worst_error(blocked);
        let cause = entity_cause(blocked, error, Cause::HealthBlocked);
        let finding = Finding::no(QUESTION, Reason::BlockedByHealth, cause, at);
        return with_entity(finding, blocked, error);
    }
    if let Some(strange) = entities
        .iter()
        .find(|entity| matches!(entity.can_send, Ability::Other(_)))
    {
        return with_entity(
            Finding::unknown(QUESTION, Reason::UnknownValue, at),
            strange,
            None,
        );
    }
    if entities.is_empty() {
        return Finding::unknown(QUESTION, Reason::Missing, at);
    }
    if let Some(limited) = entities
        .iter()
        .find(|entity| ability(entity) == &Ability::Limited)
    {
        let finding = Finding::yes(QUESTION, Reason::Limited, at);
        return with_entity(finding, limited, worst_error(limited));
    }
    Finding::yes(QUESTION, Reason::Unrestricted, at)
}

fn with_entity(finding: Finding, entity: &HealthEntity, error: Option<&HealthError>) -> Finding {
    let text = error.and_then(|error| error.description.as_deref());
    finding
        .with(Field::HealthEntity, entity.kind.as_str())
        .with(Field::HealthAbility, entity.can_send.as_str())
        .with_some(Field::HealthCode, error.map(|error| error.code.to_string()))
        .with_some(
            Field::HealthText,
            text.or(entity.notes.first().map(|note| note.as_str())),
        )
}

/// A template's state is the template's own matter.
fn concerns_messages(entity: &HealthEntity) -> bool {
    entity.kind != EntityKind::MessageTemplate
}

/// The entity's ability to send, when errors about calling alone are left out.
fn ability(entity: &HealthEntity) -> &Ability {
    let only_calling = !entity.errors.is_empty() && worst_error(entity).is_none();
    if only_calling {
        &Ability::Available
    } else {
        &entity.can_send
    }
}

fn worst_error(entity: &HealthEntity) -> Option<&HealthError> {
    entity
        .errors
        .iter()
        .find(|error| Cause::from_health(error.code).is_some())
}

fn entity_cause(entity: &HealthEntity, error: Option<&HealthError>, general: Cause) -> Cause {
    let named = error
        .and_then(|error| Cause::from_health(error.code))
        .filter(|cause| *cause != Cause::HealthBlocked);
    match (named, &entity.kind) {
        (Some(cause), _) => cause,
        (None, EntityKind::App) if general == Cause::HealthBlocked => Cause::AppBlocked,
        (None, _) => general,
    }
}

pub(super) fn warnings(facts: &ChannelFacts) -> Vec<Problem> {
    let mut warnings = Vec::new();
    let mut warn = |problem: Problem| warnings.push(problem);
    let named = |cause| Problem::new(cause, facts.read_at);
    if review_is(facts, "PENDING") {
        warn(named(Cause::AccountInReview));
    }
    let Some(number) = facts.best_number() else {
        return warnings;
    };
    if number.quality == Some(Quality::Red) || number.status == Some(NumberStatus::Flagged) {
        warn(named(Cause::QualityLow));
    }
    let name = match number.name_status {
        Some(NameStatus::PendingReview) => Some(Cause::NameInReview),
        Some(NameStatus::Declined | NameStatus::Expired) => Some(Cause::NameNotApproved),
        _ => None,
    };
    if let Some(cause) = name {
        warn(named(cause));
    }
    let entities = number
        .health
        .as_ref()
        .map(|health| health.entities.as_slice())
        .unwrap_or_default();
    for entity in entities.iter().filter(|entity| concerns_messages(entity)) {
        if ability(entity) != &Ability::Limited {
            continue;
        }
        let error = worst_error(entity);
        let explained_by_name = error.is_none() && name.is_some() && entity.kind == EntityKind::PhoneNumber;
        if explained_by_name {
            continue;
        }
        let text = error
            .and_then(|error| error.description.clone())
            .or_else(|| entity.notes.first().cloned());
        let mut problem = named(entity_cause(entity, error, Cause::HealthLimited))
            .with(Field::HealthEntity.code(), entity.kind.as_str());
        if let Some(text) = text {
            problem = problem.with(Field::HealthText.code(), text);
        }
        warn(problem);
    }
    warnings
}

fn review_is(facts: &ChannelFacts, status: &str) -> bool {
    let review = facts.waba.known().and_then(|waba| waba.review_status.as_deref());
    review.is_some_and(|review| review.eq_ignore_ascii_case(status))
}
