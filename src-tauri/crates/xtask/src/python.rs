//! Python programs that we did not write, each set in an environment of its own.

use crate::command::{self, Watch};
use crate::project::Project;
use crate::say;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// The Python with the packages of `tests/conformance/requirements.txt`: clients of Meta that we did not write.
///
/// # Errors
/// Python or its packages cannot be had.
pub(crate) fn environment(project: &Project, watch: &Watch) -> Result<PathBuf> {
    holding("tests/conformance/requirements.txt", "python", project, watch)
}

/// The Python with the packages of `packaging/release/requirements.txt`: checks of workflows and of a release's papers.
///
/// # Errors
/// Python or its packages cannot be had.
pub(crate) fn release_environment(project: &Project, watch: &Watch) -> Result<PathBuf> {
    holding(
        "packaging/release/requirements.txt",
        "python-release",
        project,
        watch,
    )
}

/// An environment that holds exactly the listed packages; made again when the list changes.
fn holding(list: &str, name: &str, project: &Project, watch: &Watch) -> Result<PathBuf> {
    let requirements = project.root().join(list);
    let wanted = std::fs::read_to_string(&requirements).with_context(|| list.to_owned())?;
    let folder = project.scratch().join(name);
    let (python, receipt) = (folder.join("bin/python"), folder.join("requirements.txt"));
    if std::fs::read_to_string(&receipt).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    say::line(format!("Making a Python environment with what {list} lists ..."));
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&folder);
    let mut fill = Command::new(&python);
    fill.args(["-m", "pip", "install", "--quiet", "-r"])
        .arg(&requirements);
    for step in [&mut make, &mut fill] {
        if !command::watch(step, watch)?.success {
            bail!("the Python environment could not be made");
        }
    }
    std::fs::write(receipt, wanted)?;
    Ok(python)
}
