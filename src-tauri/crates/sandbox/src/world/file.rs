//! Worlds in JSON files: the program's `--world FILE.json` and the snapshot of a run.

use super::World;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A world file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum WorldFileError {
    /// Reading or writing failed.
    #[error("{path}: {source}")]
    Io {
        /// File.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
    /// It is not a world.
    #[error("{path} is not a world: {source}")]
    Format {
        /// File.
        path: PathBuf,
        /// Cause.
        source: serde_json::Error,
    },
}

impl World {
    /// Reads a world from a JSON file.
    pub fn read(path: &Path) -> Result<Self, WorldFileError> {
        let bytes = fs::read(path).map_err(|source| WorldFileError::Io {
            path: path.to_owned(),
            source,
        })?;
        serde_json::from_slice(&bytes).map_err(|source| WorldFileError::Format {
            path: path.to_owned(),
            source,
        })
    }

    /// Writes it so that a crash leaves either the old or the new file.
    pub fn write(&self, path: &Path) -> Result<(), WorldFileError> {
        let io = |source| WorldFileError::Io {
            path: path.to_owned(),
            source,
        };
        let bytes = serde_json::to_vec(self).map_err(|source| WorldFileError::Format {
            path: path.to_owned(),
            source,
        })?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(io)?;
        }
        let draft = path.with_extension("json.new");
        fs::write(&draft, bytes).map_err(io)?;
        fs::rename(&draft, path).map_err(io)
    }
}
