//! What is on the disk: the folders, the room, the settings, the data files.

use super::finding::Finding;
use crate::folders::{Folders, NoFolder};
use reconecta_engine::views::EnvironmentView;
use reconecta_engine::{DataState, PreferencesState, data_state, preferences_state};
use std::path::{Path, PathBuf};

/// Less than this will soon be nothing.
const LITTLE: u64 = 200 * 1024 * 1024;
/// A data file and its backup need as much.
const TOO_LITTLE: u64 = 20 * 1024 * 1024;

pub(super) fn look(folders: &Folders) -> Vec<Finding> {
    if folders.is_too_long() {
        return vec![Finding::bad("folder", "too_long").with("path", folders.data.display())];
    }
    let data = &folders.data;
    vec![
        folder(data),
        room(data),
        settings(data),
        file(
            "data_demonstration",
            data_state(data, EnvironmentView::Demonstration),
        ),
        file("data_production", data_state(data, EnvironmentView::Production)),
    ]
}

pub(super) fn no_folder(problem: &NoFolder) -> Finding {
    match problem {
        NoFolder::NoHome => Finding::bad("folder", "no_home"),
        NoFolder::TooLong(path) => Finding::bad("folder", "too_long").with("path", path.display()),
        NoFolder::NotWritable { path, .. } => {
            Finding::bad("folder", "not_writable").with("path", path.display())
        }
    }
}

/// Tries the folder, or the nearest one above it that exists.
fn folder(data: &Path) -> Finding {
    match tempfile::tempfile_in(existing(data)) {
        Ok(_) => Finding::good("folder", "fine"),
        Err(_) => Finding::bad("folder", "not_writable"),
    }
    .with("path", data.display())
}

fn existing(folder: &Path) -> PathBuf {
    let exists = folder.ancestors().find(|place| place.exists());
    exists.unwrap_or(Path::new("/")).to_owned()
}

fn room(data: &Path) -> Finding {
    let Ok(bytes) = fs4::available_space(existing(data)) else {
        return Finding::attention("room", "unknown");
    };
    let found = match bytes {
        0..TOO_LITTLE => Finding::bad("room", "none"),
        TOO_LITTLE..LITTLE => Finding::attention("room", "little"),
        _ => Finding::good("room", "fine"),
    };
    found.with("megabytes", bytes / 1024 / 1024)
}

fn settings(data: &Path) -> Finding {
    match preferences_state(data) {
        PreferencesState::Absent => Finding::good("settings", "absent"),
        PreferencesState::Sound => Finding::good("settings", "fine"),
        PreferencesState::Damaged => Finding::attention("settings", "damaged"),
        PreferencesState::Unreadable => Finding::bad("settings", "unreadable"),
    }
}

fn file(check: &'static str, state: DataState) -> Finding {
    match state {
        DataState::Absent => Finding::good(check, "absent"),
        DataState::Sound { .. } => Finding::good(check, "fine"),
        DataState::Newer => Finding::bad(check, "newer"),
        DataState::Damaged { has_backup: true } => Finding::bad(check, "damaged"),
        DataState::Damaged { has_backup: false } => Finding::bad(check, "lost"),
        DataState::Busy => Finding::attention(check, "busy"),
        DataState::Unreadable => Finding::bad(check, "unreadable"),
    }
}
