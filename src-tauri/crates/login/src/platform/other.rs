//! Windows and macOS: WebView2 and WKWebView isolate their page processes by themselves.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use tao::event_loop::EventLoop;
use tao::window::Window;
use wry::{NewWindowResponse, WebView, WebViewBuilder};

use crate::isolation::Isolation;
use crate::protocol::{FailureReason, LoginRequest, LoginRoute};
use crate::window::{EMPTY_PAGE, Happening, Obstacle, Stopped, Watch, guarded, page_watch};

/// The engines do it by themselves.
pub(crate) fn isolation() -> Isolation {
    Isolation::Possible
}

pub(crate) fn prepare() -> Result<(), FailureReason> {
    Ok(())
}

/// A second icon of the same app in the Dock, with menus of its own, would look like a second app.
#[cfg(target_os = "macos")]
pub(crate) fn stay_beside_the_app(events: &mut EventLoop<Happening>) {
    use tao::platform::macos::{ActivationPolicy, EventLoopExtMacOS};
    events.set_activation_policy(ActivationPolicy::Accessory);
}

/// The taskbar groups windows by executable: nothing to do.
#[cfg(not(target_os = "macos"))]
pub(crate) fn stay_beside_the_app(_events: &mut EventLoop<Happening>) {}

/// The view of the login.
pub(crate) struct View {
    view: Rc<RefCell<Option<WebView>>>,
}

impl View {
    pub(crate) fn open(
        window: &Window,
        request: &LoginRequest,
        watch: &Watch,
    ) -> Result<Self, FailureReason> {
        let view = Rc::new(RefCell::new(None));
        let popups = (watch.clone(), Rc::downgrade(&view));
        let built = led(guarded(watch), &request.route)
            .with_on_page_load_handler(page_watch(watch))
            .with_new_window_req_handler(move |address, _| {
                let (watch, view) = &popups;
                go_here_instead(watch, view, &address);
                NewWindowResponse::Deny
            })
            .with_url(EMPTY_PAGE)
            .build(window)
            .map_err(|_| FailureReason::NotStarted)?;
        *view.borrow_mut() = Some(built);
        Ok(Self { view })
    }

    pub(crate) fn load(&self, address: &str) -> wry::Result<()> {
        self.view
            .borrow()
            .as_ref()
            .map_or(Ok(()), |view| view.load_url(address))
    }

    pub(crate) fn is_isolated(&self) -> bool {
        true
    }

    /// The app shows the notice: here the window has no room of its own for it.
    pub(crate) fn show_blocked(&self, _stopped: &Stopped) {}

    /// Here the web engine shows its own page for it.
    pub(crate) fn show_obstacle(&self, _obstacle: &Obstacle) {}
}

/// WebView2 takes the proxy as arguments, which replace the ones that wry gives: those are repeated here. Names below a
/// listed one need an entry of their own.
#[cfg(windows)]
fn led<'a>(builder: WebViewBuilder<'a>, route: &LoginRoute) -> WebViewBuilder<'a> {
    use wry::WebViewBuilderExtWindows;
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

/// WKWebView takes the system's proxy, which a company sets with the same profile.
#[cfg(not(windows))]
fn led<'a>(builder: WebViewBuilder<'a>, _route: &LoginRoute) -> WebViewBuilder<'a> {
    builder
}

// A second window would escape the rules of the first: an allowed address is shown in the same one.
fn go_here_instead(watch: &Watch, view: &Weak<RefCell<Option<WebView>>>, address: &str) {
    if watch.may_go(address)
        && let Some(view) = view.upgrade()
        && let Some(view) = view.borrow().as_ref()
    {
        let _ = view.load_url(address);
    }
}
