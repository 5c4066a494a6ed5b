//! The released executable, such that it does not tell where it was built.

use crate::command::{self, Watch};
use crate::product::{NAME, Product};
use crate::project::Project;
use crate::{interface, say};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Writes the list of crates into the executable, where `cargo audit`, Syft, Trivy and others find it.
const AUDITABLE: &str = "0.7.7";

/// The options of ours that its own call of cargo has to share, in the form of that version.
const AUDITED_AS: &str = r#"{"offline":false,"locked":true,"frozen":false,"config":[]}"#;

/// Builds the interface and the program; answers where the program is.
///
/// # Errors
/// A tool is missing, or something does not compile.
pub(crate) fn executable(project: &Project, product: &Product, watch: &Watch) -> Result<PathBuf> {
    interface::build(project)?;
    let tools = auditable(project, watch)?;
    say::line("Building the program (fat LTO: the first time takes many minutes) ...");
    let target = target(project);
    let places = places(project, &target)?;
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(project.root())
        .args(["build", "--release", "--locked"])
        .args(["--package", NAME, "--bin", NAME])
        .env("CARGO_TARGET_DIR", &target);
    audit(&mut cargo, &tools)?;
    cargo
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags(&places))
        .env("CFLAGS", c_flags(&places))
        .env("CC_SHELL_ESCAPED_FLAGS", "1")
        .env("SOURCE_DATE_EPOCH", product.epoch().to_string());
    if !command::watch(&mut cargo, watch)?.success {
        bail!("the program was not built");
    }
    Ok(built(project))
}

/// Where the program lies once it is built.
pub(super) fn built(project: &Project) -> PathBuf {
    target(project).join("release").join(NAME)
}

/// Apart from the other builds, whose flags are others.
fn target(project: &Project) -> PathBuf {
    project.scratch().join("bundle/target")
}

/// Folders of this machine, and the names that stand for them in the executable. Of two that fit, the compilers take the last.
fn places(project: &Project, target: &Path) -> Result<Vec<(PathBuf, &'static str)>> {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    Ok(vec![
        (project.root().to_owned(), "/reconecta"),
        (target.to_owned(), "/target"),
        (cargo_home.context("cargo has no home")?, "/cargo"),
    ])
}

/// Separated by the unit separator, so that a folder may have spaces.
fn rust_flags(places: &[(PathBuf, &str)]) -> OsString {
    let flags = places.iter().map(|(folder, name)| {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(folder);
        flag.push("=");
        flag.push(name);
        flag
    });
    flags.collect::<Vec<_>>().join(std::ffi::OsStr::new("\u{1f}"))
}

/// SQLite and ring have parts in C. Quoted, so that a folder may have spaces.
fn c_flags(places: &[(PathBuf, &str)]) -> String {
    let flags = places
        .iter()
        .map(|(folder, name)| format!("'-ffile-prefix-map={}={name}'", folder.display()));
    flags.collect::<Vec<_>>().join(" ")
}

/// Lets the compiler write the list, as `cargo auditable build --locked` does, but with a tool that is named without its folder:
/// cargo makes the wrapper's path a part of every symbol's name, and the optimiser orders functions by these.
fn audit(cargo: &mut Command, tools: &Path) -> Result<()> {
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let searched = std::iter::once(tools.to_owned()).chain(std::env::split_paths(&searched));
    cargo
        .env("PATH", std::env::join_paths(searched)?)
        .env("RUSTC_WORKSPACE_WRAPPER", "cargo-auditable")
        .env("CARGO_AUDITABLE_ORIG_ARGS", AUDITED_AS);
    Ok(())
}

/// The folder of the tool, installed beside our other products in exactly this version.
fn auditable(project: &Project, watch: &Watch) -> Result<PathBuf> {
    let folder = project.scratch().join(format!("cargo-auditable-{AUDITABLE}"));
    let tools = folder.join("bin");
    if !tools.join("cargo-auditable").is_file() {
        say::line("Installing cargo-auditable ...");
        let mut cargo = Command::new("cargo");
        cargo.args([
            "install",
            "cargo-auditable",
            "--locked",
            "--version",
            AUDITABLE,
            "--root",
        ]);
        cargo.arg(&folder).env("CARGO_TARGET_DIR", folder.join("build"));
        if !command::watch(&mut cargo, watch)?.success {
            bail!("cargo-auditable could not be installed");
        }
        std::fs::remove_dir_all(folder.join("build"))?;
    }
    Ok(tools)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_folder_of_the_tool_reaches_the_names_of_symbols() {
        let mut cargo = Command::new("cargo");
        audit(&mut cargo, Path::new("/some/where/bin")).unwrap();
        let given = |name: &str| {
            let found = cargo.get_envs().find(|(key, _)| *key == name);
            found.and_then(|(_, value)| value).unwrap().to_str().unwrap()
        };
        assert!(!given("RUSTC_WORKSPACE_WRAPPER").contains('/'));
        let mut searched = std::env::split_paths(given("PATH"));
        assert_eq!(
            searched.next().unwrap(),
            Path::new("/some/where/bin"),
            "found there"
        );
    }
}
