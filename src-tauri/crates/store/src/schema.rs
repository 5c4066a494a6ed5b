//! The migrations, in order. A shipped migration is never edited: a change is a new one at the end. Each runs in its
//! own transaction together with its version number.

use crate::tables;
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

/// Marks the file as ours in SQLite's header ("Rcna").
pub(crate) const APPLICATION_ID: u32 = 0x5263_6e61;

/// The schema this version writes.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// For each version the statements that lead to it.
const MIGRATIONS: &[&[&str]] = &[
    &[
        // The number is `APPLICATION_ID`; a pragma takes no parameters.
        "PRAGMA application_id = 1382248033;",
        tables::accounts::V1,
        tables::operators::V1,
        tables::assets::V1,
        tables::channels::V1,
        tables::attempts::V1,
        tables::credentials::V1,
        tables::connections::V1,
        tables::steps::V1,
        tables::register_budget::V1,
        tables::evidence::V1,
        tables::checks::V1,
        tables::events::V1,
        tables::settings::V1,
    ],
    &[tables::register_budget::REGISTER_LOCKS],
    &[tables::platforms::PLATFORM_CONNECTIONS],
];

/// What leads from each version to the next, as one script per version.
pub(crate) fn scripts() -> Vec<String> {
    MIGRATIONS
        .iter()
        .map(|statements| statements.join("\n"))
        .collect()
}

/// The version of an open file.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Names of all tables of an open file.
pub(crate) fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Brings the file to the version after the last of `scripts`.
pub(crate) fn migrate(
    connection: &mut Connection,
    scripts: &[String],
) -> Result<(), rusqlite_migration::Error> {
    let steps = scripts
        .iter()
        .map(|script| M::up(script).foreign_key_check())
        .collect();
    Migrations::new(steps).to_latest(connection)
}

#[cfg(test)]
mod tests;
