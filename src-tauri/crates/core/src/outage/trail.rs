//! The timeline around an outage.

use super::Who;
use super::record::{Act, Record, Standing};
use crate::cause::Cause;
use crate::ids::UnixMillis;
use crate::verdict::EvidenceKind;

const DAY: i64 = 24 * 60 * 60 * 1000;
/// How far before the beginning the timeline reaches.
const BEFORE_MILLIS: i64 = 7 * DAY;
/// Longest timeline; the newest lines are kept.
const MOST: usize = 40;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A line of Meta's log, as Meta spells its kind.
    Change(String),
    /// A check that found something else than the one before.
    Check {
        /// The verdict's code.
        verdict: String,
        /// The blocking cause.
        cause: Option<Cause>,
    },
    /// Something done here.
    Act(Act),
    /// An observation of a message or the callback.
    Evidence(EvidenceKind),
    /// The token ended, as Meta said.
    TokenEnded,
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// When.
    pub at: UnixMillis,
    /// What.
    pub what: What,
    /// By whom, when known.
    pub who: Option<Who>,
    /// Whether the outage began with it.
    pub is_beginning: bool,
}

/// What happened from a week before the beginning until the end.
pub(super) fn around(record: &Record, began: UnixMillis, ended: Option<UnixMillis>) -> Vec<Trace> {
    let from = began.plus(-BEFORE_MILLIS);
    let mut traces = seen(record);
    traces.extend(record.changes.known().into_iter().flatten().map(|change| Trace {
        who: change.who(),
        ..trace(change.at, What::Change(change.kind.clone()))
    }));
    traces.extend(record.acts.iter().map(|act| Trace {
        who: act.by.clone().map(Who::Here),
        ..trace(act.at, What::Act(act.act))
    }));
    let told = record
        .evidence
        .iter()
        .filter(|row| row.kind != EvidenceKind::LiveRead);
    traces.extend(told.map(|row| trace(row.at, What::Evidence(row.kind))));
    traces.retain(|trace| trace.at >= from && ended.is_none_or(|ended| trace.at <= ended));
    traces.sort_by_key(|trace| trace.at);
    let surplus = traces.len().saturating_sub(MOST);
    traces.drain(..surplus);
    if let Some(first) = traces.iter_mut().find(|trace| trace.at == began) {
        first.is_beginning = true;
    }
    traces
}

fn trace(at: UnixMillis, what: What) -> Trace {
    Trace {
        at,
        what,
        who: None,
        is_beginning: false,
    }
}

/// Checks that found something new, and ends of tokens.
fn seen(record: &Record) -> Vec<Trace> {
    let mut checks: Vec<_> = record.checks.iter().collect();
    checks.sort_by_key(|check| check.at);
    let mut traces = Vec::new();
    let mut before = None;
    for check in checks
        .into_iter()
        .filter(|check| check.standing() != Standing::Unclear)
    {
        let finding = (check.verdict.clone(), check.cause);
        if before.as_ref() != Some(&finding) {
            let (verdict, cause) = finding.clone();
            traces.push(trace(check.at, What::Check { verdict, cause }));
        }
        before = Some(finding);
        let ended = check.token_ended_at.map(|at| trace(at, What::TokenEnded));
        traces.extend(ended.filter(|ended| !traces.contains(ended)));
    }
    traces
}
