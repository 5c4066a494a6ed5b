//! Is the number free of blocks by policy, quality, payment? And what works with limits?
//!
//! Meta's overall state counts calling errors, so messaging health is computed from the entities. Source: Meta,
//! "Health status".

use super::number::unread_number;
use crate::cause::Cause;
use crate::diagnosis::facts::ChannelFacts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::question::{Answer, Field, Question, Reason};
use crate::meta::{
    Ability, EntityKind, HealthEntity, HealthError, NameStatus, NumberStatus, PhoneNumber, Quality,
    ReviewStatus, Waba, WabaStatus,
};
use crate::problem::Problem;
use smol_str::{SmolStr, ToSmolStr};

const QUESTION: Question = Question::NotRestricted;

pub(super) fn not_restricted(facts: &ChannelFacts) -> Finding {
    let at = facts.read_at;
    let review = review(facts);
    if review == Some(&ReviewStatus::Rejected) {
        return Finding::no(QUESTION, Reason::RestrictedByReview, Cause::AccountRejected, at)
            .with(Field::ReviewStatus, ReviewStatus::Rejected.as_str());
    }
    let Some(number) = facts.best_number() else {
        return unread_number(QUESTION, facts);
    };
    let finding = match status_cause(number) {
        Some(cause) => Finding::no(QUESTION, Reason::RestrictedByStatus, cause, at),
        None => by_health(number, facts),
    };
    let account = facts.waba.known().and_then(|waba| waba.status.as_ref());
    let finding = match finding.answer {
        Answer::Yes if is_strange(facts.waba.known()) => Finding::unknown(QUESTION, Reason::UnknownValue, at),
        _ => finding,
    };
    finding
        .with_some(Field::AccountStatus, account.map(WabaStatus::as_str))
        .with_some(Field::ReviewStatus, review.map(ReviewStatus::as_str))
        .with_some(Field::Status, number.status.as_ref().map(NumberStatus::as_str))
        .with_some(Field::Quality, number.quality.as_ref().map(Quality::as_str))
}

/// An account in a state that this version does not know is not free of blocks, whatever its number says.
fn is_strange(account: Option<&Waba>) -> bool {
    account.is_some_and(|account| {
        matches!(account.review_status, Some(ReviewStatus::Other(_)))
            || matches!(account.status, Some(WabaStatus::Other(_)))
    })
}

fn review(facts: &ChannelFacts) -> Option<&ReviewStatus> {
    facts.waba.known()?.review_status.as_ref()
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
    let said = said(entity, error);
    said.into_iter().fold(
        finding.with(Field::HealthAbility, entity.can_send.as_str()),
        |finding, (field, value)| finding.with(field, value),
    )
}

/// What Meta itself says of an entity: its code, its description and its remedy, as far as it gives them.
fn said(entity: &HealthEntity, error: Option<&HealthError>) -> Vec<(Field, SmolStr)> {
    let description = error.and_then(|error| error.description.clone());
    let lines = [
        (Field::HealthEntity, Some(entity.kind.as_str().into())),
        (Field::HealthCode, error.map(|error| error.code.to_smolstr())),
        (
            Field::HealthText,
            description.or_else(|| entity.notes.first().cloned()),
        ),
        (
            Field::HealthSolution,
            error.and_then(|error| error.solution.clone()),
        ),
    ];
    let given = lines
        .into_iter()
        .filter_map(|(field, value)| Some((field, value?)));
    given.filter(|(_, value)| !value.trim().is_empty()).collect()
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
    match review(facts) {
        Some(ReviewStatus::Pending) => warn(named(Cause::AccountInReview)),
        Some(ReviewStatus::LimitReached) => warn(named(Cause::AccountNotReviewed)),
        _ => {}
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
        let problem = named(entity_cause(entity, error, Cause::HealthLimited));
        warn(
            said(entity, error)
                .into_iter()
                .fold(problem, |problem, (field, value)| {
                    problem.with(field.code(), value)
                }),
        );
    }
    warnings
}
