//! A session bus for one test: the test runs again in a process of its own, on a bus where nothing can be started.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::future::Future;
use std::process::Command;
use std::time::Duration;

/// How long one such test may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Set for the process on the bus.
const INSIDE: &str = "RECONECTA_TEST_BUS";

const CONFIGURATION: &str = r#"<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;

/// Runs `test` on such a bus; it gets the bus's address. `name` is the test's own, with its modules.
pub(crate) fn on_own_bus<T: Future<Output = ()>>(name: &str, test: impl FnOnce(String) -> T) {
    if std::env::var_os(INSIDE).is_some() {
        let address = std::env::var("DBUS_SESSION_BUS_ADDRESS").expect("a bus");
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let in_time = runtime.block_on(async { tokio::time::timeout(PATIENCE, test(address)).await });
        assert!(in_time.is_ok(), "{name} hangs");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let configuration = folder.path().join("session.conf");
    std::fs::write(&configuration, CONFIGURATION).expect("a configuration");
    let name = name.split_once("::").map_or(name, |(_crate, rest)| rest);
    let output = Command::new("dbus-run-session")
        .arg("--config-file")
        .arg(&configuration)
        .arg("--")
        .arg(std::env::current_exe().expect("this program"))
        .args([name, "--exact", "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .expect("dbus-run-session must be installed for this test");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{name} did not run: {said}");
}
