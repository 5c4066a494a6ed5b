//! Leaving a damaged history behind: a new file with everything else takes the place of the damaged one, which is kept.

use crate::error::{RestoreError, StoreError};
use crate::folder::{StoreFolder, private_new_file};
use crate::opening::{self, HISTORY, OpenSettings};
use crate::{restore, schema};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Copies all tables but the history into a new file and puts it in the place of the present one. Answers the folder
/// that holds the file of before. Must not be called while a store of this folder is open.
///
/// # Errors
/// The present file cannot be opened, or more than its history is damaged; it stays as it is then.
pub fn start_new_history(folder: &StoreFolder) -> Result<PathBuf, RestoreError> {
    let settings = OpenSettings {
        busy_timeout: Duration::from_secs(5),
        backup_age: None,
    };
    // Refuses what is not ours, and carries the log over into the file.
    opening::open(folder, settings)?
        .close()
        .map_err(|(_, error)| StoreError::from(error))?;
    let incoming = restore::incoming(folder)?;
    drop(private_new_file(&incoming)?);
    fill(&incoming, &folder.file())?;
    File::options().write(true).open(&incoming)?.sync_all()?;
    if !restore::is_whole(&incoming) {
        return Err(StoreError::Damaged.into());
    }
    Ok(restore::put_in_place(folder, &incoming)?)
}

/// Both files have the same schema, so that each table has the same columns in the same order.
fn fill(target: &Path, from: &Path) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(target, flags)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    schema::migrate(&mut connection, &schema::scripts()).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        _ => StoreError::Damaged,
    })?;
    let from = from
        .to_str()
        .ok_or_else(|| StoreError::Unreadable("path of the data folder".to_owned()))?;
    connection.execute("ATTACH ?1 AS damaged", [from])?;
    connection.pragma_update(None, "foreign_keys", false)?;
    let tables = schema::tables(&connection)?;
    let transaction = connection.transaction()?;
    for table in tables.iter().filter(|table| !HISTORY.contains(&table.as_str())) {
        let name = table.replace('"', "\"\"");
        transaction.execute(
            &format!("INSERT INTO main.\"{name}\" SELECT * FROM damaged.\"{name}\""),
            [],
        )?;
    }
    transaction.commit()?;
    let orphans: u32 = connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
        row.get(0)
    })?;
    connection.close().map_err(|(_, error)| StoreError::from(error))?;
    if orphans > 0 {
        return Err(StoreError::Damaged);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
