//! The journal: a row before each unsafe call, closed after it. An open row after a crash means: the call may or may
//! not have been made, so read the remote state before anything else.

use crate::error::{Conflict, StoreError};
use crate::sql::{self, Json};
use crate::store::Store;
use reconecta_core::ids::{AttemptId, NumberId, UnixMillis};
use rusqlite::{Connection, Row, Transaction};
use serde_json::Value;

pub(crate) const V1: &str = "
CREATE TABLE steps (
    id         INTEGER PRIMARY KEY,
    attempt_id TEXT NOT NULL REFERENCES attempts (id),
    number_id  TEXT,
    name       TEXT NOT NULL,
    request    TEXT NOT NULL CHECK (json_valid(request)),
    begun_at   INTEGER NOT NULL,
    closed_at  INTEGER,
    outcome    TEXT CHECK (json_valid(outcome)),
    CHECK ((closed_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX steps_by_attempt ON steps (attempt_id, id);";

/// One row of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub i64);

/// A call that is about to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewStep {
    /// The attempt.
    pub attempt: AttemptId,
    /// The number it is for, when it is for one.
    pub number: Option<NumberId>,
    /// Name of the step.
    pub name: String,
    /// What is asked for, without anything secret.
    pub request: Value,
}

/// One journalled call.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its place in the journal.
    pub id: StepId,
    /// The attempt.
    pub attempt: AttemptId,
    /// The number it is for, when it is for one.
    pub number: Option<NumberId>,
    /// Name of the step.
    pub name: String,
    /// What was asked for.
    pub request: Value,
    /// When it was about to be made.
    pub begun_at: UnixMillis,
    /// When its answer was known, `None` while it is open.
    pub closed_at: Option<UnixMillis>,
    /// The answer.
    pub outcome: Option<Value>,
}

fn step(row: &Row<'_>) -> rusqlite::Result<Step> {
    Ok(Step {
        id: StepId(row.get("id")?),
        attempt: sql::id(row, "attempt_id", AttemptId::new)?,
        number: sql::optional_id(row, "number_id", NumberId::new)?,
        name: row.get("name")?,
        request: sql::json(row, "request")?,
        begun_at: UnixMillis(row.get("begun_at")?),
        closed_at: row.get::<_, Option<i64>>("closed_at")?.map(UnixMillis),
        outcome: sql::optional_json(row, "outcome")?,
    })
}

fn of_attempt(connection: &Connection, attempt: &AttemptId) -> rusqlite::Result<Vec<Step>> {
    connection
        .prepare_cached("SELECT * FROM steps WHERE attempt_id = ?1 ORDER BY id")?
        .query_map([attempt.as_str()], step)?
        .collect()
}

fn begin(transaction: &Transaction<'_>, new: NewStep, at: UnixMillis) -> rusqlite::Result<StepId> {
    transaction
        .prepare_cached(
            "INSERT INTO steps (attempt_id, number_id, name, request, begun_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((
            new.attempt.as_str(),
            new.number.as_ref().map(NumberId::as_str),
            new.name,
            Json(new.request),
            at.0,
        ))?;
    Ok(StepId(transaction.last_insert_rowid()))
}

fn close(
    transaction: &Transaction<'_>,
    id: StepId,
    outcome: Value,
    at: UnixMillis,
) -> Result<(), StoreError> {
    let changed = transaction
        .prepare_cached("UPDATE steps SET closed_at = ?2, outcome = ?3 WHERE id = ?1 AND closed_at IS NULL")?
        .execute((id.0, at.0, Json(outcome)))?;
    if changed == 1 {
        return Ok(());
    }
    let exists: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM steps WHERE id = ?1)")?
        .query_row([id.0], |row| row.get(0))?;
    Err(if exists {
        StoreError::Conflict(Conflict::StepClosed)
    } else {
        StoreError::NotFound("step")
    })
}

impl Store {
    /// Writes the row before the call. When this has answered, the row is on the disk.
    ///
    /// # Errors
    /// The file cannot be written: then the call must not be made.
    pub async fn begin_step(&self, new: NewStep, at: UnixMillis) -> Result<StepId, StoreError> {
        self.write(move |transaction| Ok(begin(transaction, new, at)?))
            .await
    }

    /// Writes the answer.
    ///
    /// # Errors
    /// [`Conflict::StepClosed`] when there is one already.
    pub async fn close_step(&self, id: StepId, outcome: Value, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| close(transaction, id, outcome, at))
            .await
    }

    /// The journal of an attempt in order.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn steps(&self, attempt: AttemptId) -> Result<Vec<Step>, StoreError> {
        self.call(move |connection| Ok(of_attempt(connection, &attempt)?))
            .await
    }

    /// The calls of an attempt whose answer is not known.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn open_steps(&self, attempt: AttemptId) -> Result<Vec<Step>, StoreError> {
        self.call(move |connection| {
            let mut steps = of_attempt(connection, &attempt)?;
            steps.retain(|step| step.closed_at.is_none());
            Ok(steps)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::NewAttempt;
    use crate::tables::test_support::{self, at};
    use serde_json::json;

    fn new(name: &str) -> NewStep {
        NewStep {
            attempt: AttemptId::from("a1"),
            number: Some(NumberId::from("400")),
            name: name.to_owned(),
            request: json!({ "messaging_product": "whatsapp" }),
        }
    }

    #[tokio::test]
    async fn an_unanswered_call_stays_open_over_a_restart() {
        let (_parent, store) = test_support::store().await;
        let attempt = AttemptId::from("a1");
        let begun = NewAttempt {
            id: attempt.clone(),
            channel: None,
            state: json!({}),
            stage: "login".to_owned(),
        };
        store.begin_attempt(begun, at(1)).await.unwrap();
        let first = store.begin_step(new("verify_code"), at(2)).await.unwrap();
        store
            .close_step(first, json!({ "success": true }), at(3))
            .await
            .unwrap();
        let second = store.begin_step(new("register"), at(4)).await.unwrap();
        assert!(second > first);
        let folder = store.folder().clone();
        store.close().await;
        let store = Store::open(folder).await.unwrap();
        let open = store.open_steps(attempt.clone()).await.unwrap();
        assert_eq!(
            open.iter()
                .map(|step| (step.id, step.name.as_str()))
                .collect::<Vec<_>>(),
            [(second, "register")]
        );
        let all = store.steps(attempt).await.unwrap();
        assert_eq!(all[0].outcome, Some(json!({ "success": true })));
        assert_eq!(all[0].number, Some(NumberId::from("400")));
    }

    #[tokio::test]
    async fn an_answer_is_written_once() {
        let (_parent, store) = test_support::store().await;
        let begun = NewAttempt {
            id: AttemptId::from("a1"),
            channel: None,
            state: json!({}),
            stage: "login".to_owned(),
        };
        store.begin_attempt(begun, at(1)).await.unwrap();
        let step = store.begin_step(new("register"), at(2)).await.unwrap();
        store.close_step(step, json!("done"), at(3)).await.unwrap();
        let again = store.close_step(step, json!("failed"), at(4)).await;
        assert_eq!(again, Err(StoreError::Conflict(Conflict::StepClosed)));
        let unknown = store.close_step(StepId(99), json!("done"), at(4)).await;
        assert_eq!(unknown, Err(StoreError::NotFound("step")));
        let stray = store
            .begin_step(
                NewStep {
                    attempt: AttemptId::from("x"),
                    ..new("register")
                },
                at(5),
            )
            .await;
        assert!(
            matches!(stray, Err(StoreError::Conflict(_))),
            "a step belongs to an attempt: {stray:?}"
        );
    }
}
