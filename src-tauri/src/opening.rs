//! The way to the person's other programs: browser and file manager.

#[cfg(target_os = "linux")]
#[path = "opening/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "opening/shell.rs"]
mod system;

use reconecta_engine::EngineError;
use std::fmt::Display;
use std::path::Path;
use tauri::{AppHandle, Wry};

/// The person's other programs.
pub(crate) struct OtherPrograms(AppHandle<Wry>);

impl OtherPrograms {
    /// As this app may start them.
    pub(crate) fn new(app: AppHandle<Wry>) -> Self {
        Self(app)
    }

    /// Opens a page in the browser.
    ///
    /// # Errors
    /// [`EngineError::NotOpened`]: the system has no program for it, or refused.
    pub(crate) async fn open_page(&self, address: &str) -> Result<(), EngineError> {
        let opened = system::open_page(&self.0, address).await;
        opened.map_err(|error| not_opened(address.to_owned(), &error))
    }

    /// Opens a file or folder with the program that the person has for it.
    ///
    /// # Errors
    /// [`EngineError::NotFound`]: it is not there. [`EngineError::NotOpened`]: the system has no program for it, or refused.
    pub(crate) async fn open_path(&self, path: &Path) -> Result<(), EngineError> {
        if !path.exists() {
            return Err(EngineError::NotFound);
        }
        let opened = system::open_path(&self.0, path).await;
        opened.map_err(|error| not_opened(path.display().to_string(), &error))
    }
}

/// The target is not logged: a chat's address has a telephone number.
fn not_opened(target: String, error: &impl Display) -> EngineError {
    tracing::warn!(%error, "The system could not open a page or folder");
    EngineError::NotOpened { target }
}
