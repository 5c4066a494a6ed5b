//! Diagnoses as they were made, as JSON of the engine.

use crate::error::StoreError;
use crate::sql::{self, Json};
use crate::store::Store;
use reconecta_core::ids::{ChannelId, UnixMillis};
use rusqlite::{Connection, Row, Transaction};
use serde_json::{Value, json};

pub(crate) const V1: &str = "
CREATE TABLE checks (
    id         INTEGER PRIMARY KEY,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    diagnosis  TEXT NOT NULL CHECK (json_valid(diagnosis)),
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX checks_by_time ON checks (channel_id, at);";

/// One diagnosis.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Its place in the table.
    pub id: i64,
    /// The channel.
    pub channel: ChannelId,
    /// What was found.
    pub diagnosis: Value,
    /// When.
    pub at: UnixMillis,
}

fn check(row: &Row<'_>) -> rusqlite::Result<Check> {
    Ok(Check {
        id: row.get("id")?,
        channel: sql::id(row, "channel_id", ChannelId::new)?,
        diagnosis: sql::json(row, "diagnosis")?,
        at: UnixMillis(row.get("at")?),
    })
}

fn newest(connection: &Connection, channel: &ChannelId, limit: u32) -> rusqlite::Result<Vec<Check>> {
    connection
        .prepare_cached("SELECT * FROM checks WHERE channel_id = ?1 ORDER BY at DESC, id DESC LIMIT ?2")?
        .query_map((channel.as_str(), limit), check)?
        .collect()
}

fn newest_besides(
    connection: &Connection,
    channel: &ChannelId,
    verdicts: &[&str],
) -> rusqlite::Result<Option<Check>> {
    connection
        .prepare_cached(
            "SELECT * FROM checks
             WHERE channel_id = ?1
               AND json_extract(diagnosis, '$.verdict.verdict') NOT IN (SELECT value FROM json_each(?2))
             ORDER BY at DESC, id DESC LIMIT 1",
        )?
        .query_map((channel.as_str(), Json(json!(verdicts))), check)?
        .next()
        .transpose()
}

pub(super) fn insert(
    transaction: &Transaction<'_>,
    channel: &ChannelId,
    diagnosis: Value,
    at: UnixMillis,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT INTO checks (channel_id, diagnosis, at) VALUES (?1, ?2, ?3)")?
        .execute((channel.as_str(), Json(diagnosis), at.0))?;
    Ok(())
}

impl Store {
    /// Keeps a diagnosis made at `at`.
    ///
    /// # Errors
    /// The file cannot be written, or the channel does not exist.
    pub async fn add_check(
        &self,
        channel: ChannelId,
        diagnosis: Value,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| Ok(insert(transaction, &channel, diagnosis, at)?))
            .await
    }

    /// The newest diagnosis.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn latest_check(&self, channel: ChannelId) -> Result<Option<Check>, StoreError> {
        self.call(move |connection| Ok(newest(connection, &channel, 1)?.pop()))
            .await
    }

    /// The newest diagnosis with another verdict than these codes.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn latest_check_besides(
        &self,
        channel: ChannelId,
        verdicts: &'static [&'static str],
    ) -> Result<Option<Check>, StoreError> {
        self.call(move |connection| Ok(newest_besides(connection, &channel, verdicts)?))
            .await
    }

    /// The newest diagnoses, newest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn checks(&self, channel: ChannelId, limit: u32) -> Result<Vec<Check>, StoreError> {
        self.call(move |connection| Ok(newest(connection, &channel, limit)?))
            .await
    }
}

#[cfg(test)]
mod tests {
    use crate::tables::test_support::{self, at, channel};
    use serde_json::json;

    #[tokio::test]
    async fn the_latest_check_is_the_latest_in_time() {
        let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
        assert_eq!(store.latest_check(channel("c1")).await, Ok(None));
        for time in [1, 3, 2] {
            store
                .add_check(channel("c1"), json!({ "time": time }), at(time))
                .await
                .unwrap();
        }
        let latest = store.latest_check(channel("c1")).await.unwrap().unwrap();
        assert_eq!((latest.at, latest.diagnosis), (at(3), json!({ "time": 3 })));
        let history = store.checks(channel("c1"), 2).await.unwrap();
        assert_eq!(
            history.iter().map(|check| check.at).collect::<Vec<_>>(),
            [at(3), at(2)]
        );
    }

    #[tokio::test]
    async fn a_verdict_is_found_behind_those_that_tell_nothing() {
        let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
        let besides = |id: &str| store.latest_check_besides(channel(id), &["unknown", "wait"]);
        assert_eq!(besides("c1").await, Ok(None));
        let found = [
            (1, "proven"),
            (2, "blocked"),
            (3, "unknown"),
            (4, "wait"),
            (5, "unknown"),
        ];
        for (time, verdict) in found {
            let diagnosis = json!({ "verdict": { "verdict": verdict } });
            store.add_check(channel("c1"), diagnosis, at(time)).await.unwrap();
        }
        // Of another version.
        store.add_check(channel("c1"), json!({}), at(6)).await.unwrap();
        assert_eq!(besides("c1").await.unwrap().map(|check| check.at), Some(at(2)));
        assert_eq!(besides("c2").await, Ok(None));
    }
}
