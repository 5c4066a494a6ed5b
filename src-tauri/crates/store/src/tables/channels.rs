//! Channels: they keep their identity over every reconnection. A removed channel stays for its history.

use super::holdings::{self, Slot};
use crate::error::{Conflict, StoreError};
use crate::sql::{self, Json, text_enum};
use crate::store::Store;
use reconecta_core::ids::{BusinessId, ChannelId, CredentialId, NumberId, UnixMillis, WabaId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde_json::Value;

pub(crate) const V1: &str = "
CREATE TABLE channels (
    id                   TEXT PRIMARY KEY,
    account_id           TEXT NOT NULL REFERENCES accounts (id),
    kind                 TEXT NOT NULL CHECK (kind IN ('whatsapp_cloud_api')),
    name                 TEXT NOT NULL,
    phone_number_id      TEXT,
    waba_id              TEXT,
    business_id          TEXT,
    display_phone_number TEXT,
    detail               TEXT NOT NULL CHECK (json_valid(detail)),
    verdict              TEXT CHECK (json_valid(verdict)),
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    removed_at           INTEGER
) STRICT;
CREATE INDEX channels_by_account ON channels (account_id);
CREATE UNIQUE INDEX channels_by_number ON channels (phone_number_id)
    WHERE removed_at IS NULL AND phone_number_id IS NOT NULL;";

text_enum! {
    /// Kind of a channel.
    ChannelKind {
        /// WhatsApp Cloud API.
        WhatsappCloudApi = "whatsapp_cloud_api",
    }
}

/// Where at Meta a channel points to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelTarget {
    /// Phone number id.
    pub phone_number_id: Option<NumberId>,
    /// WhatsApp Business Account.
    pub waba_id: Option<WabaId>,
    /// Portfolio.
    pub business_id: Option<BusinessId>,
    /// Number as shown.
    pub display_phone_number: Option<String>,
}

/// A channel to create.
#[derive(Clone, Debug, PartialEq)]
pub struct NewChannel {
    /// Its id for good.
    pub id: ChannelId,
    /// Account it belongs to.
    pub account_id: String,
    /// Kind.
    pub kind: ChannelKind,
    /// Name.
    pub name: String,
    /// Where it points to.
    pub target: ChannelTarget,
    /// Settings of the kind, as JSON; nothing secret.
    pub detail: Value,
}

/// One channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Our id.
    pub id: ChannelId,
    /// Account it belongs to.
    pub account_id: String,
    /// Kind.
    pub kind: ChannelKind,
    /// Name.
    pub name: String,
    /// Where it points to.
    pub target: ChannelTarget,
    /// Settings of the kind, as JSON.
    pub detail: Value,
    /// Access token in use.
    pub active_credential: Option<CredentialId>,
    /// Access token that a rollback would bring back.
    pub previous_credential: Option<CredentialId>,
    /// When it was created.
    pub created_at: UnixMillis,
    /// When it was last changed.
    pub updated_at: UnixMillis,
    /// When it was taken out of use.
    pub removed_at: Option<UnixMillis>,
}

pub(super) const SELECT: &str = "
SELECT channels.*,
    (SELECT credential_id FROM holdings
     WHERE channel_id = channels.id AND slot = 'access_token' AND state = 'active') AS active_credential,
    (SELECT credential_id FROM holdings
     WHERE channel_id = channels.id AND slot = 'access_token' AND state = 'previous') AS previous_credential
FROM channels";

pub(super) fn channel(row: &Row<'_>) -> rusqlite::Result<Channel> {
    Ok(Channel {
        id: sql::id(row, "id", ChannelId::new)?,
        account_id: row.get("account_id")?,
        kind: row.get("kind")?,
        name: row.get("name")?,
        target: ChannelTarget {
            phone_number_id: sql::optional_id(row, "phone_number_id", NumberId::new)?,
            waba_id: sql::optional_id(row, "waba_id", WabaId::new)?,
            business_id: sql::optional_id(row, "business_id", BusinessId::new)?,
            display_phone_number: row.get("display_phone_number")?,
        },
        detail: sql::json(row, "detail")?,
        active_credential: sql::optional_id(row, "active_credential", CredentialId::new)?,
        previous_credential: sql::optional_id(row, "previous_credential", CredentialId::new)?,
        created_at: UnixMillis(row.get("created_at")?),
        updated_at: UnixMillis(row.get("updated_at")?),
        removed_at: row.get::<_, Option<i64>>("removed_at")?.map(UnixMillis),
    })
}

