//! What is inside a package file, whoever made it.

use anyhow::{Context, Result, bail, ensure};
use flate2::read::GzDecoder;
use liblzma::read::XzDecoder;
use rpm::Package;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// One part: a file, a folder, or something that is said of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Kind, permissions, owner and time, as a person reads them.
    pub(super) about: String,
    pub(super) content: Vec<u8>,
}

/// Parts by their name.
pub(super) type Parts = BTreeMap<String, Part>;

/// Reads a `.deb`, an `.rpm` or a `.tar.gz`.
///
/// # Errors
/// It is none of them, or damaged.
pub(super) fn read(path: &Path) -> Result<Parts> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let name = path.to_string_lossy();
    let parts = if name.ends_with(".deb") {
        deb(&bytes)
    } else if name.ends_with(".rpm") {
        rpm(&bytes)
    } else if name.ends_with(".tar.gz") {
        tar(GzDecoder::new(bytes.as_slice()))
    } else {
        bail!("{name} is no package of ours")
    };
    parts.with_context(|| format!("{name} is damaged"))
}

/// deb(5): an ar(5) archive of a version and two tar archives.
///
/// # Errors
/// It is damaged.
pub(super) fn deb(bytes: &[u8]) -> Result<Parts> {
    const HEADER: usize = 60;
    let mut parts = Parts::new();
    let mut rest = bytes.strip_prefix(b"!<arch>\n").context("no ar archive")?;
    while !rest.is_empty() {
        ensure!(rest.len() >= HEADER, "a header is cut off");
        let (header, after) = rest.split_at(HEADER);
        let header = std::str::from_utf8(header)?;
        let name = header.get(..16).unwrap_or_default().trim_end();
        let size: usize = header.get(48..58).unwrap_or_default().trim_end().parse()?;
        let content = after.get(..size).context("a part is cut off")?;
        if let Some(name) = name.strip_suffix(".tar.xz") {
            for (path, part) in tar(XzDecoder::new(content))? {
                let path = path.trim_start_matches("./");
                parts.insert(format!("{name}/{path}"), part);
            }
        }
        // Without its size, which follows from what it has.
        let about = header.get(..48).unwrap_or_default();
        let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
        let content = if name.ends_with(".tar.xz") { &[] } else { content };
        let content = content.to_vec();
        parts.insert(name.to_owned(), Part { about, content });
        rest = after.get(size + size % 2..).unwrap_or_default();
    }
    Ok(parts)
}

/// # Errors
/// It is damaged.
pub(super) fn tar(archive: impl Read) -> Result<Parts> {
    let mut parts = Parts::new();
    for entry in tar::Archive::new(archive).entries()? {
        let mut entry = entry?;
        let header = entry.header();
        let about = format!(
            "{:?} {:o} {}:{} ({}:{}) at {}",
            header.entry_type(),
            header.mode()?,
            header.uid()?,
            header.gid()?,
            header.username()?.unwrap_or_default(),
            header.groupname()?.unwrap_or_default(),
            header.mtime()?
        );
        let path = entry.path()?.display().to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        parts.insert(path, Part { about, content });
    }
    Ok(parts)
}

/// The files, and each tag of the two headers: the first says what the file is, the second is digests and signatures.
fn rpm(mut bytes: &[u8]) -> Result<Parts> {
    let package = Package::parse(&mut bytes)?;
    let mut parts = Parts::new();
    for file in package.files()? {
        let file = file?;
        let content = file.content().map(<[u8]>::to_vec).unwrap_or_default();
        let about = format!("{:?}", file.metadata);
        parts.insert(
            file.metadata.path().display().to_string(),
            Part { about, content },
        );
    }
    let mut tag = |header: &str, number: u32, data: rpm::IndexData| {
        let content = format!("{data:?}").into_bytes();
        let about = String::new();
        parts.insert(format!("{header} tag {number}"), Part { about, content });
    };
    for (number, data) in package.metadata.header.get_all_entries()? {
        tag("header", number, data);
    }
    for (number, data) in package.metadata.signature.get_all_entries()? {
        tag("signature", number, data);
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::libraries::Needs;
    use crate::bundle::tree::Tree;
    use crate::bundle::{deb, portable, rpm};
    use crate::product::Product;

    const DUMP: &str = "NEEDED libgtk-3.so.0\nNEEDED libc.so.6\n GLIBC_2.36\n";

    fn written(name: &str, content: Vec<u8>) -> Parts {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        read(&path).unwrap()
    }

    #[test]
    fn each_kind_gives_back_what_was_packed() {
        let needs = Needs::read(DUMP).unwrap();
        let mut tree = Tree::default();
        tree.add_program("usr/bin/reconecta", b"program".to_vec());
        let packed = deb::package(&tree, &needs, &Product::sample()).unwrap();
        let parts = written("a.deb", packed);
        assert_eq!(parts["data/usr/bin/reconecta"].content, b"program");
        assert!(
            parts["data/usr/bin/reconecta"]
                .about
                .starts_with("Regular 755 0:0 (root:root)")
        );
        assert_eq!(parts["debian-binary"].content, b"2.0\n");
        assert!(String::from_utf8_lossy(&parts["control/control"].content).contains("Version: 0.2.0\n"));

        let packed = rpm::package(&tree, &needs, &Product::sample(), &[]).unwrap();
        let parts = written("a.rpm", packed);
        assert_eq!(parts["/usr/bin/reconecta"].content, b"program");
        // RPMTAG_VERSION
        assert!(String::from_utf8_lossy(&parts["header tag 1001"].content).contains("0.2.0"));

        let packed =
            portable::archive(&tree, &portable::Texts::sample(), &needs, &Product::sample()).unwrap();
        let parts = written("a.tar.gz", packed);
        let root = portable::folder_name(&Product::sample());
        assert_eq!(parts[&format!("{root}/LEIA-ME.txt")].content, b"read me");
        assert_eq!(parts[&format!("{root}/bin/reconecta")].content, b"program");
    }

    #[test]
    fn what_is_cut_off_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.deb");
        let needs = Needs::read(DUMP).unwrap();
        let packed = deb::package(&Tree::default(), &needs, &Product::sample()).unwrap();
        std::fs::write(&path, &packed[..packed.len() - 100]).unwrap();
        assert!(read(&path).unwrap_err().to_string().ends_with("is damaged"));
    }
}
