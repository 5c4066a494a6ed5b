//! The one retry rule: reads only, three tries, growing delays with jitter, and only for failures that pass by
//! themselves. Limits are never retried, because going on prolongs them.

use crate::failure::GraphFailure;
use backon::{ExponentialBuilder, Retryable};
use std::time::Duration;

/// Tries a read up to three times.
pub(crate) async fn reads<T, F, W>(first_delay: Duration, read: F) -> Result<T, GraphFailure>
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
    read.retry(delays)
        .when(GraphFailure::is_transient)
        .notify(|failure, delay| tracing::info!(%failure, ?delay, "A read is tried again"))
        .await
}
