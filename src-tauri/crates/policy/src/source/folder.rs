//! Linux: a folder of files, read in the order of their names. `XDG_CONFIG_DIRS` is not followed: the person could set it
//! and so escape what is locked.

use super::Document;
use crate::warning::Fault;
use serde_json::Value;
use std::fs::{self, File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The folder that packages and administrators write.
#[cfg_attr(
    any(windows, target_os = "macos"),
    allow(dead_code, reason = "only Linux has it")
)]
pub(super) const USUAL: &str = "/etc/reconecta/policy.d";
/// A policy has some lines; more is something else.
const LIMIT: u64 = 64 * 1024;

/// Each `*.json` of the folder.
pub(super) fn documents(folder: &Path) -> Vec<Document> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Vec::new(),
        Err(_) => return vec![document(folder, Err(Fault::Unreadable))],
    };
    if fs::metadata(folder).is_ok_and(|about| others_may_write(&about)) {
        return vec![document(folder, Err(Fault::NotProtected))];
    }
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files.iter().map(|file| document(file, content(file))).collect()
}

fn document(path: &Path, content: Result<Value, Fault>) -> Document {
    Document::new(path.display().to_string(), content)
}

fn content(path: &Path) -> Result<Value, Fault> {
    // Looked at before it is opened: opening a pipe would wait for a writer.
    let about = fs::metadata(path).map_err(|_| Fault::Unreadable)?;
    if !about.is_file() {
        return Err(Fault::Unreadable);
    }
    if others_may_write(&about) {
        return Err(Fault::NotProtected);
    }
    let mut text = Vec::new();
    let file = File::open(path).map_err(|_| Fault::Unreadable)?;
    file.take(LIMIT + 1)
        .read_to_end(&mut text)
        .map_err(|_| Fault::Unreadable)?;
    if u64::try_from(text.len()).is_ok_and(|length| length > LIMIT) {
        return Err(Fault::Malformed);
    }
    // Editors of Windows begin a file with a byte order mark.
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
    serde_json::from_slice(text).map_err(|_| Fault::Malformed)
}

/// Whether somebody else than the administrator could have written it. Tests are not root, so a program that is not
/// released looks at the permissions only.
#[cfg(unix)]
fn others_may_write(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    let is_foreign = !cfg!(debug_assertions) && about.uid() != 0;
    is_foreign || is_open(about.mode(), about.gid())
}

/// Root's own group may write: some distributions leave that to `umask`.
#[cfg(unix)]
fn is_open(mode: u32, group: u32) -> bool {
    mode & 0o002 != 0 || (mode & 0o020 != 0 && group != 0)
}

#[cfg(not(unix))]
fn others_may_write(_about: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn files_come_in_the_order_of_their_names_and_others_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["20-second.json", "10-first.json", "readme.txt", "30.json.bak"] {
            fs::write(folder.path().join(name), "{}").unwrap();
        }
        let found = documents(folder.path());
        let names: Vec<_> = found
            .iter()
            .map(|one| Path::new(&one.source).file_name().unwrap())
            .collect();
        assert_eq!(names, ["10-first.json", "20-second.json"]);
    }

    #[test]
    fn no_folder_is_no_policy() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(documents(&folder.path().join("none")), []);
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_counts() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
        write("1.json", b"{");
        write("2.json", &b" ".repeat(70_000));
        fs::create_dir(folder.path().join("3.json")).unwrap();
        write("4.json", b"\xEF\xBB\xBF{\"locked\": {}}");
        write("5.json", b"\xff\xfe{}");
        let found: Vec<_> = documents(folder.path())
            .into_iter()
            .map(|one| one.content)
            .collect();
        assert_eq!(
            found,
            [
                Err(Fault::Malformed),
                Err(Fault::Malformed),
                Err(Fault::Unreadable),
                Ok(json!({"locked": {}})),
                Err(Fault::Malformed),
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_group_may_write_only_where_it_is_roots() {
        for (mode, group, open) in [
            (0o100_644, 1000, false),
            (0o100_664, 1000, true),
            (0o100_664, 0, false),
            (0o040_775, 1000, true),
            (0o100_646, 0, true),
        ] {
            assert_eq!(is_open(mode, group), open, "{mode:o} of group {group}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_everybody_may_write_is_not_the_companys_word() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        fs::write(&file, "{}").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
        let only = |folder: &Path| documents(folder).pop().map(|one| one.content);
        assert_eq!(only(folder.path()), Some(Err(Fault::NotProtected)));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(only(folder.path()), Some(Ok(json!({}))));
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        assert_eq!(only(folder.path()), Some(Err(Fault::NotProtected)));
    }
}
