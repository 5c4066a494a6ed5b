//! The end of an attempt: finished, or everything put back.

use super::Errand;
use reconecta_core::ids::ChannelId;

/// Puts the previous credential of the channels back.
pub(crate) async fn rollback(errand: &Errand, channels: &[ChannelId]) {
    for channel in channels {
        if let Err(error) = errand.session.roll_back(channel).await {
            tracing::error!(%error, channel.id = %channel, "The previous credential could not be put back");
        }
    }
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
