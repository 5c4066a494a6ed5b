//! Where the app keeps its data and its logs.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// Puts everything elsewhere: for tests, and for people who try things out.
const DATA_DIR: &str = "RECONECTA_DATA_DIR";

/// Name of the app's own folder, its identifier.
pub(crate) const IDENTIFIER: &str = "app.reconecta.desktop";

/// Room that names below the data folder need.
const BELOW: usize = 90;
/// Longest path of a data file: SQLite takes 512 bytes, Windows 260 units.
const LONGEST: usize = if cfg!(windows) { 260 } else { 512 };

/// The folders of this person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folders {
    pub(crate) data: PathBuf,
    pub(crate) logs: PathBuf,
}

/// Why there is no place for data.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoFolder {
    /// The system names no home for this person.
    #[error("this person has no home folder")]
    NoHome,
    /// Files below it could not be opened.
    #[error("{} is too long a path", .0.display())]
    TooLong(PathBuf),
    /// It cannot be made or written.
    #[error("{} cannot be written: {source}", path.display())]
    NotWritable { path: PathBuf, source: io::Error },
}

impl Folders {
    /// The system's usual places, or those below the folder that the environment names.
    ///
    /// # Errors
    /// The person has no home.
    pub(crate) fn find() -> Result<Self, NoFolder> {
        if let Some(elsewhere) = std::env::var_os(DATA_DIR).filter(|folder| !folder.is_empty()) {
            return Ok(Self::below(elsewhere));
        }
        let own = dirs::data_local_dir().ok_or(NoFolder::NoHome)?.join(IDENTIFIER);
        let logs = if cfg!(target_os = "macos") {
            dirs::home_dir()
                .ok_or(NoFolder::NoHome)?
                .join("Library/Logs")
                .join(IDENTIFIER)
        } else {
            own.join("logs")
        };
        Ok(Self {
            data: own.join("data"),
            logs,
        })
    }

    /// Makes both, the person's own, and tries to write.
    ///
    /// # Errors
    /// They cannot be used.
    pub(crate) fn prepare(&self) -> Result<(), NoFolder> {
        if self.is_too_long() {
            return Err(NoFolder::TooLong(self.data.clone()));
        }
        for folder in [&self.data, &self.logs] {
            let written = make_private(folder).and_then(|()| tempfile::tempfile_in(folder).map(|_file| ()));
            written.map_err(|source| NoFolder::NotWritable {
                path: folder.clone(),
                source,
            })?;
        }
        Ok(())
    }

    /// Whether paths of data files would be longer than can be opened.
    pub(crate) fn is_too_long(&self) -> bool {
        length(&self.data) + BELOW > LONGEST
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

#[cfg(windows)]
fn length(path: &Path) -> usize {
    use std::os::windows::ffi::OsStrExt;
    path.as_os_str().encode_wide().count()
}

#[cfg(not(windows))]
fn length(path: &Path) -> usize {
    path.as_os_str().len()
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_bears_the_apps_identifier() {
        let text = include_str!("../../tauri.conf.json");
        let configuration: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(configuration["identifier"], IDENTIFIER);
    }

    #[test]
    fn folders_are_made_for_the_person_only() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::below(home.path().join("Usuário ñ 用户").into());
        folders.prepare().unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&folders.data).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "mode {mode:o}");
        }
        assert_eq!(
            std::fs::read_dir(&folders.data).unwrap().count(),
            0,
            "the trial leaves nothing"
        );
    }

    #[test]
    fn a_place_that_cannot_be_written_is_told_apart_from_one_that_is_too_long() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("file");
        std::fs::write(&file, "").unwrap();
        let below_a_file = Folders::below(file.into()).prepare();
        assert!(
            matches!(below_a_file, Err(NoFolder::NotWritable { .. })),
            "{below_a_file:?}"
        );
        let long = Folders::below(home.path().join("x".repeat(LONGEST)).into()).prepare();
        assert!(matches!(long, Err(NoFolder::TooLong(_))), "{long:?}");
    }
}
