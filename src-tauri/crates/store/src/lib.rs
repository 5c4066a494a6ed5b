//! The SQLite file: the only place that spells SQL.
//!
//! [`Store::open`] gives a handle to one thread that owns the connection; its methods are asynchronous and typed. A table
//! is a module of [`tables`]: the SQL that creates it, its row, reads on a connection, writes on a transaction. Times are
//! Unix milliseconds that the caller gives. Secrets arrive sealed; nothing here can open them.

mod backup;
mod error;
mod folder;
mod integrity;
mod look;
mod opening;
mod renewal;
mod restore;
mod schema;
mod sql;
mod store;
pub mod tables;

pub use backup::{Backup, BackupState};
pub use error::{Conflict, OpenError, RestoreError, StoreError};
pub use folder::StoreFolder;
pub use integrity::IntegrityReport;
pub use look::{look, look_for_register_waits};
pub use opening::OpenSettings;
pub use renewal::start_new_history;
pub use restore::{Restored, restore_newest_backup};
pub use schema::SCHEMA_VERSION;
pub use store::Store;
pub use tables::*;
