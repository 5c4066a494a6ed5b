//! Tells a measuring program when a window can be used: something in it can be pressed, and two frames were painted since.
//!
//! The app and the empty window that it is measured against (`cargo xtask bench start`) share these lines, so that
//! both mean the same by it. Nothing happens unless [`ASKED`] is in the environment.

use std::io::Write;
use tauri::{Manager, Runtime, WebviewWindowBuilder};

/// Set by whoever measures; the value does not matter.
pub const ASKED: &str = "RECONECTA_START_MARK";

/// The line that is then written to the standard output, once.
pub const MARK: &str = "interactive";

/// Watches the window's first page, if somebody asked for it.
pub fn watch<'a, R: Runtime, M: Manager<R>>(
    window: WebviewWindowBuilder<'a, R, M>,
) -> WebviewWindowBuilder<'a, R, M> {
    if std::env::var_os(ASKED).is_none() {
        return window;
    }
    window
        .initialization_script(include_str!("mark.js"))
        .on_document_title_changed(|_window, title| {
            if title == MARK {
                let _nobody_listens = writeln!(std::io::stdout(), "{MARK}");
            }
        })
}
