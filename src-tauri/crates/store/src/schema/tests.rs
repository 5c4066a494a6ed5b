use super::*;
use crate::opening::{OpenSettings, open_with};
use crate::{OpenError, Store, StoreFolder, backup};

/// The schema of each version as it was shipped, with a row in every table. A file is never edited: a new version gets
/// one of its own.
const SHIPPED: &[&str] = &[
    include_str!("v1.sql"),
    include_str!("v2.sql"),
    include_str!("v3.sql"),
];

const QUIET: OpenSettings = OpenSettings {
    busy_timeout: std::time::Duration::ZERO,
    backup_age: None,
};

fn folder() -> (tempfile::TempDir, StoreFolder) {
    let parent = tempfile::tempdir().unwrap();
    let folder = StoreFolder::new(parent.path().join("data"));
    (parent, folder)
}

/// Every object of the schema, with its white space evened out.
fn objects(connection: &Connection) -> Vec<(String, String)> {
    connection
        .prepare(
            "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
        .unwrap()
        .map(|row| row.map(|(name, sql)| (name, sql.split_whitespace().collect::<Vec<_>>().join(" "))))
        .collect::<Result<_, _>>()
        .unwrap()
}

fn tables(connection: &Connection) -> Vec<String> {
    connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn rows(connection: &Connection, table: &str) -> u32 {
    connection
        .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
        .unwrap()
}

/// A file as the version of `dump` left it.
fn shipped(folder: &StoreFolder, dump: &str) {
    folder.prepare().unwrap();
    Connection::open(folder.file())
        .unwrap()
        .execute_batch(dump)
        .unwrap();
}

#[test]
fn every_migration_runs_from_empty() {
    for count in 1..=scripts().len() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, &scripts()[..count]).unwrap();
        assert_eq!(version(&connection).unwrap() as usize, count);
    }
}

#[test]
fn there_is_a_dump_of_every_shipped_schema() {
    assert_eq!(
        SHIPPED.len(),
        SCHEMA_VERSION as usize,
        "add the dump of the new schema and keep the old ones"
    );
}

#[test]
fn shipped_migrations_are_not_edited() {
    for (index, dump) in SHIPPED.iter().enumerate() {
        let old = Connection::open_in_memory().unwrap();
        old.execute_batch(dump).unwrap();
        let mut ours = Connection::open_in_memory().unwrap();
        migrate(&mut ours, &scripts()[..=index]).unwrap();
        assert_eq!(
            objects(&ours),
            objects(&old),
            "schema {} was shipped as its dump says",
            index + 1
        );
    }
}

#[test]
fn the_application_id_is_in_the_file() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &scripts()).unwrap();
    let id: u32 = connection
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .unwrap();
    assert_eq!(id, APPLICATION_ID);
}

#[test]
fn every_table_is_strict_and_every_reference_has_an_index() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &scripts()).unwrap();
    let loose: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(loose.is_empty(), "these tables are not STRICT: {loose:?}");
    for table in tables(&connection) {
        let unindexed: Vec<String> = connection
            .prepare(
                "SELECT \"from\" FROM pragma_foreign_key_list(?1) WHERE \"from\" NOT IN
                     (SELECT info.name FROM pragma_index_list(?1) AS list, pragma_index_info(list.name) AS info
                      WHERE info.seqno = 0)",
            )
            .unwrap()
            .query_map([&table], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(
            unindexed.is_empty(),
            "{table}: {unindexed:?} would be searched row by row"
        );
    }
}

#[tokio::test]
async fn every_shipped_schema_opens_with_all_its_rows() {
    for (index, dump) in SHIPPED.iter().enumerate() {
        let (_parent, folder) = folder();
        shipped(&folder, dump);
        let old = tables(&Connection::open(folder.file()).unwrap());
        let store = Store::open(folder).await.unwrap();
        store
            .call(move |connection| {
                assert_eq!(version(connection)?, SCHEMA_VERSION);
                for table in old {
                    assert!(
                        rows(connection, &table) > 0,
                        "{table} lost its rows coming from schema {}",
                        index + 1
                    );
                }
                Ok(())
            })
            .await
            .unwrap();
        assert!(store.integrity().await.unwrap().is_sound());
        let channels = store.channels().await.unwrap();
        assert_eq!(
            channels.len(),
            1,
            "the channel of schema {} must be readable",
            index + 1
        );
        assert!(channels[0].active_credential.is_some());
        assert_eq!(store.unfinished_attempts().await.unwrap().len(), 1);
        assert_eq!(store.timeline(None, 10, None).await.unwrap().len(), 1);
        assert_eq!(store.connections().await.unwrap().len(), 1);
    }
}

