//! The TypeScript side of the commands, written by the shell's own test.

use crate::command;
use crate::project::Project;
use anyhow::Result;
use std::process::Command;

/// Name of the test that fails when the committed file is stale.
pub(crate) const FRESHNESS_TEST: &str = "bindings::tests::the_committed_bindings_are_fresh";

/// Writes `ui/src/lib/backend/bindings.ts`.
///
/// # Errors
/// The shell does not compile, or the file cannot be written.
pub(crate) fn write(project: &Project) -> Result<bool> {
    command::run(check(project).env("UPDATE_BINDINGS", "1"))?;
    Ok(true)
}

/// The command that checks them. It chooses all packages, so that the dependencies that the tests of them all were built with
/// serve: for one package alone cargo builds many again, with fewer features.
pub(crate) fn check(project: &Project) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(project.root()).args([
        "test",
        "--workspace",
        "--lib",
        "--",
        "--exact",
        FRESHNESS_TEST,
    ]);
    command
}
