//! `cargo xtask bundle --twice`: the packages again from another folder, and what differs.

use super::{Packages, differences, make};
use crate::command;
use crate::project::Project;
use anyhow::{Context, Result, ensure};
use std::process::Command;

/// Builds a clone in a folder of another name and length, with nothing of the first build; `false` when something differs.
///
/// # Errors
/// Changes are not committed, or the clone does not build.
pub(super) fn run(project: &Project, first: &Packages) -> Result<bool> {
    let git = |words: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(project.root()).args(words);
        git
    };
    let changes = command::answer(&mut git(&["status", "--porcelain"])).context("git does not answer")?;
    ensure!(
        changes.trim().is_empty(),
        "a clone has only what is committed; there is more:\n{changes}"
    );
    std::fs::create_dir_all(project.scratch())?;
    let folder = tempfile::Builder::new()
        .prefix("another-folder-with-a-longer-name-")
        .tempdir_in(project.scratch())?;
    let root = folder.path().join("the-same-source");
    command::run(git(&["clone", "--quiet", "--no-hardlinks", "."]).arg(&root))?;
    let second = Project::at(root, folder.path().join("products"));
    make(&second)?;
    differences::tell(&first.files(), &second.bundles())
}
