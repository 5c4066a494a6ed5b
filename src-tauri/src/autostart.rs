//! Starting with the system, without a window. What the system has written down is what counts: a person can change it
//! there too.

#[cfg(not(windows))]
mod file;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;

use crate::arguments::HIDDEN;
use std::io;
use std::path::PathBuf;

/// The program that the system is to start.
#[derive(Clone, Debug)]
pub(crate) struct Program(PathBuf);

impl Program {
    /// The file that a person starts: of an AppImage the image, not what is mounted from it. Asked at the start, because
    /// an update gives the running file another name.
    pub(crate) fn of_this_copy() -> Option<Self> {
        let image = std::env::var_os("APPIMAGE").map(PathBuf::from);
        let image = image.filter(|path| cfg!(target_os = "linux") && path.is_absolute() && path.is_file());
        image.or_else(|| std::env::current_exe().ok()).map(Self)
    }

    /// Whether the system starts it.
    pub(crate) fn starts_with_system(&self) -> bool {
        system::is_on(&self.0)
    }

    /// Lets the system start it, or no longer.
    ///
    /// # Errors
    /// The system's own words; nothing was changed.
    pub(crate) fn set_start_with_system(&self, on: bool) -> io::Result<()> {
        if on {
            system::switch_on(&self.0, HIDDEN)
        } else {
            system::switch_off()
        }
    }
}
