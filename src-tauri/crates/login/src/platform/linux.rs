//! Linux: WebKitGTK in its process sandbox, a header that shows the host, pop-ups under the same rules.

mod header;
pub(crate) mod isolation;
pub(crate) mod launching;
mod notice;
mod popup;
mod route;
mod rules;
pub(crate) mod tell;

use gtk::prelude::*;
use tao::event_loop::EventLoop;
use tao::platform::unix::WindowExtUnix;
use tao::window::{Window, WindowId};
use webkit2gtk::{CookieAcceptPolicy, CookieManagerExt, DownloadExt, WebContext, WebContextExt, WebViewExt};
use wry::{PageLoadEvent, WebView, WebViewBuilderExtUnix, WebViewExtUnix};

use crate::isolation::Isolation;
use crate::protocol::{FailureReason, LoginRequest, LoginTheme};
use crate::window::{EMPTY_PAGE, Happening, Obstacle, Stopped, Watch, guarded, page_watch};
use header::Header;
use popup::Popups;
use rules::{harden, watch_obstacles, watch_own_changes};

/// Finds out early what would otherwise end the process without a word.
pub(crate) fn prepare() -> Result<(), FailureReason> {
    match isolation::look() {
        Isolation::Possible => {}
        Isolation::Missing(_) => return Err(FailureReason::IsolationMissing),
        Isolation::Refused(refusal) => return Err(FailureReason::IsolationRefused(refusal)),
    }
    gtk::init().map_err(|_| FailureReason::NotStarted)
}

/// Taskbars group windows by program: nothing to do.
pub(crate) fn stay_beside_the_app(_events: &mut EventLoop<Happening>) {}

/// The view of the login, with the context that keeps its profile in memory.
pub(crate) struct View {
    view: WebView,
    header: Header,
    _root: webkit2gtk::WebView,
}

impl View {
    pub(crate) fn open(
        _events: &EventLoop<Happening>,
        window: &Window,
        request: &LoginRequest,
        watch: &Watch,
    ) -> Result<Self, FailureReason> {
        choose_theme(request.theme);
        let rows = window.default_vbox().ok_or(FailureReason::NotStarted)?;
        let asking = watch.clone();
        let header = Header::new(rows, &request.texts, move || asking.tell(Happening::CloseAsked));
        let popups = Popups::new(watch, &request.texts, window.gtk_window().upcast_ref());
        // Isolation must be chosen before the first view exists; wry takes the context from this one.
        let root = webkit2gtk::WebView::with_context(&context(request));
        let pages = page_watch(watch);
        let shown = header.clone();
        let view = guarded(watch)
            .with_on_page_load_handler(move |event, address| {
                if matches!(event, PageLoadEvent::Started) {
                    shown.show_page(&address);
                }
                pages(event, address);
            })
            .with_new_window_req_handler(move |address, features| {
                popups.open(&address, &features.opener.webview)
            })
            .with_related_view(root.clone())
            .with_url(EMPTY_PAGE)
            .build_gtk(rows)
            .map_err(|_| FailureReason::NotStarted)?;
        harden(&view.webview(), watch);
        watch_own_changes(&view.webview(), watch);
        let failing = watch.clone();
        watch_obstacles(&view.webview(), move |obstacle| {
            failing.tell(Happening::NotOpened(obstacle));
        });
        Ok(Self {
            view,
            header,
            _root: root,
        })
    }

    pub(crate) fn load(&self, address: &str) -> wry::Result<()> {
        self.view.load_url(address)
    }

    pub(crate) fn is_isolated(&self) -> bool {
        isolation::is_on()
    }

    /// Pop-ups are GTK's windows here and close by themselves.
    pub(crate) fn close_popup(&self, _window: WindowId) -> bool {
        false
    }

    pub(crate) fn show_blocked(&self, stopped: &Stopped) {
        self.header.show_blocked(stopped);
    }

    pub(crate) fn show_obstacle(&self, obstacle: &Obstacle) {
        let view = self.view.webview();
        self.header
            .show_obstacle(obstacle, move |address| view.load_uri(address));
    }
}

// The window's own choice does not reach GTK's widgets, nor the pages' colour scheme.
fn choose_theme(theme: LoginTheme) {
    let dark = match theme {
        LoginTheme::System => return,
        LoginTheme::Light => false,
        LoginTheme::Dark => true,
    };
    if let Some(settings) = gtk::Settings::default() {
        settings.set_gtk_application_prefer_dark_theme(dark);
    }
}

// Nothing of this context reaches the disk.
fn context(request: &LoginRequest) -> WebContext {
    let context = WebContext::new_ephemeral();
    context.set_sandbox_enabled(true);
    context.set_automation_allowed(false);
    context.set_spell_checking_enabled(false);
    context.set_preferred_languages(&[request.language.as_str()]);
    // Facebook's login reaches over several of Meta's hosts. They see a fresh profile that ends with the window.
    if let Some(cookies) = context.cookie_manager() {
        cookies.set_accept_policy(CookieAcceptPolicy::Always);
    }
    if let Some(data) = context.website_data_manager() {
        route::lead(&data, &request.route);
    }
    // wry refuses downloads of its own context only.
    context.connect_download_started(|_, download| download.cancel());
    context
}
