//! The virtual clock: the computer's time plus an offset that the control can move.

use super::World;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

impl World {
    /// Virtual Unix time in milliseconds.
    pub fn now_ms(&self) -> i64 {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(real.as_millis())
            .unwrap_or(i64::MAX)
            .saturating_add(self.clock_offset_ms)
    }

    /// Virtual Unix time in seconds.
    pub fn now(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }

    /// Moves the virtual clock forward.
    pub fn advance(&mut self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.clock_offset_ms = self.clock_offset_ms.saturating_add(by);
    }
}

/// A time as Graph writes it: ISO 8601 with `+0000`.
pub(crate) fn iso(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms)
        .map(|time| time.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string())
        .unwrap_or_default()
}

/// A time as servers write it in `Date`. Source: RFC 9110, section 5.6.7.
pub(crate) fn http_date(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms)
        .and_then(|time| DateTimePrinter::new().timestamp_to_rfc9110_string(&time))
        .unwrap_or_default()
}
