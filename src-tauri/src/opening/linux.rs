//! Programs are started as the desktop would start them: without what was set for our own window.

use crate::environment;
use std::io;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// A launcher that has not failed by then has handed the target over, or is the program itself.
const FAILS_WITHIN: Duration = Duration::from_secs(1);

/// Runs the first launcher that is there and does not fail.
pub(super) async fn launch(launchers: impl IntoIterator<Item = std::process::Command>) -> io::Result<()> {
    let mut outcome = Err(io::ErrorKind::NotFound.into());
    for launcher in launchers {
        outcome = run(launcher.into()).await;
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

async fn run(mut launcher: Command) -> io::Result<()> {
    launcher.env_remove(environment::OF_THE_WINDOW);
    // A group of its own, so that it outlives a terminal that the app was started from.
    let launcher = launcher.process_group(0);
    let launcher = launcher
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = launcher.spawn()?;
    match tokio::time::timeout(FAILS_WITHIN, child.wait()).await {
        Ok(Ok(status)) if !status.success() => Err(io::Error::other(status.to_string())),
        Ok(Err(error)) => Err(error),
        Ok(Ok(_)) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;

    fn shell(script: impl AsRef<OsStr>) -> std::process::Command {
        let mut command = std::process::Command::new("sh");
        command.arg("-c").arg(script);
        command
    }

    #[tokio::test]
    async fn a_launcher_inherits_nothing_that_was_set_for_the_window() {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen");
        let mut command = shell("env > \"$SEEN\"");
        command.env("SEEN", &seen).env("ELSE", "kept");
        command.env(environment::OF_THE_WINDOW, "set by us");
        launch([command]).await.unwrap();
        let seen = std::fs::read_to_string(seen).unwrap();
        assert!(seen.contains("ELSE=kept"));
        assert!(!seen.contains("set by us"), "{seen}");
    }

    #[tokio::test]
    async fn the_next_launcher_is_tried_when_one_is_missing_or_fails() {
        let missing = || std::process::Command::new("/no/such/launcher");
        launch([missing(), shell("exit 3"), shell("exit 0")])
            .await
            .unwrap();
        assert!(launch([missing(), shell("exit 3")]).await.is_err());
        assert!(launch([]).await.is_err(), "there may be none");
    }

    #[tokio::test]
    async fn a_launcher_that_stays_is_not_waited_for() {
        launch([shell("sleep 5"), shell("exit 3")]).await.unwrap();
    }
}
