//! Throttling by order: a share of the answers about accounts is refused, as Meta refuses under load.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Which share of the calls is refused, and for how long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Throttling {
    /// Of a hundred answers about accounts; 0 switches it off.
    pub percent: u8,
    /// `estimated_time_to_regain_access`, in minutes; at least 1.
    pub regain_minutes: u32,
    /// `Retry-After`, in seconds. It makes pauses shorter than a minute possible.
    pub retry_after: Option<u32>,
    /// Another seed refuses other calls.
    pub seed: u64,
}

impl Throttling {
    fn minutes(&self) -> u32 {
        self.regain_minutes.max(1)
    }

    fn pause_ms(&self) -> i64 {
        let seconds = self.retry_after.unwrap_or(self.minutes().saturating_mul(60));
        i64::from(seconds) * 1000
    }
}

/// What was counted since the start or the last order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Calls {
    /// Calls of the Graph API.
    pub made: u64,
    /// Answers refused by order.
    pub throttled: u64,
    /// Calls about an account during its pause: a client that keeps to Meta's limits makes none.
    pub in_pause: u64,
}

/// A refusal by order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: i64,
    pub(crate) minutes: u32,
    pub(crate) retry_after: Option<u32>,
}

/// The order in force and what came of it.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    pub(crate) order: Throttling,
    pub(crate) calls: Calls,
    pauses: HashMap<String, i64>,
    asked: HashMap<String, u64>,
}

impl Throttle {
    pub(crate) fn order(&mut self, order: Throttling) {
        *self = Self {
            order,
            ..Self::default()
        };
    }

    /// Whether a call about an account is refused at `now` (Unix milliseconds). The choice depends on seed, path and
    /// repetition, not on the order in which calls arrive.
    pub(crate) fn judge(&mut self, account: &str, path: &str, now: i64) -> Option<Refused> {
        let refused = |code, order: &Throttling| Refused {
            code,
            minutes: order.minutes(),
            retry_after: order.retry_after,
        };
        if self.pauses.get(account).is_some_and(|until| now < *until) {
            self.calls.in_pause += 1;
            return Some(refused(80_008, &self.order));
        }
        if self.order.percent == 0 {
            return None;
        }
        let asked = self.asked.entry(path.to_owned()).or_default();
        *asked += 1;
        let rolled = mixed(self.order.seed, path, *asked);
        if rolled % 100 >= u64::from(self.order.percent) {
            return None;
        }
        self.calls.throttled += 1;
        self.pauses
            .insert(account.to_owned(), now.saturating_add(self.order.pause_ms()));
        let code = if (rolled / 100).is_multiple_of(2) {
            80_008
        } else {
            130_429
        };
        Some(refused(code, &self.order))
    }
}

/// FNV-1a, finished like SplitMix64.
fn mixed(seed: u64, path: &str, asked: u64) -> u64 {
    let mut hash = seed ^ 0xcbf2_9ce4_8422_2325;
    for byte in path.bytes().chain(asked.to_le_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throttle(percent: u8) -> Throttle {
        let mut throttle = Throttle::default();
        throttle.order(Throttling {
            percent,
            ..Throttling::default()
        });
        throttle
    }

    #[test]
    fn about_the_ordered_share_is_refused_whatever_the_order_of_calls() {
        let (mut forwards, mut backwards) = (throttle(10), throttle(10));
        let ids: Vec<String> = (0..1000).map(|id| id.to_string()).collect();
        for id in &ids {
            forwards.judge(id, &format!("{id}/phone_numbers"), 0);
        }
        for id in ids.iter().rev() {
            backwards.judge(id, &format!("{id}/phone_numbers"), 0);
        }
        assert_eq!(forwards.calls, backwards.calls);
        assert!(
            (70..130).contains(&forwards.calls.throttled),
            "{:?} of a thousand",
            forwards.calls
        );
    }

    #[test]
    fn calls_during_a_pause_are_refused_and_counted() {
        let mut throttle = throttle(100);
        assert!(throttle.judge("1", "1/phone_numbers", 0).is_some());
        assert!(throttle.judge("1", "1/subscribed_apps", 59_999).is_some());
        assert_eq!((throttle.calls.throttled, throttle.calls.in_pause), (1, 1));
        throttle.judge("1", "1/subscribed_apps", 60_000);
        assert_eq!((throttle.calls.throttled, throttle.calls.in_pause), (2, 1));
    }
}
