//! The way to the person's other programs: browser and file manager.

#[cfg(target_os = "linux")]
mod linux;

use std::ffi::OsStr;
use std::io;
use std::path::Path;

/// Opens a page in the browser.
///
/// # Errors
/// The system has no program for it, or refused.
pub(crate) async fn page(address: &str) -> io::Result<()> {
    open(address.as_ref()).await
}

/// Opens a file or folder with the program that the person has for it.
///
/// # Errors
/// It is not there, or the system has no program for it, or refused.
pub(crate) async fn path(path: &Path) -> io::Result<()> {
    path.metadata()?;
    open(path.as_ref()).await
}

#[cfg(target_os = "linux")]
async fn open(target: &OsStr) -> io::Result<()> {
    linux::launch(::open::commands(target)).await
}

#[cfg(not(target_os = "linux"))]
async fn open(target: &OsStr) -> io::Result<()> {
    ::open::that_detached(target)
}
