//! A log file that never grows beyond its share: five files of at most 2 MiB, and none older than wanted.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Bytes of one file.
const LIMIT: u64 = 2 * 1024 * 1024;
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Files kept besides the one in use.
const OLDER: u32 = 4;

/// The file in use.
#[derive(Debug)]
pub(crate) struct LogFile {
    folder: PathBuf,
    file: File,
    written: u64,
    limit: u64,
    /// How long records are kept.
    life: Option<Duration>,
    /// When the file in use was begun.
    begun: SystemTime,
    /// When ages were last looked at.
    looked: SystemTime,
}

impl LogFile {
    /// Goes on with the folder's newest file. With `days`, no record is kept for longer.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn open(folder: &Path, days: Option<u32>) -> io::Result<Self> {
        let mut log = Self::with_limit(folder, LIMIT)?;
        log.life = days.map(|days| DAY.saturating_mul(days));
        log.age(SystemTime::now())?;
        Ok(log)
    }

    fn with_limit(folder: &Path, limit: u64) -> io::Result<Self> {
        let file = private_file(&name(folder, 0))?;
        let about = file.metadata()?;
        let written = about.len();
        let begun = about.created().or_else(|_| about.modified())?;
        Ok(Self {
            folder: folder.to_owned(),
            file,
            written,
            limit,
            life: None,
            begun,
            looked: SystemTime::now(),
        })
    }

    /// A file is closed after a fifth of the records' life and goes when its newest record has lived for the rest: so its
    /// oldest record never lives longer.
    fn age(&mut self, now: SystemTime) -> io::Result<()> {
        let Some(life) = self.life else { return Ok(()) };
        let age = |then: SystemTime| now.duration_since(then).unwrap_or_default();
        if self.written > 0 && age(self.begun) >= life / 5 {
            self.turn_over()?;
        }
        for older in 1..=OLDER {
            let file = name(&self.folder, older);
            let modified = std::fs::metadata(&file).and_then(|about| about.modified());
            if modified.is_ok_and(|modified| age(modified) >= life / 5 * 4) {
                std::fs::remove_file(file)?;
            }
        }
        Ok(())
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
        self.begun = SystemTime::now();
        Ok(())
    }
}

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if self.written > 0 && self.written.saturating_add(length) > self.limit {
            self.turn_over()?;
        }
        let now = SystemTime::now();
        if self.life.is_some() && now.duration_since(self.looked).is_ok_and(|since| since >= HOUR) {
            self.looked = now;
            self.age(now)?;
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
            LogFile::open(folder.path(), None)
                .unwrap()
                .write_all(line.as_bytes())
                .unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(folder.path().join("reconecta.log")).unwrap(),
            "one\ntwo\n"
        );
    }

    #[test]
    fn records_go_after_their_days() {
        let folder = tempfile::tempdir().unwrap();
        let now = SystemTime::now();
        let days_ago = |days: u32| now - DAY * days;
        for (age, days) in [(1, 10), (2, 23), (3, 25)] {
            let file = File::create(name(folder.path(), age)).unwrap();
            file.set_modified(days_ago(days)).unwrap();
        }
        let mut log = LogFile::open(folder.path(), Some(30)).unwrap();
        let kept = || {
            (1..=OLDER)
                .filter(|age| name(folder.path(), *age).exists())
                .collect::<Vec<_>>()
        };
        assert_eq!(kept(), [1, 2], "a file of 25 days may hold records of 31");
        log.write_all(b"today").unwrap();
        log.age(now + DAY * 5).unwrap();
        assert_eq!(
            kept(),
            [1],
            "four days later the other is too old, and the one in use is not closed yet"
        );
        log.age(now + DAY * 7).unwrap();
        assert_eq!(kept(), [1, 2], "after a fifth of its life a file is closed");
        assert_eq!(std::fs::read(name(folder.path(), 1)).unwrap(), b"today");
        log.age(now + DAY * 40).unwrap();
        assert_eq!(kept(), [0; 0]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        LogFile::open(folder.path(), None).unwrap();
        let mode = std::fs::metadata(folder.path().join("reconecta.log"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "mode {mode:o}");
    }
}
