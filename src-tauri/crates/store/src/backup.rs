//! Backups: whole, consistent copies in the folder's `backups`, made while the store is in use.

use crate::error::StoreError;
use crate::folder::{StoreFolder, private_new_file, sync_folder};
use crate::schema;
use rusqlite::Connection;
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// How many backups are kept whatever their schema; of every older schema the newest one is kept besides.
const KEPT: usize = 5;

/// One backup, as its name tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// When it was made, Unix milliseconds.
    pub made_at: i64,
    /// Its schema.
    pub schema: u32,
}

impl Backup {
    fn named(folder: &StoreFolder, made_at: i64, schema: u32) -> Self {
        let path = folder
            .backups()
            .join(format!("reconecta-{made_at:015}-schema{schema}.db"));
        Self {
            path,
            made_at,
            schema,
        }
    }

    fn parse(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        let (made_at, schema) = name
            .strip_prefix("reconecta-")?
            .strip_suffix(".db")?
            .split_once("-schema")?;
        let (made_at, schema) = (made_at.parse().ok()?, schema.parse().ok()?);
        Some(Self {
            path,
            made_at,
            schema,
        })
    }
}

/// How backups stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupState {
    /// The newest one by its name.
    pub newest: Option<Backup>,
    /// Why the last try since the opening failed; `None` when it did not, or there was none.
    pub failure: Option<StoreError>,
}

/// All backups, newest first; none when the folder cannot be read.
pub(crate) fn list(folder: &StoreFolder) -> Vec<Backup> {
    let Ok(entries) = fs::read_dir(folder.backups()) else {
        return Vec::new();
    };
    let mut backups: Vec<_> = entries
        .filter_map(|entry| Backup::parse(entry.ok()?.path()))
        .collect();
    backups.sort_by_key(|backup| {
        (
            std::cmp::Reverse(backup.made_at),
            std::cmp::Reverse(backup.schema),
        )
    });
    backups
}

/// Makes a backup and tells how backups stand then.
pub(crate) fn make_and_tell(
    connection: &Connection,
    folder: &StoreFolder,
    told: &watch::Sender<BackupState>,
) -> Result<Backup, StoreError> {
    let made = make(connection, folder);
    let failure = made.as_ref().err().cloned();
    told.send_modify(|state| {
        state.newest = list(folder).into_iter().next();
        state.failure = failure;
    });
    made
}

/// Writes a backup under a temporary name, makes it durable, gives it its name and removes those that are too many.
pub(crate) fn make(connection: &Connection, folder: &StoreFolder) -> Result<Backup, StoreError> {
    let newest = list(folder).first().map_or(0, |backup| backup.made_at);
    // The clock may have gone back; a later backup must still sort as the later one.
    let made_at = now().max(newest.saturating_add(1));
    let backup = Backup::named(folder, made_at, schema::version(connection)?);
    let unfinished = backup.path.with_extension("unfinished");
    let result = copy(connection, &unfinished).and_then(|()| {
        fs::rename(&unfinished, &backup.path)?;
        sync_folder(&folder.backups())?;
        Ok(())
    });
    if let Err(error) = result {
        let _gone = fs::remove_file(&unfinished);
        return Err(error);
    }
    prune(folder);
    Ok(backup)
}

fn copy(connection: &Connection, target: &std::path::Path) -> Result<(), StoreError> {
    match fs::remove_file(target) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    // SQLite fills an existing empty file, so the copy is private from its first byte.
    drop(private_new_file(target)?);
    let name = target
        .to_str()
        .ok_or_else(|| StoreError::Unreadable("path of the data folder".to_owned()))?;
    connection.execute("VACUUM INTO ?1", [name])?;
    File::options().write(true).open(target)?.sync_all()?;
    Ok(())
}

fn prune(folder: &StoreFolder) {
    let backups = list(folder);
    let mut schemas_kept = Vec::new();
    for (position, backup) in backups.iter().enumerate() {
        let newest_of_its_schema = !schemas_kept.contains(&backup.schema);
        if newest_of_its_schema {
            schemas_kept.push(backup.schema);
        }
        if position >= KEPT
            && !newest_of_its_schema
            && let Err(error) = fs::remove_file(&backup.path)
        {
            tracing::warn!(%error, "An old backup could not be removed");
        }
    }
}

/// Whether the newest backup is older than `age` or there is none.
pub(crate) fn is_due(folder: &StoreFolder, age: Duration) -> bool {
    let age = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
    list(folder)
        .first()
        .is_none_or(|backup| now().saturating_sub(backup.made_at) > age)
}

/// Unix milliseconds by the system's clock: the names of backups are for people, so they carry real time.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
