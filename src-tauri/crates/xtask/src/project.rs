//! Where things are.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The project's folders.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// The project that this program was built from.
    pub(crate) fn here() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(3)
            .context("the project's root is three folders above xtask")?
            .to_owned();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        Ok(Self { root, target })
    }

    /// Another checkout, which builds into that folder.
    pub(crate) fn at(root: PathBuf, target: PathBuf) -> Self {
        Self { root, target }
    }

    /// The folder of the packages.
    pub(crate) fn bundles(&self) -> PathBuf {
        self.target.join("bundle")
    }

    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the interface.
    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A folder for our own products: logs, virtual environments.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// What is built for other systems, by another compiler.
    pub(crate) fn cross(&self) -> PathBuf {
        self.target.join("cross")
    }

    /// A program built by cargo in the `debug` profile.
    pub(crate) fn built(&self, program: &str) -> PathBuf {
        self.program("debug", program)
    }

    /// A program built by cargo in the `release` profile.
    pub(crate) fn released(&self, program: &str) -> PathBuf {
        self.program("release", program)
    }

    fn program(&self, profile: &str, program: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
    }
}
