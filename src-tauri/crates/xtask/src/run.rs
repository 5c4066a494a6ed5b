//! `cargo xtask run`: from a machine with Rust and Node to the open window.

use crate::machine::{self, Purpose};
use crate::project::Project;
use crate::{command, interface, say};
use anyhow::Result;
use std::process::Command;

/// Installs what is missing, builds the interface and the app, and opens it. A fresh profile starts in Demonstração.
///
/// # Errors
/// Something is missing that cannot be installed here, or a build failed.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<bool> {
    let (ours, app) = match arguments.iter().position(|word| word == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    machine::prepare(&[Purpose::Build, Purpose::Run])?;
    interface::build(project)?;
    say::line("Building and opening the app (the first time takes some minutes) ...");
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(project.root())
        .args(["run", "--package", "reconecta"]);
    cargo.args(ours.iter().filter(|word| *word == "--release"));
    cargo.args(["--", "--start-in", "demonstration"]).args(app);
    command::run(&mut cargo)?;
    Ok(true)
}
