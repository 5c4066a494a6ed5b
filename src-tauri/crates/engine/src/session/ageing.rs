//! Evidence that grows too old while nothing else happens: what it proved has to be shown as unknown.

use super::Session;
use reconecta_core::ids::UnixMillis;
use std::time::Duration;

impl Session {
    /// Tells the interface of its channels when evidence has outlived its life between the last look and `now`, and
    /// nothing otherwise. Answers how long until the next one has; `None` when there is none, or none can be read.
    pub(crate) async fn tell_aged(&self, looked: UnixMillis, now: UnixMillis) -> Option<Duration> {
        // A clock that was put back gives time to what had none left.
        let (from, to) = (looked.min(now), looked.max(now));
        if self.evidence_end(from).await.is_some_and(|end| end < to) {
            self.announce_channels();
        }
        let left = self.evidence_end(now).await?.since(now);
        // It still proves at its end.
        let past = u64::try_from(left).unwrap_or_default().saturating_add(1);
        Some(Duration::from_millis(past))
    }

    /// The earliest end of evidence at `from` or later.
    async fn evidence_end(&self, from: UnixMillis) -> Option<UnixMillis> {
        let life = self.proof_life();
        let next = self.store.next_evidence(life.start_for(from)).await;
        next.ok().flatten().map(|at| life.end_of(at))
    }
}
