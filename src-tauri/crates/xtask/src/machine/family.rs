//! Families of Linux distributions, by the way they name and list packages.

use crate::command;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::process::Command;

/// A family of distributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// Debian, Ubuntu and their children: packages can be installed from here.
    Debian,
    /// Fedora, RHEL and their children.
    Fedora,
    /// Arch and its children.
    Arch,
    /// openSUSE.
    Suse,
    /// Anything else.
    Unknown,
}

impl Family {
    /// Reads `/etc/os-release`.
    pub(crate) fn of_this_machine() -> Self {
        Self::of(&std::fs::read_to_string("/etc/os-release").unwrap_or_default())
    }

    fn of(os_release: &str) -> Self {
        let field = |name: &str| {
            os_release
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .unwrap_or_default()
                .replace('"', "")
        };
        let names = format!("{} {}", field("ID="), field("ID_LIKE="));
        for name in names.split_whitespace() {
            match name {
                "debian" | "ubuntu" => return Self::Debian,
                "fedora" | "rhel" | "centos" => return Self::Fedora,
                "arch" => return Self::Arch,
                "suse" | "opensuse" | "opensuse-tumbleweed" | "opensuse-leap" => return Self::Suse,
                _ => {}
            }
        }
        Self::Unknown
    }

    /// Which of the packages are not installed. On an unknown distribution: all of them, as nothing can be asked.
    pub(crate) fn missing<'a>(self, wanted: &[&'a str]) -> Result<Vec<&'a str>> {
        let installed = match self {
            Self::Debian => installed_on_debian()?,
            Self::Fedora | Self::Suse => listed(Command::new("rpm").args(["-qa", "--qf", "%{NAME}\\n"]))?,
            Self::Arch => listed(Command::new("pacman").arg("-Qq"))?,
            Self::Unknown => BTreeSet::new(),
        };
        Ok(wanted
            .iter()
            .copied()
            .filter(|package| !installed.contains(*package))
            .collect())
    }

    /// What a person types to install them.
    pub(crate) fn advice(self, missing: &[&str]) -> String {
        let names = missing.join(" ");
        match self {
            Self::Debian => format!("sudo apt-get install {names}"),
            Self::Fedora => format!("sudo dnf install {names}"),
            Self::Arch => format!("sudo pacman -S {names}"),
            Self::Suse => format!("sudo zypper install {names}"),
            Self::Unknown => format!("the equivalents of these Debian packages: {names}"),
        }
    }
}

/// Debian's list also names removed packages whose configuration stayed: only "installed" counts.
fn installed_on_debian() -> Result<BTreeSet<String>> {
    let list =
        command::answer(Command::new("dpkg-query").args(["-W", "-f=${db:Status-Status} ${Package}\\n"]))
            .context("dpkg-query does not answer")?;
    Ok(list
        .lines()
        .filter_map(|line| line.strip_prefix("installed "))
        .map(str::to_owned)
        .collect())
}

fn listed(command: &mut Command) -> Result<BTreeSet<String>> {
    let list = command::answer(command).context("the package manager does not answer")?;
    Ok(list.lines().map(|line| line.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_families_by_id_and_by_likeness() {
        assert_eq!(Family::of("NAME=\"Debian\"\nID=debian\n"), Family::Debian);
        assert_eq!(
            Family::of("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"),
            Family::Debian
        );
        assert_eq!(
            Family::of("ID=rocky\nID_LIKE=\"rhel centos fedora\"\n"),
            Family::Fedora
        );
        assert_eq!(Family::of("ID=manjaro\nID_LIKE=arch\n"), Family::Arch);
        assert_eq!(Family::of("ID=\"opensuse-tumbleweed\"\n"), Family::Suse);
        assert_eq!(Family::of("ID=void\n"), Family::Unknown);
    }

    #[test]
    fn an_unknown_distribution_is_given_the_debian_names() {
        let missing = Family::Unknown.missing(&["bubblewrap"]).unwrap();
        assert_eq!(missing, ["bubblewrap"]);
        assert!(
            Family::Unknown
                .advice(&missing)
                .contains("Debian packages: bubblewrap")
        );
    }
}
