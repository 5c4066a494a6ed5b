//! Clients that we did not write, in an environment of their own.

use crate::command::{self, Watch};
use crate::project::Project;
use crate::say;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// The Python of an environment that holds exactly the packages of `tests/conformance/requirements.txt`; made again when
/// the list changes.
///
/// # Errors
/// Python or its packages cannot be had.
pub(crate) fn environment(project: &Project, watch: &Watch) -> Result<PathBuf> {
    let requirements = project.root().join("tests/conformance/requirements.txt");
    let wanted =
        std::fs::read_to_string(&requirements).with_context(|| requirements.display().to_string())?;
    let folder = project.scratch().join("python");
    let (python, receipt) = (folder.join("bin/python"), folder.join("requirements.txt"));
    if std::fs::read_to_string(&receipt).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    say::line("Making a Python environment with Meta's SDK and pywa ...");
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
