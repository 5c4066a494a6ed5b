//! Which numbers are offered, in which order, and which choice is refused.

use super::target::Target;
use crate::cause::Cause;
use crate::ids::{ChannelId, NumberId, UnixMillis};
use crate::meta::{Business, NumberStatus, PhoneNumber, PlatformType, Waba};
use crate::phone::{self, Match};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A number that the login can see, with where it lives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundNumber {
    /// The number.
    pub number: PhoneNumber,
    /// Its account.
    pub waba: Waba,
    /// The portfolio that owns the account, when known.
    pub business: Option<Business>,
}

/// One of our channels, to recognise its number.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownChannel {
    /// The channel as it is stored.
    pub target: Target,
}

/// A number on offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The number.
    pub found: FoundNumber,
    /// Our channel that uses it.
    pub channel: Option<(ChannelId, String)>,
    /// Chosen in advance.
    pub preselected: bool,
    /// Why it may not be chosen.
    pub refusal: Option<Problem>,
}

impl Choice {
    /// Phone number id.
    pub fn id(&self) -> &NumberId {
        &self.found.number.id
    }
}

/// Whether a number shows a state in which messages do not flow.
pub(super) fn looks_broken(number: &PhoneNumber) -> bool {
    let connected = matches!(number.status, Some(NumberStatus::Connected));
    let registered = matches!(number.platform_type, Some(PlatformType::CloudApi));
    !(connected && registered)
}

/// Builds the offer: the channels' own numbers first and preselected, then the broken ones, then by name.
///
/// With targets, a number that belongs to none of our channels is refused: a reconnection keeps the channel's
/// identity. Without any, a number that a channel uses already is refused: that channel is to be reconnected.
pub fn build_choices(
    found: Vec<FoundNumber>,
    targets: &[&Target],
    channels: &[KnownChannel],
    now: UnixMillis,
) -> Vec<Choice> {
    let mut seen = BTreeSet::new();
    let known: Vec<&Target> = channels.iter().map(|known| &known.target).collect();
    let (targets, channels) = (Register::of(targets), Register::of(&known));
    let mut choices: Vec<Choice> = found
        .into_iter()
        .filter(|item| seen.insert(item.number.id.clone()))
        .map(|item| offer(item, &targets, &channels, now))
        .collect();
    choices.sort_by_cached_key(|choice| {
        (
            !choice.preselected,
            choice.refusal.is_some(),
            !looks_broken(&choice.found.number),
            choice
                .found
                .number
                .verified_name
                .clone()
                .unwrap_or_default()
                .to_lowercase(),
            Reverse(choice.found.number.id.clone()),
        )
    });
    choices
}

/// Channels by their numbers: with thousands of both, each number must not be compared with each channel.
struct Register<'a> {
    channels: &'a [&'a Target],
    by_id: BTreeMap<&'a NumberId, usize>,
    /// By the last digits, which every way of writing a number keeps.
    by_ending: BTreeMap<String, Vec<usize>>,
}

impl<'a> Register<'a> {
    fn of(channels: &'a [&'a Target]) -> Self {
        let mut by_id = BTreeMap::new();
        let mut by_ending: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, channel) in channels.iter().enumerate() {
            by_id.entry(&channel.number).or_insert(place);
            if let Some(ending) = ending(&channel.display_phone_number) {
                by_ending.entry(ending).or_default().push(place);
            }
        }
        Self {
            channels,
            by_id,
            by_ending,
        }
    }

    fn first(&self) -> Option<&'a Target> {
        self.channels.first().copied()
    }

    /// The first channel that is for this number.
    fn find(&self, number: &PhoneNumber) -> Option<&'a Target> {
        let display = number.display_phone_number.as_deref();
        let alike = display
            .and_then(ending)
            .and_then(|ending| self.by_ending.get(&ending));
        let by_digits = alike.into_iter().flatten().copied();
        self.by_id
            .get(&number.id)
            .copied()
            .into_iter()
            .chain(by_digits.filter(|place| {
                self.channels
                    .get(*place)
                    .is_some_and(|target| is_same(number, target))
            }))
            .min()
            .and_then(|place| self.channels.get(place).copied())
    }
}

/// Digits at the end of a line's number; countries' rules differ before them.
const ENDING: usize = 6;

fn ending(display: &str) -> Option<String> {
    let form = phone::PhoneForm::parse(display).ok()?;
    let start = form.digits().len().checked_sub(ENDING)?;
    form.digits().get(start..).map(str::to_owned)
}

fn offer(found: FoundNumber, targets: &Register<'_>, channels: &Register<'_>, now: UnixMillis) -> Choice {
    let owner = channels.find(&found.number);
    let channel = owner.map(|known| (known.channel.clone(), known.name.clone()));
    let is_target = targets.find(&found.number).is_some();
    let refusal = match (targets.first(), &channel) {
        (None, Some((_, name))) => {
            Some(Problem::new(Cause::NumberAlreadyInChannel, now).with("channel", name))
        }
        (Some(wanted), None) if !is_target => {
            Some(Problem::new(Cause::DifferentNumber, now).with("expected", &wanted.display_phone_number))
        }
        (None, None) | (Some(_), _) => None,
    };
    Choice {
        preselected: is_target,
        found,
        channel,
        refusal,
    }
}

/// Whether a number is the one a channel is for: by id, or by its digits under the country's rules.
fn is_same(number: &PhoneNumber, target: &Target) -> bool {
    if number.id == target.number {
        return true;
    }
    number.display_phone_number.as_deref().is_some_and(|display| {
        matches!(
            phone::same_number(display, &target.display_phone_number),
            Match::Same | Match::SameByRule(_)
        )
    })
}

/// Why a selection is not accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectionRefused(pub Problem);

/// Checks a selection against the offer.
///
/// # Errors
/// Nothing chosen, a number that is not on offer, or one that may not be chosen.
pub fn check_selection(
    choices: &[Choice],
    selected: &[NumberId],
    now: UnixMillis,
) -> Result<Vec<FoundNumber>, SelectionRefused> {
    if selected.is_empty() {
        return Err(SelectionRefused(Problem::new(Cause::NothingSelected, now)));
    }
    let wanted: BTreeSet<&NumberId> = selected.iter().collect();
    let mut numbers = Vec::with_capacity(wanted.len());
    for id in wanted {
        let choice = choices.iter().find(|choice| choice.id() == id).ok_or_else(|| {
            SelectionRefused(Problem::new(Cause::NumberNotOffered, now).with("number", id.as_str()))
        })?;
        if let Some(problem) = &choice.refusal {
            return Err(SelectionRefused(problem.clone()));
        }
        numbers.push(choice.found.clone());
    }
    Ok(numbers)
}
