//! `cargo xtask test`: every test there is, in stages, with what ran counted.

mod conformance;
mod counts;
mod cross;
mod own_home;
mod stage;
mod summary;
mod workflows;

use crate::command::Watch;
use crate::machine::{self, Purpose};
use crate::project::Project;
use crate::say;
use anyhow::{Context, Result, bail};
use stage::Stage;
use std::time::Instant;
use summary::{Line, Summary};

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    stages: Vec<Stage>,
    /// Asked for by name: one that cannot run here is a failure then.
    named: Vec<Stage>,
    verbose: bool,
}

/// Runs the stages and prints a line for each and the totals; `false` when anything failed.
///
/// # Errors
/// The arguments make no sense, or the machine lacks something that cannot be installed.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<bool> {
    let wish = Wish::read(arguments)?;
    machine::prepare(&purposes(&wish.stages))?;
    let logs = project.scratch().join("logs");
    if logs.exists() {
        std::fs::remove_dir_all(&logs)?;
    }
    let mut summary = Summary::default();
    for stage in wish.stages {
        say::heading(stage.title());
        let watch = Watch {
            log: logs.join(format!("{}.log", stage.name())),
            verbose: wish.verbose,
        };
        let started = Instant::now();
        let lines = stage.run(project, &watch).unwrap_or_else(|error| {
            say::problem(format!("{error:#}"));
            vec![Line::check(stage.name(), false)]
        });
        let lines = if wish.named.contains(&stage) {
            required(lines)
        } else {
            lines
        };
        for mut line in lines {
            line.took.get_or_insert_with(|| started.elapsed());
            say::line(&line);
            summary.add(line);
        }
    }
    say::heading("What ran");
    say::line(&summary);
    Ok(summary.failed() == 0)
}

/// Lines of a stage that was asked for by name: if nothing of it could run, that is a failure. Single lines that cannot run
/// here stay what they are.
fn required(mut lines: Vec<Line>) -> Vec<Line> {
    if lines.iter().all(|line| line.not_run.is_some()) {
        lines.iter_mut().for_each(|line| line.failed = 1);
    }
    lines
}

/// What the computer is needed for.
fn purposes(stages: &[Stage]) -> Vec<Purpose> {
    let any_of = |others: &[Stage]| stages.iter().any(|stage| others.contains(stage));
    let mut purposes = vec![Purpose::Build, Purpose::Run, Purpose::Test];
    if any_of(Stage::OTHER_SYSTEMS) {
        purposes.push(Purpose::OtherSystems);
    }
    if any_of(&[Stage::WindowsProgram, Stage::Wine, Stage::WindowsInstallers]) {
        purposes.push(Purpose::Windows);
    }
    purposes
}

impl Wish {
    fn read(arguments: &[String]) -> Result<Self> {
        let (mut only, mut also, mut skip) = (Vec::new(), Vec::new(), Vec::new());
        let (mut full, mut verbose) = (false, false);
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--only" => only.push(Stage::named(
                    words.next().context("--only needs the name of a stage")?,
                )?),
                "--also" => also.push(Stage::named(
                    words.next().context("--also needs the name of a stage")?,
                )?),
                "--full" => full = true,
                "--skip" => skip.push(Stage::named(
                    words.next().context("--skip needs the name of a stage")?,
                )?),
                "--verbose" => verbose = true,
                other => bail!(
                    "`{other}` is unknown; test takes --full, --only STAGE, --also STAGE, --skip STAGE and --verbose"
                ),
            }
        }
        let chosen = |stage: &Stage| {
            if only.is_empty() {
                Stage::USUAL.contains(stage)
            } else {
                only.contains(stage)
            }
        };
        let wanted = |stage: &Stage| (chosen(stage) || also.contains(stage) || full) && !skip.contains(stage);
        Ok(Self {
            stages: Stage::all().filter(wanted).collect(),
            named: only.iter().chain(&also).copied().collect(),
            verbose,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(words: &[&str]) -> Result<Wish> {
        Wish::read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn everything_runs_unless_told_otherwise() {
        assert_eq!(wish(&[]).unwrap().stages, Stage::USUAL);
    }

    #[test]
    fn other_systems_are_asked_for() {
        let full = wish(&["--full"]).unwrap().stages;
        assert_eq!(full, Stage::all().collect::<Vec<_>>());
        let some = wish(&["--also", "macos"]).unwrap().stages;
        assert_eq!(some.len(), Stage::USUAL.len() + 1);
        assert!(some.contains(&Stage::Macs), "{some:?}");
        assert_eq!(wish(&["--only", "windows"]).unwrap().stages, [Stage::Windows]);
    }

    #[test]
    fn a_stage_that_was_asked_for_by_name_has_to_run() {
        assert_eq!(
            wish(&["--also", "macos", "--only", "tidy"]).unwrap().named,
            [Stage::Tidy, Stage::Macs]
        );
        assert_eq!(
            wish(&["--full"]).unwrap().named,
            [],
            "everything that this machine can"
        );
        let failed = |lines: Vec<Line>| required(lines).iter().map(|line| line.failed).sum::<u64>();
        let cannot = || Line::not_run("macos", "no tools");
        assert_eq!(failed(vec![cannot(), cannot()]), 2);
        assert_eq!(failed(vec![Line::check("core", true), cannot()]), 0);
    }

    #[test]
    fn wine_is_wanted_only_where_it_runs() {
        let wanted = |words| purposes(&wish(words).unwrap().stages);
        assert!(!wanted(&["--also", "macos"]).contains(&Purpose::Windows));
        assert!(wanted(&["--also", "macos"]).contains(&Purpose::OtherSystems));
        assert!(wanted(&["--full"]).contains(&Purpose::Windows));
        assert!(!wanted(&[]).contains(&Purpose::OtherSystems));
    }

    #[test]
    fn one_stage_can_be_chosen_or_left_out() {
        assert_eq!(wish(&["--only", "tidy"]).unwrap().stages, [Stage::Tidy]);
        assert!(!wish(&["--skip", "e2e"]).unwrap().stages.contains(&Stage::Window));
    }

    #[test]
    fn an_unknown_stage_is_refused_by_name() {
        let refusal = wish(&["--only", "tidyy"]).unwrap_err().to_string();
        assert!(
            refusal.contains("tidyy") && refusal.contains("tidy,"),
            "{refusal}"
        );
    }
}
