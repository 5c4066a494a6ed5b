//! Speed, as ratios of measurements that were taken side by side in one run. Method and results: `docs/benchmarks.md`.

use crate::command::{self, Watch};
use crate::machine::{self, Purpose};
use crate::product::NAME;
use crate::project::Project;
use crate::{bundle, interface, python, say};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// What a bench is called by, and what it does with the words after its name.
type Bench = (&'static str, fn(&Project, &[String]) -> Result<bool>);

const BENCHES: &[Bench] = &[
    ("fleet", fleet),
    ("reconnection", reconnection),
    ("list", list),
    ("logins", logins),
    ("start", start),
];

/// Measures what is named, or everything; `false` when a ratio does not hold.
///
/// # Errors
/// The name means nothing, or something could not be built or started.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<bool> {
    let Some((name, rest)) = arguments.split_first() else {
        let mut well = true;
        for (_name, bench) in BENCHES {
            well &= bench(project, &[])?;
        }
        return Ok(well);
    };
    match BENCHES.iter().find(|(known, _bench)| known == name) {
        Some((_name, bench)) => bench(project, rest),
        None => {
            let names: Vec<&str> = BENCHES.iter().map(|(name, _bench)| *name).collect();
            bail!(
                "there is no bench `{name}`; there are {}, each with `--rounds N` if wanted",
                names.join(", ")
            )
        }
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
            &["--package", "meta-sandbox", "--bin", "meta-sandbox"],
            &["--package", "reconecta-engine", "--example", "fleet_check"],
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
        &[&["--package", "reconecta-engine", "--example", "reconnection"]],
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

/// The list of channels with many rows beside one with few.
fn list(project: &Project, rest: &[String]) -> Result<bool> {
    driven(project, "listing.py", rest)
}

/// Memory after many logins beside memory before the first.
fn logins(project: &Project, rest: &[String]) -> Result<bool> {
    driven(project, "logins.py", rest)
}

/// A script that uses the window through WebKitWebDriver, which a released program has no door for.
fn driven(project: &Project, name: &str, rest: &[String]) -> Result<bool> {
    machine::prepare(&[Purpose::Build, Purpose::Run, Purpose::Test])?;
    let program = drivable(project)?;
    let mut bench = script(project, name);
    bench.arg("--ours").arg(program).args(rest);
    Ok(bench.status()?.success())
}

/// The program as it is released, but for that door; beside the released one, which has the same name.
fn drivable(project: &Project) -> Result<PathBuf> {
    interface::build(project)?;
    build(
        project,
        &[&["--package", NAME, "--bin", NAME, "--features", "e2e"]],
    )?;
    let folder = project.scratch().join("bench");
    std::fs::create_dir_all(&folder)?;
    let program = folder.join(NAME);
    let built = project.released(NAME);
    std::fs::copy(&built, &program).with_context(|| built.display().to_string())?;
    Ok(program)
}

/// The start beside a window with nothing in it.
fn start(project: &Project, rest: &[String]) -> Result<bool> {
    machine::prepare(&[Purpose::Build, Purpose::Run, Purpose::Test])?;
    let drivable = drivable(project)?;
    build(
        project,
        &[
            &["--package", NAME, "--bin", NAME],
            &["--package", "empty-window", "--bin", "empty-window"],
        ],
    )?;
    let (ours, empty) = (project.released(NAME), project.released("empty-window"));
    let sizes = bundle::packed_sizes(project, &ours, &empty)?;
    let mut bench = script(project, "start.py");
    bench.arg("--ours").arg(ours).arg("--empty").arg(empty);
    bench.arg("--drivable").arg(drivable);
    bench.arg("--packages").args(sizes.map(|size| size.to_string()));
    Ok(bench.args(rest).status()?.success())
}

/// What is measured, as it is released.
fn build(project: &Project, products: &[&[&str]]) -> Result<()> {
    say::heading("Building what is measured, as it is released");
    for product in products {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(project.root())
            .args(["build", "--release"])
            .args(*product);
        command::run(&mut cargo)?;
    }
    // What the build left to be written would slow the durable writes that are measured.
    #[cfg(unix)]
    command::run(&mut Command::new("sync"))?;
    Ok(())
}
