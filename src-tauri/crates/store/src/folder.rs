//! Where the files are. Folders are private to the person (0700) and files too (0600), from their creation on; on
//! Windows the folder inherits the access list of the person's profile.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The folder of one profile's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreFolder(PathBuf);

impl StoreFolder {
    /// Any path; [`crate::Store::open`] creates the folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The database.
    pub fn file(&self) -> PathBuf {
        self.0.join("reconecta.db")
    }

    /// The database's write-ahead log and its index.
    pub(crate) fn companions(&self) -> [PathBuf; 2] {
        [self.0.join("reconecta.db-wal"), self.0.join("reconecta.db-shm")]
    }

    /// Where backups are kept.
    pub fn backups(&self) -> PathBuf {
        self.0.join("backups")
    }

    /// Creates folders and an empty database file with private permissions, and takes back any wider ones.
    pub(crate) fn prepare(&self) -> io::Result<()> {
        private_folder(&self.0)?;
        private_folder(&self.backups())?;
        match private_new_file(&self.file()) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        make_private(&self.file(), 0o600)?;
        for companion in self.companions() {
            if companion.exists() {
                make_private(&companion, 0o600)?;
            }
        }
        Ok(())
    }
}

pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    make_private(path, 0o700)
}

/// A new file that only the person may open; an error when it exists.
pub(crate) fn private_new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn make_private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let permissions = fs::metadata(path)?.permissions();
    if permissions.mode() & 0o777 == mode {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn make_private(path: &Path, _mode: u32) -> io::Result<()> {
    fs::metadata(path).map(|_| ())
}

/// Makes a rename or creation in `folder` durable, where the system has a way to ask for it.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
