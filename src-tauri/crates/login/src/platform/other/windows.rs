//! WebView2: InPrivate, in a folder of its own, without what belongs to a browser.

use tao::event_loop::EventLoop;
use wry::{
    NewWindowOpener, NewWindowResponse, Theme, WebContext, WebView, WebViewBuilder, WebViewBuilderExtWindows,
    WebViewExtWindows,
};

use crate::protocol::{FailureReason, LoginRequest, LoginRoute, LoginTheme};
use crate::window::{Happening, Watch, guarded, guarded_in};

/// Below the person's local application data, beside the app's own.
const FOLDER: &str = "app.reconecta.desktop\\login";

/// The taskbar groups windows by executable: nothing to do.
pub(crate) fn stay_beside_the_app(_events: &mut EventLoop<Happening>) {}

/// Where WebView2 keeps its own settings. Pages are InPrivate and leave nothing in it.
pub(super) struct Profile(WebContext);

impl Profile {
    /// Without a folder of its own WebView2 writes beside the executable, where a person often may not, and views with
    /// other settings than the app's cannot share the app's.
    pub(super) fn of_logins() -> Result<Self, FailureReason> {
        let folder = dirs::data_local_dir()
            .ok_or(FailureReason::NotStarted)?
            .join(FOLDER);
        std::fs::create_dir_all(&folder).map_err(|_| FailureReason::NotStarted)?;
        Ok(Self(WebContext::new(Some(folder))))
    }

    /// The login's own view.
    pub(super) fn view<'a>(&'a mut self, request: &LoginRequest, watch: &Watch) -> WebViewBuilder<'a> {
        let builder = WebViewBuilder::new_with_web_context(&mut self.0);
        led(bare(guarded_in(builder, watch), request.theme), &request.route)
    }
}

/// A view for what a page opens: it shares the page's browser, and through that its folder.
pub(super) fn popup_view<'a>(
    theme: LoginTheme,
    watch: &Watch,
    opener: NewWindowOpener,
) -> WebViewBuilder<'a> {
    bare(guarded(watch), theme).with_environment(opener.environment)
}

/// Tells the page which view shows what it opened.
pub(super) fn shown_in(view: &WebView) -> NewWindowResponse {
    NewWindowResponse::Create {
        webview: view.webview(),
    }
}

/// No menu that saves, prints or opens elsewhere, and no keys for it; those for typing stay.
fn bare(builder: WebViewBuilder<'_>, theme: LoginTheme) -> WebViewBuilder<'_> {
    builder
        .with_browser_accelerator_keys(false)
        .with_default_context_menus(false)
        .with_browser_extensions_enabled(false)
        .with_theme(match theme {
            LoginTheme::System => Theme::Auto,
            LoginTheme::Light => Theme::Light,
            LoginTheme::Dark => Theme::Dark,
        })
}

/// WebView2 takes the proxy as arguments, which replace the ones that wry gives: those are repeated here. Names below a
/// listed one need an entry of their own. What a page opens shares its browser, and with it the proxy.
fn led<'a>(builder: WebViewBuilder<'a>, route: &LoginRoute) -> WebViewBuilder<'a> {
    const OF_WRY: &str = "--disable-features=msWebOOUI,msPdfOOUI,msSmartScreenProtection";
    let proxy = match route {
        LoginRoute::System => return builder,
        LoginRoute::Direct => "--no-proxy-server".to_owned(),
        LoginRoute::Through { proxy, except } => {
            let around: Vec<String> = except
                .iter()
                .flat_map(|entry| [entry.clone(), format!("*.{entry}")])
                .collect();
            let proxy = proxy.trim_end_matches('/');
            format!("--proxy-server={proxy} --proxy-bypass-list={}", around.join(";"))
        }
    };
    builder.with_additional_browser_args(format!("{OF_WRY} {proxy}"))
}
