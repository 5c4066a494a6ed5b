//! Channels by their numbers.

use super::target::Target;
use crate::ids::NumberId;
use crate::meta::PhoneNumber;
use crate::phone::{self, Match};
use std::collections::BTreeMap;

/// Channels by their numbers: with thousands of both, each number must not be compared with each channel.
pub(super) struct Register<'a> {
    channels: &'a [&'a Target],
    by_id: BTreeMap<&'a NumberId, usize>,
    /// By the last digits, which every way of writing a number keeps.
    by_ending: BTreeMap<String, Vec<usize>>,
}

impl<'a> Register<'a> {
    pub(super) fn of(channels: &'a [&'a Target]) -> Self {
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

    pub(super) fn first(&self) -> Option<&'a Target> {
        self.channels.first().copied()
    }

    /// The first channel that is for this number.
    pub(super) fn find(&self, number: &PhoneNumber) -> Option<&'a Target> {
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
