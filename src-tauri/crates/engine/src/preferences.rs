//! Choices that belong to the person and not to an environment: a small file beside the environments' folders.
//!
//! A damaged file is kept aside and the defaults are used; keys of a newer version are preserved.

use crate::views::EnvironmentView;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const FILE: &str = "preferences.json";

/// The file's content: what was chosen, and nothing that was not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Preferences {
    /// Environment chosen at first start.
    #[serde(default)]
    pub(crate) environment: Option<EnvironmentView>,
    /// `pt-BR`, `en`, `es` or `system`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    /// `light`, `dark` or `system`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) theme: Option<String>,
    /// Hours between two checks of all channels; 0 is never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) check_every_hours: Option<u32>,
    /// How many hours evidence counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) proof_life_hours: Option<u32>,
    /// Whether the system notifies of changes that a check found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) notifications: Option<bool>,
    /// Whether the app goes on checking while its window is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) keep_watching: Option<bool>,
    /// Keys that this version does not know.
    #[serde(flatten)]
    unknown: serde_json::Map<String, serde_json::Value>,
}

/// How the file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreferencesState {
    /// Nobody has chosen anything yet.
    Absent,
    /// It can be read.
    Sound,
    /// It cannot be understood.
    Damaged,
    /// It is there and cannot be read.
    Unreadable,
}

/// Looks at the file of a data folder without changing it.
pub fn preferences_state(folder: &Path) -> PreferencesState {
    match fs::read(folder.join(FILE)) {
        Ok(bytes) => match serde_json::from_slice::<Preferences>(&bytes) {
            Ok(_) => PreferencesState::Sound,
            Err(_) => PreferencesState::Damaged,
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => PreferencesState::Absent,
        Err(_) => PreferencesState::Unreadable,
    }
}

/// The language that a data folder's file asks for, where somebody chose one.
pub fn chosen_language(folder: &Path) -> Option<String> {
    let bytes = fs::read(folder.join(FILE)).ok()?;
    serde_json::from_slice::<Preferences>(&bytes).ok()?.language
}

impl Preferences {
    /// Reads the file of `folder`; defaults when there is none or it is damaged (then it is kept aside).
    pub(crate) fn load(folder: &Path) -> (Self, PreferencesState) {
        let path = folder.join(FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return (Self::default(), PreferencesState::Absent);
            }
            Err(error) => {
                tracing::warn!(%error, "Preferences cannot be read: defaults are used");
                return (Self::default(), PreferencesState::Unreadable);
            }
        };
        match serde_json::from_slice(&bytes) {
            Ok(preferences) => (preferences, PreferencesState::Sound),
            Err(error) => {
                tracing::warn!(%error, "Preferences are damaged: defaults are used, the file is kept aside");
                let _kept = fs::rename(&path, folder.join("preferences.damaged.json"));
                (Self::default(), PreferencesState::Damaged)
            }
        }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_survive_a_save() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), r#"{"language":"en","of_tomorrow":[1]}"#).unwrap();
        let (loaded, state) = Preferences::load(folder.path());
        assert_eq!(loaded.language.as_deref(), Some("en"), "the known key is read");
        assert_eq!(state, PreferencesState::Sound);
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
        assert_eq!(preferences_state(folder.path()), PreferencesState::Absent);
        fs::write(folder.path().join(FILE), "{").unwrap();
        assert_eq!(preferences_state(folder.path()), PreferencesState::Damaged);
        let found = Preferences::load(folder.path());
        assert_eq!(found, (Preferences::default(), PreferencesState::Damaged));
        assert!(
            folder.path().join("preferences.damaged.json").exists(),
            "the damaged file is kept"
        );
    }

    #[test]
    fn what_nobody_chose_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let chosen = Preferences {
            check_every_hours: Some(0),
            ..Preferences::default()
        };
        chosen.save(folder.path()).unwrap();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert!(
            text.contains("check_every_hours") && !text.contains("language"),
            "{text}"
        );
        assert_eq!(Preferences::load(folder.path()).0, chosen);
    }
}
