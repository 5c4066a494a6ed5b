//! The way to the person's other programs: browser and file manager.

#[cfg(target_os = "linux")]
mod linux;

use reconecta_engine::EngineError;
use std::ffi::OsStr;
use std::io;
use std::path::Path;

/// Opens a page in the browser.
///
/// # Errors
/// [`EngineError::NotOpened`]: the system has no program for it, or refused.
pub(crate) async fn page(address: &str) -> Result<(), EngineError> {
    let opened = open(address.as_ref()).await;
    opened.map_err(|error| not_opened(address.to_owned(), &error))
}

/// Opens a file or folder with the program that the person has for it.
///
/// # Errors
/// [`EngineError::NotFound`]: it is not there. [`EngineError::NotOpened`]: the system has no program for it, or refused.
pub(crate) async fn path(path: &Path) -> Result<(), EngineError> {
    if !path.exists() {
        return Err(EngineError::NotFound);
    }
    let opened = open(path.as_ref()).await;
    opened.map_err(|error| not_opened(path.display().to_string(), &error))
}

/// The target is not logged: a chat's address has a telephone number.
fn not_opened(target: String, error: &io::Error) -> EngineError {
    tracing::warn!(%error, "The system could not open a page or folder");
    EngineError::NotOpened { target }
}

#[cfg(target_os = "linux")]
async fn open(target: &OsStr) -> io::Result<()> {
    linux::launch(::open::commands(target)).await
}

#[cfg(not(target_os = "linux"))]
async fn open(target: &OsStr) -> io::Result<()> {
    ::open::that_detached(target)
}
