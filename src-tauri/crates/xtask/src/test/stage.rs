//! The stages, in the order in which they find mistakes soonest.

use super::conformance;
use super::counts::Counts;
use super::cross;
use super::own_home::OwnHome;
use super::summary::Line;
use super::workflows;
use crate::command::{self, Finished, Watch};
use crate::interface::npm;
use crate::project::Project;
use crate::{bindings, interface, pictures, say, tidy};
use anyhow::{Result, bail};
use std::process::Command;
use std::time::Instant;

/// One stage of the whole test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// rustfmt.
    Format,
    /// Our own rules.
    Tidy,
    /// The pipeline's own files.
    Workflows,
    /// npm: packages, format, lint, types, tests, build.
    Interface,
    /// clippy.
    Clippy,
    /// Every Rust test that needs no window.
    Tests,
    /// The generated TypeScript.
    Bindings,
    /// Foreign clients against the simulator.
    Conformance,
    /// The real window.
    Window,
    /// Types for Windows.
    Windows,
    /// Types for Windows on ARM.
    WindowsOnArm,
    /// Types for both Macs.
    Macs,
    /// The app linked for Windows.
    WindowsProgram,
    /// Tests under wine.
    Wine,
    /// Installers under wine.
    WindowsInstallers,
    /// Every step of a release that can be tried here.
    Release,
}

impl Stage {
    /// Those that run unless told otherwise. The interface is built before anything that embeds it.
    pub(crate) const USUAL: &'static [Self] = &[
        Self::Format,
        Self::Tidy,
        Self::Workflows,
        Self::Interface,
        Self::Clippy,
        Self::Tests,
        Self::Bindings,
        Self::Conformance,
        Self::Window,
    ];

    /// What other systems say of the code.
    pub(crate) const OTHER_SYSTEMS: &'static [Self] = &[
        Self::Windows,
        Self::WindowsOnArm,
        Self::Macs,
        Self::WindowsProgram,
        Self::Wine,
        Self::WindowsInstallers,
    ];

    /// Each stage that has a name; `--full` runs them all.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let others = Self::OTHER_SYSTEMS.iter().chain(&[Self::Release]);
        Self::USUAL.iter().chain(others).copied()
    }

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Format => "fmt",
            Self::Tidy => "tidy",
            Self::Workflows => "workflows",
            Self::Interface => "ui",
            Self::Clippy => "clippy",
            Self::Tests => "rust",
            Self::Bindings => "bindings",
            Self::Conformance => "conformance",
            Self::Window => "e2e",
            Self::Windows => "windows",
            Self::WindowsOnArm => "windows-arm64",
            Self::Macs => "macos",
            Self::WindowsProgram => "windows-program",
            Self::Wine => "wine",
            Self::WindowsInstallers => "windows-installers",
            Self::Release => "release",
        }
    }

    /// What it does, for a person.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Format => "Format of the Rust code",
            Self::Tidy => "Rules of the house",
            Self::Workflows => "The pipeline's own files",
            Self::Interface => "Interface: packages, format, lint, types, tests, build",
            Self::Clippy => "Lints of the Rust code",
            Self::Tests => "Rust tests",
            Self::Bindings => "Generated TypeScript",
            Self::Conformance => "Foreign clients against the simulator",
            Self::Window => "The real window",
            Self::Windows => "Types for Windows",
            Self::WindowsOnArm => "Types for Windows on ARM",
            Self::Macs => "Types for macOS",
            Self::WindowsProgram => "The app as a Windows program",
            Self::Wine => "Tests without a window, under wine",
            Self::WindowsInstallers => "Installers for Windows, under wine",
            Self::Release => "A release, for practice",
        }
    }

    /// The stage of that name.
    ///
    /// # Errors
    /// There is none; the names are listed.
    pub(crate) fn named(name: &str) -> Result<Self> {
        match Self::all().find(|stage| stage.name() == name) {
            Some(stage) => Ok(stage),
            None => {
                let names: Vec<&str> = Self::all().map(Self::name).collect();
                bail!("there is no stage `{name}`; there are {}", names.join(", "))
            }
        }
    }

    /// Runs it.
    ///
    /// # Errors
    /// A tool could not be started; a failing test is a line, not an error.
    pub(crate) fn run(self, project: &Project, watch: &Watch) -> Result<Vec<Line>> {
        match self {
            Self::Format => check("fmt", cargo(project, &["fmt", "--all", "--check"]), watch),
            Self::Tidy => Ok(vec![tidy_line(project)?]),
            Self::Workflows => workflows::run(project, watch),
            Self::Interface => interface_lines(project, watch),
            Self::Clippy => {
                let words = [
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--all-features",
                    "--",
                    "-D",
                    "warnings",
                ];
                check("clippy", cargo(project, &words), watch)
            }
            Self::Tests => rust_tests(project, watch),
            Self::Bindings => {
                let finished = command::watch(&mut bindings::check(project), watch)?;
                Ok(vec![counted(
                    "bindings",
                    Counts::of_cargo(&finished.text),
                    &finished,
                )])
            }
            Self::Conformance => conformance::run(project, watch),
            Self::Window => window_tests(project, watch),
            Self::Windows => cross::windows(project, watch),
            Self::WindowsOnArm => cross::windows_on_arm(project, watch),
            Self::Macs => cross::macs(project, watch),
            Self::WindowsProgram => cross::windows_program(project, watch),
            Self::Wine => cross::wine(project, watch),
            Self::WindowsInstallers => cross::windows_installers(project, watch),
            Self::Release => Ok(vec![Line::check(
                "release",
                crate::release::run(project, &["--dry-run".to_owned()])?,
            )]),
        }
    }
}

