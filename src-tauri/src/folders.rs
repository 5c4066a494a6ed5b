//! Where the app keeps its data and its logs.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use tauri::{Manager, Runtime};

/// Puts everything elsewhere: for tests, and for people who try things out.
const DATA_DIR: &str = "RECONECTA_DATA_DIR";

/// The folders of this person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folders {
    pub(crate) data: PathBuf,
    pub(crate) logs: PathBuf,
}

impl Folders {
    /// The system's usual places, or those below the folder that the environment names. Both exist afterwards and are
    /// the person's own.
    ///
    /// # Errors
    /// The person has no home, or it cannot be written.
    pub(crate) fn of<R: Runtime>(manager: &impl Manager<R>) -> anyhow::Result<Self> {
        let folders = match std::env::var_os(DATA_DIR) {
            Some(elsewhere) => Self::below(elsewhere),
            None => Self {
                data: manager.path().app_local_data_dir()?.join("data"),
                logs: manager.path().app_log_dir()?,
            },
        };
        for folder in [&folders.data, &folders.logs] {
            make_private(folder)?;
        }
        Ok(folders)
    }

    /// The folder of that name.
    pub(crate) fn named(&self, name: &str) -> Option<&Path> {
        match name {
            "data" => Some(&self.data),
            "logs" => Some(&self.logs),
            _ => None,
        }
    }

    fn below(folder: OsString) -> Self {
        let folder = PathBuf::from(folder);
        Self {
            data: folder.join("data"),
            logs: folder.join("logs"),
        }
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}
