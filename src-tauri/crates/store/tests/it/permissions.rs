//! Files and folders are private from their creation on, whatever the process's umask is.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use reconecta_store::{Store, StoreFolder};

fn all_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_under(&path))
        } else {
            found.push(path)
        }
    }
    found
}

fn assert_private(folder: &Path) {
    let all = all_under(folder);
    assert!(
        all.iter().any(|path| path.ends_with("reconecta.db")),
        "there must be a file to look at: {all:?}"
    );
    for path in all {
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(
            mode & 0o077,
            0,
            "{} must be private, its mode is {mode:o}",
            path.display()
        );
    }
}

#[test]
fn a_writer_with_an_open_umask_makes_private_files() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("new").join("data");
    let mut child = Command::new("sh")
        .args([
            "-c",
            r#"umask 000; exec "$0" write "$1""#,
            env!("CARGO_BIN_EXE_store-probe"),
        ])
        .arg(&folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut String::new())
        .unwrap();
    let live = all_under(&folder);
    assert!(
        live.iter().any(|path| path.ends_with("reconecta.db-wal")),
        "the log is looked at too: {live:?}"
    );
    assert!(
        live.iter()
            .any(|path| path.starts_with(folder.join("backups")) && path.is_file())
    );
    assert_private(&parent.path().join("new"));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn wider_permissions_are_taken_back() {
    let parent = tempfile::tempdir().unwrap();
    let folder = StoreFolder::new(parent.path().join("data"));
    Store::open(folder.clone()).await.unwrap().close().await;
    for path in all_under(folder.path())
        .iter()
        .filter(|path| !path.starts_with(folder.backups()))
    {
        let mode = if path.is_dir() { 0o755 } else { 0o644 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let store = Store::open(folder.clone()).await.unwrap();
    assert_private(folder.path());
    store.close().await;
}
