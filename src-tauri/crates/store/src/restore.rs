//! Putting the newest whole backup in the place of a damaged file. Nothing is deleted.

use crate::backup::{self, Backup};
use crate::error::RestoreError;
use crate::folder::{StoreFolder, private_folder, private_new_file, sync_folder};
use crate::schema::APPLICATION_ID;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The backup that is in place.
    pub backup: Backup,
    /// The folder that holds the damaged files.
    pub set_aside: PathBuf,
    /// Newer backups that were damaged too.
    pub skipped: Vec<Backup>,
}

/// Moves the damaged file and its log into a new folder beside it, and copies the newest whole backup in its place. Must
/// not be called while a store of this folder is open.
///
/// # Errors
/// [`RestoreError::NoBackup`] leaves everything as it was.
pub fn restore_newest_backup(folder: &StoreFolder) -> Result<Restored, RestoreError> {
    let mut skipped = Vec::new();
    let mut whole = None;
    for candidate in backup::list(folder) {
        if is_whole(&candidate.path) {
            whole = Some(candidate);
            break;
        }
        skipped.push(candidate);
    }
    let backup = whole.ok_or(RestoreError::NoBackup)?;
    let incoming = incoming(folder)?;
    copy_privately(&backup.path, &incoming)?;
    Ok(Restored {
        set_aside: put_in_place(folder, &incoming)?,
        backup,
        skipped,
    })
}

/// Where the file of tomorrow is prepared; nothing is there.
pub(crate) fn incoming(folder: &StoreFolder) -> io::Result<PathBuf> {
    let path = folder.path().join("reconecta.db.incoming");
    match fs::remove_file(&path) {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path),
        Err(error) => Err(error),
    }
}

/// Moves the present file and its log into a new folder, which is answered, and `incoming` into its place.
pub(crate) fn put_in_place(folder: &StoreFolder, incoming: &Path) -> io::Result<PathBuf> {
    let set_aside = new_damaged_folder(folder)?;
    let file = folder.file();
    for damaged in folder.companions().iter().chain([&file]) {
        if let Some(name) = damaged.file_name()
            && damaged.exists()
        {
            fs::rename(damaged, set_aside.join(name))?;
        }
    }
    fs::rename(incoming, folder.file())?;
    sync_folder(&set_aside)?;
    sync_folder(folder.path())?;
    Ok(set_aside)
}

/// Reads without leaving a log or lock beside the backup.
pub(crate) fn is_whole(path: &Path) -> bool {
    let check = || -> rusqlite::Result<bool> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        let application_id: u32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        let verdict: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        Ok(application_id == APPLICATION_ID && verdict == "ok")
    };
    check().unwrap_or(false)
}

fn copy_privately(from: &Path, to: &Path) -> io::Result<()> {
    let mut target = private_new_file(to)?;
    io::copy(&mut File::open(from)?, &mut target)?;
    target.sync_all()
}

fn new_damaged_folder(folder: &StoreFolder) -> io::Result<PathBuf> {
    let mut at = backup::now();
    loop {
        let path = folder.path().join(format!("damaged-{at:015}"));
        if !path.exists() {
            private_folder(&path)?;
            return Ok(path);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests;
