//! `cargo xtask bundle --twice`: the packages again from another folder, and what differs.

use super::{Packages, differences, make};
use crate::command;
use crate::project::Project;
use anyhow::{Context, Result, ensure};
use std::process::Command;

/// The commit that the folder holds, with nothing else in it.
///
/// # Errors
/// Changes are not committed, or git does not answer.
pub(super) fn commit(project: &Project) -> Result<String> {
    let changes = command::answer(&mut git(project, &["status", "--porcelain"]));
    let changes = changes.context("git does not answer")?;
    ensure!(
        changes.trim().is_empty(),
        "a clone has only what is committed; there is more:\n{changes}"
    );
    let commit = command::answer(&mut git(project, &["rev-parse", "HEAD"]));
    Ok(commit.context("git does not answer")?.trim().to_owned())
}

/// Builds a clone in a folder of another name and length, with nothing of the first build, which was made from that commit;
/// `false` when something differs.
///
/// # Errors
/// The folder holds something else by now, or the clone does not build.
pub(super) fn run(project: &Project, first: &Packages, made_from: &str) -> Result<bool> {
    let present = commit(project)?;
    ensure!(
        present == made_from,
        "the folder went on from {made_from} to {present} while its packages were made; start again"
    );
    std::fs::create_dir_all(project.scratch())?;
    let folder = tempfile::Builder::new()
        .prefix("another-folder-with-a-longer-name-")
        .tempdir_in(project.scratch())?;
    let root = folder.path().join("the-same-source");
    command::run(git(project, &["clone", "--quiet", "--no-hardlinks", "."]).arg(&root))?;
    let second = Project::at(root, folder.path().join("products"));
    make(&second)?;
    differences::tell(&first.files(), &second.bundles())
}

fn git(project: &Project, words: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.current_dir(project.root()).args(words);
    git
}
