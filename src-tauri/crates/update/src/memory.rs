//! What was announced before, in a small file beside the environments.

use reconecta_core::update::Seen;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Larger than the file ever is.
const LIMIT: u64 = 4096;

/// The file.
#[derive(Debug, Clone)]
pub(crate) struct Memory(PathBuf);

impl Memory {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self(folder.join("updates.json"))
    }

    /// What it says. A damaged file is as good as none: the installed version still bounds what is accepted.
    pub(crate) fn read(&self) -> Option<Seen> {
        let mut text = String::new();
        let file = std::fs::File::open(&self.0).ok()?;
        let read = file.take(LIMIT).read_to_string(&mut text);
        let seen = read.ok().and_then(|_| serde_json::from_str(&text).ok());
        if seen.is_none() {
            tracing::warn!("The memory of seen updates is damaged and starts anew");
        }
        seen
    }

    /// Replaces it in one step.
    pub(crate) fn write(&self, seen: &Seen) -> io::Result<()> {
        let folder = self.0.parent().unwrap_or_else(|| Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer(&mut file, seen)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(&self.0)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reconecta_core::update::Version;

    #[test]
    fn what_was_seen_is_found_again_and_damage_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::in_folder(folder.path());
        assert_eq!(memory.read(), None, "nothing was seen yet");
        let seen = Seen {
            counter: 9,
            version: Version::new(1, 4, 2),
        };
        memory.write(&seen).unwrap();
        assert_eq!(memory.read(), Some(seen));
        std::fs::write(folder.path().join("updates.json"), "{\"counter\":").unwrap();
        assert_eq!(memory.read(), None, "half a file says nothing");
    }
}
