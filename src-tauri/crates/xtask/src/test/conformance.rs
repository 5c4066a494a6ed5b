//! Clients that we did not write, against the simulator: Meta's Python SDK, pywa, and Meta's OpenAPI file.

use super::counts::Counts;
use super::summary::Line;
use crate::command::{self, Watch};
use crate::project::Project;
use crate::python;
use crate::say;
use anyhow::{Result, bail};
use std::process::Command;
use std::time::Instant;

/// Names the OpenAPI file of Meta's WhatsApp API.
const OPENAPI: &str = "RECONECTA_OPENAPI";

/// Runs the scripts of `tests/conformance` in a virtual environment of their own.
///
/// # Errors
/// Python or its packages cannot be had, or the simulator does not compile.
pub(crate) fn run(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    let scripts = project.root().join("tests/conformance");
    let built = command::watch(
        Command::new("cargo").current_dir(project.root()).args([
            "build",
            "--workspace",
            "--bin",
            "meta-sandbox",
        ]),
        watch,
    )?;
    if !built.success {
        bail!("the simulator does not compile");
    }
    let python = python::environment(project, watch)?;
    let openapi = std::env::var_os(OPENAPI).map(|path| project.root().join(path));
    let mut lines = Vec::new();
    for (name, script) in [
        ("Meta's SDK", "check_sdk.py"),
        ("pywa", "check_pywa.py"),
        ("OpenAPI file", "check_openapi.py"),
    ] {
        let wants_openapi = script == "check_openapi.py";
        if wants_openapi && openapi.is_none() {
            let why = format!("set {OPENAPI} to Meta's OpenAPI file to run it");
            say::problem(format!("   {script} is NOT RUN: {why}"));
            lines.push(Line::not_run(name, &why));
            continue;
        }
        let mut command = Command::new(&python);
        command.current_dir(project.root()).arg(scripts.join(script));
        command.arg("--sandbox").arg(project.built("meta-sandbox"));
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        if let Some(openapi) = &openapi {
            command.env(OPENAPI, openapi);
        }
        let started = Instant::now();
        let finished = command::watch(&mut command, watch)?;
        let counts = Counts::of_script(&finished.text);
        let unexplained = u64::from(!finished.success && counts.failed == 0 || counts == Counts::default());
        let line = Line::counted(name, counts.passed, counts.failed + unexplained);
        lines.push(Line {
            took: Some(started.elapsed()),
            ..line
        });
    }
    Ok(lines)
}
