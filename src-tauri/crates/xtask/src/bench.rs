//! Speed, as ratios of measurements that were taken side by side in one run. Method and results: `docs/benchmarks.md`.

use crate::command::{self, Watch};
use crate::machine::{self, Purpose};
use crate::project::Project;
use crate::{python, say};
use anyhow::{Result, bail};
use std::process::Command;

/// Measures what is named, or everything; `false` when a ratio does not hold.
///
/// # Errors
/// The name means nothing, or something could not be built or started.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<bool> {
    match arguments {
        [] => fleet(project, &[]),
        [name, rest @ ..] if name == "fleet" => fleet(project, rest),
        _ => bail!("there is a bench of `fleet`, with `--rounds N` if wanted"),
    }
}

/// The check of many numbers, beside the latency bound and three other clients.
fn fleet(project: &Project, rest: &[String]) -> Result<bool> {
    machine::prepare(&[Purpose::Build, Purpose::Test])?;
    let watch = Watch {
        log: project.scratch().join("logs/bench.log"),
        verbose: false,
    };
    let python = python::environment(project, &watch)?;
    say::heading("Building what is measured, as it is released");
    for what in [
        ["--package", "meta-sandbox", "--bin", "meta-sandbox"],
        ["--package", "reconecta-engine", "--example", "fleet_check"],
    ] {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(project.root())
            .args(["build", "--release"])
            .args(what);
        command::run(&mut cargo)?;
    }
    let mut bench = Command::new(python);
    bench
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(project.root().join("tests/bench/fleet.py"))
        .arg("--sandbox")
        .arg(project.released("meta-sandbox"))
        .arg("--subject")
        .arg(project.released("examples/fleet_check"))
        .args(rest);
    Ok(bench.status()?.success())
}
