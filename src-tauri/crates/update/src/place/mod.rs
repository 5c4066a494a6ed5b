//! Where this copy is installed, and how a new one comes to stand there.

#[cfg(not(any(windows, target_os = "macos")))]
mod archive;
#[cfg(unix)]
mod swap;
#[cfg(unix)]
mod trial;

#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(not(any(windows, target_os = "macos")), path = "linux.rs")]
mod system;

use crate::problem::UpdateProblem;
use reconecta_core::update::Version;
use std::path::PathBuf;
use tempfile::TempPath;

/// How it was installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Unpacked from an archive into a folder that the person may write (Linux).
    Portable,
    /// One file that is a whole file system (Linux).
    AppImage,
    /// By the installer for one person (Windows).
    Installer,
    /// An application bundle that the person may replace (macOS).
    Bundle,
    /// By a package manager, a store or an IT department, which also brings the updates.
    Managed,
}

/// An installed copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// How it was installed.
    pub form: Form,
    /// The file that a person starts; for an AppImage that file.
    pub program: PathBuf,
}

/// What came of an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// The next start is the new version.
    InPlace,
    /// The system's installer runs and wants the app to close.
    HandedOver,
}

impl Place {
    /// The copy that runs.
    pub fn of_this_program() -> Self {
        system::place()
    }

    /// Name of the file for this copy in a manifest; none where updates come another way.
    pub fn target(&self) -> Option<String> {
        let form = match self.form {
            Form::Portable => "portable",
            Form::AppImage => "appimage",
            Form::Installer => "setup",
            Form::Bundle => return Some("macos-universal-bundle".to_owned()),
            Form::Managed => return None,
        };
        Some(format!(
            "{}-{}-{form}",
            std::env::consts::OS,
            std::env::consts::ARCH
        ))
    }

    /// Puts the verified file in place. Whatever fails, the present program stays and starts.
    ///
    /// # Errors
    /// The file does not hold a program of this version that starts here, or the place may not be written.
    pub(crate) fn install(&self, file: TempPath, version: &Version) -> Result<Placed, UpdateProblem> {
        system::install(self, file, version)
    }
}
