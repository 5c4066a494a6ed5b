//! What is released: the root package says it.

use crate::command;
use crate::project::Project;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::process::Command;

/// The root package.
pub(super) const NAME: &str = "reconecta";
/// The name that people read.
pub(super) const TITLE: &str = "Reconecta";
/// Desktop file, AppStream component and Flatpak.
pub(super) const APP_ID: &str = "app.reconecta.Reconecta";
/// One line, without the name and without a full stop.
pub(super) const SUMMARY: &str = "Finds out why WhatsApp Cloud API messages stopped and repairs it";

/// The version and its texts.
#[derive(Debug, Clone)]
pub(super) struct Product {
    pub(super) version: String,
    pub(super) license: String,
    /// The project's page; where the package names none, that of its files.
    pub(super) homepage: Option<String>,
}

impl Product {
    pub(super) fn read(project: &Project) -> Result<Self> {
        #[derive(Deserialize)]
        struct Metadata {
            packages: Vec<Package>,
        }
        #[derive(Deserialize)]
        struct Package {
            name: String,
            version: String,
            license: Option<String>,
            homepage: Option<String>,
        }
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(project.root())
            .args(["metadata", "--no-deps", "--format-version", "1"]);
        let text = command::answer(&mut cargo).context("cargo metadata does not answer")?;
        let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata is not understood")?;
        let root = metadata.packages.into_iter().find(|package| package.name == NAME);
        let root = root.context("the root package is not there")?;
        Ok(Self {
            version: root.version,
            license: root.license.context("the root package has no licence")?,
            homepage: root.homepage,
        })
    }
}
