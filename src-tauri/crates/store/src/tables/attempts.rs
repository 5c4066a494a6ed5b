//! Runs of the reconnection wizard. The state is JSON of the engine; what the store must know about it has columns.

use super::holdings;
use crate::error::{Conflict, StoreError};
use crate::sql::{self, Json};
use crate::store::Store;
use reconecta_core::ids::{AttemptId, ChannelId, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde_json::Value;

pub(crate) const V1: &str = "
CREATE TABLE attempts (
    id         TEXT PRIMARY KEY,
    channel_id TEXT REFERENCES channels (id),
    state      TEXT NOT NULL CHECK (json_valid(state)),
    stage      TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    ended_at   INTEGER,
    outcome    TEXT,
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX attempts_by_channel ON attempts (channel_id, started_at);
CREATE UNIQUE INDEX attempts_one_open_per_channel ON attempts (channel_id) WHERE ended_at IS NULL;
CREATE INDEX attempts_open ON attempts (started_at) WHERE ended_at IS NULL;";

/// An attempt to begin.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAttempt {
    /// Its id.
    pub id: AttemptId,
    /// The channel it is for; `None` for a new channel.
    pub channel: Option<ChannelId>,
    /// State of the engine.
    pub state: Value,
    /// Name of the stage.
    pub stage: String,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct AttemptRow {
    /// Its id.
    pub id: AttemptId,
    /// The channel it is for; `None` for a new channel.
    pub channel: Option<ChannelId>,
    /// State of the engine.
    pub state: Value,
    /// Name of the stage.
    pub stage: String,
    /// When it began.
    pub started_at: UnixMillis,
    /// When its state was last saved.
    pub updated_at: UnixMillis,
    /// When it ended.
    pub ended_at: Option<UnixMillis>,
    /// How it ended.
    pub outcome: Option<String>,
}

fn attempt(row: &Row<'_>) -> rusqlite::Result<AttemptRow> {
    Ok(AttemptRow {
        id: sql::id(row, "id", AttemptId::new)?,
        channel: sql::optional_id(row, "channel_id", ChannelId::new)?,
        state: sql::json(row, "state")?,
        stage: row.get("stage")?,
        started_at: UnixMillis(row.get("started_at")?),
        updated_at: UnixMillis(row.get("updated_at")?),
        ended_at: row.get::<_, Option<i64>>("ended_at")?.map(UnixMillis),
        outcome: row.get("outcome")?,
    })
}

fn by_id(connection: &Connection, id: &AttemptId) -> rusqlite::Result<Option<AttemptRow>> {
    connection
        .prepare_cached("SELECT * FROM attempts WHERE id = ?1")?
        .query_row([id.as_str()], attempt)
        .optional()
}

fn unfinished(connection: &Connection) -> rusqlite::Result<Vec<AttemptRow>> {
    connection
        .prepare_cached("SELECT * FROM attempts WHERE ended_at IS NULL ORDER BY started_at, id")?
        .query_map([], attempt)?
        .collect()
}

fn begin(transaction: &Transaction<'_>, new: &NewAttempt, at: UnixMillis) -> Result<(), StoreError> {
    if let Some(channel) = &new.channel {
        let open: bool = transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM attempts WHERE channel_id = ?1 AND ended_at IS NULL)",
            )?
            .query_row([channel.as_str()], |row| row.get(0))?;
        if open {
            return Err(StoreError::Conflict(Conflict::AttemptOpen));
        }
    }
    transaction
        .prepare_cached(
            "INSERT INTO attempts (id, channel_id, state, stage, started_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        )?
        .execute((
            new.id.as_str(),
            new.channel.as_ref().map(ChannelId::as_str),
            Json(new.state.clone()),
            &new.stage,
            at.0,
        ))?;
    Ok(())
}

/// An ended attempt does not change any more: late events must not bring it back.
fn explain_unchanged(connection: &Connection, id: &AttemptId) -> Result<StoreError, StoreError> {
    Ok(match by_id(connection, id)? {
        Some(_) => StoreError::Conflict(Conflict::AttemptEnded),
        None => StoreError::NotFound("attempt"),
    })
}

fn save_state(
    transaction: &Transaction<'_>,
    id: &AttemptId,
    state: Value,
    stage: &str,
    at: UnixMillis,
) -> Result<(), StoreError> {
    let changed = transaction
        .prepare_cached(
            "UPDATE attempts SET state = ?2, stage = ?3, updated_at = ?4 WHERE id = ?1 AND ended_at IS NULL",
        )?
        .execute((id.as_str(), Json(state), stage, at.0))?;
    if changed == 0 {
        return Err(explain_unchanged(transaction, id)?);
    }
    Ok(())
}

fn finish(
    transaction: &Transaction<'_>,
    id: &AttemptId,
    state: Value,
    outcome: &str,
    at: UnixMillis,
) -> Result<(), StoreError> {
    let changed = transaction
        .prepare_cached(
            "UPDATE attempts SET state = ?2, outcome = ?3, updated_at = ?4, ended_at = ?4
             WHERE id = ?1 AND ended_at IS NULL",
        )?
        .execute((id.as_str(), Json(state), outcome, at.0))?;
    if changed == 0 {
        return Err(explain_unchanged(transaction, id)?);
    }
    holdings::release_staged(transaction, id, at)?;
    Ok(())
}

impl Store {
    /// Writes the row of a new attempt.
    ///
    /// # Errors
    /// [`Conflict::AttemptOpen`] when the channel has an unfinished one.
    pub async fn begin_attempt(&self, new: NewAttempt, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| begin(transaction, &new, at)).await
    }

    /// Saves the state of an unfinished attempt.
    ///
    /// # Errors
    /// [`Conflict::AttemptEnded`] for one that has ended.
    pub async fn save_attempt(
        &self,
        id: AttemptId,
        state: Value,
        stage: String,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| save_state(transaction, &id, state, &stage, at))
            .await
    }

    /// Ends an attempt: what it staged and did not bring into use is given up and wiped, in the same transaction.
    ///
    /// # Errors
    /// [`Conflict::AttemptEnded`] for one that has ended.
    pub async fn finish_attempt(
        &self,
        id: AttemptId,
        state: Value,
        outcome: String,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| finish(transaction, &id, state, &outcome, at))
            .await
    }

    /// One attempt.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn attempt(&self, id: AttemptId) -> Result<Option<AttemptRow>, StoreError> {
        self.call(move |connection| Ok(by_id(connection, &id)?)).await
    }

    /// Attempts that did not end, oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn unfinished_attempts(&self) -> Result<Vec<AttemptRow>, StoreError> {
        self.call(|connection| Ok(unfinished(connection)?)).await
    }

    /// The newest attempts of a channel, newest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn attempts_of(&self, channel: ChannelId, limit: u32) -> Result<Vec<AttemptRow>, StoreError> {
        self.call(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT * FROM attempts WHERE channel_id = ?1 ORDER BY started_at DESC, id DESC LIMIT ?2",
            )?;
            let rows = statement
                .query_map((channel.as_str(), limit), attempt)?
                .collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }
}
