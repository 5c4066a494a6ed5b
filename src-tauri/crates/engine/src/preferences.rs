//! Choices that belong to the person and not to an environment: a small file beside the environments' folders.
//!
//! A damaged file is kept aside and the defaults are used; keys of a newer version are preserved.

use crate::views::{EnvironmentView, PreferencesView};
use reconecta_core::verdict::ProofLife;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const FILE: &str = "preferences.json";

/// The file's content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Preferences {
    /// Environment chosen at first start.
    #[serde(default)]
    pub(crate) environment: Option<EnvironmentView>,
    /// `pt-BR`, `en`, `es` or `system`.
    #[serde(default = "system")]
    pub(crate) language: String,
    /// `light`, `dark` or `system`.
    #[serde(default = "system")]
    pub(crate) theme: String,
    /// Hours between two checks of all channels; 0 is never.
    #[serde(default = "every_six_hours")]
    pub(crate) check_every_hours: u32,
    /// How many hours evidence counts.
    #[serde(default = "three_days")]
    pub(crate) proof_life_hours: u32,
    /// Keys that this version does not know.
    #[serde(flatten)]
    unknown: serde_json::Map<String, serde_json::Value>,
}

fn system() -> String {
    "system".to_owned()
}

/// Often enough to notice before the customers do, and far below Meta's limits.
fn every_six_hours() -> u32 {
    6
}

fn three_days() -> u32 {
    ProofLife::default().hours()
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            environment: None,
            language: system(),
            theme: system(),
            check_every_hours: every_six_hours(),
            proof_life_hours: three_days(),
            unknown: serde_json::Map::new(),
        }
    }
}

impl Preferences {
    /// Reads the file of `folder`; defaults when there is none or it is damaged (then it is kept aside).
    pub(crate) fn load(folder: &Path) -> Self {
        let path = folder.join(FILE);
        let Ok(bytes) = fs::read(&path) else {
            return Self::default();
        };
        serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(%error, "Preferences are damaged: defaults are used, the file is kept aside");
            let _kept = fs::rename(&path, folder.join("preferences.damaged.json"));
            Self::default()
        })
    }

    /// Writes the file so that a crash leaves either the old or the new one.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn save(&self, folder: &Path) -> io::Result<()> {
        let path: PathBuf = folder.join(FILE);
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    }

    /// How long evidence counts; the default where the file has none of the choices.
    pub(crate) fn proof_life(&self) -> ProofLife {
        ProofLife::of_hours(self.proof_life_hours).unwrap_or_default()
    }

    /// What the interface shows.
    pub(crate) fn view(&self) -> PreferencesView {
        PreferencesView {
            language: self.language.clone(),
            theme: self.theme.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_survive_a_save() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), r#"{"language":"en","of_tomorrow":[1]}"#).unwrap();
        let loaded = Preferences::load(folder.path());
        assert_eq!(loaded.language, "en", "the known key is read");
        loaded.save(folder.path()).unwrap();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert!(
            text.contains("of_tomorrow"),
            "a newer version's key is kept: {text}"
        );
    }

    #[test]
    fn a_damaged_file_gives_defaults_and_is_kept_aside() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "{").unwrap();
        assert_eq!(Preferences::load(folder.path()), Preferences::default());
        assert!(
            folder.path().join("preferences.damaged.json").exists(),
            "the damaged file is kept"
        );
    }
}
