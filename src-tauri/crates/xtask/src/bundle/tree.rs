//! The files of a package, whatever its format.

use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) content: Vec<u8>,
    pub(crate) executable: bool,
}

impl File {
    /// Permissions: everybody reads, only the owner writes.
    pub(crate) fn mode(&self) -> u32 {
        if self.executable { 0o755 } else { 0o644 }
    }
}

/// Files by their path from the root of the system, without a slash before; in the order of their paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    files: BTreeMap<String, File>,
}

impl Tree {
    /// Puts a file there.
    pub(crate) fn add(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) {
        let (content, executable) = (content.into(), false);
        self.files.insert(path.into(), File { content, executable });
    }

    /// Puts a program there.
    pub(crate) fn add_program(&mut self, path: impl Into<String>, content: Vec<u8>) {
        let executable = true;
        self.files.insert(path.into(), File { content, executable });
    }

    /// All of them, in order.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &File)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// The same files below another folder.
    pub(crate) fn moved(&self, from: &str, to: &str) -> Self {
        let moved = self.files.iter().filter_map(|(path, file)| {
            let rest = path.strip_prefix(from)?;
            Some((format!("{to}{rest}"), file.clone()))
        });
        Self {
            files: moved.collect(),
        }
    }

    /// Every folder on the way to a file, parents first.
    pub(crate) fn folders(&self) -> BTreeSet<&str> {
        self.files
            .keys()
            .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]))
            .collect()
    }

    /// A tar archive that depends on nothing but the files and the time: entries in order, everything root's.
    ///
    /// # Errors
    /// A path is too long for tar.
    pub(crate) fn tar(&self, prefix: &str, time: Timestamp) -> std::io::Result<Vec<u8>> {
        let mut archive = tar::Builder::new(Vec::new());
        let mtime = u64::try_from(time.as_second()).unwrap_or_default();
        let mut append = |path: String, kind: tar::EntryType, mode: u32, content: &[u8]| {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(kind);
            header.set_mode(mode);
            header.set_mtime(mtime);
            header.set_uid(0);
            header.set_gid(0);
            header.set_username("root")?;
            header.set_groupname("root")?;
            header.set_size(content.len() as u64);
            write_name(&mut header, &path)?;
            header.set_cksum();
            archive.append(&header, content)
        };
        for folder in self.folders() {
            append(
                format!("{prefix}{folder}/"),
                tar::EntryType::Directory,
                0o755,
                &[],
            )?;
        }
        for (path, file) in self.files() {
            append(
                format!("{prefix}{path}"),
                tar::EntryType::Regular,
                file.mode(),
                &file.content,
            )?;
        }
        archive.into_inner()
    }
}

/// As it is: the library's own way would take a leading `./` away, which the archives of Debian have.
fn write_name(header: &mut tar::Header, path: &str) -> std::io::Result<()> {
    let field = &mut header.as_old_mut().name;
    let place = field
        .get_mut(..path.len())
        .ok_or_else(|| std::io::Error::other(format!("{path} is too long for tar")))?;
    place.copy_from_slice(path.as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        let mut tree = Tree::default();
        tree.add("usr/share/doc/x/copyright", "text");
        tree.add_program("usr/bin/x", b"binary".to_vec());
        tree
    }

    #[test]
    fn the_order_of_adding_does_not_matter() {
        let mut other = Tree::default();
        other.add_program("usr/bin/x", b"binary".to_vec());
        other.add("usr/share/doc/x/copyright", "text");
        let time = Timestamp::from_second(1_000_000_000).unwrap();
        assert_eq!(tree().tar("./", time).unwrap(), other.tar("./", time).unwrap());
    }

    #[test]
    fn folders_come_before_what_is_in_them_and_only_programs_can_be_run() {
        let time = Timestamp::from_second(1_000_000_000).unwrap();
        let bytes = tree().tar("./", time).unwrap();
        let mut archive = tar::Archive::new(bytes.as_slice());
        let entries: Vec<(String, u32, u64)> = archive
            .entries()
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let header = entry.header();
                let path = String::from_utf8(entry.path_bytes().into_owned()).unwrap();
                (path, header.mode().unwrap(), header.mtime().unwrap())
            })
            .collect();
        let expected = [
            ("usr/", 0o755),
            ("usr/bin/", 0o755),
            ("usr/share/", 0o755),
            ("usr/share/doc/", 0o755),
            ("usr/share/doc/x/", 0o755),
            ("usr/bin/x", 0o755),
            ("usr/share/doc/x/copyright", 0o644),
        ];
        let expected = expected.map(|(path, mode)| (format!("./{path}"), mode, 1_000_000_000));
        assert_eq!(entries, expected);
    }

    #[test]
    fn a_tree_can_be_moved() {
        let moved = tree().moved("usr/", "reconecta/");
        let paths: Vec<&str> = moved.files().map(|(path, _)| path).collect();
        assert_eq!(paths, ["reconecta/bin/x", "reconecta/share/doc/x/copyright"]);
    }
}
