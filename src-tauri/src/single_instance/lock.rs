//! A lock that the system lets go when its process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Held for as long as this process shows the window.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the folder's lock; `None` when another process has it.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(super) fn take(folder: &Path) -> io::Result<Option<Self>> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(folder.join("window.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lock;

    #[test]
    fn one_at_a_time_and_free_again_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        assert!(first.is_some(), "nobody has it");
        assert!(Lock::take(folder.path()).unwrap().is_none(), "the first has it");
        drop(first);
        assert!(Lock::take(folder.path()).unwrap().is_some(), "it was let go");
    }

    #[test]
    fn another_person_has_a_lock_of_their_own() {
        let (mine, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let _first = Lock::take(mine.path()).unwrap();
        assert!(Lock::take(theirs.path()).unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_open_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let _held = Lock::take(folder.path()).unwrap();
        let file = std::fs::metadata(folder.path().join("window.lock")).unwrap();
        assert_eq!(file.permissions().mode() & 0o077, 0);
    }
}
