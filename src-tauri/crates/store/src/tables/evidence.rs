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

pub(super) fn insert(
    transaction: &Transaction<'_>,
    new: NewEvidence,
    at: UnixMillis,
) -> rusqlite::Result<()> {
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

    /// The earliest time from `at` on of an observation that no later one of its kind and channel has followed: the next
    /// that can grow too old.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn next_evidence(&self, at: UnixMillis) -> Result<Option<UnixMillis>, StoreError> {
        self.call(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT min(newest) FROM (SELECT max(at) AS newest FROM evidence GROUP BY channel_id, kind)
                 WHERE newest >= ?1",
            )?;
            Ok(statement
                .query_row([at.0], |row| row.get::<_, Option<i64>>(0))?
                .map(UnixMillis))
        })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::test_support::{self, at, channel};
    use serde_json::json;

    #[tokio::test]
    async fn the_newest_of_each_kind_is_by_time_and_not_by_arrival() {
        let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
        for (id, kind, time, n) in [
            ("c1", "message_in", 5, 1),
            ("c1", "message_in", 3, 2),
            ("c1", "message_out", 4, 3),
            ("c2", "message_in", 9, 4),
        ] {
            let new = NewEvidence {
                channel: channel(id),
                number: None,
                kind: kind.to_owned(),
                detail: json!({ "n": n }),
            };
            store.add_evidence(new, at(time)).await.unwrap();
        }
        let newest = store.newest_evidence(channel("c1")).await.unwrap();
        let seen: Vec<_> = newest
            .iter()
            .map(|row| (row.kind.as_str(), row.at, row.detail["n"].as_i64()))
            .collect();
        assert_eq!(
            seen,
            [("message_in", at(5), Some(1)), ("message_out", at(4), Some(3))]
        );
        let all = store.evidence(channel("c1"), 2).await.unwrap();
        assert_eq!(all.iter().map(|row| row.at).collect::<Vec<_>>(), [at(5), at(4)]);
    }

    #[tokio::test]
    async fn the_next_that_grows_old_is_one_that_none_has_followed() {
        let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
        for (id, kind, time) in [
            ("c1", "message_in", 3),
            ("c1", "message_in", 7),
            ("c1", "message_out", 4),
            ("c2", "message_in", 5),
        ] {
            let new = NewEvidence {
                channel: channel(id),
                number: None,
                kind: kind.to_owned(),
                detail: json!({}),
            };
            store.add_evidence(new, at(time)).await.unwrap();
        }
        for (from, next) in [(0, Some(4)), (4, Some(4)), (5, Some(5)), (6, Some(7)), (8, None)] {
            assert_eq!(
                store.next_evidence(at(from)).await.unwrap(),
                next.map(at),
                "{from}"
            );
        }
    }

    #[tokio::test]
    async fn evidence_without_channel_is_refused() {
        let (_folder, store) = test_support::store().await;
        let new = NewEvidence {
            channel: channel("x"),
            number: None,
            kind: "message_in".to_owned(),
            detail: json!({}),
        };
        let refused = store.add_evidence(new, at(1)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    }
}
