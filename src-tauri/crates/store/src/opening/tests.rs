use super::*;
use crate::schema::SCHEMA_VERSION;
use crate::{Store, restore_newest_backup};
use reconecta_core::ids::UnixMillis;
use std::fs;
use std::path::PathBuf;

const QUIET: OpenSettings = OpenSettings {
    busy_timeout: Duration::ZERO,
    backup_age: None,
};

fn folder() -> (tempfile::TempDir, StoreFolder) {
    let parent = tempfile::tempdir().unwrap();
    let folder = StoreFolder::new(parent.path().join("data"));
    (parent, folder)
}

/// A closed file with some rows and one backup of them.
async fn used(folder: &StoreFolder) {
    let store = Store::open_with(folder.clone(), QUIET).await.unwrap();
    for number in 0..200 {
        let name = format!("Padaria {number}");
        store
            .save_account(format!("account-{number}"), name, UnixMillis(number))
            .await
            .unwrap();
    }
    store.back_up().await.unwrap();
    store.close().await;
}

fn contents(folder: &StoreFolder) -> (Vec<u8>, Option<Vec<u8>>) {
    let [log, _] = folder.companions();
    (fs::read(folder.file()).unwrap(), fs::read(log).ok())
}

fn patch(folder: &StoreFolder, at: usize, bytes: &[u8]) {
    let mut file = fs::read(folder.file()).unwrap();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    fs::write(folder.file(), file).unwrap();
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_the_file_stays_as_it_is() {
    let (_parent, folder) = folder();
    used(&folder).await;
    patch(&folder, 60, &(SCHEMA_VERSION + 1).to_be_bytes());
    let before = contents(&folder);
    let refused = Store::open(folder.clone()).await;
    assert!(
        matches!(refused, Err(OpenError::Newer { found, supported })
            if found == SCHEMA_VERSION + 1 && supported == SCHEMA_VERSION),
        "{refused:?}"
    );
    assert_eq!(contents(&folder), before, "not one byte may change");
}

#[tokio::test]
async fn a_newer_schema_that_is_only_in_the_log_is_refused_and_both_files_stay() {
    let (_parent, folder) = folder();
    used(&folder).await;
    // A newer version that was killed: its version number has not reached the file yet.
    let newer = Connection::open(folder.file()).unwrap();
    newer
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .unwrap();
    newer
        .pragma_update(None, "user_version", SCHEMA_VERSION + 1)
        .unwrap();
    drop(newer);
    let before = contents(&folder);
    assert!(
        before.1.as_ref().is_some_and(|log| !log.is_empty()),
        "the version must be in the log"
    );
    let refused = Store::open(folder.clone()).await;
    assert!(matches!(refused, Err(OpenError::Newer { .. })), "{refused:?}");
    assert_eq!(contents(&folder), before, "neither file nor log may change");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_stays_as_it_is() {
    let (_parent, folder) = folder();
    folder.prepare().unwrap();
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("CREATE TABLE notes (text TEXT);").unwrap();
    let before = contents(&folder);
    let refused = Store::open(folder.clone()).await;
    assert!(
        matches!(refused, Err(OpenError::NotOurs { application_id: 0 })),
        "{refused:?}"
    );
    assert_eq!(contents(&folder), before);
    other.execute_batch("PRAGMA application_id = 7;").unwrap();
    let refused = Store::open(folder.clone()).await;
    assert!(
        matches!(refused, Err(OpenError::NotOurs { application_id: 7 })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn settings_are_as_promised() {
    let (_parent, folder) = folder();
    let store = Store::open(folder).await.unwrap();
    store
        .call(|connection| {
            let text = |pragma: &str| {
                connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, String>(0))
            };
            let number = |pragma: &str| {
                connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0))
            };
            assert_eq!(text("journal_mode")?, "wal");
            assert_eq!(
                number("synchronous")?,
                2,
                "FULL: an acknowledged write survives a power loss"
            );
            assert_eq!(number("foreign_keys")?, 1);
            assert_eq!(number("secure_delete")?, 1);
            assert_eq!(number("busy_timeout")?, 5000);
            assert_eq!(number("trusted_schema")?, 0);
            Ok(())
        })
        .await
        .unwrap();
}

/// Opens, and on damage restores the backup and opens again.
async fn open_or_restore(folder: &StoreFolder) -> (Store, bool) {
    match Store::open_with(folder.clone(), QUIET).await {
        Ok(store) => (store, false),
        Err(OpenError::Damaged { newest_backup }) => {
            let offered = newest_backup.expect("there is a backup to offer");
            let restored = restore_newest_backup(folder).unwrap();
            assert_eq!(restored.backup, offered);
            assert!(
                restored.set_aside.join("reconecta.db").exists(),
                "the damaged file must be kept"
            );
            (Store::open_with(folder.clone(), QUIET).await.unwrap(), true)
        }
        Err(other) => panic!("damage must be told as damage, not as {other:?}"),
    }
}

async fn assert_restored(folder: &StoreFolder, damage: &str) {
    let (store, restored) = open_or_restore(folder).await;
    assert!(restored, "{damage} must be detected");
    assert_eq!(
        store.accounts().await.unwrap().len(),
        200,
        "{damage}: the backup has all rows"
    );
    store.close().await;
}

#[tokio::test]
async fn damage_is_detected_and_the_backup_restored() {
    let (_parent, folder) = folder();
    used(&folder).await;
    patch(&folder, 0, b"garbage!");
    assert_restored(&folder, "a wrong header").await;

    fs::write(folder.file(), b"").unwrap();
    assert_restored(&folder, "an emptied file").await;

    fs::remove_file(folder.file()).unwrap();
    assert_restored(&folder, "a missing file beside backups").await;

    let half = fs::read(folder.file()).unwrap();
    fs::write(folder.file(), &half[..half.len() / 2]).unwrap();
    assert_restored(&folder, "a cut file").await;

    // The page after the schema's first one, where tables have their root.
    patch(&folder, 4096 * 2, &[0xA5; 64]);
    assert_restored(&folder, "an overwritten page").await;
}

/// A small generator of our own keeps the offsets the same in every run.
struct Offsets(u64);

impl Offsets {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

#[tokio::test]
async fn overwritten_blocks_anywhere_never_pass_as_newer_or_lose_the_backup() {
    let (_parent, folder) = folder();
    used(&folder).await;
    let whole = fs::read(folder.file()).unwrap();
    let mut offsets = Offsets(42);
    let mut detected = 0;
    for _ in 0..120 {
        fs::write(folder.file(), &whole).unwrap();
        // The first hundred bytes are the header, which has tests of its own.
        let at = 100 + offsets.next(whole.len() - 164);
        patch(&folder, at, &[0xA5; 64]);
        let (store, restored) = open_or_restore(&folder).await;
        detected += u32::from(restored);
        if restored {
            assert_eq!(store.accounts().await.unwrap().len(), 200, "damage at {at}");
        }
        store.close().await;
    }
    // SQLite keeps no checksums: a block inside a row or in unused space is no damage that it can see.
    assert!(
        detected > 5,
        "blocks in structures must be detected, only {detected} of 120 were"
    );
}

#[tokio::test]
async fn a_locked_file_is_busy_at_opening() {
    let (_parent, folder) = folder();
    used(&folder).await;
    let holder = Connection::open(folder.file()).unwrap();
    holder
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;")
        .unwrap();
    let refused = Store::open_with(folder.clone(), QUIET).await;
    assert!(matches!(refused, Err(OpenError::Busy)), "{refused:?}");
    drop(holder);
    Store::open_with(folder, QUIET).await.unwrap();
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_told() {
    let (parent, _) = folder();
    let in_the_way: PathBuf = parent.path().join("file");
    fs::write(&in_the_way, "not a folder").unwrap();
    let refused = Store::open(StoreFolder::new(in_the_way.join("data"))).await;
    assert!(
        matches!(refused, Err(OpenError::NotWritable { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn unusual_paths_work() {
    let (parent, _) = folder();
    let deep = parent
        .path()
        .join("Atenção ção 日本 'aspas' %41")
        .join("x".repeat(120))
        .join("y".repeat(120));
    let folder = StoreFolder::new(deep);
    used(&folder).await;
    fs::write(folder.file(), b"").unwrap();
    assert_restored(&folder, "an emptied file").await;
}

#[tokio::test]
async fn a_full_disk_is_told_and_nothing_is_half_written() {
    let (_parent, folder) = folder();
    used(&folder).await;
    let store = Store::open_with(folder, QUIET).await.unwrap();
    let limit = |pages: &'static str| {
        store.call(move |connection| {
            Ok(
                connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| {
                    row.get::<_, i64>(0)
                })?,
            )
        })
    };
    limit("1").await.unwrap();
    let name = "x".repeat(1_000_000);
    let refused = store
        .save_account("big".to_owned(), name.clone(), UnixMillis(1))
        .await;
    assert_eq!(refused, Err(StoreError::DiskFull));
    assert_eq!(store.accounts().await.unwrap().len(), 200);
    limit("1000000").await.unwrap();
    store
        .save_account("big".to_owned(), name, UnixMillis(2))
        .await
        .unwrap();
    assert!(store.integrity().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_closed_store_says_so_to_every_clone() {
    let (_parent, folder) = folder();
    let store = Store::open(folder).await.unwrap();
    let clone = store.clone();
    store.close().await;
    assert_eq!(clone.accounts().await, Err(StoreError::Closed));
    clone.close().await;
}

#[tokio::test]
async fn dropping_the_caller_does_not_drop_the_write() {
    let (_parent, folder) = folder();
    let store = Store::open(folder).await.unwrap();
    let mut write = Box::pin(store.save_account("a".to_owned(), "Padaria".to_owned(), UnixMillis(1)));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let _first_poll = std::future::Future::poll(write.as_mut(), &mut context);
    drop(write);
    assert_eq!(store.accounts().await.unwrap().len(), 1);
}
