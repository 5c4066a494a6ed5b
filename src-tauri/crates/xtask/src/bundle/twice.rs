//! `cargo xtask bundle --twice`: the packages again from another folder, and what differs.

use super::{Packages, Tree, make};
use crate::command;
use crate::project::Project;
use crate::say;
use anyhow::{Context, Result, ensure};
use std::path::Path;
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
    let second = make(&Project::at(root, folder.path().join("products")))?;

    let mut differences = trees(&first.tree, &second.tree);
    for (one, other) in [
        (&first.deb, &second.deb),
        (&first.rpm, &second.rpm),
        (&first.portable, &second.portable),
    ] {
        if std::fs::read(one)? != std::fs::read(other)? {
            differences.push(format!("{} as a file", name(one)));
        }
    }
    for difference in &differences {
        say::problem(format!("   differs: {difference}"));
    }
    if differences.is_empty() {
        let files = first.tree.files().count();
        say::line(format!(
            "   {files} files and the three packages are the same, byte for byte"
        ));
    }
    Ok(differences.is_empty())
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Files that are in only one of them, or differ, with the place of the first difference.
fn trees(one: &Tree, other: &Tree) -> Vec<String> {
    let mut differences = Vec::new();
    for (path, file) in one.files() {
        match other.files().find(|(found, _)| *found == path) {
            None => differences.push(format!("{path} is missing in the second build")),
            Some((_, again)) if again.content != file.content => {
                let same = file
                    .content
                    .iter()
                    .zip(&again.content)
                    .take_while(|(a, b)| a == b)
                    .count();
                differences.push(format!(
                    "{path}: {} and {} bytes, alike up to byte {same}",
                    file.content.len(),
                    again.content.len()
                ));
            }
            Some((_, again)) if again != file => differences.push(format!("{path}: its permissions")),
            Some(_) => {}
        }
    }
    for (path, _) in other.files() {
        if !one.files().any(|(found, _)| found == path) {
            differences.push(format!("{path} is missing in the first build"));
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_difference_is_named() {
        let (mut one, mut other) = (Tree::default(), Tree::default());
        one.add("same", "x");
        other.add("same", "x");
        one.add("changed", "abc");
        other.add("changed", "abd!");
        one.add("first only", "");
        other.add("second only", "");
        one.add("mode", "m");
        other.add_program("mode", b"m".to_vec());
        assert_eq!(
            trees(&one, &other),
            [
                "changed: 3 and 4 bytes, alike up to byte 2",
                "first only is missing in the second build",
                "mode: its permissions",
                "second only is missing in the first build",
            ]
        );
    }
}
