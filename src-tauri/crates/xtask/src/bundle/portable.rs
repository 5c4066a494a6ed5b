//! An archive to unpack anywhere, for whoever may not or does not want to install.

use super::libraries::Needs;
use super::tree::Tree;
use crate::product::{NAME, Product};
use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use std::io::Write;
use std::path::Path;

/// What a person starts: it names what the system lacks, where the program alone would end with a word of the loader's. Not
/// named like the program, because an update looks for the program by its name.
pub(crate) const LAUNCHER: &str = "reconecta.sh";
/// What the person reads first.
const NOTE: &str = "LEIA-ME.txt";

/// The archive's own texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Texts {
    note: String,
    launcher: String,
}

impl Texts {
    /// Some for tests.
    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        let [note, launcher] = ["read me", "#!/bin/sh\n"].map(str::to_owned);
        Self { note, launcher }
    }

    /// Reads them from the project's folder for Linux.
    ///
    /// # Errors
    /// One is missing.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).with_context(|| path.display().to_string())
        };
        Ok(Self {
            note: read(NOTE)?,
            launcher: read(LAUNCHER)?,
        })
    }
}

/// Folder inside the archive, and the archive's name without its ending.
pub(crate) fn folder_name(product: &Product) -> String {
    format!("{NAME}-{}-linux-{}", product.version, std::env::consts::ARCH)
}

/// Name of the file.
pub(crate) fn file_name(product: &Product) -> String {
    format!("{}.tar.gz", folder_name(product))
}

/// The whole archive: the packages' files below a folder, with a note and a launcher in front.
///
/// # Errors
/// A path is too long, or compression failed.
pub(crate) fn archive(tree: &Tree, texts: &Texts, needs: &Needs, product: &Product) -> Result<Vec<u8>> {
    let mut portable = tree.moved("usr/", "");
    let debian: Vec<String> = needs.debian();
    let bare = debian
        .iter()
        .map(|name| name.split(' ').next().unwrap_or_default());
    let bare = bare.collect::<Vec<_>>().join(" ");
    let fill = |text: &str| {
        product
            .fill(text)
            .replace("@LIBRARIES@", &debian.join(", "))
            .replace("@DEBIAN@", &bare)
            .replace("@FEDORA@", &needs.fedora().join(" "))
    };
    portable.add(NOTE, fill(&texts.note));
    portable.add_program(LAUNCHER, fill(&texts.launcher).into());
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

#[cfg(test)]
#[cfg(unix)]
#[path = "portable_tests.rs"]
mod tests;
