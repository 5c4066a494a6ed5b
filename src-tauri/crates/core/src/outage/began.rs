//! The rule: the newest run of checks that found the channel down, and the best account of how it began.

use super::meaning::{advice, author, explains, losses};
use super::record::{Act, Change, Check, OwnAct, Record, Standing};
use super::{Certainty, Loss, Moment, Outage, Source, Who, trail};
use crate::cause::Cause;
use crate::ids::UnixMillis;
use crate::verdict::{Evidence, EvidenceKind};

/// The newest outage, lasting or over; `None` when no check found one.
pub fn outage(record: &Record) -> Option<Outage> {
    let run = Run::newest(record)?;
    let (began, source, who) = beginning(record, &run);
    let ended = run.up_again.map(|by| end(record, &run, by));
    Some(Outage {
        cause: run.cause,
        began,
        ended,
        source,
        who,
        losses: losses(run.cause).to_vec(),
        advice: advice(run.cause, ended.is_some()),
        trail: trail::around(record, began.at, ended.map(|moment| moment.at)),
    })
}

/// Checks that found the channel down, without one in between that found it up.
struct Run {
    /// The cause at its end.
    cause: Cause,
    /// All causes within it.
    causes: Vec<Cause>,
    /// When it was first seen down.
    first: UnixMillis,
    /// When it was last seen down.
    last: UnixMillis,
    /// When it was last known to work before.
    up_before: Option<UnixMillis>,
    /// When it was first seen up afterwards.
    up_again: Option<UnixMillis>,
    /// When its token ended, as Meta said.
    token_ended_at: Option<UnixMillis>,
}

impl Run {
    fn newest(record: &Record) -> Option<Self> {
        let mut checks: Vec<&Check> = record.checks.iter().collect();
        checks.retain(|check| check.standing() != Standing::Unclear);
        checks.sort_by_key(|check| check.at);
        let is_down = |check: &&Check| check.standing() == Standing::Down;
        let end = checks.iter().rposition(is_down)?;
        let up_again = checks.get(end + 1).map(|check| check.at);
        let (until_end, _) = checks.split_at(end + 1);
        let start = until_end
            .iter()
            .rposition(|check| !is_down(check))
            .map_or(0, |last_up| last_up + 1);
        let (before, down) = until_end.split_at(start);
        let (first, last) = (down.first()?, down.last()?);
        let cause = down
            .iter()
            .rev()
            .find_map(|check| check.cause)
            .unwrap_or(Cause::Unrecognized);
        let flowed = record
            .evidence
            .iter()
            .filter(|row| shows_flow(row, cause) && row.at < first.at);
        let seen_up = before.last().map(|check| check.at).into_iter();
        Some(Self {
            cause,
            causes: down.iter().filter_map(|check| check.cause).collect(),
            first: first.at,
            last: last.at,
            up_before: seen_up.chain(flowed.map(|row| row.at)).max(),
            up_again,
            token_ended_at: down.iter().rev().find_map(|check| check.token_ended_at),
        })
    }

    /// Whether something at that time can have started it.
    fn covers(&self, at: UnixMillis) -> bool {
        at <= self.first && self.up_before.is_none_or(|up| at >= up)
    }
}

/// A message in a direction that the cause would have stopped.
fn shows_flow(row: &Evidence, cause: Cause) -> bool {
    let stopped = |loss| losses(cause).contains(&loss);
    match row.kind {
        EvidenceKind::MessageReceived => stopped(Loss::Incoming) || stopped(Loss::IncomingLate),
        EvidenceKind::MessageDelivered | EvidenceKind::MessageRead => stopped(Loss::Outgoing),
        _ => false,
    }
}

