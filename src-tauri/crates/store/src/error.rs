//! Why the file could not be opened, used or restored.

use crate::backup::Backup;
use rusqlite::ErrorCode;
use std::io;

/// Why the file could not be opened. Nothing was changed in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Written by a newer version of the app.
    #[error("the data was written by a newer version (schema {found}, this version knows {supported})")]
    Newer {
        /// Schema of the file.
        found: u32,
        /// Newest schema known here.
        supported: u32,
    },
    /// The file is damaged. [`crate::restore_newest_backup`] moves it aside and puts a backup in its place.
    #[error("the data file is damaged")]
    Damaged {
        /// The newest backup by its name; whether it is whole shows when it is restored.
        newest_backup: Option<Backup>,
    },
    /// A database, but not one of ours.
    #[error("the data file belongs to another program (application id {application_id:#x})")]
    NotOurs {
        /// The application id in its header.
        application_id: u32,
    },
    /// Another process holds the file.
    #[error("another process holds the data file")]
    Busy,
    /// The folder or the file cannot be written.
    #[error("the data folder cannot be written: {kind}")]
    NotWritable {
        /// What the system said.
        kind: io::ErrorKind,
    },
    /// No room on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The backup before an upgrade could not be made, so the upgrade was not begun.
    #[error("the backup before the upgrade failed")]
    BackupFailed(#[source] StoreError),
    /// An upgrade failed; the file is at the schema it had.
    #[error("the upgrade from schema {from} failed")]
    UpgradeFailed {
        /// Schema before the upgrade.
        from: u32,
        /// What SQLite said.
        #[source]
        source: Box<rusqlite_migration::Error>,
    },
    /// Anything else.
    #[error("the data file could not be opened")]
    Other(#[source] StoreError),
}

/// Why a read or write was not done. A failed write changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another process kept the file locked for longer than the busy timeout.
    #[error("another process holds the data file")]
    Busy,
    /// No room on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The disk or file is read-only.
    #[error("the data file is read-only")]
    ReadOnly,
    /// The disk reported an error.
    #[error("the disk reported an error")]
    DiskFailed,
    /// The file is damaged.
    #[error("the data file is damaged")]
    Damaged,
    /// The row does not exist.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The change contradicts what is stored.
    #[error("the change contradicts what is stored: {0}")]
    Conflict(Conflict),
    /// A stored value cannot be understood.
    #[error("the stored {0} cannot be read")]
    Unreadable(String),
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// Anything else, by SQLite's extended result code.
    #[error("SQLite failed with code {code}")]
    Sqlite {
        /// Extended result code.
        code: i32,
    },
}

/// What a change contradicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// Another channel that is in use has this number.
    #[error("another channel has this number")]
    NumberInUse,
    /// The channel has an unfinished attempt.
    #[error("the channel has an unfinished attempt")]
    AttemptOpen,
    /// The attempt has ended.
    #[error("the attempt has ended")]
    AttemptEnded,
    /// The step was closed before.
    #[error("the step is closed")]
    StepClosed,
    /// The credential's secret was wiped.
    #[error("the secret was wiped")]
    SecretWiped,
    /// The last administrator cannot go.
    #[error("the last administrator cannot go")]
    LastAdministrator,
    /// Any other rule of the schema.
    #[error("a rule of the schema")]
    Rule,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::DiskFull => Self::DiskFull,
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => Self::ReadOnly,
                ErrorCode::SystemIoFailure => Self::DiskFailed,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
                ErrorCode::ConstraintViolation => Self::Conflict(Conflict::Rule),
                _ => Self::Sqlite {
                    code: failure.extended_code,
                },
            },
            rusqlite::Error::FromSqlConversionFailure(_, _, _)
            | rusqlite::Error::IntegralValueOutOfRange(_, _)
            | rusqlite::Error::Utf8Error(_, _)
            | rusqlite::Error::InvalidColumnType(_, _, _) => Self::Unreadable(error.to_string()),
            other => Self::Sqlite {
                code: other.sqlite_error().map_or(0, |failure| failure.extended_code),
            },
        }
    }
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            kind => Self::NotWritable { kind },
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::DiskFailed,
        }
    }
}

/// Why nothing could be put in the place of a damaged file. It is where it was, or in a folder beside.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The present file cannot be opened.
    #[error("the present file cannot be opened")]
    NotOpened(#[source] OpenError),
    /// What should be kept of the present file could not be copied.
    #[error("what should be kept could not be copied")]
    NotCopied(#[source] StoreError),
    /// There is no backup, or none is whole.
    #[error("there is no whole backup")]
    NoBackup,
    /// A file could not be moved or copied.
    #[error("the files could not be moved: {kind}")]
    Files {
        /// What the system said.
        kind: io::ErrorKind,
    },
}

impl From<io::Error> for RestoreError {
    fn from(error: io::Error) -> Self {
        Self::Files { kind: error.kind() }
    }
}

impl From<OpenError> for RestoreError {
    fn from(error: OpenError) -> Self {
        Self::NotOpened(error)
    }
}

impl From<StoreError> for RestoreError {
    fn from(error: StoreError) -> Self {
        Self::NotCopied(error)
    }
}
