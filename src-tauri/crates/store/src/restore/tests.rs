use super::*;
use crate::{OpenSettings, Store};
use reconecta_core::ids::UnixMillis;
use std::time::Duration;

const QUIET: OpenSettings = OpenSettings {
    busy_timeout: Duration::ZERO,
    backup_age: None,
};

fn folder() -> (tempfile::TempDir, StoreFolder) {
    let parent = tempfile::tempdir().unwrap();
    let folder = StoreFolder::new(parent.path().join("data"));
    (parent, folder)
}

async fn save(store: &Store, id: &str) {
    store
        .save_account(id.to_owned(), "Padaria".to_owned(), UnixMillis(1))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_damaged_backup_is_skipped_for_an_older_whole_one() {
    let (_parent, folder) = folder();
    let store = Store::open_with(folder.clone(), QUIET).await.unwrap();
    save(&store, "first").await;
    let older = store.back_up().await.unwrap();
    save(&store, "second").await;
    let newer = store.back_up().await.unwrap();
    store.close().await;
    fs::write(&newer.path, "garbage").unwrap();

    let restored = restore_newest_backup(&folder).unwrap();
    assert_eq!(restored.backup, older);
    assert_eq!(restored.skipped, [newer]);
    let store = Store::open_with(folder, QUIET).await.unwrap();
    assert_eq!(
        store.accounts().await.unwrap().len(),
        1,
        "what came after the older backup is missing, and told"
    );
}

#[tokio::test]
async fn without_a_whole_backup_nothing_is_touched() {
    let (_parent, folder) = folder();
    let store = Store::open_with(folder.clone(), QUIET).await.unwrap();
    let backup = store.back_up().await.unwrap();
    store.close().await;
    fs::write(&backup.path, "garbage").unwrap();
    fs::write(folder.file(), "damaged").unwrap();
    assert!(matches!(
        restore_newest_backup(&folder),
        Err(RestoreError::NoBackup)
    ));
    assert_eq!(fs::read(folder.file()).unwrap(), b"damaged");
}

#[tokio::test]
async fn a_log_of_the_damaged_file_is_moved_aside_with_it() {
    let (_parent, folder) = folder();
    let store = Store::open_with(folder.clone(), QUIET).await.unwrap();
    save(&store, "first").await;
    store.back_up().await.unwrap();
    store.close().await;
    let [log, index] = folder.companions();
    fs::write(&log, "log of the damaged file").unwrap();
    fs::write(&index, "index of the damaged file").unwrap();
    let restored = restore_newest_backup(&folder).unwrap();
    assert!(
        !log.exists() && !index.exists(),
        "a foreign log must not be applied to the backup"
    );
    let kept = fs::read(restored.set_aside.join(log.file_name().unwrap())).unwrap();
    assert_eq!(kept, b"log of the damaged file");
    let again = restore_newest_backup(&folder).unwrap();
    assert_ne!(
        again.set_aside, restored.set_aside,
        "a second rescue must not overwrite the first one"
    );
}
