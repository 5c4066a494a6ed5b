//! Which of several entries is meant, where more than one account lists the same line.
//!
//! Several messaging accounts can point at one number, and a number that was moved may still be listed where it was. The
//! channel's own account comes first, then its portfolio. Where neither tells, nothing is guessed: a wrong guess would
//! point the channel at somebody else's account.

use super::choice::FoundNumber;
use super::target::Target;
use crate::ids::{NumberId, WabaId};
use crate::meta::NumberStatus;
use std::collections::{BTreeMap, BTreeSet};

/// A number as one account lists it, with the channel that is for it.
pub(super) struct Candidate<'a> {
    pub(super) found: FoundNumber,
    pub(super) channel: Option<&'a Target>,
    /// The channel is one of those that are being reconnected.
    pub(super) is_target: bool,
}

/// How an entry stands among those of the same line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is the one that is meant.
    Chosen,
    /// One of several, of which nothing tells which is meant.
    Contested,
    /// Another entry is meant; this one is another number id of the same line.
    Passed,
}

impl Standing {
    pub(super) fn is_chosen(self) -> bool {
        self == Self::Chosen
    }

    pub(super) fn is_contested(self) -> bool {
        self == Self::Contested
    }
}

/// How near an entry is to the channel as it is stored; the smallest is meant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    OwnEntry,
    OwnAccount,
    OwnPortfolio,
    Elsewhere,
    /// Moved or deleted: what is left where the line was.
    Left,
}

/// Orders the entries of each line, in the order in which they came. An entry with the same number id as the one that is
/// meant says nothing new and is left out.
pub(super) fn settle(candidates: Vec<Candidate<'_>>) -> Vec<(Candidate<'_>, Standing)> {
    let mut entries = BTreeSet::new();
    let candidates: Vec<Candidate<'_>> = candidates
        .into_iter()
        .filter(|one| entries.insert((one.found.number.id.clone(), one.found.waba.id.clone())))
        .collect();
    let standings = standings(&candidates);
    candidates
        .into_iter()
        .zip(standings)
        .filter_map(|(candidate, standing)| Some((candidate, standing?)))
        .collect()
}

fn standings(candidates: &[Candidate<'_>]) -> Vec<Option<Standing>> {
    let mut lines: BTreeMap<Line<'_>, Vec<usize>> = BTreeMap::new();
    for (place, candidate) in candidates.iter().enumerate() {
        lines.entry(line(candidate)).or_default().push(place);
    }
    let mut standings = vec![Some(Standing::Chosen); candidates.len()];
    for places in lines.into_values().filter(|places| places.len() > 1) {
        let members: Vec<(usize, &Candidate<'_>)> = places
            .into_iter()
            .filter_map(|place| Some((place, candidates.get(place)?)))
            .collect();
        let Some(nearest) = members.iter().map(|(_, one)| nearness(one)).min() else {
            continue;
        };
        let leaders: Vec<&NumberId> = members
            .iter()
            .filter(|(_, one)| nearness(one) == nearest)
            .map(|(_, one)| &one.found.number.id)
            .collect();
        let is_settled = leaders.len() == 1;
        for (place, one) in &members {
            let standing = match (nearness(one) == nearest, is_settled) {
                (true, true) => Some(Standing::Chosen),
                (true, false) => Some(Standing::Contested),
                (false, _) if leaders.contains(&&one.found.number.id) => None,
                (false, _) => Some(Standing::Passed),
            };
            if let Some(slot) = standings.get_mut(*place) {
                *slot = standing;
            }
        }
    }
    standings
}

/// Entries of one line: of one channel, or else with one number id.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Line<'a> {
    Channel(&'a str),
    Number(&'a NumberId),
}

fn line<'a>(candidate: &'a Candidate<'_>) -> Line<'a> {
    match candidate.channel {
        Some(channel) => Line::Channel(channel.channel.as_str()),
        None => Line::Number(&candidate.found.number.id),
    }
}

fn nearness(candidate: &Candidate<'_>) -> Nearness {
    let (found, number) = (&candidate.found, &candidate.found.number);
    if matches!(
        number.status,
        Some(NumberStatus::Migrated | NumberStatus::Deleted)
    ) {
        return Nearness::Left;
    }
    let Some(channel) = candidate.channel else {
        return Nearness::Elsewhere;
    };
    let is_own = |waba: &WabaId| *waba == channel.waba;
    let business = found.business.as_ref().map(|business| &business.id);
    match channel.business.as_ref() {
        _ if is_own(&found.waba.id) && number.id == channel.number => Nearness::OwnEntry,
        _ if is_own(&found.waba.id) => Nearness::OwnAccount,
        Some(own) if business == Some(own) => Nearness::OwnPortfolio,
        _ => Nearness::Elsewhere,
    }
}
