//! The bar above a page: where the person is, and a way out.

use gtk::gio::AppInfo;
use gtk::prelude::*;
use url::Url;

use super::launching;
use super::notice::{Deed, Notice};
use crate::page::Page;
use crate::protocol::LoginTexts;
use crate::window::{Obstacle, Stopped};

/// The bar above a page.
#[derive(Clone)]
pub(super) struct Header {
    host: gtk::Label,
    notice: Notice,
    texts: LoginTexts,
}

impl Header {
    /// Puts the bar at the top of `rows`; `close` runs when its button is pressed.
    pub(super) fn new(rows: &gtk::Box, texts: &LoginTexts, close: impl Fn() + 'static) -> Self {
        let bar = gtk::Box::new(gtk::Orientation::Horizontal, 12);
        bar.set_border_width(6);
        let host = gtk::Label::new(Some(&texts.loading));
        host.set_ellipsize(gtk::pango::EllipsizeMode::Start);
        host.set_xalign(0.0);
        let button = gtk::Button::with_label(&texts.close);
        button.connect_clicked(move |_| close());
        bar.pack_start(&host, true, true, 6);
        bar.pack_end(&button, false, false, 0);
        rows.pack_start(&bar, false, false, 0);
        bar.show_all();
        Self {
            host,
            notice: Notice::new(rows, &texts.dismiss),
            texts: texts.clone(),
        }
    }

    /// Shows where the page at `address` comes from. To be called for pages that stand, never for those
    /// that are on their way: the bar would vouch for what may not come. A page without a host may be
    /// anybody's, so the bar then names nobody.
    pub(super) fn show_page(&self, address: &str) -> Option<String> {
        let label = Page::read(address).map(|page| page.label());
        match &label {
            Some(label) => self.host.set_text(label),
            None if self.host.text() != self.texts.loading => self.host.set_text(""),
            None => {}
        }
        self.notice.hide();
        label
    }

    /// Says that the page tried to go elsewhere, and offers the person's own browser for it.
    pub(super) fn show_blocked(&self, stopped: &Stopped) {
        let text = self.texts.blocked.replace("{host}", &stopped.host);
        let deed = is_for_browsers(&stopped.address).then(|| {
            let (address, notice) = (stopped.address.clone(), self.notice.clone());
            let not_opened = self.texts.not_opened.replace("{target}", &address);
            Deed::new(&self.texts.open_in_browser, move || {
                if AppInfo::launch_default_for_uri(&address, Some(&launching::context())).is_err() {
                    notice.show(&not_opened, None);
                }
            })
        });
        self.notice.show(&text, deed);
    }

    /// Says that a page did not open; `again` tries it once more.
    pub(super) fn show_obstacle(&self, obstacle: &Obstacle, again: impl Fn(&str) + 'static) {
        let address = obstacle.address.clone();
        let deed = Deed::new(&self.texts.reload, move || again(&address));
        self.notice.show(&self.texts.failed, Some(deed));
    }
}

// Other schemes start other programs, and unusual ports are no pages for people.
fn is_for_browsers(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        url.scheme() == "https"
            && url.port().is_none()
            && url.username().is_empty()
            && url.password().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::is_for_browsers;

    #[test]
    fn only_plain_pages_are_offered_to_the_browser() {
        assert!(is_for_browsers("https://example.com/help?a=b"));
        for address in [
            "http://example.com/",
            "https://example.com:8443/",
            "https://person@example.com/",
            "https://person:word@example.com/",
            "file:///etc/passwd",
            "smb://example.com/share",
            "nonsense",
        ] {
            assert!(!is_for_browsers(address), "{address}");
        }
    }
}
