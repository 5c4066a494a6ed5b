//! The menu bar, where the system has one: macOS. On Windows and Linux everything is in the window.

#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "macos")]
pub(crate) use macos::{Shown, speak};

/// What is shown: nothing.
#[cfg(not(target_os = "macos"))]
#[derive(Default)]
pub(crate) struct Shown {}

/// There is nothing to be put into another language.
#[cfg(not(target_os = "macos"))]
pub(crate) fn speak<R: tauri::Runtime>(_app: &tauri::AppHandle<R>, _language: &str) {}

#[cfg(test)]
mod tests;
