//! A thorough look at the whole file, for the technician's report.

use crate::error::StoreError;
use crate::schema;
use crate::store::Store;
use rusqlite::Connection;

/// What was found. Everything is in order when [`IntegrityReport::is_sound`] says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegrityReport {
    /// Schema of the file.
    pub schema: u32,
    /// Size in bytes, without the log.
    pub bytes: u64,
    /// SQLite's own findings, at most a hundred.
    pub damage: Vec<String>,
    /// Rows whose parent is missing.
    pub orphans: u32,
    /// Steps that are open although their attempt ended: whether their call was made is unknown. Not a fault of the
    /// file: an attempt may be given up after a crash.
    pub open_steps_of_ended_attempts: u32,
    /// Staged credentials of attempts that ended.
    pub staged_of_ended_attempts: u32,
}

impl IntegrityReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty() && self.orphans == 0 && self.staged_of_ended_attempts == 0
    }
}

impl Store {
    /// Reads every page of the file; takes a while on a large one.
    ///
    /// # Errors
    /// The file is locked or cannot be read at all.
    pub async fn integrity(&self) -> Result<IntegrityReport, StoreError> {
        self.call(|connection| examine(connection)).await
    }
}

fn examine(connection: &Connection) -> Result<IntegrityReport, StoreError> {
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
    let mut statement = connection.prepare("PRAGMA integrity_check(100)")?;
    let damage = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .filter(|line| line.as_ref().map_or(true, |line| line != "ok"))
        .collect::<Result<_, _>>()?;
    let pages: i64 = connection.query_row(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        [],
        |row| row.get(0),
    )?;
    Ok(IntegrityReport {
        schema: schema::version(connection)?,
        bytes: u64::try_from(pages).unwrap_or(0),
        damage,
        orphans: count("SELECT count(*) FROM pragma_foreign_key_check")?,
        open_steps_of_ended_attempts: count(
            "SELECT count(*) FROM steps JOIN attempts ON attempts.id = steps.attempt_id
             WHERE steps.closed_at IS NULL AND attempts.ended_at IS NOT NULL",
        )?,
        staged_of_ended_attempts: count(
            "SELECT count(*) FROM holdings JOIN credentials ON credentials.id = holdings.credential_id
             JOIN attempts ON attempts.id = credentials.attempt_id
             WHERE holdings.state = 'staged' AND attempts.ended_at IS NOT NULL",
        )?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::test_support;

    #[tokio::test]
    async fn a_sound_file_is_sound_and_an_orphan_is_counted() {
        let (_folder, store) = test_support::store_with_channels(&["c1"]).await;
        let report = store.integrity().await.unwrap();
        assert!(report.is_sound(), "{report:?}");
        assert_eq!(report.schema, schema::SCHEMA_VERSION);
        assert!(report.bytes > 0);
        store
            .call(|connection| {
                Ok(connection.execute_batch(
                    "PRAGMA foreign_keys = OFF; DELETE FROM accounts; PRAGMA foreign_keys = ON;",
                )?)
            })
            .await
            .unwrap();
        let report = store.integrity().await.unwrap();
        assert_eq!(
            (report.orphans, report.is_sound()),
            (1, false),
            "the channel's account is gone: {report:?}"
        );
    }
}
