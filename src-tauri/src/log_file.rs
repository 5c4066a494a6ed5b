//! A log file that never grows beyond its share: five files of at most 2 MiB.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Bytes of one file.
const LIMIT: u64 = 2 * 1024 * 1024;
/// Files kept besides the one in use.
const OLDER: u32 = 4;

/// The file in use.
#[derive(Debug)]
pub(crate) struct LogFile {
    folder: PathBuf,
    file: File,
    written: u64,
    limit: u64,
}

impl LogFile {
    /// Goes on with the folder's newest file.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        Self::with_limit(folder, LIMIT)
    }

    fn with_limit(folder: &Path, limit: u64) -> io::Result<Self> {
        let file = private_file(&name(folder, 0))?;
        let written = file.metadata()?.len();
        Ok(Self {
            folder: folder.to_owned(),
            file,
            written,
            limit,
        })
    }

    /// `reconecta.log` becomes `reconecta.1.log`, and so on; the oldest goes.
    fn turn_over(&mut self) -> io::Result<()> {
        for age in (0..OLDER).rev() {
            let (from, to) = (name(&self.folder, age), name(&self.folder, age + 1));
            if from.exists() {
                std::fs::rename(from, to)?;
            }
        }
        self.file = private_file(&name(&self.folder, 0))?;
        self.written = 0;
        Ok(())
    }
}

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if self.written > 0 && self.written.saturating_add(length) > self.limit {
            self.turn_over()?;
        }
        self.file.write_all(bytes)?;
        self.written = self.written.saturating_add(length);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn name(folder: &Path, age: u32) -> PathBuf {
    folder.join(if age == 0 {
        "reconecta.log".to_owned()
    } else {
        format!("reconecta.{age}.log")
    })
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logs_never_exceed_their_share() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = LogFile::with_limit(folder.path(), 100).unwrap();
        for _ in 0..200 {
            log.write_all(&[b'x'; 30]).unwrap();
        }
        let sizes: Vec<u64> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|file| file.unwrap().metadata().unwrap().len())
            .collect();
        assert_eq!(sizes.len(), 5, "one in use and four older ones");
        assert!(sizes.iter().all(|size| *size <= 100), "{sizes:?}");
    }

    #[test]
    fn the_next_start_goes_on_with_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        for line in ["one\n", "two\n"] {
            LogFile::open(folder.path())
                .unwrap()
                .write_all(line.as_bytes())
                .unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(folder.path().join("reconecta.log")).unwrap(),
            "one\ntwo\n"
        );
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        LogFile::open(folder.path()).unwrap();
        let mode = std::fs::metadata(folder.path().join("reconecta.log"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "mode {mode:o}");
    }
}
