//! Which channel uses which credential for what: make before break. A staged credential waits until it has answered a
//! real call, then becomes active in one transaction while the old one becomes previous and can be brought back.

use super::credentials::{self, Credential, NewCredential};
use crate::error::StoreError;
use crate::sql::{self, text_enum};
use crate::store::Store;
use reconecta_core::ids::{AttemptId, ChannelId, CredentialId, UnixMillis};
use rusqlite::{Connection, Row};

mod transitions;

use transitions::{discard_staged, in_state, promote, retire, roll_back, set, stage};
pub(crate) use transitions::{release_staged, retire_all};

text_enum! {
    /// What a channel uses a credential for.
    Slot {
        /// Calls for the number.
        AccessToken = "access_token",
        /// Checking webhook signatures.
        AppSecret = "app_secret",
        /// Registering the number.
        Pin = "pin",
        /// Handshake of the callback.
        VerifyToken = "verify_token",
    }
}

text_enum! {
    /// How far a credential is for a channel. At most one of each but `Retired` per channel and slot.
    HoldingState {
        /// Waits for its proof.
        Staged = "staged",
        /// In use.
        Active = "active",
        /// Was in use before; can be brought back.
        Previous = "previous",
        /// Over.
        Retired = "retired",
    }
}

/// One credential of one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// The channel.
    pub channel: ChannelId,
    /// What it is used for.
    pub slot: Slot,
    /// How far it is.
    pub state: HoldingState,
    /// Since when.
    pub changed_at: UnixMillis,
    /// The credential.
    pub credential: Credential,
}

fn holding(row: &Row<'_>) -> rusqlite::Result<Holding> {
    Ok(Holding {
        channel: sql::id(row, "channel_id", ChannelId::new)?,
        slot: row.get("slot")?,
        state: row.get("state")?,
        changed_at: UnixMillis(row.get("changed_at")?),
        credential: credentials::credential(row)?,
    })
}

fn of_channel(connection: &Connection, channel: &ChannelId) -> rusqlite::Result<Vec<Holding>> {
    connection
        .prepare_cached(
            "SELECT * FROM holdings JOIN credentials ON credentials.id = holdings.credential_id
             WHERE channel_id = ?1 ORDER BY changed_at DESC, credentials.created_at DESC, credentials.id",
        )?
        .query_map([channel.as_str()], holding)?
        .collect()
}

impl Store {
    /// Keeps a new credential and stages it for `channels` (none when the numbers are not chosen yet). What was staged
    /// for the same use is given up; what is active stays in use.
    ///
    /// # Errors
    /// The file cannot be written, or a channel or the attempt does not exist.
    pub async fn stage_credential(
        &self,
        new: NewCredential,
        channels: Vec<ChannelId>,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| {
            credentials::insert(transaction, &new, at)?;
            channels
                .iter()
                .try_for_each(|channel| stage(transaction, channel, &new.id, at))
        })
        .await
    }

    /// Stages a kept credential for one more channel: one login may serve several numbers.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or [`crate::error::Conflict::SecretWiped`] when it was given up.
    pub async fn assign_staged(
        &self,
        channel: ChannelId,
        credential: CredentialId,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| stage(transaction, &channel, &credential, at))
            .await
    }

    /// Makes the credential the channel's active one, in one transaction: the old one becomes previous, the one before
    /// that is retired and wiped. A repetition changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or [`crate::error::Conflict::SecretWiped`] when it was given up.
    pub async fn promote_credential(
        &self,
        channel: ChannelId,
        credential: CredentialId,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| promote(transaction, &channel, &credential, at))
            .await
    }

    /// Brings the previous credential back and retires the active one, in one transaction. Answers which is in use.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no previous one, [`crate::error::Conflict::SecretWiped`] when its key is gone.
    pub async fn roll_back_credential(
        &self,
        channel: ChannelId,
        slot: Slot,
        at: UnixMillis,
    ) -> Result<CredentialId, StoreError> {
        self.write(move |transaction| roll_back(transaction, &channel, slot, at))
            .await
    }

    /// Gives the previous credential up for good. Answers whether there was one.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn retire_previous(
        &self,
        channel: ChannelId,
        slot: Slot,
        at: UnixMillis,
    ) -> Result<bool, StoreError> {
        self.write(move |transaction| {
            Ok(retire(transaction, &channel, slot, HoldingState::Previous, at)?.is_some())
        })
        .await
    }

    /// Retires every previous credential that is previous since before `limit`: the grace time is over. Answers how many.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn retire_previous_before(
        &self,
        limit: UnixMillis,
        at: UnixMillis,
    ) -> Result<usize, StoreError> {
        self.write(move |transaction| {
            let due: Vec<(String, Slot)> = transaction
                .prepare_cached(
                    "SELECT channel_id, slot FROM holdings WHERE state = 'previous' AND changed_at < ?1",
                )?
                .query_map([limit.0], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            for (channel, slot) in &due {
                retire(
                    transaction,
                    &ChannelId::new(channel.as_str()),
                    *slot,
                    HoldingState::Previous,
                    at,
                )?;
            }
            Ok(due.len())
        })
        .await
    }

    /// Gives up and wipes everything that the attempt obtained, except where it is already active.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn discard_staged(&self, attempt: AttemptId, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| Ok(discard_staged(transaction, &attempt, at)?))
            .await
    }

    /// Keeps a secret that needs no proof and no way back (PIN, verify token): active at once, older ones wiped.
    ///
    /// # Errors
    /// The file cannot be written, or the channel does not exist.
    pub async fn keep_secret(
        &self,
        channel: ChannelId,
        new: NewCredential,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| {
            let slot = new.kind.slot();
            credentials::insert(transaction, &new, at)?;
            retire_all(transaction, &channel, slot, at)?;
            set(transaction, &channel, &new.id, slot, HoldingState::Active, at)?;
            Ok(())
        })
        .await
    }

    /// Forgets what the channel holds in `slot`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn forget_secret(
        &self,
        channel: ChannelId,
        slot: Slot,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| Ok(retire_all(transaction, &channel, slot, at)?))
            .await
    }

    /// The credential in use, `None` when there is none.
    ///
    /// # Errors
    /// [`crate::error::Conflict::SecretWiped`] when its secret is gone (sealed with a key that lived in memory).
    pub async fn active_credential(
        &self,
        channel: ChannelId,
        slot: Slot,
    ) -> Result<Option<Credential>, StoreError> {
        self.call(move |connection| {
            let Some(id) = in_state(connection, &channel, slot, HoldingState::Active)? else {
                return Ok(None);
            };
            credentials::usable(connection, &id).map(Some)
        })
        .await
    }

    /// Everything a channel holds or held, newest change first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn holdings(&self, channel: ChannelId) -> Result<Vec<Holding>, StoreError> {
        self.call(move |connection| Ok(of_channel(connection, &channel)?))
            .await
    }
}

#[cfg(test)]
mod tests;
