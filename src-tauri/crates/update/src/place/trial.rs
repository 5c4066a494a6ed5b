//! Whether a new program starts on this computer, before it replaces the one that does.

use crate::problem::UpdateProblem;
use reconecta_core::update::Version;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest time until it has said its version.
const LIMIT: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
/// Longer than any version.
const LONGEST_ANSWER: u64 = 256;

/// Starts `program --version` and compares.
///
/// # Errors
/// It does not start, does not end, or is another version.
pub(super) fn calls_itself(program: &Path, version: &Version) -> Result<(), UpdateProblem> {
    let started = Instant::now();
    let mut child = start(program, started).map_err(|error| {
        tracing::warn!(%error, "The new program does not start");
        UpdateProblem::DoesNotStart
    })?;
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status.success(),
            Ok(None) if started.elapsed() < LIMIT => std::thread::sleep(BETWEEN_LOOKS),
            Ok(None) | Err(_) => {
                let _gone = child.kill();
                let _gone = child.wait();
                break false;
            }
        }
    };
    let mut said = String::new();
    if let Some(output) = child.stdout.take() {
        let _not_text = output.take(LONGEST_ANSWER).read_to_string(&mut said);
    }
    let expected = format!("reconecta {version}");
    match said.trim() {
        _ if !ended => Err(UpdateProblem::DoesNotStart),
        said if said == expected => Ok(()),
        said => Err(UpdateProblem::OtherVersion {
            found: said.to_owned(),
        }),
    }
}

/// A file that was just written may still be open in a child that is being started elsewhere: that passes.
fn start(program: &Path, since: Instant) -> io::Result<Child> {
    loop {
        let started = Command::new(program)
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        match started {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy && since.elapsed() < LIMIT => {
                std::thread::sleep(BETWEEN_LOOKS);
            }
            other => return other,
        }
    }
}
