//! The interface's own tool chain: npm.

use crate::command::{self, Watch};
use crate::project::Project;
use crate::say;
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// `npm` in the interface's folder.
pub(crate) fn npm(project: &Project, arguments: &[&str]) -> Command {
    npm_in(&project.ui(), arguments)
}

fn npm_in(folder: &Path, arguments: &[&str]) -> Command {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .args(arguments)
        .env("NO_COLOR", "1")
        .env("CI", "1");
    command
}

/// Installs the packages of another folder with a lock file, if they are not there.
///
/// # Errors
/// npm is missing or failed.
pub(crate) fn install_in(folder: &Path, watch: &Watch) -> Result<()> {
    if stale(folder) {
        let mut npm = npm_in(folder, &["ci", "--no-audit", "--no-fund"]);
        if !command::watch(&mut npm, watch)?.success {
            bail!("the packages of {} could not be installed", folder.display());
        }
    }
    Ok(())
}

/// Whether the installed packages are older than the lock file, or absent.
pub(crate) fn packages_are_stale(project: &Project) -> bool {
    stale(&project.ui())
}

fn stale(folder: &Path) -> bool {
    let changed = |path: &str| -> Option<SystemTime> {
        std::fs::metadata(folder.join(path))
            .and_then(|meta| meta.modified())
            .ok()
    };
    match (
        changed("package-lock.json"),
        changed("node_modules/.package-lock.json"),
    ) {
        (Some(lock), Some(installed)) => installed < lock,
        (_, None) | (None, Some(_)) => true,
    }
}

/// Installs the packages if they are absent or older than the lock file.
///
/// # Errors
/// npm is missing or failed.
pub(crate) fn install(project: &Project) -> Result<()> {
    if packages_are_stale(project) {
        say::line("Installing the interface's packages (npm ci) ...");
        command::run(&mut npm(project, &["ci", "--no-audit", "--no-fund"]))?;
    }
    Ok(())
}

/// Installs the packages if needed and builds the interface.
///
/// # Errors
/// npm is missing or failed.
pub(crate) fn build(project: &Project) -> Result<()> {
    install(project)?;
    say::line("Building the interface ...");
    command::run(&mut npm(project, &["run", "--silent", "build"]))
}
