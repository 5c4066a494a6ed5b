//! Everything a person or a pipeline runs: `cargo xtask run | test | bench | bundle | release | tidy | bindings`.

mod bench;
mod bindings;
mod bundle;
mod changelogs;
mod command;
mod interface;
mod machine;
mod metadata;
mod pictures;
mod product;
mod project;
mod python;
mod release;
mod run;
mod say;
mod test;
mod tidy;

use anyhow::Result;
use project::Project;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <task>

  run [--release] [-- ARGUMENTS]       install what is missing, build, and open the app in Demonstração
  test [--only STAGE] [--skip STAGE]   install what is missing and run every test (--verbose shows all output;
                                       --full adds Windows, macOS and the practice of a release,
                                       --also STAGE one of their stages)
  tidy                                 check the rules that text can check
  bench [NAME] [--rounds N]            measure speed as ratios, side by side with others
  release STEP | --dry-run             notes, sbom, checksums, manifests, sign-update, keys; or all of them for practice
  bundle [--check] [--twice]           make .deb, .rpm and .tar.gz; check and try them; build twice and compare
                                       (--compare FOLDER: with packages made elsewhere;
                                       --as-built: packs the program as it was compiled last)
  icons [--check]                      make every icon from icons/icon.svg
  pictures                             put the pictures of the newest real-window tests into docs/images
  bindings                             write the TypeScript side of the commands";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say::problem(format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Runs one task; `false` when it found something wrong and has said so.
fn dispatch(arguments: &[String]) -> Result<bool> {
    let project = Project::here()?;
    match arguments.split_first() {
        Some((task, rest)) if task == "run" => run::run(&project, rest),
        Some((task, rest)) if task == "bench" => bench::run(&project, rest),
        Some((task, rest)) if task == "bundle" => bundle::run(&project, rest),
        Some((task, rest)) if task == "icons" => bundle::icons::run(&project, rest),
        Some((task, rest)) if task == "test" => test::run(&project, rest),
        Some((task, rest)) if task == "release" => release::run(&project, rest),
        Some((task, [])) if task == "tidy" => tidy::run(&project),
        Some((task, [])) if task == "bindings" => bindings::write(&project),
        Some((task, [])) if task == "pictures" => pictures::copy(&project),
        Some((task, _)) if matches!(task.as_str(), "help" | "--help" | "-h") => {
            say::line(USAGE);
            Ok(true)
        }
        Some(_) | None => {
            say::problem(USAGE);
            Ok(false)
        }
    }
}
