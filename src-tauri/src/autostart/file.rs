//! The file of the person's own in which Linux and macOS look for what to start.

use std::io::{self, Write};
use std::path::Path;

/// Writes it as a whole, together with its folder where that is missing.
pub(super) fn put(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.persist(path)?;
    Ok(())
}

/// Removes it; one that is not there is removed already.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_replaced_as_a_whole_and_removed_once() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("LaunchAgents").join("entry");
        for content in ["first", "second"] {
            put(&path, content.as_bytes()).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
        }
        let folder = path.parent().unwrap();
        assert_eq!(
            std::fs::read_dir(folder).unwrap().count(),
            1,
            "nothing else is left"
        );
        remove(&path).unwrap();
        assert!(!path.exists());
        remove(&path).expect("it is gone already");
        assert!(remove(folder).is_err(), "a folder is no file of ours");
    }
}
