//! The system's shell knows the programs (`ShellExecute`, `open`).

use std::io;
use std::path::Path;
use tauri::AppHandle;

/// Opens a page.
pub(super) async fn open_page(_app: &AppHandle, address: &str) -> io::Result<()> {
    open::that_detached(address)
}

/// Opens a file or folder.
pub(super) async fn open_path(_app: &AppHandle, path: &Path) -> io::Result<()> {
    open::that_detached(path)
}
