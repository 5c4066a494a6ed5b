//! The main window: where it may go, and how it comes to the front.

#[cfg(target_os = "linux")]
mod linux;

use reconecta_login::{LoginPlace, LoginTheme};
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Runtime, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use url::Url;

/// Label that the capability file names.
pub(crate) const LABEL: &str = "main";
const TITLE: &str = "Reconecta";
const SIZE: (f64, f64) = (1100.0, 760.0);
const SMALLEST: (f64, f64) = (900.0, 600.0);

/// Opens it, or makes it ready without showing it. It never leaves the app's own pages and never opens another window.
///
/// # Errors
/// The system refuses a window.
pub(crate) fn open<R: Runtime>(manager: &impl Manager<R>, hidden: bool) -> tauri::Result<WebviewWindow<R>> {
    let window = WebviewWindowBuilder::new(manager, LABEL, WebviewUrl::App("index.html".into()))
        .title(TITLE)
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .center()
        .visible(!hidden)
        .on_navigation(is_our_own)
        .on_new_window(|_address, _features| NewWindowResponse::Deny);
    #[cfg(target_os = "linux")]
    let window = window.on_page_load(linux::loaded);
    let window = start_mark::watch(window).build()?;
    #[cfg(target_os = "linux")]
    linux::await_page(&window)?;
    Ok(window)
}

/// Brings it to the front, also when it was hidden: a second start of the app ends here.
pub(crate) fn focus<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let shown = window
            .unminimize()
            .and_then(|()| window.show())
            .and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "The window could not be brought to the front");
        }
    }
}

/// Whether a person can be looking at it: shown, not minimised, and in front.
pub(crate) fn is_watched<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.get_webview_window(LABEL).is_some_and(|window| {
        window.is_visible().unwrap_or(false)
            && window.is_focused().unwrap_or(false)
            && !window.is_minimized().unwrap_or(false)
    })
}

/// Whether it is there and not shown.
pub(crate) fn is_hidden<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.get_webview_window(LABEL)
        .is_some_and(|window| !window.is_visible().unwrap_or(true))
}

/// Lets the frame follow the chosen theme; `system` follows the system.
pub(crate) fn set_theme<R: Runtime>(app: &AppHandle<R>, theme: &str) {
    let theme = match theme {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    };
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.set_theme(theme)
    {
        tracing::warn!(%error, "The theme of the frame could not be set");
    }
}

/// The theme of the frame, for windows beside it.
pub(crate) fn theme<R: Runtime>(app: &AppHandle<R>) -> LoginTheme {
    match app
        .get_webview_window(LABEL)
        .and_then(|window| window.theme().ok())
    {
        Some(Theme::Dark) => LoginTheme::Dark,
        Some(Theme::Light) => LoginTheme::Light,
        Some(_) | None => LoginTheme::System,
    }
}

/// Where it stands, for windows over it; nothing while it is not shown, or where the system tells no places.
pub(crate) fn place<R: Runtime>(app: &AppHandle<R>) -> Option<LoginPlace> {
    let window = app.get_webview_window(LABEL)?;
    if !window.is_visible().ok()? || window.is_minimized().ok()? {
        return None;
    }
    let (corner, size) = (window.outer_position().ok()?, window.outer_size().ok()?);
    Some(LoginPlace {
        x: corner.x,
        y: corner.y,
        width: size.width,
        height: size.height,
    })
}

/// Whether an address is a page of the app itself.
fn is_our_own(address: &Url) -> bool {
    let host = address.host_str();
    match address.scheme() {
        "tauri" => host == Some("localhost"),
        "http" | "https" if cfg!(any(windows, target_os = "android")) => host == Some("tauri.localhost"),
        "http" if cfg!(dev) => host == Some("localhost") && address.port() == Some(5173),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_at_home() {
        assert!(is_our_own(&Url::parse("tauri://localhost/index.html").unwrap()) || cfg!(windows));
        for address in [
            "https://example.com/",
            "http://tauri.localhost.evil.example/",
            "http://tauri.evil.example/",
            "tauri://evil.example/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "blob:tauri://localhost/1",
            "about:blank",
            "javascript:alert(1)",
        ] {
            assert!(
                !is_our_own(&Url::parse(address).unwrap()),
                "the window must not go to {address}"
            );
        }
    }
}
