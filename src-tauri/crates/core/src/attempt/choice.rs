//! Which numbers are offered, in which order, and which choice is refused.

use super::candidates::{Candidate, settle};
use super::register::Register;
use super::target::Target;
use crate::cause::Cause;
use crate::ids::{ChannelId, ChoiceId, NumberId, UnixMillis};
use crate::meta::{Business, NumberStatus, PhoneNumber, PlatformType, Waba};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use smol_str::format_smolstr;
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

impl FoundNumber {
    /// The portfolio that owns the account, where it is neither the channel's account nor the channel's portfolio. Only
    /// what Meta told counts: an owner that could not be read is nobody else's.
    fn other_owner(&self, channel: &Target) -> Option<&Business> {
        let (owner, own) = (self.waba.owner.as_ref()?, channel.business.as_ref()?);
        (self.waba.id != channel.waba && owner.id != *own).then_some(owner)
    }
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
    /// The same line stands under another account, too, and nothing tells which one is meant: the person chooses one.
    #[serde(default)]
    pub contested: bool,
    /// Why it may not be chosen.
    pub refusal: Option<Problem>,
}

impl Choice {
    /// Phone number id.
    pub fn number(&self) -> &NumberId {
        &self.found.number.id
    }

    /// What it is chosen by: the number's id, with the account's where the number is contested.
    pub fn id(&self) -> ChoiceId {
        if self.contested {
            ChoiceId::new(format_smolstr!("{}@{}", self.number(), self.found.waba.id))
        } else {
            ChoiceId::new(self.number().as_str())
        }
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
    let known: Vec<&Target> = channels.iter().map(|known| &known.target).collect();
    let (targets, channels) = (Register::of(targets), Register::of(&known));
    let candidates = found
        .into_iter()
        .map(|found| Candidate {
            channel: targets
                .find(&found.number)
                .or_else(|| channels.find(&found.number)),
            is_target: targets.find(&found.number).is_some(),
            found,
        })
        .collect();
    let mut choices: Vec<Choice> = settle(candidates)
        .into_iter()
        .map(|(candidate, standing)| {
            let refusal = refusal(&candidate, targets.first(), now);
            Choice {
                preselected: candidate.is_target && standing.is_chosen() && refusal.is_none(),
                contested: standing.is_contested(),
                channel: candidate
                    .channel
                    .map(|known| (known.channel.clone(), known.name.clone())),
                found: candidate.found,
                refusal,
            }
        })
        .collect();
    choices.sort_by_cached_key(|choice| {
        (
            !choice.preselected,
            choice.refusal.is_some(),
            !(choice.contested && choice.channel.is_some()),
            !looks_broken(&choice.found.number),
            choice
                .found
                .number
                .verified_name
                .clone()
                .unwrap_or_default()
                .to_lowercase(),
            Reverse(choice.number().clone()),
        )
    });
    choices
}

fn refusal(candidate: &Candidate<'_>, wanted: Option<&Target>, now: UnixMillis) -> Option<Problem> {
    match (wanted, candidate.channel) {
        (None, Some(channel)) => {
            Some(Problem::new(Cause::NumberAlreadyInChannel, now).with("channel", &channel.name))
        }
        (Some(wanted), None) => {
            Some(Problem::new(Cause::DifferentNumber, now).with("expected", &wanted.display_phone_number))
        }
        (Some(_), Some(channel)) => {
            let owner = candidate.found.other_owner(channel)?;
            let name = owner.name.clone().unwrap_or_else(|| owner.id.to_string());
            Some(Problem::new(Cause::NumberOfOtherCompany, now).with("company", name))
        }
        (None, None) => None,
    }
}

/// What stands in the way of the target's number before anything is chosen.
pub(super) fn problem_of(choices: &[Choice], target: Option<&Target>, now: UnixMillis) -> Option<Problem> {
    let Some(target) = target else {
        return choices
            .is_empty()
            .then(|| Problem::new(Cause::NoNumbersFound, now));
    };
    let own = || {
        let of_target = |(channel, _): &(ChannelId, String)| *channel == target.channel;
        choices
            .iter()
            .filter(move |choice| choice.channel.as_ref().is_some_and(of_target))
    };
    if own().any(|choice| choice.preselected) {
        return None;
    }
    if own().any(|choice| choice.refusal.is_none()) {
        let several = Problem::new(Cause::NumberInSeveralAccounts, now);
        return Some(several.with("number", &target.display_phone_number));
    }
    let refused = own().find_map(|choice| choice.refusal.clone());
    let missing =
        || Problem::new(Cause::NumberNotVisible, now).with("expected", &target.display_phone_number);
    Some(refused.unwrap_or_else(missing))
}

/// Why a selection is not accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectionRefused(pub Problem);

/// Checks a selection against the offer.
///
/// # Errors
/// Nothing chosen, a number that is not on offer, one that may not be chosen, or one line twice.
pub fn check_selection(
    choices: &[Choice],
    selected: &[ChoiceId],
    now: UnixMillis,
) -> Result<Vec<FoundNumber>, SelectionRefused> {
    if selected.is_empty() {
        return Err(SelectionRefused(Problem::new(Cause::NothingSelected, now)));
    }
    let wanted: BTreeSet<&ChoiceId> = selected.iter().collect();
    let offered: BTreeMap<ChoiceId, &Choice> = choices.iter().map(|choice| (choice.id(), choice)).collect();
    let mut numbers = Vec::with_capacity(wanted.len());
    let (mut lines, mut channels) = (BTreeSet::new(), BTreeSet::new());
    for id in wanted {
        let choice = offered.get(id).copied().ok_or_else(|| {
            SelectionRefused(Problem::new(Cause::NumberNotOffered, now).with("number", id.as_str()))
        })?;
        if let Some(problem) = &choice.refusal {
            return Err(SelectionRefused(problem.clone()));
        }
        let other_channel = match &choice.channel {
            Some((channel, _)) => channels.insert(channel),
            None => true,
        };
        if !lines.insert(choice.number()) || !other_channel {
            let display = choice.found.number.display_phone_number.as_deref();
            return Err(SelectionRefused(
                Problem::new(Cause::NumberInSeveralAccounts, now).with("number", display.unwrap_or_default()),
            ));
        }
        numbers.push(choice.found.clone());
    }
    Ok(numbers)
}
