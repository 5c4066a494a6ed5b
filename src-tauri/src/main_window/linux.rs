//! The page is shown once it was read.
//!
//! A page that is to be painted before it has a picture makes WebKitGTK wait for one, half a second at most, in the very thread that
//! hands out the page's files: before 2.52 two of five starts took that long.

use gtk::glib;
use gtk::prelude::{IsA, ObjectExt, WidgetExt};
use std::time::Duration;
use tauri::webview::{PageLoadEvent, PageLoadPayload};
use tauri::{Runtime, WebviewWindow};

/// Longest time without the page, should nobody tell that it was read.
const PATIENCE: Duration = Duration::from_secs(3);

/// Leaves the window empty until [`loaded`].
pub(super) fn await_page<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    window.with_webview(|webview| {
        let page = webview.inner();
        page.hide();
        let page = page.downgrade();
        glib::timeout_add_local_once(PATIENCE, move || {
            if let Some(page) = page.upgrade() {
                show(&page);
            }
        });
    })
}

/// Shows the page, once it was read.
pub(super) fn loaded<R: Runtime>(window: WebviewWindow<R>, payload: PageLoadPayload<'_>) {
    if payload.event() == PageLoadEvent::Finished
        && let Err(error) = window.with_webview(|webview| show(&webview.inner()))
    {
        tracing::warn!(%error, "The page could not be shown at once");
    }
}

fn show(page: &impl IsA<gtk::Widget>) {
    if !page.is_visible() {
        page.show();
        page.grab_focus();
    }
}
