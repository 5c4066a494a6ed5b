//! Windows and macOS: the system's own web engine, which isolates its page processes by itself. What the engines have in
//! common is here; each system's own part is in its file.

mod popup;

#[cfg(target_os = "macos")]
#[path = "other/macos.rs"]
mod system;
#[cfg(windows)]
#[path = "other/windows.rs"]
mod system;

use tao::event_loop::EventLoop;
use tao::window::{Window, WindowId};
use wry::WebView;

use crate::isolation::Isolation;
use crate::protocol::{FailureReason, LoginRequest};
use crate::window::{EMPTY_PAGE, Happening, Obstacle, Stopped, Watch, page_watch};
use popup::Popups;

pub(crate) use system::stay_beside_the_app;

/// The engines do it by themselves.
pub(crate) fn isolation() -> Isolation {
    Isolation::Possible
}

pub(crate) fn prepare() -> Result<(), FailureReason> {
    Ok(())
}

/// The view of the login.
pub(crate) struct View {
    view: WebView,
    popups: Popups,
    _profile: system::Profile,
}

impl View {
    pub(crate) fn open(
        events: &EventLoop<Happening>,
        window: &Window,
        request: &LoginRequest,
        watch: &Watch,
    ) -> Result<Self, FailureReason> {
        let mut profile = system::Profile::of_logins()?;
        let popups = Popups::new(events, request, watch)?;
        let opening = popups.clone();
        let view = profile
            .view(request, watch)
            .with_on_page_load_handler(page_watch(watch))
            .with_new_window_req_handler(move |address, features| opening.open(&address, features.opener))
            .with_url(EMPTY_PAGE)
            .build(window)
            .map_err(|_| FailureReason::NotStarted)?;
        Ok(Self {
            view,
            popups,
            _profile: profile,
        })
    }

    pub(crate) fn load(&self, address: &str) -> wry::Result<()> {
        self.view.load_url(address)
    }

    pub(crate) fn is_isolated(&self) -> bool {
        true
    }

    /// Closes the pop-up of that window; `false` when it is none.
    pub(crate) fn close_popup(&self, window: WindowId) -> bool {
        self.popups.close(window)
    }

    /// The app's log names it; here the window has no room of its own for a notice.
    pub(crate) fn show_blocked(&self, _stopped: &Stopped) {}

    /// Here the web engine shows its own page for it.
    pub(crate) fn show_obstacle(&self, _obstacle: &Obstacle) {}
}
