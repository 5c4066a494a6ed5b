//! The end of an attempt: finished, or everything put back.

use super::Errand;
use reconecta_core::attempt::Report;
use tokio::task::JoinHandle;

/// Takes back what the attempt has changed, once nothing of it is under way any more: a call that was made already must
/// not arrive at Meta after it was taken back.
pub(crate) async fn take_back(errand: Errand, under_way: Vec<JoinHandle<()>>) {
    for work in under_way {
        let _ended = work.await;
    }
    let left = errand.session.take_back(&errand.attempt).await;
    errand.report(Report::TakenBack(left));
}

/// Forgets the staged credential and whatever was prepared for channels that were never switched.
pub(crate) async fn discard(errand: &Errand) {
    if let Err(error) = errand.session.discard_staged(&errand.attempt).await {
        tracing::error!(%error, attempt.id = %errand.attempt.id, "The staged credential could not be removed");
    }
}

/// Closes the books of a finished attempt.
pub(crate) async fn conclude(errand: &Errand) {
    if let Err(error) = errand.session.conclude(&errand.attempt).await {
        tracing::error!(%error, attempt.id = %errand.attempt.id, "The attempt could not be closed");
    }
    if let Err(error) = errand.session.store().back_up().await {
        tracing::warn!(%error, "The backup after the attempt failed");
    }
}
