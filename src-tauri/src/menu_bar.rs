//! The menu bar, where the system has one: macOS. On Windows and Linux everything is in the window.

use crate::{events, main_window};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Wry};
use tauri_specta::Event;

#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "macos")]
pub(crate) use macos::{Shown, speak};

/// An entry that leads to a screen of the app; the system does the others by itself. Its name is its id and its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MenuEntry {
    /// *Ajustes*.
    Settings,
    /// *Sobre*.
    About,
    /// Help, which is a part of *Sobre*.
    HelpTopics,
}

/// An entry of the menu bar was chosen.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub(crate) struct MenuChosen(MenuEntry);

impl MenuEntry {
    /// The entry with that id.
    fn of(id: &str) -> Option<Self> {
        serde_json::from_value(id.into()).ok()
    }
}

/// Shows the window, and asks it for the screen that the entry leads to. Other menus have ids too: they are not ours.
pub(crate) fn chosen(app: &AppHandle<Wry>, id: &str) {
    let Some(entry) = MenuEntry::of(id) else {
        return;
    };
    main_window::focus(app);
    if let Err(error) = events::tell(app, &MenuChosen(entry)) {
        tracing::warn!(%error, "The window could not be told of an entry of the menu bar");
    }
}

/// What is shown: nothing.
#[cfg(not(target_os = "macos"))]
#[derive(Default)]
pub(crate) struct Shown {}

/// There is nothing to be put into another language.
#[cfg(not(target_os = "macos"))]
pub(crate) fn speak<R: tauri::Runtime>(_app: &tauri::AppHandle<R>, _language: &str) {}

#[cfg(test)]
mod tests;
