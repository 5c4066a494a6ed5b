//! Did real messages go out and come in?

use crate::cause::Cause;
use crate::diagnosis::facts::ChannelFacts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::question::{Field, Question, Reason};
use crate::ids::UnixMillis;
use crate::problem::Problem;
use crate::verdict::{Evidence, EvidenceKind};

/// Accepted is not delivered; a failure that lies with the recipient says nothing about the channel. Among the fresh
/// rows the newest conclusive one decides.
pub(super) fn went_out(facts: &ChannelFacts, now: UnixMillis) -> Finding {
    const QUESTION: Question = Question::MessageOut;
    let rows = || facts.evidence.iter().filter(|row| is_out(row.kind));
    let when = facts.freshness(now);
    let fresh = || rows().filter(|row| row.is_fresh(&when));
    if let Some(row) = fresh().filter(|row| is_conclusive(row)).max_by_key(|row| row.at) {
        return with_row(concluded(row), row);
    }
    if let Some(row) = fresh().max_by_key(|row| row.at) {
        return with_row(inconclusive(row, facts), row);
    }
    match rows().max_by_key(|row| row.at) {
        Some(row) => with_row(unknown(QUESTION, Reason::Stale, facts), row),
        None => unknown(QUESTION, Reason::NoEvidence, facts),
    }
}

fn is_out(kind: EvidenceKind) -> bool {
    kind == EvidenceKind::MessageAccepted || is_delivery(kind) || kind == EvidenceKind::MessageFailed
}

fn is_delivery(kind: EvidenceKind) -> bool {
    matches!(kind, EvidenceKind::MessageDelivered | EvidenceKind::MessageRead)
}

fn is_conclusive(row: &Evidence) -> bool {
    let channel_failed =
        row.kind == EvidenceKind::MessageFailed && !row.cause.is_some_and(Cause::is_about_recipient);
    is_delivery(row.kind) || channel_failed
}

fn concluded(row: &Evidence) -> Finding {
    const QUESTION: Question = Question::MessageOut;
    if is_delivery(row.kind) {
        return Finding::yes(QUESTION, Reason::Delivered, row.at);
    }
    Finding::no(
        QUESTION,
        Reason::Failed,
        row.cause.unwrap_or(Cause::MessageFailed),
        row.at,
    )
}

fn inconclusive(row: &Evidence, facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::MessageOut;
    if row.kind == EvidenceKind::MessageAccepted {
        return unknown(QUESTION, Reason::AcceptedOnly, facts);
    }
    let mut finding = Finding::unknown(QUESTION, Reason::FailedForRecipient, row.at);
    finding.problem = row.cause.map(|cause| Problem::new(cause, row.at));
    finding
}

/// Silence is never a "no": perhaps nobody wrote. A person who wrote and saw nothing arrive is no silence.
pub(super) fn came_in(facts: &ChannelFacts, now: UnixMillis) -> Finding {
    const QUESTION: Question = Question::MessageIn;
    let rows = || {
        facts.evidence.iter().filter(|row| {
            matches!(
                row.kind,
                EvidenceKind::MessageReceived | EvidenceKind::MessageMissing
            )
        })
    };
    let when = facts.freshness(now);
    let fresh = rows().filter(|row| row.is_fresh(&when)).max_by_key(|row| row.at);
    match (fresh, rows().max_by_key(|row| row.at)) {
        (Some(row), _) if row.kind == EvidenceKind::MessageMissing => {
            let missing = Cause::MessagesDoNotArrive;
            with_row(
                Finding::no(QUESTION, Reason::SentButMissing, missing, row.at),
                row,
            )
        }
        (Some(row), _) => with_row(Finding::yes(QUESTION, Reason::Received, row.at), row),
        (None, Some(row)) => with_row(unknown(QUESTION, Reason::Stale, facts), row),
        (None, None) => unknown(QUESTION, Reason::NoEvidence, facts),
    }
}

fn unknown(question: Question, reason: Reason, facts: &ChannelFacts) -> Finding {
    Finding::unknown(question, reason, facts.read_at)
}

fn with_row(finding: Finding, row: &Evidence) -> Finding {
    finding
        .with(Field::EvidenceAt, row.at.0.to_string())
        .with_some(Field::Message, row.reference.as_deref())
}
