//! The other systems, as far as they can be had on Linux: types checked for all of them, Windows also linked, and what
//! needs no window run under wine.

mod entries;
mod installers;
mod reports;
mod toolchain;
mod wine;

use super::counts::Counts;
use super::stage::counted;
use super::summary::Line;
use crate::command::{self, Watch};
use crate::project::Project;
use crate::{interface, say};
use anyhow::Result;
use std::path::Path;
use std::time::Instant;
use toolchain::{Target, Toolchain};
use wine::Wine;

/// Rings whose tests need no window, no Linux and no second process of the app's.
const WITHOUT_WINDOW: &[&str] = &[
    "reconecta-core",
    "reconecta-network",
    "reconecta-graph",
    "reconecta-store",
    "reconecta-vault",
    "reconecta-engine",
    "reconecta-report",
    "meta-sandbox",
    "reconecta-policy",
    "reconecta-update",
    "reconecta-platforms",
];

/// A company's own authority: wine's `CertCreateCertificateChainEngine` refuses the form of its settings that Windows 8
/// brought, which names the roots beside the system's own.
const NOT_UNDER_WINE: (&str, &str) = ("reconecta-graph", "way::");

/// Where the distribution has no such tools.
const NO_TOOLS: &str = "needs Debian's packages rustc-web, cargo-web and rust-web-src";

/// Types of the whole workspace, tests included, for the Windows that is shipped.
pub(super) fn windows(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    checked(project, &[Target::WindowsMsvc], watch)
}

/// The same for the Windows on ARM that is shipped.
pub(super) fn windows_on_arm(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    checked(project, &[Target::WindowsMsvcAarch64], watch)
}

/// The same for both kinds of Mac.
pub(super) fn macs(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    checked(project, &[Target::MacAarch64, Target::MacX86], watch)
}

/// The whole app as a program for Windows.
pub(super) fn windows_program(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    const NAME: &str = "windows program";
    let Some(tools) = ready(project)? else {
        return Ok(vec![Line::not_run(NAME, NO_TOOLS)]);
    };
    let mut build = tools.cargo("build", Target::WindowsGnu);
    build.args(["--package", "reconecta", "--bins"]);
    let finished = command::watch(&mut build, watch)?;
    let program = tools.products(Target::WindowsGnu, "debug").join("reconecta.exe");
    let is_there = finished.success && program.is_file();
    Ok(vec![Line::check(
        NAME,
        is_there && none_of_ours(&finished.text, Target::WindowsGnu),
    )])
}

/// Setup program and package for Windows, tried under wine.
pub(super) fn windows_installers(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    match ready(project)? {
        Some(tools) => installers::run(project, &tools, watch),
        None => Ok(vec![Line::not_run("windows installers", NO_TOOLS)]),
    }
}

/// Tests of the rings without a window, run as Windows programs.
pub(super) fn wine(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    let Some(tools) = Toolchain::find(project)? else {
        return Ok(vec![Line::not_run("wine", NO_TOOLS)]);
    };
    let windows = Wine::fresh(project, "tests", watch)?;
    let mut lines = Vec::new();
    for package in WITHOUT_WINDOW {
        let started = Instant::now();
        let mut test = tools.cargo("test", Target::WindowsGnu);
        test.args([
            "--package",
            package,
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ])
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "/usr/bin/wine");
        if package == &NOT_UNDER_WINE.0 {
            test.args(["--", "--skip", NOT_UNDER_WINE.1]);
        }
        keep_cargo_home(&mut test);
        windows.enter(&mut test);
        let finished = command::watch(&mut test, watch)?;
        let name = format!("wine {package}");
        lines.push(Line {
            took: Some(started.elapsed()),
            ..counted(&name, Counts::of_cargo(&finished.text), &finished)
        });
    }
    lines.push(Line::not_run(
        "wine a company's roots",
        "wine knows no roots beside its own; docs/systems.md, step 22",
    ));
    Ok(lines)
}

/// The home of the Windows programs is not the one with cargo's packages.
fn keep_cargo_home(cargo: &mut std::process::Command) {
    let home = std::env::var_os("CARGO_HOME")
        .map(std::path::PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    if let Some(home) = home {
        cargo.env("CARGO_HOME", home);
    }
}

/// The tools; the interface, which the app embeds, is built if it was not yet.
fn ready(project: &Project) -> Result<Option<Toolchain>> {
    let tools = Toolchain::find(project)?;
    let embedded: &Path = &project.ui().join("dist/index.html");
    if tools.is_some() && !embedded.is_file() {
        interface::build(project)?;
    }
    Ok(tools)
}

fn checked(project: &Project, targets: &[Target], watch: &Watch) -> Result<Vec<Line>> {
    let Some(tools) = ready(project)? else {
        return Ok(targets
            .iter()
            .map(|target| Line::not_run(target.triple(), NO_TOOLS))
            .collect());
    };
    let mut lines = Vec::new();
    for target in targets {
        let started = Instant::now();
        let mut check = tools.cargo("check", *target);
        check.args(["--workspace", "--all-targets"]);
        let finished = command::watch(&mut check, watch)?;
        let passed = finished.success && none_of_ours(&finished.text, *target);
        lines.push(Line {
            took: Some(started.elapsed()),
            ..Line::check(target.triple(), passed)
        });
    }
    Ok(lines)
}

/// Whether the compiler warned of nothing in our own packages; of others cargo shows no warnings.
fn none_of_ours(output: &str, target: Target) -> bool {
    let warned: Vec<&str> = output.lines().filter(|line| is_total(line)).collect();
    for line in &warned {
        say::problem(format!("   {target}: {line}"));
    }
    warned.is_empty()
}

/// The line with which cargo sums up a package's warnings: "warning: `name` (lib) generated 2 warnings".
fn is_total(line: &str) -> bool {
    line.starts_with("warning: `") && line.contains("` (") && line.contains(" generated ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_in_our_code_is_a_failure() {
        let output = "   Checking reconecta-login v0.1.0\nwarning: unused import: `Rc`\n  --> src/a.rs:1:5\n\n\
                      warning: `reconecta-login` (lib) generated 1 warning (run `cargo fix` to apply 1 suggestion)";
        assert!(!none_of_ours(output, Target::WindowsMsvc));
    }

    #[test]
    fn what_a_build_script_says_is_not_a_warning_of_ours() {
        let output =
            "warning: aws-lc-sys@0.30.0: GNU compiler is not supported for this target\n    Finished `dev`";
        assert!(none_of_ours(output, Target::WindowsMsvc));
    }
}
