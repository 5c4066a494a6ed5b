//! Channels that wait: when the time that was told is over somebody has to look, also where no round is planned.

use super::Session;
use crate::project::Brief;
use reconecta_core::ids::{ChannelId, UnixMillis};
use reconecta_core::verdict::Verdict;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Shortest pause before the next look, also where Meta names none.
const SHORTEST_MILLIS: i64 = 60_000;

/// When each channel that waits has to be looked at again.
#[derive(Default)]
struct Plan {
    due: BTreeMap<ChannelId, UnixMillis>,
    /// Whether the data file was asked for what earlier checks have found.
    is_recalled: bool,
}

/// The plan, shared by the checks and by whoever waits for the next look.
#[derive(Default)]
pub(super) struct Waits(Mutex<Plan>);

impl Waits {
    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What checks have found just now. Whether a look is due at another time than before.
    pub(super) fn note<'a>(
        &self,
        found: impl Iterator<Item = (&'a ChannelId, &'a Verdict)>,
        now: UnixMillis,
    ) -> bool {
        let due = &mut self.plan().due;
        let before = due.values().min().copied();
        for (channel, verdict) in found {
            match verdict.until() {
                Some(until) => due.insert(channel.clone(), until.max(now.plus(SHORTEST_MILLIS))),
                None => due.remove(channel),
            };
        }
        due.values().min().copied() != before
    }

    /// Takes out the channels whose time is over, and tells when the next one's is.
    fn take_over(&self, now: UnixMillis) -> (Vec<ChannelId>, Option<UnixMillis>) {
        let due = &mut self.plan().due;
        let over: Vec<ChannelId> = due
            .iter()
            .filter(|(_channel, until)| **until <= now)
            .map(|(channel, _until)| channel.clone())
            .collect();
        for channel in &over {
            due.remove(channel);
        }
        (over, due.values().min().copied())
    }
}

impl Session {
    /// Channels whose wait is over, each given out once; and how long until the next one's is.
    pub(crate) async fn waits_over(&self) -> (Vec<ChannelId>, Option<Duration>) {
        if !self.waits.plan().is_recalled {
            self.recall_waits().await;
        }
        let now = self.now();
        let (over, next) = self.waits.take_over(now);
        let left = next.map(|next| u64::try_from(next.since(now)).unwrap_or_default());
        (over, left.map(Duration::from_millis))
    }

    /// What earlier checks have found, also those of an earlier start.
    async fn recall_waits(&self) {
        let Ok(standings) = self.store.standings().await else {
            return;
        };
        let waits = standings.into_iter().filter_map(|stored| {
            let found = Brief::of(stored.standing.as_deref()?)?;
            Some((stored.id, found.waits_until()?))
        });
        let mut plan = self.waits.plan();
        plan.is_recalled = true;
        for (channel, until) in waits {
            // What was found meanwhile is newer.
            plan.due.entry(channel).or_insert(until);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_790_000_000_000);
    const MINUTE: i64 = 60_000;

    fn waiting(minutes: i64) -> Verdict {
        Verdict::Wait {
            until: NOW.plus(minutes * MINUTE),
        }
    }

    #[test]
    fn each_wait_is_over_once_and_the_next_one_is_told() {
        let waits = Waits::default();
        let [early, late] = ["early", "late"].map(ChannelId::from);
        assert!(waits.note([(&early, &waiting(5)), (&late, &waiting(30))].into_iter(), NOW));
        assert_eq!(waits.take_over(NOW), (vec![], Some(NOW.plus(5 * MINUTE))));
        let at = NOW.plus(5 * MINUTE);
        assert_eq!(
            waits.take_over(at),
            (vec![early.clone()], Some(NOW.plus(30 * MINUTE)))
        );
        assert_eq!(waits.take_over(at).0, []);
        assert!(
            waits.note([(&early, &waiting(10))].into_iter(), at),
            "it waits again"
        );
        assert!(
            waits.note([(&early, &Verdict::Unknown)].into_iter(), at),
            "it waits no more"
        );
        assert!(!waits.note([(&early, &Verdict::Disconnected)].into_iter(), at));
        assert_eq!(waits.take_over(NOW.plus(99 * MINUTE)), (vec![late], None));
    }

    #[test]
    fn a_wait_without_a_time_is_not_looked_at_all_the_time() {
        let waits = Waits::default();
        let channel = ChannelId::from("c");
        waits.note([(&channel, &waiting(0))].into_iter(), NOW);
        assert_eq!(waits.take_over(NOW), (vec![], Some(NOW.plus(SHORTEST_MILLIS))));
    }
}
