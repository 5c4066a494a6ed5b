//! The desktop's own list of programs, or its portal inside of a sandbox. What was set for our windows is not inherited, and
//! the program that opens may come to the front.

use crate::environment;
use gtk::gio::{AppInfo, Cancellable, File, IOErrorEnum};
use gtk::glib;
use gtk::prelude::*;
use reconecta_login::launch_context;
use std::path::Path;
use tauri::AppHandle;
use tokio::sync::oneshot;

/// Opens a page.
pub(super) async fn open_page(app: &AppHandle, address: &str) -> Result<(), String> {
    open(app, address.to_owned()).await
}

/// Opens a file or folder.
pub(super) async fn open_path(app: &AppHandle, path: &Path) -> Result<(), String> {
    open(app, File::for_path(path).uri().into()).await
}

async fn open(app: &AppHandle, uri: String) -> Result<(), String> {
    let (tell, told) = oneshot::channel();
    let tell = move |outcome: Result<(), glib::Error>| {
        let _given_up = tell.send(outcome.map_err(|error| kind(&error)));
    };
    // Where a display may be asked for the word that lets the other program come to the front.
    let asked = app.run_on_main_thread(move || {
        let context = launch_context(&environment::for_others());
        AppInfo::launch_default_for_uri_async(&uri, Some(&context), Cancellable::NONE, tell);
    });
    asked.map_err(|error| error.to_string())?;
    told.await.map_err(|error| error.to_string())?
}

/// Without GLib's sentence, which may name what was to be opened.
fn kind(error: &glib::Error) -> String {
    let kind = error.kind::<IOErrorEnum>();
    kind.map_or_else(|| error.domain().as_str().to_string(), |kind| format!("{kind:?}"))
}
