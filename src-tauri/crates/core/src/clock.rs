//! The computer's clock beside others.

use crate::ids::UnixMillis;

/// More is neither the network's delay nor the usual difference between two computers, in milliseconds.
pub const TOLERANCE: i64 = 5 * 60 * 1000;

/// Whether a computer that shows `now` is wrong, by what a server says at the same moment.
pub fn is_off(now: UnixMillis, server: UnixMillis) -> bool {
    now.since(server).saturating_abs() > TOLERANCE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_may_differ_by_five_minutes_either_way() {
        let server = UnixMillis(1_800_000_000_000);
        for (by, expected) in [
            (0, false),
            (TOLERANCE, false),
            (-TOLERANCE, false),
            (TOLERANCE + 1, true),
            (-TOLERANCE - 1, true),
            (i64::MIN, true),
            (i64::MAX, true),
        ] {
            assert_eq!(is_off(server.plus(by), server), expected, "{by}");
        }
    }
}