/// A version after the newest: what the mechanism does must not depend on there being one.
fn with_next_version(statements: &str) -> Vec<String> {
    let mut scripts = scripts();
    scripts.push(statements.to_owned());
    scripts
}

#[test]
fn an_upgrade_makes_a_backup_of_the_old_schema_first() {
    let (_parent, folder) = folder();
    shipped(&folder, SHIPPED[SHIPPED.len() - 1]);
    let next = with_next_version("ALTER TABLE channels ADD COLUMN colour TEXT;");
    let connection = open_with(&folder, QUIET, &next).unwrap();
    assert_eq!(version(&connection).unwrap(), SCHEMA_VERSION + 1);
    assert_eq!(rows(&connection, "channels"), 1);
    let foreign_keys: bool = connection
        .query_row("PRAGMA foreign_keys", [], |row| row.get(0))
        .unwrap();
    assert!(foreign_keys, "references are checked again after the upgrade");

    let backups = backup::list(&folder);
    assert_eq!(backups.len(), 1);
    assert_eq!(backups[0].schema, SCHEMA_VERSION);
    let old = Connection::open(&backups[0].path).unwrap();
    assert_eq!(version(&old).unwrap(), SCHEMA_VERSION);
    assert_eq!(
        rows(&old, "channels"),
        1,
        "the backup holds what was there before the upgrade"
    );
}

#[test]
fn a_new_file_needs_no_backup() {
    let (_parent, folder) = folder();
    open_with(&folder, QUIET, &scripts()).unwrap();
    assert!(backup::list(&folder).is_empty());
}

#[test]
fn an_upgrade_that_fails_half_way_leaves_the_old_schema_and_can_be_tried_again() {
    let (_parent, folder) = folder();
    shipped(&folder, SHIPPED[SHIPPED.len() - 1]);
    let broken =
        with_next_version("ALTER TABLE channels ADD COLUMN colour TEXT; DELETE FROM channels_of_yesterday;");
    let refused = open_with(&folder, QUIET, &broken);
    assert!(
        matches!(refused, Err(OpenError::UpgradeFailed { from, .. }) if from == SCHEMA_VERSION),
        "{refused:?}"
    );
    let connection = open_with(&folder, QUIET, &scripts()).unwrap();
    assert_eq!(version(&connection).unwrap(), SCHEMA_VERSION);
    assert_eq!(rows(&connection, "channels"), 1);
    let colours: u32 = connection
        .query_row(
            "SELECT count(*) FROM pragma_table_info('channels') WHERE name = 'colour'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(
        colours, 0,
        "the first statement of the failed upgrade must not remain"
    );
}

#[test]
fn an_upgrade_that_breaks_a_reference_is_refused() {
    let (_parent, folder) = folder();
    shipped(&folder, SHIPPED[SHIPPED.len() - 1]);
    let refused = open_with(&folder, QUIET, &with_next_version("DELETE FROM accounts;"));
    assert!(
        matches!(refused, Err(OpenError::UpgradeFailed { .. })),
        "{refused:?}"
    );
    let connection = open_with(&folder, QUIET, &scripts()).unwrap();
    assert_eq!(rows(&connection, "accounts"), 1);
}

#[test]
fn without_room_for_the_backup_the_upgrade_does_not_begin() {
    let (_parent, folder) = folder();
    shipped(&folder, SHIPPED[SHIPPED.len() - 1]);
    std::fs::remove_dir(folder.backups()).unwrap();
    std::fs::write(folder.backups(), "in the way").unwrap();
    let refused = open_with(
        &folder,
        QUIET,
        &with_next_version("ALTER TABLE channels ADD COLUMN colour TEXT;"),
    );
    assert!(refused.is_err(), "there is no place for the backup");
    let connection = Connection::open(folder.file()).unwrap();
    assert_eq!(version(&connection).unwrap(), SCHEMA_VERSION);
}
