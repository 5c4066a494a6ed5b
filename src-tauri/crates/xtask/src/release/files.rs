//! The files of a release, by their names.

use crate::product::{NAME, Product};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io;
use std::path::Path;
use url::Url;

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Unpacked by hand on Linux; replaces itself.
    Portable(Processor),
    /// One file on Linux; replaces itself.
    AppImage(Processor),
    /// Installs for one person on Windows.
    Setup(Processor),
    /// Installs for a fleet on Windows.
    Msi(Processor),
    /// The bundle of macOS, for the app to replace itself.
    Bundle,
    /// The bundle of macOS, for people.
    DiskImage,
}

/// Processors that releases are built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Processor {
    X64,
    Arm64,
}

impl Processor {
    pub(super) const ALL: [Self; 2] = [Self::X64, Self::Arm64];

    /// As Rust and Linux call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::X64 => "x86_64",
            Self::Arm64 => "aarch64",
        }
    }
}

impl Kind {
    /// Every file that another file of the release refers to. Packages for Linux are for people and their managers.
    pub(super) const ALL: [Self; 9] = [
        Self::Portable(Processor::X64),
        Self::Portable(Processor::Arm64),
        Self::AppImage(Processor::X64),
        Self::AppImage(Processor::Arm64),
        Self::Setup(Processor::X64),
        Self::Setup(Processor::Arm64),
        Self::Msi(Processor::X64),
        Self::Bundle,
        Self::DiskImage,
    ];

    /// Its name.
    pub(super) fn file_name(self, version: &str) -> String {
        let end = match self {
            Self::Portable(processor) => format!("linux-{}.tar.gz", processor.name()),
            Self::AppImage(processor) => format!("linux-{}.AppImage", processor.name()),
            Self::Setup(processor) => format!("windows-{}-setup.exe", processor.name()),
            Self::Msi(processor) => format!("windows-{}.msi", processor.name()),
            Self::Bundle => "macos-universal.app.tar.gz".to_owned(),
            Self::DiskImage => "macos-universal.dmg".to_owned(),
        };
        format!("{NAME}-{version}-{end}")
    }

    /// Its key in an announcement; none where people or managers fetch it.
    pub(super) fn target(self) -> Option<String> {
        match self {
            Self::Portable(processor) => Some(format!("linux-{}-portable", processor.name())),
            Self::AppImage(processor) => Some(format!("linux-{}-appimage", processor.name())),
            Self::Setup(processor) => Some(format!("windows-{}-setup", processor.name())),
            Self::Bundle => Some("macos-universal-bundle".to_owned()),
            Self::Msi(_) | Self::DiskImage => None,
        }
    }
}

/// One of them.
#[derive(Debug, Clone)]
pub(super) struct Released {
    pub(super) kind: Kind,
    pub(super) url: Url,
    pub(super) sha256: String,
    pub(super) size: u64,
}

/// Those that lie in a folder.
#[derive(Debug, Clone)]
pub(super) struct Files {
    pub(super) folder: std::path::PathBuf,
    released: Vec<Released>,
}

impl Files {
    /// Finds and measures them; `from` is the address that they will have.
    ///
    /// # Errors
    /// None is there, or one cannot be read.
    pub(super) fn in_folder(folder: &Path, from: &Url, product: &Product) -> Result<Self> {
        let base = Url::parse(&format!("{}/", from.as_str().trim_end_matches('/')))?;
        let mut released = Vec::new();
        for kind in Kind::ALL {
            let name = kind.file_name(&product.version);
            let path = folder.join(&name);
            if !path.is_file() {
                continue;
            }
            let (sha256, size) = digest(&path)?;
            released.push(Released {
                kind,
                url: base.join(&name)?,
                sha256,
                size,
            });
        }
        if released.is_empty() {
            bail!(
                "{} holds no file of version {}, such as {}",
                folder.display(),
                product.version,
                Kind::Portable(Processor::X64).file_name(&product.version)
            );
        }
        Ok(Self {
            folder: folder.to_owned(),
            released,
        })
    }

    pub(super) fn all(&self) -> &[Released] {
        &self.released
    }

    /// The file of that kind.
    pub(super) fn find(&self, kind: Kind) -> Option<&Released> {
        self.released.iter().find(|one| one.kind == kind)
    }
}

/// SHA-256 in hexadecimal digits, and the length.
pub(super) fn digest(path: &Path) -> Result<(String, u64)> {
    let mut hash = Sha256::new();
    let mut file = File::open(path).with_context(|| path.display().to_string())?;
    let size = io::copy(&mut file, &mut hash)?;
    Ok((hex::encode(hash.finalize()), size))
}