fn in_use(connection: &Connection) -> rusqlite::Result<Vec<Channel>> {
    connection
        .prepare_cached(&format!("{SELECT} WHERE removed_at IS NULL ORDER BY name, id"))?
        .query_map([], channel)?
        .collect()
}

pub(crate) fn by_id(connection: &Connection, id: &ChannelId) -> rusqlite::Result<Option<Channel>> {
    connection
        .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
        .query_row([id.as_str()], channel)
        .optional()
}

fn by_number(connection: &Connection, number: &NumberId) -> rusqlite::Result<Option<Channel>> {
    connection
        .prepare_cached(&format!(
            "{SELECT} WHERE phone_number_id = ?1 AND removed_at IS NULL"
        ))?
        .query_row([number.as_str()], channel)
        .optional()
}

/// The only unique rule of the table besides its key is the number.
fn name_conflict(error: rusqlite::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Conflict(_) => StoreError::Conflict(Conflict::NumberInUse),
        other => other,
    }
}

pub(crate) fn create(
    transaction: &Transaction<'_>,
    new: &NewChannel,
    at: UnixMillis,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO channels (id, account_id, kind, name, phone_number_id, waba_id, business_id,
                 display_phone_number, detail, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
        )?
        .execute((
            new.id.as_str(),
            &new.account_id,
            new.kind,
            &new.name,
            new.target.phone_number_id.as_ref().map(NumberId::as_str),
            new.target.waba_id.as_ref().map(WabaId::as_str),
            new.target.business_id.as_ref().map(BusinessId::as_str),
            &new.target.display_phone_number,
            Json(new.detail.clone()),
            at.0,
        ))
        .map_err(name_conflict)?;
    Ok(())
}

/// An update of one channel; `NotFound` when there was none to update.
fn found(changed: usize) -> Result<(), StoreError> {
    if changed == 0 {
        Err(StoreError::NotFound("channel"))
    } else {
        Ok(())
    }
}

impl Store {
    /// Channels in use by name.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn channels(&self) -> Result<Vec<Channel>, StoreError> {
        self.call(|connection| Ok(in_use(connection)?)).await
    }

    /// One channel, removed ones too.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn channel(&self, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        self.call(move |connection| Ok(by_id(connection, &id)?)).await
    }

    /// The channel in use that has this number.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn channel_of_number(&self, number: NumberId) -> Result<Option<Channel>, StoreError> {
        self.call(move |connection| Ok(by_number(connection, &number)?))
            .await
    }

    /// Creates a channel.
    ///
    /// # Errors
    /// [`Conflict::NumberInUse`] when another channel in use has the number.
    pub async fn create_channel(&self, new: NewChannel, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| create(transaction, &new, at)).await
    }

    /// Changes name and settings.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown channel.
    pub async fn update_channel(
        &self,
        id: ChannelId,
        name: String,
        detail: Value,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| {
            found(
                transaction
                    .prepare_cached(
                        "UPDATE channels SET name = ?2, detail = ?3, updated_at = ?4 WHERE id = ?1",
                    )?
                    .execute((id.as_str(), name, Json(detail), at.0))?,
            )
        })
        .await
    }

    /// Points the channel to another place at Meta.
    ///
    /// # Errors
    /// [`Conflict::NumberInUse`] when another channel in use has the number.
    pub async fn retarget_channel(
        &self,
        id: ChannelId,
        target: ChannelTarget,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| {
            let changed = transaction
                .prepare_cached(
                    "UPDATE channels SET phone_number_id = ?2, waba_id = ?3, business_id = ?4,
                         display_phone_number = ?5, updated_at = ?6 WHERE id = ?1",
                )?
                .execute((
                    id.as_str(),
                    target.phone_number_id.as_ref().map(NumberId::as_str),
                    target.waba_id.as_ref().map(WabaId::as_str),
                    target.business_id.as_ref().map(BusinessId::as_str),
                    target.display_phone_number,
                    at.0,
                ))
                .map_err(name_conflict)?;
            found(changed)
        })
        .await
    }

    /// Takes the channel out of use and wipes secrets that only it held; its history stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown channel.
    pub async fn remove_channel(&self, id: ChannelId, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| {
            found(
                transaction
                    .prepare_cached(
                        "UPDATE channels SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL",
                    )?
                    .execute((id.as_str(), at.0))?,
            )?;
            for slot in Slot::ALL {
                holdings::retire_all(transaction, &id, *slot, at)?;
            }
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests;
