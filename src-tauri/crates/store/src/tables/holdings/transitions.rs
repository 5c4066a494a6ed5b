//! How a credential moves from one state to the next, within the caller's transaction.

use super::{HoldingState, Slot};
use crate::error::StoreError;
use crate::sql;
use crate::tables::credentials;
use reconecta_core::ids::{AttemptId, ChannelId, CredentialId, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Transaction};

pub(crate) fn in_state(
    connection: &Connection,
    channel: &ChannelId,
    slot: Slot,
    state: HoldingState,
) -> rusqlite::Result<Option<CredentialId>> {
    connection
        .prepare_cached(
            "SELECT credential_id FROM holdings WHERE channel_id = ?1 AND slot = ?2 AND state = ?3",
        )?
        .query_row((channel.as_str(), slot, state), |row| {
            sql::id(row, "credential_id", CredentialId::new)
        })
        .optional()
}

pub(crate) fn set(
    transaction: &Transaction<'_>,
    channel: &ChannelId,
    credential: &CredentialId,
    slot: Slot,
    state: HoldingState,
    at: UnixMillis,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO holdings (channel_id, credential_id, slot, state, changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (channel_id, credential_id)
             DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at",
        )?
        .execute((channel.as_str(), credential.as_str(), slot, state, at.0))?;
    Ok(())
}

/// Ends whatever is in `state` and wipes its secret when nobody else needs it.
pub(crate) fn retire(
    transaction: &Transaction<'_>,
    channel: &ChannelId,
    slot: Slot,
    state: HoldingState,
    at: UnixMillis,
) -> rusqlite::Result<Option<CredentialId>> {
    let Some(old) = in_state(transaction, channel, slot, state)? else {
        return Ok(None);
    };
    set(transaction, channel, &old, slot, HoldingState::Retired, at)?;
    credentials::wipe_if_unneeded(transaction, &old, at)?;
    Ok(Some(old))
}

/// Ends everything in `slot`.
pub(crate) fn retire_all(
    transaction: &Transaction<'_>,
    channel: &ChannelId,
    slot: Slot,
    at: UnixMillis,
) -> rusqlite::Result<()> {
    for state in [HoldingState::Staged, HoldingState::Active, HoldingState::Previous] {
        retire(transaction, channel, slot, state, at)?;
    }
    Ok(())
}

pub(crate) fn stage(
    transaction: &Transaction<'_>,
    channel: &ChannelId,
    credential: &CredentialId,
    at: UnixMillis,
) -> Result<(), StoreError> {
    let slot = credentials::usable(transaction, credential)?.kind.slot();
    if in_state(transaction, channel, slot, HoldingState::Active)?.as_ref() == Some(credential) {
        return Ok(());
    }
    if in_state(transaction, channel, slot, HoldingState::Staged)?.as_ref() != Some(credential) {
        retire(transaction, channel, slot, HoldingState::Staged, at)?;
    }
    set(transaction, channel, credential, slot, HoldingState::Staged, at)?;
    Ok(())
}

/// Staged (or not yet held) becomes active, active becomes previous, previous is retired. Nothing to do when it is
/// active already, so a repetition after a crash is harmless.
pub(crate) fn promote(
    transaction: &Transaction<'_>,
    channel: &ChannelId,
    credential: &CredentialId,
    at: UnixMillis,
) -> Result<(), StoreError> {
    let slot = credentials::usable(transaction, credential)?.kind.slot();
    let active = in_state(transaction, channel, slot, HoldingState::Active)?;
    if active.as_ref() == Some(credential) {
        return Ok(());
    }
    let previous = in_state(transaction, channel, slot, HoldingState::Previous)?;
    if let Some(previous) = previous.filter(|previous| previous != credential) {
        set(transaction, channel, &previous, slot, HoldingState::Retired, at)?;
        credentials::wipe_if_unneeded(transaction, &previous, at)?;
    }
    // The promoted one leaves its present state first: at most one holding may be in each.
    set(transaction, channel, credential, slot, HoldingState::Retired, at)?;
    if let Some(active) = active {
        set(transaction, channel, &active, slot, HoldingState::Previous, at)?;
    }
    set(transaction, channel, credential, slot, HoldingState::Active, at)?;
    Ok(())
}

pub(crate) fn roll_back(
    transaction: &Transaction<'_>,
    channel: &ChannelId,
    slot: Slot,
    at: UnixMillis,
) -> Result<CredentialId, StoreError> {
    let previous = in_state(transaction, channel, slot, HoldingState::Previous)?
        .ok_or(StoreError::NotFound("previous credential"))?;
    credentials::usable(transaction, &previous)?;
    retire(transaction, channel, slot, HoldingState::Active, at)?;
    set(transaction, channel, &previous, slot, HoldingState::Active, at)?;
    Ok(previous)
}

/// Everything staged by an attempt ends; what nobody needs is wiped. Call it after the attempt has ended, otherwise the
/// attempt itself is the one who needs it.
pub(crate) fn release_staged(
    transaction: &Transaction<'_>,
    attempt: &AttemptId,
    at: UnixMillis,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "UPDATE holdings SET state = 'retired', changed_at = ?2
             WHERE state = 'staged'
               AND credential_id IN (SELECT id FROM credentials WHERE attempt_id = ?1)",
        )?
        .execute((attempt.as_str(), at.0))?;
    for credential in credentials::of_attempt(transaction, attempt)? {
        credentials::wipe_if_unneeded(transaction, &credential, at)?;
    }
    Ok(())
}

/// Like [`release_staged`] while the attempt goes on: what it obtained is given up except where it is in use.
pub(crate) fn discard_staged(
    transaction: &Transaction<'_>,
    attempt: &AttemptId,
    at: UnixMillis,
) -> rusqlite::Result<()> {
    release_staged(transaction, attempt, at)?;
    transaction
        .prepare_cached(
            "UPDATE credentials SET sealed = NULL, nonce = NULL, wiped_at = ?2
             WHERE attempt_id = ?1 AND sealed IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM holdings WHERE credential_id = credentials.id AND state <> 'retired')
               AND NOT EXISTS (SELECT 1 FROM meta_connections WHERE app_secret_id = credentials.id)",
        )?
        .execute((attempt.as_str(), at.0))?;
    Ok(())
}
