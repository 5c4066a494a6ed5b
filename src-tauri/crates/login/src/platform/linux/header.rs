//! The bar above a page: where the person is, and a way out.

use gtk::prelude::*;

use crate::page::Page;
use crate::protocol::LoginTexts;

/// The bar above a page.
#[derive(Clone)]
pub(super) struct Header {
    host: gtk::Label,
    notice: gtk::Label,
    blocked: String,
}

impl Header {
    /// Puts the bar at the top of `rows`; `close` runs when its button is pressed.
    pub(super) fn new(rows: &gtk::Box, texts: &LoginTexts, close: impl Fn() + 'static) -> Self {
        let bar = gtk::Box::new(gtk::Orientation::Horizontal, 12);
        bar.set_border_width(6);
        let host = gtk::Label::new(None);
        host.set_ellipsize(gtk::pango::EllipsizeMode::Start);
        host.set_xalign(0.0);
        let button = gtk::Button::with_label(&texts.close);
        button.connect_clicked(move |_| close());
        bar.pack_start(&host, true, true, 6);
        bar.pack_end(&button, false, false, 0);
        let notice = gtk::Label::new(None);
        notice.set_line_wrap(true);
        notice.set_xalign(0.0);
        notice.set_margin(12);
        notice.set_no_show_all(true);
        rows.pack_start(&bar, false, false, 0);
        rows.pack_start(&notice, false, false, 0);
        bar.show_all();
        Self {
            host,
            notice,
            blocked: texts.blocked.clone(),
        }
    }

    /// Shows where the page at `address` comes from; pages without a host leave the bar as it is.
    pub(super) fn show_page(&self, address: &str) -> Option<String> {
        let label = Page::read(address)?.label();
        self.host.set_text(&label);
        self.notice.hide();
        Some(label)
    }

    /// Says that the page tried to go to `host`.
    pub(super) fn show_blocked(&self, host: &str) {
        self.notice.set_text(&format!("{} {host}", self.blocked));
        self.notice.show();
    }
}
