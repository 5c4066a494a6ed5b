//! Rules of every view of the login that wry leaves to WebKit.

use std::cell::RefCell;
use std::rc::Rc;

use url::Url;
use webkit2gtk::{
    AuthenticationRequestExt, ContextMenuAction, ContextMenuExt, ContextMenuItemExt, LoadEvent, NetworkError,
    PolicyError, SettingsExt, WebProcessTerminationReason, WebViewExt,
};

use crate::page::Page;
use crate::protocol::FailureReason;
use crate::window::{Happening, Obstacle, Watch};

/// Takes from a view what a login does not need.
pub(super) fn harden(view: &webkit2gtk::WebView, watch: &Watch) {
    if let Some(settings) = WebViewExt::settings(view) {
        settings.set_enable_media_stream(false);
    }
    view.connect_context_menu(|_, menu, _, _| {
        for item in menu.items() {
            if !is_for_typing(item.stock_action()) {
                menu.remove(&item);
            }
        }
        menu.n_items() == 0
    });
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

// What one needs to type a password; nothing that opens, saves or inspects.
fn is_for_typing(action: ContextMenuAction) -> bool {
    matches!(
        action,
        ContextMenuAction::Cut
            | ContextMenuAction::Copy
            | ContextMenuAction::Paste
            | ContextMenuAction::Delete
            | ContextMenuAction::SelectAll
    )
}

/// Tells `report` of each page that did not open in the view. WebKit shows neither a page of its own for it, which would
/// stand under the name of a host that never answered, nor a dialog for a password or a certificate.
pub(super) fn watch_obstacles(view: &webkit2gtk::WebView, report: impl Fn(Obstacle) + 'static) {
    let (report, demand) = (Rc::new(report), Rc::new(RefCell::new(None)));
    let demanded = Rc::clone(&demand);
    view.connect_authenticate(move |_, request| {
        *demanded.borrow_mut() = Some(Demand {
            host: request.host().map(Into::into).unwrap_or_default(),
            of_proxy: request.is_for_proxy(),
        });
        request.cancel();
        true
    });
    let untrusted = Rc::clone(&report);
    view.connect_load_failed_with_tls_errors(move |_, address, _, _| {
        untrusted(Obstacle {
            reason: FailureReason::Untrusted,
            address: address.to_owned(),
        });
        true
    });
    view.connect_load_failed(move |_, _, address, error| {
        let demand = demand.borrow_mut().take();
        let stopped = error.matches(NetworkError::Cancelled) || error.is::<PolicyError>();
        let reason = if demand.is_some_and(|demand| demand.stands_before(address)) {
            Some(FailureReason::PasswordDemanded)
        } else {
            (!stopped).then_some(FailureReason::Unreachable)
        };
        if let Some(reason) = reason {
            report(Obstacle {
                reason,
                address: address.to_owned(),
            });
        }
        true
    });
}

/// A server's or proxy's own question for a password; never answered.
struct Demand {
    host: String,
    of_proxy: bool,
}

impl Demand {
    fn stands_before(&self, address: &str) -> bool {
        self.of_proxy || Url::parse(address).is_ok_and(|url| url.host_str() == Some(&self.host))
    }
}

/// Tells of a page that changes its own address without a navigation, as it may when a second factor is asked for.
pub(super) fn watch_own_changes(view: &webkit2gtk::WebView, watch: &Watch) {
    let standing = Rc::new(RefCell::new(None));
    let arrived = Rc::clone(&standing);
    view.connect_load_changed(move |view, event| {
        if event == LoadEvent::Committed {
            *arrived.borrow_mut() = view.uri().and_then(|address| Page::read(&address));
        }
    });
    let watch = watch.clone();
    // The address is also that of a page on its way: only what stays on the same host may be told.
    view.connect_uri_notify(move |view| {
        let Some(page) = view.uri().and_then(|address| Page::read(&address)) else {
            return;
        };
        let mut standing = standing.borrow_mut();
        if standing.as_ref().is_some_and(|old: &Page| {
            old.kind != page.kind && old.host == page.host && old.secure == page.secure
        }) {
            *standing = Some(page.clone());
            watch.tell(Happening::Shown(page));
        }
    });
}

#[cfg(test)]
mod tests {
    use webkit2gtk::ContextMenuAction;

    use super::{Demand, is_for_typing};

    #[test]
    fn the_menu_is_for_typing_only() {
        assert!(is_for_typing(ContextMenuAction::Paste));
        for action in [
            ContextMenuAction::OpenLink,
            ContextMenuAction::OpenLinkInNewWindow,
            ContextMenuAction::OpenFrameInNewWindow,
            ContextMenuAction::DownloadLinkToDisk,
            ContextMenuAction::DownloadImageToDisk,
            ContextMenuAction::InspectElement,
            ContextMenuAction::Reload,
            ContextMenuAction::GoBack,
            ContextMenuAction::NoAction,
        ] {
            assert!(!is_for_typing(action), "{action:?}");
        }
    }

    #[test]
    fn a_password_of_another_server_does_not_stand_before_a_page() {
        let demand = |host: &str, of_proxy| Demand {
            host: host.to_owned(),
            of_proxy,
        };
        let page = "https://www.facebook.com/login";
        assert!(demand("www.facebook.com", false).stands_before(page));
        assert!(!demand("pictures.example.com", false).stands_before(page));
        assert!(demand("proxy.company.example", true).stands_before(page));
    }
}
