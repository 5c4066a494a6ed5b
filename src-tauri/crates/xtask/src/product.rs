//! What packages and releases say about the program: `Cargo.toml` is the only place where it stands.

use crate::command;
use crate::metadata;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use std::process::Command;

/// Name of the desktop file, the icon and the AppStream component; Flatpak would use it as well.
pub(crate) const APP_ID: &str = "app.reconecta.Reconecta";
/// Name of the package, the executable and the manual page.
pub(crate) const NAME: &str = "reconecta";
/// The name that people read.
pub(crate) const TITLE: &str = "Reconecta";
/// One line, without the name and without a full stop, as Debian wants it.
pub(crate) const SUMMARY: &str = "finds out why WhatsApp Cloud API messages stopped and repairs it";
/// Paragraphs, in lines that fit a terminal.
pub(crate) const DESCRIPTION: &[&[&str]] = &[
    &[
        "For whoever administers a customer service that runs on WhatsApp Cloud",
        "API. When messages stop, Reconecta asks fifteen questions in order and",
        "names the first cause, the person who has to act, and the next step.",
    ],
    &[
        "It repairs what can be repaired from a desktop, through a Facebook login",
        "in a process of its own, and shows what it has seen as dated evidence. A",
        "demonstration with a simulator inside needs no network.",
    ],
];

/// The program as it is packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Product {
    pub(crate) version: String,
    pub(crate) license: String,
    pub(crate) homepage: String,
    /// `Name <mail address>`.
    pub(crate) maintainer: String,
    /// The time that every file and every package carries: that of the commit.
    pub(crate) time: Timestamp,
}

impl Product {
    /// One for tests, with nothing of this repository in it.
    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        Self {
            version: "0.2.0".into(),
            license: "MIT".into(),
            homepage: "https://example.org".into(),
            maintainer: "Ana <ana@example.org>".into(),
            time: "2026-11-23T10:00:00Z".parse().unwrap(),
        }
    }

    /// Reads the root package and the time of the commit.
    ///
    /// # Errors
    /// Cargo does not answer, a field is missing, or there is neither a commit nor `SOURCE_DATE_EPOCH`.
    pub(crate) fn read(project: &Project) -> Result<Self> {
        let packages = metadata::of_ours(project)?.packages;
        let package = packages.into_iter().find(|package| package.name == NAME);
        let package = package.context("the root package is not there")?;
        let Some(maintainer) = package.authors.into_iter().next() else {
            bail!("the root package names no author");
        };
        Ok(Self {
            version: package.version.to_string(),
            license: package.license.context("the root package has no licence")?,
            homepage: package.homepage.context("the root package has no homepage")?,
            maintainer,
            time: source_date(project)?,
        })
    }

    /// The maintainer without the address.
    pub(crate) fn author(&self) -> &str {
        self.maintainer.split(" <").next().unwrap_or_default()
    }

    /// Seconds since 1970.
    pub(crate) fn epoch(&self) -> u64 {
        u64::try_from(self.time.as_second()).unwrap_or_default()
    }

    /// Replaces `@VERSION@` and its like in a text of ours.
    pub(crate) fn fill(&self, text: &str) -> String {
        text.replace("@VERSION@", &self.version)
            .replace("@LICENSE@", &self.license)
            .replace("@HOMEPAGE@", &self.homepage)
            .replace("@MAINTAINER@", &self.maintainer)
            .replace("@AUTHOR@", self.author())
            .replace("@DATE@", &self.time.strftime("%Y-%m-%d").to_string())
    }
}

/// The line as a sentence begins.
pub(crate) fn summary() -> String {
    let mut letters = SUMMARY.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `SOURCE_DATE_EPOCH` (reproducible-builds.org), or else the time of the commit.
fn source_date(project: &Project) -> Result<Timestamp> {
    let told = std::env::var("SOURCE_DATE_EPOCH").ok();
    let seconds = told.or_else(|| {
        let mut git = Command::new("git");
        command::answer(
            git.current_dir(project.root())
                .args(["log", "-1", "--format=%ct"]),
        )
    });
    let seconds =
        seconds.context("this is no git checkout: set SOURCE_DATE_EPOCH to the time of the source")?;
    let seconds = seconds
        .trim()
        .parse()
        .context("the time of the source is not a number")?;
    Ok(Timestamp::from_second(seconds)?)
}
