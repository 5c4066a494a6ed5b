use super::*;
use crate::opening::OpenSettings;
use crate::{Store, StoreFolder};
use tokio::sync::watch;

const QUIET: OpenSettings = OpenSettings {
    busy_timeout: Duration::ZERO,
    backup_age: None,
};

fn folder() -> (tempfile::TempDir, StoreFolder) {
    let parent = tempfile::tempdir().unwrap();
    let folder = StoreFolder::new(parent.path().join("data"));
    (parent, folder)
}

#[tokio::test]
async fn the_newest_ones_are_kept_and_one_of_every_older_schema() {
    let (_parent, folder) = folder();
    let store = Store::open_with(folder.clone(), QUIET).await.unwrap();
    for (made_at, schema) in [(1, 7), (2, 7), (3, 8)] {
        fs::write(Backup::named(&folder, made_at, schema).path, "an old backup").unwrap();
    }
    for _ in 0..7 {
        store.back_up().await.unwrap();
    }
    let kept = store.backups().await.unwrap();
    let present = kept
        .iter()
        .filter(|backup| backup.schema == schema::SCHEMA_VERSION)
        .count();
    assert_eq!(present, KEPT);
    let older: Vec<_> = kept
        .iter()
        .filter(|backup| backup.made_at < 10)
        .map(|backup| backup.schema)
        .collect();
    assert_eq!(
        older,
        [8, 7],
        "the newest of each older schema is the way back from an upgrade"
    );
    assert!(
        kept.is_sorted_by(|one, two| one.made_at > two.made_at),
        "newest first: {kept:?}"
    );
}

#[tokio::test]
async fn a_clock_that_goes_back_does_not_make_the_new_backup_the_older_one() {
    let (_parent, folder) = folder();
    let store = Store::open_with(folder.clone(), QUIET).await.unwrap();
    let tomorrow = now() + 86_400_000;
    fs::write(
        Backup::named(&folder, tomorrow, 1).path,
        "made by a clock that was ahead",
    )
    .unwrap();
    let made = store.back_up().await.unwrap();
    assert_eq!(store.backups().await.unwrap().first(), Some(&made));
}

#[tokio::test]
async fn a_regular_backup_is_made_when_the_newest_is_too_old() {
    let (_parent, folder) = folder();
    let store = Store::open(folder.clone()).await.unwrap();
    assert_eq!(store.backups().await.unwrap().len(), 1, "there was none");
    store.close().await;
    let store = Store::open(folder.clone()).await.unwrap();
    assert_eq!(store.backups().await.unwrap().len(), 1, "it is of today");
    store.close().await;
    let age = list(&folder).remove(0);
    fs::rename(
        &age.path,
        Backup::named(&folder, age.made_at - 25 * 3_600_000, age.schema).path,
    )
    .unwrap();
    let store = Store::open(folder).await.unwrap();
    assert_eq!(store.backups().await.unwrap().len(), 2, "it is of yesterday");
}

/// The newest backup as soon as it is one of these.
async fn newest(told: &mut watch::Receiver<BackupState>, fits: impl Fn(&Backup) -> bool) -> Backup {
    let found = told.wait_for(|state| state.newest.as_ref().is_some_and(&fits));
    let found = tokio::time::timeout(Duration::from_secs(20), found).await;
    found.expect("in time").unwrap().newest.clone().unwrap()
}

#[tokio::test]
async fn a_file_that_stays_open_gets_its_regular_backups_without_being_asked() {
    let (_parent, folder) = folder();
    let settings = OpenSettings {
        backup_age: Some(Duration::from_millis(120)),
        ..QUIET
    };
    let store = Store::open_with(folder.clone(), settings).await.unwrap();
    let mut backups = store.watch_backups();
    let first = newest(&mut backups, |_any| true).await;
    let later = newest(&mut backups, |backup| *backup != first).await;
    assert!(later.made_at - first.made_at > 120, "not before it is due");
}

#[tokio::test]
async fn foreign_and_unfinished_files_are_not_taken_for_backups() {
    let (_parent, folder) = folder();
    let store = Store::open_with(folder.clone(), QUIET).await.unwrap();
    for name in [
        "notes.txt",
        "reconecta-1-schema1.unfinished",
        "reconecta-x-schema1.db",
        "reconecta-1.db",
    ] {
        fs::write(folder.backups().join(name), "").unwrap();
    }
    assert!(store.backups().await.unwrap().is_empty());
    store.back_up().await.unwrap();
    assert!(
        folder.backups().join("notes.txt").exists(),
        "files of others are left alone"
    );
}
