//! macOS starts an app from the Finder or the Dock once by itself. What is left is a start in a terminal, and another
//! copy of the app.

use super::lock::Lock;
use crate::folders::Folders;
use std::process::Command;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Manager, Runtime};

/// Ends this process at once where another one shows the window already, which then comes to the front.
pub(crate) fn plugin<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("single-instance")
        .setup(|app, _configuration| {
            let folders = Folders::find()?;
            match Lock::take(&folders.data) {
                Ok(Some(lock)) => {
                    app.manage(lock);
                }
                Ok(None) => {
                    // The system starts the app a second time where a person was faster.
                    if !std::env::args().any(|word| word == crate::arguments::HIDDEN) {
                        bring_to_front(&app.config().identifier);
                    }
                    std::process::exit(0);
                }
                Err(error) => tracing::warn!(%error, "No lock could be taken for the window"),
            }
            Ok(())
        })
        .build()
}

/// The system tells the running app that it was opened again.
fn bring_to_front(identifier: &str) {
    let _status = Command::new("/usr/bin/open").args(["-b", identifier]).status();
}
