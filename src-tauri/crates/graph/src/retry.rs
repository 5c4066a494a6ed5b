//! The one retry rule: reads only, three tries, growing delays with jitter, and only for failures that pass by
//! themselves. Limits are never retried, because going on prolongs them.

use crate::failure::GraphFailure;
use backon::{ExponentialBuilder, Retryable};
use reconecta_core::fact::TransportFailure;
use std::time::Duration;

/// Tries a read up to three times, all together within `limit`.
pub(crate) async fn reads<T, F, W>(first_delay: Duration, limit: Duration, read: F) -> Result<T, GraphFailure>
where
    F: FnMut() -> W,
    W: Future<Output = Result<T, GraphFailure>>,
{
    let mut delays = ExponentialBuilder::default()
        .with_min_delay(first_delay)
        .with_max_times(2);
    if !first_delay.is_zero() {
        delays = delays.with_jitter();
    }
    let tries = read
        .retry(delays)
        .when(GraphFailure::is_transient)
        .notify(|failure, delay| tracing::info!(%failure, ?delay, "A read is tried again"));
    let in_time = tokio::time::timeout(limit, tries).await;
    in_time.unwrap_or(Err(GraphFailure::Transport(TransportFailure::Timeout)))
}
