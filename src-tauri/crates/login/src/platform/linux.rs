//! Linux: WebKitGTK in its process sandbox, a header that shows the host, pop-ups under the same rules.

mod header;
mod isolation;
mod popup;

use gtk::prelude::*;
use tao::platform::unix::WindowExtUnix;
use tao::window::Window;
use webkit2gtk::{
    DownloadExt, SettingsExt, WebContext, WebContextExt, WebProcessTerminationReason, WebViewExt,
};
use wry::{WebView, WebViewBuilderExtUnix, WebViewExtUnix};

use crate::protocol::{FailureReason, Isolation, LoginRequest, LoginTheme};
use crate::window::{EMPTY_PAGE, Happening, Watch, guarded, page_watch};
use header::Header;
use popup::Popups;

/// Finds out early what would otherwise end the process without a word.
pub(crate) fn prepare(isolation: Isolation) -> Result<(), FailureReason> {
    if isolation == Isolation::Required && !isolation::is_possible() {
        return Err(FailureReason::IsolationMissing);
    }
    gtk::init().map_err(|_| FailureReason::NotStarted)
}

/// The view of the login, with the context that keeps its profile in memory.
pub(crate) struct View {
    view: WebView,
    header: Header,
    _root: webkit2gtk::WebView,
}

impl View {
    pub(crate) fn open(
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
                shown.show_page(&address);
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

    pub(crate) fn show_blocked(&self, host: &str) {
        self.header.show_blocked(host);
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
    context.set_sandbox_enabled(request.sandbox == Isolation::Required);
    context.set_automation_allowed(false);
    context.set_spell_checking_enabled(false);
    context.set_preferred_languages(&[request.language.as_str()]);
    // wry refuses downloads of its own context only.
    context.connect_download_started(|_, download| download.cancel());
    context
}

// What wry leaves open.
fn harden(view: &webkit2gtk::WebView, watch: &Watch) {
    if let Some(settings) = WebViewExt::settings(view) {
        settings.set_enable_media_stream(false);
    }
    view.connect_context_menu(|_, _, _, _| true);
    view.connect_print(|_, _| true);
    // A page in full screen could paint a header of its own.
    view.connect_enter_fullscreen(|_| true);
    let watch = watch.clone();
    view.connect_web_process_terminated(move |_, reason| {
        if reason != WebProcessTerminationReason::TerminatedByApi {
            watch.tell(Happening::PageCrashed);
        }
    });
}
