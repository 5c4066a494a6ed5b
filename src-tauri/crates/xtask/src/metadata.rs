//! What cargo tells of our packages and of the libraries below them.

use crate::project::Project;
use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId, Resolve};
use std::collections::BTreeSet;

/// Of the packages of this repository alone.
///
/// # Errors
/// Cargo does not answer.
pub(crate) fn of_ours(project: &Project) -> Result<Metadata> {
    ask(command(project).no_deps())
}

/// Of all packages, with how they depend on each other: for every system, or only what `system` (a target triple) needs.
///
/// # Errors
/// Cargo does not answer, or the lock file does not fit.
pub(crate) fn of_all(project: &Project, system: Option<&str>) -> Result<Metadata> {
    let only = system.map(|system| format!("--filter-platform={system}"));
    let options: Vec<String> = std::iter::once("--locked".to_owned()).chain(only).collect();
    ask(command(project).other_options(options))
}

/// A package and all that it depends on in a way that `counts`, over any number of steps.
pub(crate) fn reached<'m>(
    resolve: &'m Resolve,
    package: &'m PackageId,
    counts: impl Fn(DependencyKind) -> bool,
) -> BTreeSet<&'m PackageId> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![package]);
    while let Some(id) = next.pop() {
        if reached.insert(id) {
            next.extend(used(resolve, id, &counts));
        }
    }
    reached
}

/// What a package depends on itself, in a way that `counts`.
pub(crate) fn used<'m>(
    resolve: &'m Resolve,
    package: &PackageId,
    counts: impl Fn(DependencyKind) -> bool,
) -> impl Iterator<Item = &'m PackageId> {
    let edges = resolve[package].deps.iter();
    edges
        .filter(move |edge| edge.dep_kinds.iter().any(|how| counts(how.kind)))
        .map(|edge| &edge.pkg)
}

fn command(project: &Project) -> MetadataCommand {
    let mut command = MetadataCommand::new();
    command.current_dir(project.root());
    command
}

fn ask(command: &MetadataCommand) -> Result<Metadata> {
    command.exec().context("cargo metadata does not answer")
}
