//! Speed, as ratios of measurements that were taken side by side in one run. Method and results: `docs/benchmarks.md`.

use crate::command::{self, Watch};
use crate::machine::{self, Purpose};
use crate::project::Project;
use crate::{interface, python, say};
use anyhow::{Result, bail};
use std::process::Command;

/// Measures what is named, or everything; `false` when a ratio does not hold.
///
/// # Errors
/// The name means nothing, or something could not be built or started.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<bool> {
    match arguments {
        [] => Ok(fleet(project, &[])? & reconnection(project, &[])? & start(project, &[])?),
        [name, rest @ ..] if name == "fleet" => fleet(project, rest),
        [name, rest @ ..] if name == "reconnection" => reconnection(project, rest),
        [name, rest @ ..] if name == "start" => start(project, rest),
        _ => bail!("there are benches of `fleet`, `reconnection` and `start`, with `--rounds N` if wanted"),
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
    build(
        project,
        &[
            ["--package", "meta-sandbox", "--bin", "meta-sandbox"],
            ["--package", "reconecta-engine", "--example", "fleet_check"],
        ],
    )?;
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

/// One reconnection beside the latencies that cannot be avoided.
fn reconnection(project: &Project, rest: &[String]) -> Result<bool> {
    machine::prepare(&[Purpose::Build])?;
    build(
        project,
        &[["--package", "reconecta-engine", "--example", "reconnection"]],
    )?;
    let mut bench = script(project, "reconnection.py");
    bench
        .arg("--subject")
        .arg(project.released("examples/reconnection"))
        .args(rest);
    Ok(bench.status()?.success())
}

/// A script of the benches that needs nothing but Python.
fn script(project: &Project, name: &str) -> Command {
    let mut bench = Command::new("python3");
    bench
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(project.root().join("tests/bench").join(name));
    bench
}

/// The start beside a window with nothing in it.
fn start(project: &Project, rest: &[String]) -> Result<bool> {
    machine::prepare(&[Purpose::Build, Purpose::Run, Purpose::Test])?;
    interface::build(project)?;
    build(
        project,
        &[
            ["--package", "reconecta", "--bin", "reconecta"],
            ["--package", "empty-window", "--bin", "empty-window"],
        ],
    )?;
    let mut bench = script(project, "start.py");
    bench
        .arg("--ours")
        .arg(project.released("reconecta"))
        .arg("--empty")
        .arg(project.released("empty-window"))
        .args(rest);
    Ok(bench.status()?.success())
}

/// What is measured, as it is released.
fn build(project: &Project, products: &[[&str; 4]]) -> Result<()> {
    say::heading("Building what is measured, as it is released");
    for product in products {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(project.root())
            .args(["build", "--release"])
            .args(product);
        command::run(&mut cargo)?;
    }
    // What the build left to be written would slow the durable writes that are measured.
    #[cfg(unix)]
    command::run(&mut Command::new("sync"))?;
    Ok(())
}
