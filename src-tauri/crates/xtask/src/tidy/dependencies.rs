//! Who may depend on what.

use super::Finding;
use crate::metadata;
use crate::project::Project;
use anyhow::Result;
use cargo_metadata::DependencyKind;

/// Our packages and those of ours that each may use.
const RINGS: &[(&str, &[&str])] = &[
    ("reconecta-core", &[]),
    ("reconecta-network", &["reconecta-core"]),
    ("reconecta-graph", &["reconecta-core", "reconecta-network"]),
    ("reconecta-platforms", &["reconecta-core", "reconecta-network"]),
    ("reconecta-store", &["reconecta-core"]),
    ("reconecta-vault", &["reconecta-core"]),
    (
        "reconecta-engine",
        &[
            "reconecta-core",
            "reconecta-graph",
            "reconecta-network",
            "reconecta-platforms",
            "reconecta-store",
            "reconecta-vault",
            "reconecta-policy",
        ],
    ),
    ("reconecta-policy", &["reconecta-core"]),
    ("reconecta-login", &["reconecta-core"]),
    ("reconecta-report", &[]),
    ("reconecta-update", &["reconecta-core", "reconecta-network"]),
    ("meta-sandbox", &[]),
    ("start-mark", &[]),
    ("empty-window", &["start-mark"]),
    ("xtask", &["reconecta-core"]),
    (
        "reconecta",
        &[
            "reconecta-core",
            "reconecta-engine",
            "reconecta-vault",
            "reconecta-login",
            "reconecta-policy",
            "reconecta-report",
            "reconecta-update",
            "meta-sandbox",
            "start-mark",
        ],
    ),
];

type Names = fn(&str) -> bool;

/// Foreign packages that only some of ours may use.
const GUARDED: &[(Names, &[&str])] = &[
    (
        |name| name == "tauri" || name.starts_with("tauri-"),
        &["reconecta", "start-mark", "empty-window"],
    ),
    (
        |name| matches!(name, "wry" | "tao" | "webkit2gtk"),
        &["reconecta-login"],
    ),
    (|name| name == "gtk", &["reconecta-login", "reconecta"]),
    (|name| name == "krilla", &["reconecta-report"]),
    (
        |name| name == "reqwest",
        &["reconecta-network", "reconecta-graph", "reconecta-update"],
    ),
    // Whose certificates count is decided in one place.
    (|name| name == "rustls-platform-verifier", &["reconecta-network"]),
    (|name| name.starts_with("rusqlite"), &["reconecta-store"]),
    (
        |name| name.contains("keyring") || name == "secret-service",
        &["reconecta-vault"],
    ),
    (
        |name| name == "chacha20poly1305" || name == "argon2",
        &["reconecta-vault"],
    ),
];

/// What core must not even be able to do.
const NOT_IN_CORE: &[&str] = &["tokio", "getrandom", "rand", "jiff", "chrono", "time", "tracing"];

/// A package of ours, as cargo sees it.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

/// One of its dependencies.
#[derive(Debug, Clone)]
struct Dependency {
    name: String,
    kind: DependencyKind,
}

impl From<cargo_metadata::Package> for Package {
    fn from(package: cargo_metadata::Package) -> Self {
        let dependency = |found: cargo_metadata::Dependency| Dependency {
            name: found.name,
            kind: found.kind,
        };
        Self {
            name: package.name,
            dependencies: package.dependencies.into_iter().map(dependency).collect(),
        }
    }
}

/// Asks cargo.
///
/// # Errors
/// cargo does not answer.
pub(crate) fn packages(project: &Project) -> Result<Vec<Package>> {
    let packages = metadata::of_ours(project)?.packages;
    Ok(packages.into_iter().map(Package::from).collect())
}

/// Tests may use more than products: only normal and build dependencies are looked at.
pub(crate) fn check(packages: &[Package]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        let mut found =
            |message: String| findings.push(Finding::new("dependencies", &package.name, 0, message));
        let Some((_, allowed)) = RINGS.iter().find(|(name, _)| *name == package.name) else {
            found("a package without a place in the rings of the house".to_owned());
            continue;
        };
        for dependency in package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind != DependencyKind::Development)
        {
            let name = dependency.name.as_str();
            if RINGS.iter().any(|(ours, _)| *ours == name) && !allowed.contains(&name) {
                found(format!("must not know `{name}`"));
            }
            let guards = GUARDED.iter().filter(|(is_guarded, _)| is_guarded(name));
            for (_, users) in guards.filter(|(_, users)| !users.contains(&package.name.as_str())) {
                found(format!("`{name}` is for {} only", users.join(" and ")));
            }
            if package.name == "reconecta-core" && NOT_IN_CORE.contains(&name) {
                found(format!("`{name}` leads outside: core is pure"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use cargo_metadata::DependencyKind::{Development, Normal};

    fn package(name: &str, dependencies: &[(&str, DependencyKind)]) -> Package {
        let dependency = |(name, kind): &(&str, DependencyKind)| Dependency {
            name: (*name).to_owned(),
            kind: *kind,
        };
        Package {
            name: name.to_owned(),
            dependencies: dependencies.iter().map(dependency).collect(),
        }
    }

    #[test]
    fn a_wrong_direction_is_found() {
        let found = check(&[package(
            "reconecta-core",
            &[("reconecta-store", Normal), ("tokio", Normal)],
        )]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_guarded_package_is_found_outside_its_place() {
        let found = check(&[
            package(
                "reconecta-engine",
                &[("reqwest", Normal), ("tauri", Normal), ("rusqlite", Normal)],
            ),
            package("reconecta-graph", &[("reqwest", Normal)]),
        ]);
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn tests_may_use_more() {
        assert_eq!(check(&[package("meta-sandbox", &[("reqwest", Development)])]), []);
    }

    #[test]
    fn a_new_package_needs_a_place() {
        assert_eq!(check(&[package("reconecta-extras", &[])]).len(), 1);
    }
}
