//! One window for one person: a second start brings the first to the front.
//!
//! Linux asks the person's session bus and Windows the person's session, both of which are nobody else's. On macOS the
//! usual way is a socket in a folder that every person on the Mac can write; there it is a lock in our own folder.

#[cfg(any(target_os = "macos", test))]
mod lock;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "macos")]
pub(crate) use macos::plugin;

/// Ends this process at once where another one shows the window already, which then comes to the front.
#[cfg(not(target_os = "macos"))]
pub(crate) fn plugin<R: tauri::Runtime>() -> tauri::plugin::TauriPlugin<R> {
    tauri_plugin_single_instance::init(|app, arguments, _folder| {
        // The system starts the app a second time where a person was faster.
        if !arguments.iter().any(|word| word == crate::arguments::HIDDEN) {
            crate::main_window::focus(app);
        }
    })
}
