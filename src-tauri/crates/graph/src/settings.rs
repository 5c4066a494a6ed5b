//! Where the API is and how patient the client is.

use reconecta_core::address::is_safe;
use reconecta_core::ids::UnixMillis;
use reconecta_network::{NoHttpStack, Way};
use secrecy::SecretString;
use std::time::Duration;
use tokio::sync::watch;
use url::Url;

/// Meta's Graph API.
pub const META_GRAPH: &str = "https://graph.facebook.com";
/// Meta's login dialog.
pub const META_LOGIN: &str = "https://www.facebook.com";

/// Addresses, version and limits of the client.
#[derive(Clone, Debug)]
pub struct GraphSettings {
    pub(crate) graph: Url,
    pub(crate) login: Url,
    pub(crate) version: String,
    pub(crate) app_secret: Option<SecretString>,
    pub(crate) connect_limit: Duration,
    pub(crate) answer_limit: Duration,
    pub(crate) read_limit: Duration,
    pub(crate) body_limit: usize,
    pub(crate) first_delay: Duration,
    pub(crate) patience: Duration,
    pub(crate) together: bool,
    pub(crate) way: Way,
    pub(crate) server_time: watch::Sender<Option<UnixMillis>>,
}

/// Why an address cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsRefused {
    /// Not an address.
    #[error("not an address")]
    NotAnAddress,
    /// Plain http outside this computer.
    #[error("plain http is accepted on loopback only")]
    NotSecure,
    /// Not a Graph version such as `v26.0`.
    #[error("not a Graph version")]
    NotAVersion,
    /// There is no HTTP stack.
    #[error(transparent)]
    NoHttpStack(#[from] NoHttpStack),
}

impl GraphSettings {
    /// Settings for a Graph address, a login address (https, or http on loopback) and a version such as `v26.0`.
    ///
    /// # Errors
    /// See [`SettingsRefused`].
    pub fn new(graph: &str, login: &str, version: &str) -> Result<Self, SettingsRefused> {
        let digits = version.strip_prefix('v').ok_or(SettingsRefused::NotAVersion)?;
        if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return Err(SettingsRefused::NotAVersion);
        }
        Ok(Self {
            graph: base(graph)?,
            login: base(login)?,
            version: version.to_owned(),
            app_secret: None,
            connect_limit: Duration::from_secs(10),
            answer_limit: Duration::from_secs(30),
            read_limit: Duration::from_secs(60),
            body_limit: 8 * 1024 * 1024,
            first_delay: Duration::from_millis(500),
            patience: Duration::ZERO,
            together: false,
            way: Way::default(),
            server_time: watch::Sender::default(),
        })
    }

    /// The same with other limits: how long one answer may take, and the delay before a read is tried again. All tries
    /// of a read together get twice the first.
    #[must_use]
    pub fn with_limits(self, answer_limit: Duration, first_delay: Duration) -> Self {
        Self {
            answer_limit,
            read_limit: answer_limit.saturating_mul(2),
            first_delay,
            ..self
        }
    }

    /// The same for many reads at once: those of the same moment share a request.
    #[must_use]
    pub fn reading_together(self) -> Self {
        Self {
            together: true,
            ..self
        }
    }

    /// The same for reads that wait: where Meta's limits pause calls for no longer than this, a read is made when the
    /// pause is over instead of failing.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The same for a server outside of this computer, reached this way.
    #[must_use]
    pub fn by_way_of(self, way: Way) -> Self {
        Self { way, ..self }
    }

    /// The same that tells Meta's time, as each of its answers has it.
    #[must_use]
    pub fn telling_time(self, server_time: watch::Sender<Option<UnixMillis>>) -> Self {
        Self { server_time, ..self }
    }

    /// The same with `appsecret_proof` on each call, for apps that demand it. Source: Meta, "Secure Graph API calls".
    #[must_use]
    pub fn with_app_secret(self, secret: SecretString) -> Self {
        Self {
            app_secret: Some(secret),
            ..self
        }
    }
}

fn base(text: &str) -> Result<Url, SettingsRefused> {
    let mut url = Url::parse(text).map_err(|_| SettingsRefused::NotAnAddress)?;
    if !is_safe(&url) {
        return Err(SettingsRefused::NotSecure);
    }
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGIN: &str = "https://www.facebook.com";

    #[test]
    fn plain_http_is_for_this_computer_only() {
        for (address, accepted) in [
            ("https://graph.facebook.com", true),
            ("http://127.0.0.1:4000", true),
            ("http://[::1]:4000", true),
            ("http://localhost:4000", true),
            ("http://graph.facebook.com", false),
            ("http://127.0.0.1.example.com", false),
            ("http://localhost.example.com", false),
            ("ftp://127.0.0.1", false),
            ("file:///etc/hosts", false),
        ] {
            let made = GraphSettings::new(address, LOGIN, "v26.0");
            assert_eq!(made.is_ok(), accepted, "{address}");
        }
    }

    #[test]
    fn a_version_is_v_and_digits() {
        for (version, accepted) in [
            ("v26.0", true),
            ("26.0", false),
            ("v", false),
            ("v26.0/me", false),
        ] {
            let made = GraphSettings::new("https://graph.facebook.com", LOGIN, version);
            assert_eq!(made.is_ok(), accepted, "{version}");
        }
    }

    #[test]
    fn the_secret_is_not_printed() {
        let settings = GraphSettings::new("https://graph.facebook.com", LOGIN, "v26.0").unwrap();
        let printed = format!("{:?}", settings.with_app_secret(SecretString::from("c0ffee")));
        assert!(!printed.contains("c0ffee"), "{printed}");
    }
}