fn beginning(record: &Record, run: &Run) -> (Moment, Source, Option<Who>) {
    let author = author(run.cause, record.holder.as_deref());
    let moment = |at, certainty| Moment {
        at,
        certainty,
        not_before: run.up_before,
    };
    if let Some(at) = run
        .token_ended_at
        .filter(|at| run.cause.is_token_dead() && run.covers(*at))
    {
        return (moment(at, Certainty::Exact), Source::Token, author);
    }
    if let Some(told) = by_log(record, run) {
        return told;
    }
    if let Some(act) = put_back_here(record, run) {
        let who = act.by.clone().map(Who::Here);
        return (moment(act.at, Certainty::Exact), Source::Here, who);
    }
    if let Some(at) = missed_by_callback(record, run) {
        return (moment(at, Certainty::AtLatest), Source::Callback, author);
    }
    let certainty = if run.up_before.is_some() {
        Certainty::AtLatest
    } else {
        Certainty::Unknown
    };
    (moment(run.first, certainty), Source::Checks, author)
}

/// Meta's log. One fitting line tells the moment; of several, it was broken by the last one at the latest. Where it is
/// not known to have worked before, only a line that names our app or number counts.
fn by_log(record: &Record, run: &Run) -> Option<(Moment, Source, Option<Who>)> {
    let fitting = |change: &&Change| {
        run.causes.iter().any(|cause| explains(&change.kind, *cause))
            && run.covers(change.at)
            && (run.up_before.is_some() || names_us(change, record))
            && !names_another(change, record)
    };
    let mut lines: Vec<&Change> = record.changes.known()?.iter().filter(fitting).collect();
    lines.sort_by_key(|change| change.at);
    let (first, last) = (lines.first()?, lines.last()?);
    let certainty = if lines.len() == 1 {
        Certainty::Exact
    } else {
        Certainty::AtLatest
    };
    let who = last
        .who()
        .filter(|_| lines.iter().all(|line| line.who() == last.who()));
    let not_before = if lines.len() == 1 {
        run.up_before
    } else {
        Some(first.at)
    };
    let moment = Moment {
        at: last.at,
        certainty,
        not_before,
    };
    Some((moment, Source::MetaLog, who))
}

fn names_us(change: &Change, record: &Record) -> bool {
    let app = change.app.is_some() && change.app == record.app;
    let number = change.number.is_some() && change.number == record.number;
    app || number
}

fn names_another(change: &Change, record: &Record) -> bool {
    let app = change.app.is_some() && record.app.is_some() && change.app != record.app;
    let number = change.number.is_some() && record.number.is_some() && change.number != record.number;
    app || number
}

/// Going back to an older token is the one thing done here that breaks a channel.
fn put_back_here<'a>(record: &'a Record, run: &Run) -> Option<&'a OwnAct> {
    let went_back =
        |act: &&OwnAct| act.act == Act::RolledBack && run.up_before.is_some() && run.covers(act.at);
    record.acts.iter().filter(went_back).max_by_key(|act| act.at)
}

/// The callback missed an event before we looked.
fn missed_by_callback(record: &Record, run: &Run) -> Option<UnixMillis> {
    let late = losses(run.cause).contains(&Loss::IncomingLate);
    let missed = record
        .evidence
        .iter()
        .filter(|row| row.kind == EvidenceKind::CallbackMissedEvent && run.covers(row.at));
    missed.map(|row| row.at).min().filter(|_| late)
}

/// What was done here ended it, or it was over by the next look.
fn end(record: &Record, run: &Run, by: UnixMillis) -> Moment {
    let ends = |act: Act| match act {
        Act::Reconnected | Act::AppSubscribed | Act::CallbackRestored | Act::NumberRegistered => true,
        // A new token cures nothing but a dead one, and goes into use after everything else.
        Act::TokenReplaced => run.cause.is_token_dead() || run.cause == Cause::TokenMissing,
        Act::ChannelCreated | Act::RolledBack => false,
    };
    let repaired = record
        .acts
        .iter()
        .filter(|act| ends(act.act))
        .map(|act| act.at)
        .filter(|at| *at >= run.last && *at <= by)
        .max();
    Moment {
        at: repaired.unwrap_or(by),
        certainty: if repaired.is_some() {
            Certainty::Exact
        } else {
            Certainty::AtLatest
        },
        not_before: Some(run.last),
    }
}
