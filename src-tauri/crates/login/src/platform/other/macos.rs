//! WKWebView: a data store in memory, an accessory of the app, and a menu for the keys of typing.

use muda::{Menu, PredefinedMenuItem, Submenu};
use tao::event_loop::EventLoop;
use tao::platform::macos::{ActivationPolicy, EventLoopExtMacOS};
use wry::{
    NewWindowOpener, NewWindowResponse, WebView, WebViewBuilder, WebViewBuilderExtDarwin,
    WebViewBuilderExtMacos, WebViewExtMacOS,
};

use crate::protocol::{FailureReason, LoginRequest, LoginTheme};
use crate::window::{Happening, Watch, guarded};

/// A second icon of the same app in the Dock, with menus of its own, would look like a second app.
pub(crate) fn stay_beside_the_app(events: &mut EventLoop<Happening>) {
    events.set_activation_policy(ActivationPolicy::Accessory);
}

/// The menu of this process. An accessory's menu is not shown, but macOS looks up the keys of copying and pasting in it:
/// without it nobody could paste a password.
pub(super) struct Profile {
    _menu: Menu,
}

impl Profile {
    /// The pages' data is never on the disk, so there is no folder.
    pub(super) fn of_logins() -> Result<Self, FailureReason> {
        let menu = typing_menu().map_err(|_| FailureReason::NotStarted)?;
        menu.init_for_nsapp();
        Ok(Self { _menu: menu })
    }

    /// The login's own view. WKWebView takes the system's proxy, which a company sets with the same profile.
    pub(super) fn view<'a>(&'a mut self, _request: &LoginRequest, watch: &Watch) -> WebViewBuilder<'a> {
        bare(guarded(watch), watch)
    }
}

/// A view for what a page opens: it shares the page's configuration, and through that its data store.
pub(super) fn popup_view<'a>(
    _theme: LoginTheme,
    watch: &Watch,
    opener: NewWindowOpener,
) -> WebViewBuilder<'a> {
    bare(guarded(watch), watch).with_webview_configuration(opener.target_configuration)
}

/// Tells the page which view shows what it opened.
pub(super) fn shown_in(view: &WebView) -> NewWindowResponse {
    let webview = view.webview();
    NewWindowResponse::Create {
        webview: webview.into_super(),
    }
}

/// No preview of links, which would load them; the death of a page's process is told.
fn bare<'a>(builder: WebViewBuilder<'a>, watch: &Watch) -> WebViewBuilder<'a> {
    let watch = watch.clone();
    builder
        .with_allow_link_preview(false)
        .with_on_web_content_process_terminate_handler(move || watch.tell(Happening::PageCrashed))
}

fn typing_menu() -> muda::Result<Menu> {
    let edit = Submenu::with_items(
        "Edit",
        true,
        &[
            &PredefinedMenuItem::undo(None),
            &PredefinedMenuItem::redo(None),
            &PredefinedMenuItem::cut(None),
            &PredefinedMenuItem::copy(None),
            &PredefinedMenuItem::paste(None),
            &PredefinedMenuItem::select_all(None),
        ],
    )?;
    let window = Submenu::with_items("Window", true, &[&PredefinedMenuItem::close_window(None)])?;
    // macOS takes the first as the program's own menu, whatever is in it.
    Menu::with_items(&[&Submenu::new("Reconecta", true), &edit, &window])
}
