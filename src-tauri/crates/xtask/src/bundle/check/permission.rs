//! AppArmor of this machine. It holds in the clean root as well, since there is one kernel, but the root cannot speak to it.

use crate::{command, machine, say};
use anyhow::{Result, ensure};
use std::path::Path;
use tempfile::NamedTempFile;

/// `1` where only programs with a profile may make user name spaces: Ubuntu 23.10 and newer.
const RESTRICTION: &str = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";
/// Where the package's script looks for an AppArmor that understands the profile.
const UNDERSTOOD: &str = "etc/apparmor.d/abi/4.0";
const PROFILE: &str = "etc/apparmor.d/reconecta";

/// Makes a root look like one with a new AppArmor, so that the package's script has something to do on every machine.
///
/// # Errors
/// It cannot be written.
pub(super) fn expect_in(root: &Path) -> Result<()> {
    let mut install = machine::as_root();
    install.args(["install", "-D", "--mode=644", "/dev/null"]);
    command::run(install.arg(root.join(UNDERSTOOD)))
}

/// What the package brought, told to the kernel of this machine until it is dropped, where that kernel would refuse without.
#[derive(Debug)]
pub(super) struct Permission(Option<NamedTempFile>);

impl Permission {
    /// Takes it from the root.
    ///
    /// # Errors
    /// The package brought none, or this machine's AppArmor does not take it.
    pub(super) fn brought_to(root: &Path) -> Result<Self> {
        let profile = root.join(PROFILE);
        ensure!(profile.is_file(), "the package brought no AppArmor profile");
        let is_restricted = std::fs::read_to_string(RESTRICTION).is_ok_and(|value| value.trim() == "1");
        if !is_restricted {
            return Ok(Self(None));
        }
        let copy = NamedTempFile::new()?;
        std::fs::copy(&profile, copy.path())?;
        command::run(
            machine::as_root()
                .args(["apparmor_parser", "--replace"])
                .arg(copy.path()),
        )?;
        Ok(Self(Some(copy)))
    }
}

impl Drop for Permission {
    fn drop(&mut self) {
        if let Some(profile) = &self.0 {
            let mut remove = machine::as_root();
            if let Err(error) = command::run(remove.args(["apparmor_parser", "--remove"]).arg(profile.path()))
            {
                say::problem(format!("{error:#}"));
            }
        }
    }
}
