//! Backups that cannot be made because the history of the data file is damaged: a person is told, and gets a way on.

use crate::house::House;
use reconecta_core::ids::UnixMillis;
use reconecta_engine::EngineError;
use reconecta_engine::views::{
    AppView, BackupProblemView, BackupView, EnvironmentView, RoleView, StorageProblemView,
};
use reconecta_store::{NewEvent, SCHEMA_VERSION};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Words that are in the history only.
const MARK: &[u8] = b"a line of the history";

/// Bytes of a page, SQLite's default.
const PAGE: usize = 4096;

/// How old backups are made to look, in milliseconds.
const TWO_DAYS: u128 = 2 * 24 * 60 * 60 * 1000;

fn data(house: &House) -> PathBuf {
    house.folder().join("demonstration")
}

/// Lines that fill some pages of the history, in a file that is closed then.
async fn write_history(house: &House) {
    house
        .engine
        .choose_environment(EnvironmentView::Production)
        .await
        .expect("the demonstration is closed");
    let store = house.store().await;
    for _ in 0..100 {
        let line = NewEvent {
            operator: None,
            what: "started".to_owned(),
            channel: None,
            detail: json!({ "words": String::from_utf8_lossy(MARK).repeat(10) }),
        };
        store.add_event(line, UnixMillis(1)).await.unwrap();
    }
    store.close().await;
}

/// Overwrites a page that has the mark.
fn damage(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let found = bytes.windows(MARK.len()).position(|words| words == MARK);
    let page = found.expect("the history is in the file") / PAGE;
    bytes[page * PAGE..(page + 1) * PAGE].fill(0xa5);
    fs::write(file, &bytes).unwrap();
}

/// Whether this is the file that was damaged, with the rest of its history.
fn is_damaged_one(file: &[u8]) -> bool {
    file.chunks(PAGE).any(|page| page == [0xa5; PAGE]) && file.windows(MARK.len()).any(|words| words == MARK)
}

/// Makes every backup look two days old; answers the time of the newest.
fn age_backups(folder: &Path) -> f64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let made_at = now - TWO_DAYS;
    let backups = folder.join("backups");
    for (older, entry) in fs::read_dir(&backups).unwrap().enumerate() {
        let name = format!(
            "reconecta-{:015}-schema{SCHEMA_VERSION}.db",
            made_at - older as u128
        );
        fs::rename(entry.unwrap().path(), backups.join(name)).unwrap();
    }
    made_at as f64
}

/// A demonstration with a page of its history damaged and a backup that is due.
async fn damaged() -> (House, f64) {
    let house = House::with([]).await;
    write_history(&house).await;
    damage(&data(&house).join("reconecta.db"));
    let made_at = age_backups(&data(&house));
    house
        .engine
        .choose_environment(EnvironmentView::Demonstration)
        .await
        .expect("it opens: what everything rests on is whole");
    (house, made_at)
}

fn backup(view: &AppView) -> BackupView {
    view.backup.clone().expect("an environment is open")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_history_is_told_with_the_age_of_the_newest_backup_and_everything_else_works() {
    let (mut house, made_at) = damaged().await;
    let told = BackupView {
        made_at: Some(made_at),
        problem: Some(BackupProblemView::HistoryDamaged),
    };
    assert_eq!(backup(&house.engine.app_view().await), told);
    let tried = house.engine.storage_back_up().await;
    assert_eq!(tried, Err(EngineError::HistoryDamaged));
    assert_eq!(backup(&house.engine.app_view().await), told);

    let id = house.channel("healthy").await.id;
    house.engine.check_channel(&id).await.unwrap();
    let page = house.until_checked(&id).await;
    assert_eq!(page.row.verdict.code, "connected_unproven", "channels are read");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_history_keeps_channels_and_secrets_and_the_damaged_file() {
    let (mut house, made_at) = damaged().await;
    let names = |rows: &[reconecta_engine::views::ChannelRowView]| -> Vec<(String, String)> {
        rows.iter()
            .map(|row| (row.id.clone(), row.name.clone()))
            .collect()
    };
    let before = names(&house.engine.channels_view().await.unwrap());

    house.engine.sign_in(RoleView::Attendant, None).await.unwrap();
    let refused = house.engine.storage_new_history().await;
    assert_eq!(refused, Err(EngineError::NotAllowed));
    house.engine.sign_in(RoleView::Administrator, None).await.unwrap();

    let view = house.engine.storage_new_history().await.unwrap();
    let stands = backup(&view);
    assert_eq!(stands.problem, None);
    assert!(stands.made_at > Some(made_at), "a backup was made of it");
    assert_eq!(names(&house.engine.channels_view().await.unwrap()), before);
    let aside = fs::read_dir(data(&house)).unwrap().find_map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("damaged-").then_some(path.join("reconecta.db"))
    });
    let kept = fs::read(aside.expect("a folder beside")).unwrap();
    assert!(is_damaged_one(&kept), "the damaged file is kept");
    let present = fs::read(data(&house).join("reconecta.db")).unwrap();
    assert!(!is_damaged_one(&present), "another is in its place");
    let id = house.channel("healthy").await.id;
    house.engine.check_channel(&id).await.unwrap();
    let page = house.until_checked(&id).await;
    assert_eq!(page.row.verdict.code, "connected_unproven", "its token is there");
    house.engine.storage_back_up().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn while_an_attempt_runs_or_the_file_is_in_use_nothing_is_put_in_its_place() {
    let (mut house, _made_at) = damaged().await;
    let restored = house.engine.storage_restore_backup().await;
    assert_eq!(restored, Err(EngineError::OutOfOrder), "the file is open");
    house.reach_login(None).await;
    assert_eq!(house.engine.storage_new_history().await, Err(EngineError::Busy));
    assert_eq!(
        house.engine.app_view().await.storage_problem,
        None::<StorageProblemView>
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_fails_while_the_app_is_open_is_announced() {
    let house = House::with([]).await;
    let mut changes = house.engine.changes();
    let backups = data(&house).join("backups");
    fs::remove_dir_all(&backups).unwrap();
    fs::write(&backups, "in the way").unwrap();
    house.engine.storage_back_up().await.unwrap_err();
    let told = async {
        loop {
            if let Ok(reconecta_engine::Change::App(view)) = changes.recv().await {
                return view;
            }
        }
    };
    let view = tokio::time::timeout(std::time::Duration::from_secs(30), told)
        .await
        .expect("it is announced");
    assert_eq!(backup(&view).problem, Some(BackupProblemView::NotWritable));
    fs::remove_file(&backups).unwrap();
    fs::create_dir(&backups).unwrap();
    let view = house.engine.storage_back_up().await.unwrap();
    assert_eq!(backup(&view).problem, None);
}
