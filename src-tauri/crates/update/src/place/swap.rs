//! Exchanging two files or folders in one step.

use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// Puts `new` where `current` is, and keeps the present one beside it as `<name>.previous`.
///
/// At no moment is there nothing. Where the file system exchanges names, a running program keeps its own file under
/// the other name, so that what it starts later is still its own version.
///
/// # Errors
/// The folder does not accept it; then nothing was changed.
pub(super) fn put(new: tempfile::TempPath, current: &Path) -> io::Result<()> {
    let previous = previous(current);
    match renameat_with(CWD, &*new, CWD, current, RenameFlags::EXCHANGE) {
        Ok(()) => {
            // The new one is in place; the name of the temporary file now holds the old one.
            let old = new.keep().map_err(|error| error.error)?;
            if previous.is_dir() {
                std::fs::remove_dir_all(&previous)?;
            }
            if let Err(error) = std::fs::rename(&old, &previous) {
                tracing::warn!(%error, "The previous program could not be kept under its name");
            }
        }
        Err(error) => {
            tracing::info!(%error, "The file system does not exchange names");
            let _there_was_none = std::fs::remove_file(&previous);
            std::fs::hard_link(current, &previous)?;
            new.persist(current).map_err(|error| error.error)?;
        }
    }
    Ok(())
}

fn previous(current: &Path) -> PathBuf {
    let mut name = OsString::from(current);
    name.push(".previous");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_file_stands_there_and_the_old_one_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let current = folder.path().join("reconecta");
        for (round, (old, new)) in [("one", "two"), ("two", "three")].into_iter().enumerate() {
            if round == 0 {
                std::fs::write(&current, old).unwrap();
            }
            let file = tempfile::NamedTempFile::new_in(folder.path()).unwrap();
            std::fs::write(file.path(), new).unwrap();
            put(file.into_temp_path(), &current).unwrap();
            assert_eq!(std::fs::read_to_string(&current).unwrap(), new);
            assert_eq!(std::fs::read_to_string(previous(&current)).unwrap(), old);
        }
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            2,
            "nothing else is left"
        );
    }
}
