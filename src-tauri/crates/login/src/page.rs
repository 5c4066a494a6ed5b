//! What the login window may tell about the page it shows.

use reconecta_core::attempt::LoginPage;
use url::Url;

use crate::address::host_of;

/// A page, reduced to what may leave the window: never its full address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) host: String,
    pub(crate) secure: bool,
    pub(crate) kind: LoginPage,
}

impl Page {
    /// Reads `address`; nothing for pages without a host, such as `about:blank`.
    pub(crate) fn read(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let host = host_of(&url)?;
        Some(Self {
            host,
            secure: url.scheme() == "https",
            kind: LoginPage::of_path(url.path()),
        })
    }

    /// The lock, for pages whose connection is protected, and the host.
    pub(crate) fn label(&self) -> String {
        let lock = if self.secure { "\u{1f512} " } else { "" };
        format!("{lock}{}", self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn the_label_shows_the_host_and_a_lock_only_where_deserved() {
        let label = |address| Page::read(address).map(|page| page.label());
        assert_eq!(
            label("https://www.facebook.com/a?b=c").as_deref(),
            Some("\u{1f512} www.facebook.com")
        );
        assert_eq!(
            label("http://127.0.0.1:81/a?b=c").as_deref(),
            Some("127.0.0.1:81")
        );
        assert_eq!(label("about:blank"), None);
    }
}
