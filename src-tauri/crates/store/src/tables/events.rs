//! The audit: who did what and when. Rows are only added; the schema refuses changes and deletions.

use crate::error::StoreError;
use crate::sql::{self, Json};
use crate::store::Store;
use reconecta_core::ids::{ChannelId, UnixMillis};
use rusqlite::{Connection, Row, Transaction};
use serde_json::Value;

pub(crate) const V1: &str = "
CREATE TABLE events (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    operator   TEXT,
    what       TEXT NOT NULL,
    channel_id TEXT REFERENCES channels (id),
    detail     TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;
CREATE INDEX events_by_channel ON events (channel_id, id);
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are not changed'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are not deleted'); END;";

/// Something to write down.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// Name of the local profile that acted, `None` for the app itself.
    pub operator: Option<String>,
    /// What happened, a code of the catalogue.
    pub what: String,
    /// The channel it happened to.
    pub channel: Option<ChannelId>,
    /// Values for the sentence; nothing secret.
    pub detail: Value,
}

/// One line of the audit.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its place; a page is asked for by it.
    pub id: i64,
    /// When.
    pub at: UnixMillis,
    /// Name of the local profile that acted, `None` for the app itself.
    pub operator: Option<String>,
    /// What happened.
    pub what: String,
    /// The channel it happened to.
    pub channel: Option<ChannelId>,
    /// Values for the sentence.
    pub detail: Value,
}

fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    Ok(Event {
        id: row.get("id")?,
        at: UnixMillis(row.get("at")?),
        operator: row.get("operator")?,
        what: row.get("what")?,
        channel: sql::optional_id(row, "channel_id", ChannelId::new)?,
        detail: sql::json(row, "detail")?,
    })
}

fn insert(transaction: &Transaction<'_>, new: NewEvent, at: UnixMillis) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO events (at, operator, what, channel_id, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((
            at.0,
            new.operator,
            new.what,
            new.channel.as_ref().map(ChannelId::as_str),
            Json(new.detail),
        ))?;
    Ok(())
}

fn timeline(
    connection: &Connection,
    channel: Option<&ChannelId>,
    limit: u32,
    before: Option<i64>,
) -> rusqlite::Result<Vec<Event>> {
    let before = before.unwrap_or(i64::MAX);
    match channel {
        Some(channel) => connection
            .prepare_cached(
                "SELECT * FROM events WHERE channel_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
            )?
            .query_map((channel.as_str(), before, limit), event)?
            .collect(),
        None => connection
            .prepare_cached("SELECT * FROM events WHERE id < ?1 ORDER BY id DESC LIMIT ?2")?
            .query_map((before, limit), event)?
            .collect(),
    }
}

impl Store {
    /// Writes one line.
    ///
    /// # Errors
    /// The file cannot be written, or the channel does not exist.
    pub async fn add_event(&self, new: NewEvent, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| Ok(insert(transaction, new, at)?))
            .await
    }

    /// At most `limit` lines, newest first, of one channel or of all; `before` is the id of the last line of the page
    /// before.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn timeline(
        &self,
        channel: Option<ChannelId>,
        limit: u32,
        before: Option<i64>,
    ) -> Result<Vec<Event>, StoreError> {
        self.call(move |connection| Ok(timeline(connection, channel.as_ref(), limit, before)?))
            .await
    }
}
