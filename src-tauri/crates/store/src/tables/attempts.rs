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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::test_support::{self, at};
    use serde_json::json;

    fn new(id: &str, channel: Option<&str>) -> NewAttempt {
        NewAttempt {
            id: AttemptId::from(id),
            channel: channel.map(ChannelId::from),
            state: json!({ "phase": "access" }),
            stage: "access".to_owned(),
        }
    }

    #[tokio::test]
    async fn a_channel_has_one_unfinished_attempt() {
        let (_folder, store) = test_support::store_with_channels(&["c1", "c2"]).await;
        store.begin_attempt(new("a1", Some("c1")), at(1)).await.unwrap();
        let second = store.begin_attempt(new("a2", Some("c1")), at(2)).await;
        assert_eq!(second, Err(StoreError::Conflict(Conflict::AttemptOpen)));
        store.begin_attempt(new("a3", Some("c2")), at(2)).await.unwrap();
        for id in ["a4", "a5"] {
            store.begin_attempt(new(id, None), at(3)).await.unwrap();
        }
        store
            .finish_attempt(AttemptId::from("a1"), json!({}), "cancelled".to_owned(), at(4))
            .await
            .unwrap();
        store.begin_attempt(new("a2", Some("c1")), at(5)).await.unwrap();
        let ids: Vec<_> = store.attempts_of(ChannelId::from("c1"), 10).await.unwrap();
        let ids: Vec<_> = ids.iter().map(|attempt| attempt.id.as_str()).collect();
        assert_eq!(ids, ["a2", "a1"], "newest first");
    }

    #[tokio::test]
    async fn an_unfinished_attempt_is_found_after_a_restart_as_it_was_saved() {
        let (_parent, store) = test_support::store_with_channels(&["c1"]).await;
        store.begin_attempt(new("a1", Some("c1")), at(1)).await.unwrap();
        let state = json!({ "phase": "login" });
        store
            .save_attempt(AttemptId::from("a1"), state.clone(), "login".to_owned(), at(2))
            .await
            .unwrap();
        let folder = store.folder().clone();
        store.close().await;
        let store = Store::open(folder).await.unwrap();
        let found = store.unfinished_attempts().await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((&found[0].state, found[0].stage.as_str()), (&state, "login"));
        assert_eq!(
            (found[0].started_at, found[0].updated_at, found[0].ended_at),
            (at(1), at(2), None)
        );
    }

    #[tokio::test]
    async fn an_ended_attempt_does_not_come_back() {
        let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
        let id = AttemptId::from("a1");
        store.begin_attempt(new("a1", Some("c1")), at(1)).await.unwrap();
        store
            .finish_attempt(id.clone(), json!({ "phase": "ended" }), "done".to_owned(), at(2))
            .await
            .unwrap();
        let ended = Err(StoreError::Conflict(Conflict::AttemptEnded));
        assert_eq!(
            store
                .save_attempt(id.clone(), json!({}), "login".to_owned(), at(3))
                .await,
            ended
        );
        assert_eq!(
            store
                .finish_attempt(id.clone(), json!({}), "failed".to_owned(), at(3))
                .await,
            ended
        );
        let kept = store.attempt(id).await.unwrap().unwrap();
        assert_eq!(
            (kept.outcome.as_deref(), kept.ended_at),
            (Some("done"), Some(at(2)))
        );
        let unknown = store
            .save_attempt(AttemptId::from("x"), json!({}), "login".to_owned(), at(3))
            .await;
        assert_eq!(unknown, Err(StoreError::NotFound("attempt")));
    }
}
