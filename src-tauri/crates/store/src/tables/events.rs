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

pub(super) fn insert(transaction: &Transaction<'_>, new: NewEvent, at: UnixMillis) -> rusqlite::Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::test_support::{self, at, channel};
    use serde_json::json;

    fn new(what: &str, on: Option<&str>) -> NewEvent {
        NewEvent {
            operator: Some("Ana".to_owned()),
            what: what.to_owned(),
            channel: on.map(channel),
            detail: json!({}),
        }
    }

    #[tokio::test]
    async fn pages_follow_each_other_without_gap_or_repetition() {
        let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
        for number in 0..7 {
            store
                .add_event(new(&format!("e{number}"), Some("c1")), at(1))
                .await
                .unwrap();
            store
                .add_event(new("elsewhere", Some("c2")), at(1))
                .await
                .unwrap();
        }
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let page = store.timeline(Some(channel("c1")), 3, before).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            seen.extend(page.into_iter().map(|event| event.what));
        }
        assert_eq!(seen, ["e6", "e5", "e4", "e3", "e2", "e1", "e0"]);
        assert_eq!(store.timeline(None, 100, None).await.unwrap().len(), 14);
    }

    #[tokio::test]
    async fn a_line_is_neither_changed_nor_deleted() {
        let (_folder, store) = test_support::store().await;
        store.add_event(new("started", None), at(1)).await.unwrap();
        for sql in ["UPDATE events SET what = 'other'", "DELETE FROM events"] {
            let refused = store
                .call(move |connection| Ok(connection.execute(sql, [])?))
                .await;
            assert!(
                matches!(refused, Err(StoreError::Conflict(_))),
                "{sql}: {refused:?}"
            );
        }
        assert_eq!(store.timeline(None, 10, None).await.unwrap()[0].what, "started");
    }
}
