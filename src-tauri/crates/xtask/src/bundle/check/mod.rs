//! `cargo xtask bundle --check`: what the tools of the distributions say, and the life of the package in a clean system.

mod install;
mod lint;
mod permission;
mod person;
mod root;
mod rpm_life;
mod session;

use super::Packages;
use crate::command::Watch;
use crate::project::Project;
use crate::say;
use anyhow::Result;

/// Asks all of it; answers how much went well and how much did not.
///
/// # Errors
/// A tool is missing, or a step of the package's life went wrong.
pub(super) fn run(project: &Project, packages: &Packages, watch: &Watch) -> Result<(u64, u64)> {
    say::heading("What the tools say");
    let (content, findings) = lint::run(project, packages, watch)?;
    say::heading("Installed, used, upgraded, removed");
    let lived = install::run(project, packages, watch)? + rpm_life::run(packages, watch)?;
    Ok((content + lived, findings))
}
