//! Several channels with one login: whatever it shows is reconnected, the rest is named and stays as it was.

use super::state::Attempt;
use super::target::Target;
use crate::ids::{AttemptId, UnixMillis};

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
        let is_shown = |target: &&Target| {
            self.choices.iter().any(|choice| {
                choice.preselected
                    && choice
                        .channel
                        .as_ref()
                        .is_some_and(|(channel, _)| channel == &target.channel)
            })
        };
        self.targets()
            .into_iter()
            .filter(|target| !is_shown(target))
            .collect()
    }
}
