use crate::tables::test_support::{at, channel, store_with_channels, token};
use crate::{BackupState, OpenError, Store, StoreError, StoreFolder, start_new_history};
use rusqlite::Connection;
use serde_json::json;
use std::fs;
use std::time::Duration;

const QUIET: crate::OpenSettings = crate::OpenSettings {
    busy_timeout: Duration::ZERO,
    backup_age: None,
};

/// A closed file with two channels, a token, and checks that fill many pages.
async fn used() -> (tempfile::TempDir, StoreFolder) {
    let (parent, store) = store_with_channels(&["c1", "c2"]).await;
    store
        .keep_secret(channel("c1"), token("t1", None), at(1))
        .await
        .unwrap();
    for number in 0..50 {
        let diagnosis = json!({ "words": "x".repeat(500), "verdict": { "verdict": "connected" } });
        store
            .add_check(channel("c1"), diagnosis, at(number))
            .await
            .unwrap();
    }
    let folder = store.folder().clone();
    store.close().await;
    (parent, folder)
}

/// Overwrites the first page of a table.
fn damage(folder: &StoreFolder, table: &str) -> Vec<u8> {
    let connection = Connection::open(folder.file()).unwrap();
    let (page, size): (u32, u32) = connection
        .query_row(
            "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = ?1",
            [table],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    drop(connection);
    let (page, size) = (page as usize, size as usize);
    let mut bytes = fs::read(folder.file()).unwrap();
    bytes[(page - 1) * size..page * size].fill(0xa5);
    fs::write(folder.file(), &bytes).unwrap();
    bytes
}

#[tokio::test]
async fn a_damaged_history_is_told_by_the_backup_and_left_behind_for_a_new_one() {
    let (_parent, folder) = used().await;
    let damaged = damage(&folder, "checks");
    let store = Store::open_with(folder.clone(), QUIET).await.unwrap();
    let told = store.watch_backups();
    assert_eq!(store.back_up().await, Err(StoreError::Damaged));
    assert_eq!(told.borrow().failure, Some(StoreError::Damaged));
    store.close().await;

    let set_aside = start_new_history(&folder).unwrap();
    assert!(
        fs::read(set_aside.join("reconecta.db")).unwrap() == damaged,
        "the damaged file is kept as it was"
    );
    let store = Store::open_with(folder, QUIET).await.unwrap();
    let names: Vec<_> = store.channels().await.unwrap();
    assert_eq!(names.len(), 2, "both channels go on");
    assert!(store.latest_check(channel("c1")).await.unwrap().is_none());
    assert!(store.integrity().await.unwrap().is_sound());
    store.add_check(channel("c1"), json!({}), at(60)).await.unwrap();
    let backup = store.back_up().await.unwrap();
    let told = store.watch_backups();
    assert_eq!(
        *told.borrow(),
        BackupState {
            newest: Some(backup),
            failure: None
        }
    );
}

#[tokio::test]
async fn a_file_in_which_more_than_the_history_is_damaged_stays_as_it_is() {
    let (_parent, folder) = used().await;
    let damaged = damage(&folder, "credentials");
    start_new_history(&folder).unwrap_err();
    assert!(fs::read(folder.file()).unwrap() == damaged);
}

#[tokio::test]
async fn every_table_but_the_history_is_carried_over_whole() {
    let (_parent, folder) = used().await;
    let counts = || {
        let connection = Connection::open(folder.file()).unwrap();
        let tables = crate::schema::tables(&connection).unwrap();
        let count = |table: &String| {
            let question = format!("SELECT count(*) FROM \"{table}\"");
            connection
                .query_row(&question, [], |row| row.get::<_, i64>(0))
                .unwrap()
        };
        let counted: Vec<_> = tables
            .iter()
            .filter(|table| !super::HISTORY.contains(&table.as_str()))
            .map(|table| (table.clone(), count(table)))
            .collect();
        counted
    };
    let before = counts();
    assert!(
        before
            .iter()
            .any(|(table, rows)| table == "credentials" && *rows == 1)
    );
    start_new_history(&folder).unwrap();
    assert_eq!(counts(), before);
}

#[tokio::test]
async fn an_upgrade_of_a_damaged_history_is_told_as_damage() {
    let (_parent, folder) = used().await;
    let damaged = damage(&folder, "checks");
    let mut scripts = crate::schema::scripts();
    scripts.push("ALTER TABLE channels ADD COLUMN colour TEXT;".to_owned());
    let refused = crate::opening::open_with(&folder, QUIET, &scripts);
    assert!(
        matches!(
            &refused,
            Err(OpenError::Damaged {
                newest_backup: Some(_)
            })
        ),
        "{refused:?}"
    );
    assert!(fs::read(folder.file()).unwrap() == damaged);
}
