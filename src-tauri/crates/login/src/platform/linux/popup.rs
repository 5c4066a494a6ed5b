//! Windows that a page opens: same profile, same rules, and gone with the login.

use std::cell::RefCell;
use std::rc::Rc;

use gtk::glib;
use gtk::prelude::*;
use webkit2gtk::WebViewExt;
use wry::{NewWindowResponse, PageLoadEvent, WebView, WebViewBuilderExtUnix, WebViewExtUnix};

use super::header::Header;
use super::rules::{harden, watch_obstacles};
use crate::protocol::LoginTexts;
use crate::window::{Watch, guarded, page_watch};

/// More than any login opens; fewer than a page needs to bury the desktop.
const MOST: usize = 4;

struct Popup {
    window: gtk::Window,
    // Dropping it ends the page.
    _view: WebView,
}

/// The windows opened by the pages of one login.
#[derive(Clone)]
pub(super) struct Popups {
    open: Rc<RefCell<Vec<Popup>>>,
    watch: Watch,
    texts: LoginTexts,
    parent: gtk::Window,
}

impl Popups {
    pub(super) fn new(watch: &Watch, texts: &LoginTexts, parent: &gtk::Window) -> Self {
        Self {
            open: Rc::default(),
            watch: watch.clone(),
            texts: texts.clone(),
            parent: parent.clone(),
        }
    }

    /// Opens `address` for the page in `opener`, if a page may go there.
    pub(super) fn open(&self, address: &str, opener: &webkit2gtk::WebView) -> NewWindowResponse {
        if self.open.borrow().len() >= MOST || !self.watch.may_go(address) {
            return NewWindowResponse::Deny;
        }
        let window = gtk::Window::new(gtk::WindowType::Toplevel);
        window.set_title(&self.texts.title);
        window.set_default_size(560, 640);
        window.set_transient_for(Some(&self.parent));
        let rows = gtk::Box::new(gtk::Orientation::Vertical, 0);
        window.add(&rows);
        let closing = window.clone();
        let header = Header::new(&rows, &self.texts, move || closing.close());
        let Some(view) = self.view(&window, &rows, header.clone(), opener) else {
            return NewWindowResponse::Deny;
        };
        let webview = view.webview();
        harden(&webview, &self.watch);
        let page = webview.downgrade();
        watch_obstacles(&webview, move |obstacle| {
            let page = page.clone();
            header.show_obstacle(&obstacle, move |address| {
                if let Some(page) = page.upgrade() {
                    page.load_uri(address);
                }
            });
        });
        let closing = window.clone();
        webview.connect_close(move |_| closing.close());
        self.forget_when_destroyed(&window);
        rows.show();
        window.present();
        self.open.borrow_mut().push(Popup { window, _view: view });
        NewWindowResponse::Create { webview }
    }

    fn view(
        &self,
        window: &gtk::Window,
        rows: &gtk::Box,
        header: Header,
        opener: &webkit2gtk::WebView,
    ) -> Option<WebView> {
        let pages = page_watch(&self.watch);
        let title = self.texts.title.clone();
        let (window, popups) = (window.clone(), self.clone());
        guarded(&self.watch)
            .with_on_page_load_handler(move |event, address| {
                if matches!(event, PageLoadEvent::Started) {
                    match header.show_page(&address) {
                        Some(label) => window.set_title(&format!("{label} \u{2014} {title}")),
                        None => window.set_title(&title),
                    }
                }
                pages(event, address);
            })
            .with_new_window_req_handler(move |address, features| {
                popups.open(&address, &features.opener.webview)
            })
            .with_related_view(opener.clone())
            .build_gtk(rows)
            .ok()
    }

    // Not at once: the page must not be dropped while it is being destroyed.
    fn forget_when_destroyed(&self, window: &gtk::Window) {
        let open = Rc::downgrade(&self.open);
        window.connect_destroy(move |window| {
            let (open, window) = (open.clone(), window.clone());
            glib::idle_add_local_once(move || {
                if let Some(open) = open.upgrade() {
                    open.borrow_mut().retain(|popup| popup.window != window);
                }
            });
        });
    }
}
