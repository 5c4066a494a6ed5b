//! Two processes on one file.

use reconecta_core::ids::UnixMillis;
use reconecta_store::{OpenSettings, Store, StoreError, StoreFolder};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const IMPATIENT: OpenSettings = OpenSettings {
    busy_timeout: Duration::from_millis(50),
    backup_age: None,
};

fn hold_the_lock(folder: &StoreFolder) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_store-probe"))
        .arg("hold")
        .arg(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert_eq!(line, "held\n");
    child
}

#[tokio::test]
async fn a_lock_of_another_process_is_told_and_goes_away_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = StoreFolder::new(folder.path());
    let store = Store::open_with(folder.clone(), IMPATIENT).await.unwrap();
    let mut holder = hold_the_lock(&folder);

    let write = store
        .save_account("a".to_owned(), "Padaria".to_owned(), UnixMillis(1))
        .await;
    assert_eq!(write, Err(StoreError::Busy));
    assert_eq!(
        store.accounts().await,
        Ok(Vec::new()),
        "reading goes on beside a writer"
    );

    holder.kill().unwrap();
    holder.wait().unwrap();
    store
        .save_account("a".to_owned(), "Padaria".to_owned(), UnixMillis(2))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_waiting_write_goes_through_when_the_lock_is_released() {
    let folder = tempfile::tempdir().unwrap();
    let folder = StoreFolder::new(folder.path());
    let store = Store::open(folder.clone()).await.unwrap();
    let mut holder = hold_the_lock(&folder);
    let write = tokio::spawn({
        let store = store.clone();
        async move {
            store
                .save_account("a".to_owned(), "Padaria".to_owned(), UnixMillis(1))
                .await
        }
    });
    drop(holder.stdin.take());
    holder.wait().unwrap();
    assert_eq!(write.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn two_stores_on_one_file_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let folder = StoreFolder::new(folder.path());
    let window = Store::open(folder.clone()).await.unwrap();
    let command_line = Store::open(folder).await.unwrap();
    window
        .save_account("a".to_owned(), "Padaria".to_owned(), UnixMillis(1))
        .await
        .unwrap();
    assert_eq!(command_line.accounts().await.unwrap().len(), 1);
}
