//! What other programs are started with: the desktop's word that lets them come to the front, and not what was set for our windows.

use std::sync::OnceLock;

use gtk::gdk;
use gtk::gio::AppLaunchContext;
use gtk::prelude::*;

/// Changes to this process's variables for other programs, by name; `None` takes one away.
pub type Changes = Vec<(String, Option<String>)>;

/// Those of the login window.
static CHANGES: OnceLock<Changes> = OnceLock::new();

/// The context in which GIO starts a program, with the variables of this process and `changes` to them. To be called where the display may
/// be asked.
pub fn launch_context(changes: &Changes) -> AppLaunchContext {
    let display = gdk::Display::default();
    let context = display.and_then(|display| display.app_launch_context());
    let context = context.map_or_else(AppLaunchContext::new, Cast::upcast);
    for (name, value) in changes {
        match value {
            Some(value) => context.setenv(name, value),
            None => context.unsetenv(name),
        }
    }
    context
}

/// Says once, before the window, what the login window's own starts change.
pub fn start_others_with(changes: Changes) {
    let _said_before = CHANGES.set(changes);
}

/// [`launch_context`] with what was said.
pub(super) fn context() -> AppLaunchContext {
    launch_context(CHANGES.get_or_init(Changes::new))
}
