//! What a publisher announces.

use super::Refusal;
use crate::ids::UnixMillis;
use semver::Version;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::Url;

/// Says what the signature is for: another file that the same key signed is no announcement.
pub const PURPOSE: &str = "reconecta-update";
/// The form of the manifest that this version writes and understands.
pub const FORMAT: u32 = 1;
/// Largest file that is ever downloaded, in bytes.
pub const LARGEST_FILE: u64 = 400 * 1024 * 1024;
/// Longest notes that are shown, in characters.
pub const LONGEST_NOTES: usize = 8_000;

/// The announcement of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`PURPOSE`].
    pub purpose: String,
    /// [`FORMAT`].
    pub format: u32,
    /// The version that the files contain.
    pub version: Version,
    /// Grows with each publication, whatever the version.
    pub counter: u64,
    /// When it was signed.
    pub issued_at: UnixMillis,
    /// From when on nobody may rely on it.
    pub expires_at: UnixMillis,
    /// What changed, by language, as plain text.
    pub notes: BTreeMap<String, String>,
    /// Page for people whose system installs packages itself.
    pub page: Url,
    /// The files, by system, processor and form, such as `linux-x86_64-portable`.
    pub targets: BTreeMap<String, Target>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Where it is.
    pub url: Url,
    /// Digest of its bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Its length in bytes.
    pub size: u64,
}

impl Manifest {
    /// Reads the signed text.
    ///
    /// # Errors
    /// It is none, is for something else, or is of a form that only newer versions understand.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        #[derive(Deserialize)]
        struct Head {
            purpose: String,
            format: u32,
        }
        let head: Head = serde_json::from_str(text).map_err(|_| Refusal::OtherPurpose)?;
        if head.purpose != PURPOSE {
            return Err(Refusal::OtherPurpose);
        }
        if head.format != FORMAT {
            return Err(Refusal::OtherForm { format: head.format });
        }
        let manifest: Self = serde_json::from_str(text).map_err(|_| Refusal::Unreadable)?;
        manifest.check()?;
        Ok(manifest)
    }

    /// Notes in the language, or in English, or in whatever there is. Control characters are dropped.
    pub fn notes_in(&self, language: &str) -> String {
        let wanted = [language, "en"].into_iter().find_map(|name| self.notes.get(name));
        let text = wanted.or_else(|| self.notes.values().next());
        let shown = |c: &char| *c == '\n' || !c.is_control();
        text.map(|text| text.chars().filter(shown).take(LONGEST_NOTES).collect())
            .unwrap_or_default()
    }

    fn check(&self) -> Result<(), Refusal> {
        for url in std::iter::once(&self.page).chain(self.targets.values().map(|target| &target.url)) {
            if url.scheme() != "https" || !url.has_host() || !url.username().is_empty() {
                return Err(Refusal::UnsafeAddress {
                    url: url.as_str().to_owned(),
                });
            }
        }
        for target in self.targets.values() {
            if target.size == 0 || target.size > LARGEST_FILE {
                return Err(Refusal::SizeOutOfBounds {
                    size: target.size,
                    limit: LARGEST_FILE,
                });
            }
            let is_hexadecimal = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
            if target.sha256.len() != 64 || !target.sha256.chars().all(is_hexadecimal) {
                return Err(Refusal::Unreadable);
            }
        }
        Ok(())
    }
}