fn cargo(project: &Project, words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(project.root()).args(words);
    command
}

fn check(name: &str, mut command: Command, watch: &Watch) -> Result<Vec<Line>> {
    Ok(vec![Line::check(
        name,
        command::watch(&mut command, watch)?.success,
    )])
}

fn tidy_line(project: &Project) -> Result<Line> {
    let report = tidy::report(project)?;
    for finding in &report.findings {
        say::problem(finding);
    }
    let broken = report.broken_rules();
    Ok(Line::counted("tidy", report.rules - broken, broken))
}

/// Packages, then what is quick before what is slow.
fn interface_lines(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    if interface::packages_are_stale(project) {
        let started = Instant::now();
        let finished = command::watch(&mut npm(project, &["ci", "--no-audit", "--no-fund"]), watch)?;
        lines.push(Line {
            took: Some(started.elapsed()),
            ..Line::check("ui packages", finished.success)
        });
    }
    for (name, script) in [
        ("ui format", "format:check"),
        ("ui lint", "lint"),
        ("ui types", "check"),
        ("ui tests", "test"),
        ("ui build", "build"),
    ] {
        let started = Instant::now();
        let finished = command::watch(&mut npm(project, &["run", script]), watch)?;
        let line = if script == "test" {
            counted(name, Counts::of_vitest(&finished.text), &finished)
        } else {
            Line::check(name, finished.success)
        };
        lines.push(Line {
            took: Some(started.elapsed()),
            ..line
        });
    }
    Ok(lines)
}

/// At home in an empty folder, on a message bus of their own.
fn rust_tests(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    let home = OwnHome::new()?;
    let mut command = home.command("cargo");
    command
        .current_dir(project.root())
        .args(["test", "--workspace", "--no-fail-fast"]);
    let finished = command::watch(&mut command, watch)?;
    Ok(vec![counted(
        "rust tests",
        Counts::of_cargo(&finished.text),
        &finished,
    )])
}

/// The tests make their own screen, window manager, message bus and keyring.
fn window_tests(project: &Project, watch: &Watch) -> Result<Vec<Line>> {
    if !cfg!(target_os = "linux") {
        return Ok(vec![Line::not_run(
            "e2e",
            "the real-window tests need Linux (Xvfb and WebKitWebDriver)",
        )]);
    }
    let words = [
        "test",
        "--workspace",
        "--features",
        "reconecta/e2e",
        "--test",
        "e2e",
        "--no-fail-fast",
    ];
    let finished = command::watch(&mut cargo(project, &words), watch)?;
    let mut lines = vec![counted("e2e", Counts::of_cargo(&finished.text), &finished)];
    if finished.success {
        lines.push(Line::check("pictures of documents", pictures::are_taken(project)));
    }
    Ok(lines)
}

/// A failure without a failed test (it did not compile), and tests that were left out, count as failures.
pub(super) fn counted(name: &str, counts: Counts, finished: &Finished) -> Line {
    if counts.left_out > 0 {
        say::problem(format!(
            "{name}: {} tests were left out; nothing may be skipped",
            counts.left_out
        ));
    }
    let nothing_ran = counts.passed + counts.failed == 0;
    let unexplained = u64::from(nothing_ran || (!finished.success && counts.failed == 0));
    Line::counted(name, counts.passed, counts.failed + counts.left_out + unexplained)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(success: bool) -> Finished {
        Finished {
            success,
            code: None,
            text: String::new(),
        }
    }

    #[test]
    fn code_that_does_not_compile_counts_as_a_failure() {
        assert_eq!(
            counted("rust tests", Counts::default(), &finished(false)).failed,
            1
        );
    }

    #[test]
    fn no_test_at_all_counts_as_a_failure() {
        assert_eq!(
            counted("rust tests", Counts::default(), &finished(true)).failed,
            1
        );
    }

    #[test]
    fn a_test_that_was_left_out_counts_as_a_failure() {
        let counts = Counts {
            passed: 3,
            failed: 0,
            left_out: 2,
        };
        assert_eq!(counted("rust tests", counts, &finished(true)).failed, 2);
    }

    #[test]
    fn names_are_unique() {
        let names: std::collections::BTreeSet<_> = Stage::all().map(Stage::name).collect();
        assert_eq!(names.len(), Stage::all().count());
    }
}
