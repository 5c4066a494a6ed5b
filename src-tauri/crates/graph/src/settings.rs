//! Where the API is and how patient the client is.

use std::time::Duration;
use url::{Host, Url};

/// Addresses, version and limits of the client.
#[derive(Clone, Debug)]
pub struct GraphSettings {
    pub(crate) graph: Url,
    pub(crate) login: Url,
    pub(crate) version: String,
    pub(crate) connect_limit: Duration,
    pub(crate) answer_limit: Duration,
    pub(crate) body_limit: usize,
    pub(crate) first_delay: Duration,
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
    /// The HTTP stack could not be set up.
    #[error("the HTTP stack could not be set up")]
    NoHttpStack,
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
            connect_limit: Duration::from_secs(10),
            answer_limit: Duration::from_secs(30),
            body_limit: 8 * 1024 * 1024,
            first_delay: Duration::from_millis(500),
        })
    }

    /// The same with other limits: seconds are long in a test.
    #[must_use]
    pub fn with_limits(self, answer_limit: Duration, first_delay: Duration) -> Self {
        Self {
            answer_limit,
            first_delay,
            ..self
        }
    }
}

/// Whether an address may carry secrets: https, or http on this computer.
pub(crate) fn is_safe(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.has_host(),
        "http" => match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        },
        _ => false,
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
