//! What the computer must have, and how it gets it.

mod family;
mod packages;

pub(crate) use packages::Purpose;

use crate::{command, say};
use anyhow::{Context, Result, bail};
use family::Family;
use std::process::Command;

/// Oldest Node that the interface's tools accept.
const NODE: (u32, u32) = (20, 19);

/// Installs the system packages that are missing, or names them where this cannot be done here.
///
/// # Errors
/// Node is missing or too old, or packages are missing and could not be installed.
pub(crate) fn prepare(purposes: &[Purpose]) -> Result<()> {
    check_node()?;
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let family = Family::of_this_machine();
    let wanted = packages::names(purposes, family);
    let missing = family.missing(&wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    match family {
        Family::Debian => install(&missing),
        Family::Fedora | Family::Arch | Family::Suse | Family::Unknown => {
            bail!(
                "Packages are missing. Install them and run this again:\n\n   {}\n",
                family.advice(&missing)
            )
        }
    }
}

/// Installs Debian packages, as root or through sudo.
fn install(missing: &[&str]) -> Result<()> {
    say::heading(format!("Installing with apt-get: {}", missing.join(" ")));
    let apt = |arguments: &[&str]| {
        let mut apt = as_root();
        apt.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
            .args(arguments);
        command::run(&mut apt)
    };
    let packages = [&["install", "--yes", "--no-install-recommends"], missing].concat();
    let advice = || {
        format!(
            "install these packages by hand: apt-get install {}",
            missing.join(" ")
        )
    };
    apt(&["update"]).with_context(advice)?;
    apt(&packages).with_context(advice)
}

/// A command that begins the words given next with what makes them root's: nothing for root, or else `sudo`.
pub(crate) fn as_root() -> Command {
    Command::new(if is_root() { "env" } else { "sudo" })
}

/// Whether this is root already.
pub(crate) fn is_root() -> bool {
    command::answer(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

fn check_node() -> Result<()> {
    let advice = format!(
        "Node {}.{} or newer is needed (https://nodejs.org)",
        NODE.0, NODE.1
    );
    let version = command::answer(Command::new("node").arg("--version")).context(advice.clone())?;
    let found = node_version(&version).context(advice.clone())?;
    if found < NODE {
        bail!("{advice}; this is Node {}", version.trim());
    }
    Ok(())
}

/// Major and minor of `v20.19.2`.
fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version_of_node() {
        assert_eq!(node_version("v20.19.2\n"), Some((20, 19)));
        assert_eq!(node_version("24.1.0"), Some((24, 1)));
        assert_eq!(node_version("command not found"), None);
    }

    #[test]
    fn compares_versions_as_numbers() {
        assert!(node_version("v20.9.0").unwrap() < NODE, "9 is older than 19");
        assert!(node_version("v22.0.0").unwrap() > NODE);
    }
}
