//! What the login window may tell about the page it shows.

use url::Url;

use crate::address::host_of;

/// Pages on which the person works by themselves, for minutes: passwords, second factors, checks of
/// identity, consents. Meta publishes no list; these are the paths its login is known to use.
const BUSY_PATHS: &[&str] = &[
    "login",
    "login.php",
    "two_step_verification",
    "two_factor",
    "auth_platform",
    "checkpoint",
    "recover",
    "cookie/consent",
    "privacy/consent",
];

/// A page, reduced to what may leave the window: never its full address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) host: String,
    pub(crate) secure: bool,
    pub(crate) busy: bool,
}

impl Page {
    /// Reads `address`; nothing for pages without a host, such as `about:blank`.
    pub(crate) fn read(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let host = host_of(&url)?;
        Some(Self {
            host,
            secure: url.scheme() == "https",
            busy: is_busy(url.path()),
        })
    }

    /// The lock, for pages whose connection is protected, and the host.
    pub(crate) fn label(&self) -> String {
        let lock = if self.secure { "\u{1f512} " } else { "" };
        format!("{lock}{}", self.host)
    }
}

fn is_busy(path: &str) -> bool {
    let path = path.trim_start_matches('/');
    BUSY_PATHS.iter().any(|busy| {
        path.strip_prefix(busy)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '_']))
    })
}

#[cfg(test)]
mod tests {
    use super::Page;

    fn busy(path: &str) -> bool {
        Page::read(&format!("https://www.facebook.com{path}"))
            .expect("an address with a host")
            .busy
    }

    #[test]
    fn pages_of_ones_own_work_are_busy() {
        for path in [
            "/login.php?next=x",
            "/login/",
            "/login/device-based/",
            "/two_step_verification/authentication/",
            "/two_factor/remember_browser",
            "/auth_platform/afad",
            "/checkpoint/1501092823525282/",
            "/recover/initiate",
            "/cookie/consent/",
            "/privacy/consent_framework/",
        ] {
            assert!(busy(path), "{path}");
        }
    }

    #[test]
    fn other_pages_are_not_busy() {
        for path in [
            "/",
            "/v26.0/dialog/oauth",
            "/loginish",
            "/checkpoints",
            "/help/login",
            "/cookie",
            "/?next=/login",
        ] {
            assert!(!busy(path), "{path}");
        }
    }

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
