//! What was observed about a channel, with its time. Verdicts are derived from these rows and set nowhere else.

use crate::error::StoreError;
use crate::sql::{self, Json};
use crate::store::Store;
use reconecta_core::ids::{ChannelId, NumberId, UnixMillis};
use rusqlite::{Connection, Row, Transaction};
use serde_json::Value;

pub(crate) const V1: &str = "
CREATE TABLE evidence (
    id         INTEGER PRIMARY KEY,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    number_id  TEXT,
    kind       TEXT NOT NULL,
    detail     TEXT NOT NULL CHECK (json_valid(detail)),
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_by_kind ON evidence (channel_id, kind, at);
CREATE INDEX evidence_by_time ON evidence (channel_id, at);";

/// An observation to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvidence {
    /// The channel.
    pub channel: ChannelId,
    /// The number observed.
    pub number: Option<NumberId>,
    /// Kind of observation.
    pub kind: String,
    /// What was observed; nothing secret.
    pub detail: Value,
}

/// One observation.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Its place in the table.
    pub id: i64,
    /// The channel.
    pub channel: ChannelId,
    /// The number observed.
    pub number: Option<NumberId>,
    /// Kind of observation.
    pub kind: String,
    /// What was observed.
    pub detail: Value,
    /// When.
    pub at: UnixMillis,
}

fn evidence(row: &Row<'_>) -> rusqlite::Result<Evidence> {
    Ok(Evidence {
        id: row.get("id")?,
        channel: sql::id(row, "channel_id", ChannelId::new)?,
        number: sql::optional_id(row, "number_id", NumberId::new)?,
        kind: row.get("kind")?,
        detail: sql::json(row, "detail")?,
        at: UnixMillis(row.get("at")?),
    })
}

/// For each kind the row with the latest time; of equal times the one written last.
fn newest_per_kind(connection: &Connection, channel: &ChannelId) -> rusqlite::Result<Vec<Evidence>> {
    connection
        .prepare_cached(
            "SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY at DESC, id DESC) AS place
                            FROM evidence WHERE channel_id = ?1)
             WHERE place = 1 ORDER BY at DESC, id DESC",
        )?
        .query_map([channel.as_str()], evidence)?
        .collect()
}

fn insert(transaction: &Transaction<'_>, new: NewEvidence, at: UnixMillis) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO evidence (channel_id, number_id, kind, detail, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((
            new.channel.as_str(),
            new.number.as_ref().map(NumberId::as_str),
            new.kind,
            Json(new.detail),
            at.0,
        ))?;
    Ok(())
}

impl Store {
    /// Keeps an observation made at `at`.
    ///
    /// # Errors
    /// The file cannot be written, or the channel does not exist.
    pub async fn add_evidence(&self, new: NewEvidence, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| Ok(insert(transaction, new, at)?))
            .await
    }

    /// The newest observation of each kind, newest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn newest_evidence(&self, channel: ChannelId) -> Result<Vec<Evidence>, StoreError> {
        self.call(move |connection| Ok(newest_per_kind(connection, &channel)?))
            .await
    }

    /// The newest observations of all kinds, newest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn evidence(&self, channel: ChannelId, limit: u32) -> Result<Vec<Evidence>, StoreError> {
        self.call(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT * FROM evidence WHERE channel_id = ?1 ORDER BY at DESC, id DESC LIMIT ?2",
            )?;
            let rows = statement
                .query_map((channel.as_str(), limit), evidence)?
                .collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }
}
