//! Opening the file: permissions, version, damage, settings, upgrade.

use crate::backup;
use crate::error::{OpenError, StoreError};
use crate::folder::StoreFolder;
use crate::schema::{self, APPLICATION_ID};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::io::Read;
use std::time::Duration;

/// What may differ from one caller to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenSettings {
    /// How long a call waits for another process's lock.
    pub busy_timeout: Duration,
    /// A backup is made after opening, and while the file is open, when the newest is older than this; `None` for never.
    pub backup_age: Option<Duration>,
}

impl Default for OpenSettings {
    fn default() -> Self {
        Self {
            busy_timeout: Duration::from_secs(5),
            backup_age: Some(Duration::from_secs(24 * 60 * 60)),
        }
    }
}

/// Tables that grow with every check.
pub(crate) const HISTORY: [&str; 3] = ["checks", "events", "evidence"];

/// First bytes of every SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

pub(crate) fn open(folder: &StoreFolder, settings: OpenSettings) -> Result<Connection, OpenError> {
    open_with(folder, settings, &schema::scripts())
}

pub(crate) fn open_with(
    folder: &StoreFolder,
    settings: OpenSettings,
    scripts: &[String],
) -> Result<Connection, OpenError> {
    folder.prepare()?;
    let supported = u32::try_from(scripts.len()).unwrap_or(u32::MAX);
    check_header(folder, supported)?;
    let explain = |error: StoreError| explain(folder, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection =
        Connection::open_with_flags(folder.file(), flags).map_err(|error| explain(error.into()))?;
    let from = inspect(&connection, settings, supported, folder)?;
    configure(&connection).map_err(|error| explain(error.into()))?;
    if from < supported {
        if from > 0 {
            backup::make(&connection, folder).map_err(|error| match error {
                StoreError::Damaged => explain_damage(folder),
                other => OpenError::BackupFailed(other),
            })?;
        }
        schema::migrate(&mut connection, scripts).map_err(|source| OpenError::UpgradeFailed {
            from,
            source: Box::new(source),
        })?;
    }
    connection
        .pragma_update(None, "foreign_keys", true)
        .map_err(|error| explain(error.into()))?;
    Ok(connection)
}

/// Refuses what the header alone shows, before SQLite touches anything. The numbers are at the offsets of SQLite's
/// "Database File Format" page, section 1.3.
pub(crate) fn check_header(folder: &StoreFolder, supported: u32) -> Result<(), OpenError> {
    let mut header = Vec::with_capacity(100);
    File::open(folder.file())?.take(100).read_to_end(&mut header)?;
    let newest_backup = backup::list(folder).into_iter().next();
    if header.is_empty() && newest_backup.is_none() {
        return Ok(());
    }
    let number = |at: usize| {
        let bytes: [u8; 4] = header.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(bytes))
    };
    let (Some(found), Some(application_id), true) = (number(60), number(68), header.starts_with(MAGIC))
    else {
        return Err(OpenError::Damaged { newest_backup });
    };
    refuse_foreign(application_id)?;
    if found > supported {
        return Err(OpenError::Newer { found, supported });
    }
    Ok(())
}

/// Zero stands for a file whose first migration has not run.
fn refuse_foreign(application_id: u32) -> Result<(), OpenError> {
    if application_id == APPLICATION_ID || application_id == 0 {
        return Ok(());
    }
    Err(OpenError::NotOurs { application_id })
}

/// Looks at what the header and the write-ahead log say together, and for damage. While looking, nothing of the log is
/// carried over into the file, so that a file that is refused stays as it is.
pub(crate) fn inspect(
    connection: &Connection,
    settings: OpenSettings,
    supported: u32,
    folder: &StoreFolder,
) -> Result<u32, OpenError> {
    let explain = |error: rusqlite::Error| explain(folder, error.into());
    connection.busy_timeout(settings.busy_timeout).map_err(explain)?;
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .map_err(explain)?;
    let found = schema::version(connection).map_err(explain)?;
    let application_id: u32 = connection
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .map_err(explain)?;
    refuse_foreign(application_id)?;
    if found > supported {
        return Err(OpenError::Newer { found, supported });
    }
    let tables: u32 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(explain)?;
    if application_id == 0 && tables > 0 {
        return Err(OpenError::NotOurs { application_id });
    }
    if !is_sound(connection).map_err(explain)? {
        return Err(explain_damage(folder));
    }
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
        .map_err(explain)?;
    Ok(found)
}

/// Whether the tables that everything rests on are whole. The history is left out: it is nearly all of a large file, and
/// reading it took longer than the rest of a start. It is read whole whenever a backup is made.
fn is_sound(connection: &Connection) -> rusqlite::Result<bool> {
    for table in schema::tables(connection)?
        .iter()
        .filter(|table| !HISTORY.contains(&table.as_str()))
    {
        let question = format!("PRAGMA quick_check('{}')", table.replace('\'', "''"));
        let verdict: String = connection.query_row(&question, [], |row| row.get(0))?;
        if verdict != "ok" {
            return Ok(false);
        }
    }
    Ok(true)
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // No temporary files outside the private folder.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // A migration may have to rebuild a table; each ends with its own check of all keys.
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

pub(crate) fn explain(folder: &StoreFolder, error: StoreError) -> OpenError {
    match error {
        StoreError::Damaged => explain_damage(folder),
        StoreError::Busy => OpenError::Busy,
        StoreError::DiskFull => OpenError::DiskFull,
        StoreError::ReadOnly => OpenError::NotWritable {
            kind: std::io::ErrorKind::PermissionDenied,
        },
        other => OpenError::Other(other),
    }
}

fn explain_damage(folder: &StoreFolder) -> OpenError {
    OpenError::Damaged {
        newest_backup: backup::list(folder).into_iter().next(),
    }
}

#[cfg(test)]
mod tests;
