//! An archive to unpack anywhere, for whoever may not or does not want to install.

use super::libraries::Needs;
use super::tree::Tree;
use crate::product::{NAME, Product};
use anyhow::Result;
use flate2::{Compression, GzBuilder};
use std::io::Write;

/// Folder inside the archive, and the archive's name without its ending.
pub(crate) fn folder_name(product: &Product) -> String {
    format!("{NAME}-{}-linux-{}", product.version, std::env::consts::ARCH)
}

/// Name of the file.
pub(crate) fn file_name(product: &Product) -> String {
    format!("{}.tar.gz", folder_name(product))
}

/// The whole archive: the packages' files below a folder, with a note in front.
///
/// # Errors
/// A path is too long, or compression failed.
pub(crate) fn archive(tree: &Tree, note: &str, needs: &Needs, product: &Product) -> Result<Vec<u8>> {
    let mut portable = tree.moved("usr/", "");
    let debian: Vec<String> = needs.debian();
    let bare = debian
        .iter()
        .map(|name| name.split(' ').next().unwrap_or_default());
    let note = product
        .fill(note)
        .replace("@LIBRARIES@", &debian.join(", "))
        .replace("@DEBIAN@", &bare.collect::<Vec<_>>().join(" "))
        .replace("@FEDORA@", &needs.fedora().join(" "));
    portable.add("LEIA-ME.txt", note);
    let tar = portable.tar(&format!("{}/", folder_name(product)), product.time)?;
    gzip(&tar)
}

/// Without a name and a time inside, so that it depends on the content only.
///
/// # Errors
/// None in memory; the encoder's are passed on.
pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
