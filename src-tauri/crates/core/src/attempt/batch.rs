//! Several channels with one login: whatever it shows is reconnected, the rest is named and stays as it was.

use super::state::Attempt;
use super::target::Target;
use crate::ids::{AttemptId, ChannelId, UnixMillis};
use std::collections::BTreeSet;

impl Attempt {
    /// A new attempt for several channels, in this order.
    pub fn batch(id: AttemptId, targets: Vec<Target>, started_at: UnixMillis) -> Self {
        let mut targets = targets.into_iter();
        let first = targets.next();
        Self {
            others: targets.collect(),
            ..Self::new(id, first, started_at)
        }
    }

    /// All channels that are to be reconnected.
    pub fn targets(&self) -> Vec<&Target> {
        self.target.iter().chain(&self.others).collect()
    }

    /// Channels whose number this login does not show, once the numbers were listed.
    pub fn not_shown(&self) -> Vec<&Target> {
        let open = self.choices.iter().filter(|choice| choice.refusal.is_none());
        let shown: BTreeSet<&ChannelId> = open
            .filter_map(|choice| choice.channel.as_ref().map(|(channel, _)| channel))
            .collect();
        self.targets()
            .into_iter()
            .filter(|target| !shown.contains(&target.channel))
            .collect()
    }
}
