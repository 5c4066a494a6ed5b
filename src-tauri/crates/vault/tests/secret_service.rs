//! The vault with a real Secret Service: every test starts a session bus of its own with GNOME Keyring on it, with a
//! home folder of its own, and runs the probe program there. Needs `dbus-run-session`, `gnome-keyring-daemon` and, for
//! the prompt, `xvfb-run`.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Starts and unlocks the keyring, creating its default collection on the first run, then runs the probe. The probe's
/// own argument, a key record, is in `$RECORD`.
const UNLOCKED: &str = r#"
printf test-pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$PROBE" "$RECORD""#;

/// The keyring starts locked: nobody gives it a password, and without a display it cannot ask.
const LOCKED: &str = r#"
gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1
exec "$PROBE" "$RECORD""#;

/// A person's session: home folder, runtime folder, and nothing of the machine's own.
struct Session {
    home: TempDir,
}

impl Session {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let run = home.path().join("run");
        fs::create_dir(&run).unwrap();
        fs::set_permissions(&run, fs::Permissions::from_mode(0o700)).unwrap();
        Self { home }
    }

    fn command(&self, program: &str) -> Command {
        let home = self.home.path();
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("PROBE", env!("CARGO_BIN_EXE_keyring-probe"));
        command
    }

    /// Runs `script` on a new session bus that offers what the machine's own session buses offer.
    fn run(&self, script: &str, record: Option<&Value>) -> Report {
        self.run_on(&["dbus-run-session", "--", "sh", "-c", script], record)
    }

    fn run_on(&self, words: &[&str], record: Option<&Value>) -> Report {
        let (program, arguments) = words.split_first().unwrap();
        let output = self
            .command(program)
            .args(arguments)
            .env("RECORD", record.map_or_else(String::new, Value::to_string))
            .output()
            .unwrap_or_else(|error| panic!("{program} must be installed for this test: {error}"));
        Report::read(&output)
    }

    fn keyring_file(&self) -> PathBuf {
        let folder = self.home.path().join(".local/share/keyrings");
        let mut files: Vec<_> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("GNOME Keyring made no folder {}: {error}", folder.display()))
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "keyring"))
            .collect();
        assert_eq!(files.len(), 1, "one collection is expected, found {files:?}");
        files.remove(0)
    }
}

/// What the probe said.
#[derive(Debug)]
struct Report {
    answer: Value,
    millis: u64,
}

impl Report {
    fn read(output: &Output) -> Self {
        let text = String::from_utf8_lossy(&output.stdout);
        let parsed = text
            .lines()
            .last()
            .and_then(|line| serde_json::from_str::<Value>(line).ok());
        let Some(parsed) = parsed else {
            panic!(
                "the probe gave no answer; {}; {}",
                text,
                String::from_utf8_lossy(&output.stderr)
            );
        };
        Self {
            answer: parsed["answer"].clone(),
            millis: parsed["millis"].as_u64().unwrap(),
        }
    }

    fn expect(&self, state: &str) -> &Self {
        assert_eq!(self.answer["state"], state, "{self:?}");
        // The limit is 3 s a call; a state is reached with at most four calls and one question.
        assert!(self.millis < 8_000, "the vault must give up in time: {self:?}");
        self
    }

    fn record(&self) -> &Value {
        &self.answer["record"]
    }
}

#[test]
fn an_unlocked_keyring_keeps_the_key_over_sessions() {
    let session = Session::new();
    let first = session.run(UNLOCKED, None);
    assert_eq!(
        first.expect("ready").answer["sealed_and_opened"],
        true,
        "{first:?}"
    );
    let second = session.run(UNLOCKED, Some(first.record()));
    assert_eq!(
        second.expect("ready").record(),
        first.record(),
        "the second session must find the same key"
    );
}

#[test]
fn a_locked_keyring_is_told_in_time_and_works_once_unlocked() {
    let session = Session::new();
    let ready = session.run(UNLOCKED, None);
    let record = ready.expect("ready").record();
    session.run(LOCKED, Some(record)).expect("locked");
    session.run(LOCKED, None).expect("locked");
    session.run(UNLOCKED, Some(record)).expect("ready");
}

#[test]
fn a_prompt_that_nobody_answers_is_a_locked_keyring() {
    let session = Session::new();
    let ready = session.run(UNLOCKED, None);
    let words = ["xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c", LOCKED];
    let report = session.run_on(&words, Some(ready.expect("ready").record()));
    report.expect("locked");
    assert!(
        report.millis >= 3_000,
        "with a display the prompt must have been waited for: {report:?}"
    );
}

#[test]
fn a_deleted_key_is_missing_and_not_replaced() {
    let session = Session::new();
    let ready = session.run(UNLOCKED, None);
    fs::remove_file(session.keyring_file()).unwrap();
    session
        .run(UNLOCKED, Some(ready.expect("ready").record()))
        .expect("missing");
    session.run(UNLOCKED, Some(ready.record())).expect("missing");
}

#[test]
fn another_key_in_the_keyring_is_a_changed_key() {
    let (mine, other) = (Session::new(), Session::new());
    let ready = mine.run(UNLOCKED, None);
    let foreign = other.run(UNLOCKED, None);
    assert_ne!(ready.expect("ready").record(), foreign.expect("ready").record());
    fs::copy(other.keyring_file(), mine.keyring_file()).unwrap();
    mine.run(UNLOCKED, Some(ready.record())).expect("changed");
}

#[test]
fn a_keyring_without_collection_is_unavailable() {
    let session = Session::new();
    let report = session.run(LOCKED, None);
    report.expect("unavailable");
    assert_eq!(
        report.answer["reason"], "the keyring has no default collection",
        "{report:?}"
    );
}

#[test]
fn a_bus_without_secret_service_is_unavailable() {
    let session = Session::new();
    let config = session.home.path().join("bus.conf");
    fs::write(
        &config,
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#,
    )
    .unwrap();
    let argument = format!("--config-file={}", config.display());
    let words = [
        "dbus-run-session",
        &argument,
        "--",
        "sh",
        "-c",
        r#"exec "$PROBE" "$RECORD""#,
    ];
    let report = session.run_on(&words, None);
    report.expect("unavailable");
    assert!(
        report.answer["reason"]
            .as_str()
            .unwrap()
            .starts_with("no keyring in this session"),
        "{report:?}"
    );
}

#[test]
fn no_session_bus_at_all_is_unavailable() {
    let session = Session::new();
    let words = [
        "sh",
        "-c",
        r#"exec env DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent "$PROBE" "$RECORD""#,
    ];
    let report = session.run_on(&words, None);
    report.expect("unavailable");
    assert!(
        report.answer["reason"]
            .as_str()
            .unwrap()
            .starts_with("no keyring in this session"),
        "{report:?}"
    );
}
