//! Which addresses the login window may go to, and which one ends it.

use reconecta_core::redirect::{Rejection, parse_redirect};
use secrecy::SecretString;
use url::{Host, Url};

use crate::line::LONGEST_ANSWER;

#[cfg(test)]
mod tests;

/// What to do with an address that a page wants to go to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// A page of the login.
    Allowed,
    /// The answer of the login: stop here and hand the address over.
    Redirect,
    /// The redirect address without any answer: stop here, the login goes on.
    StrayRedirect,
    /// Anything else, with its host if it has one.
    Blocked(Option<String>),
}

/// The addresses of one login.
#[derive(Debug, Clone)]
pub(crate) struct Territory {
    redirect: Url,
    domains: Vec<String>,
    loopback_origins: Vec<Url>,
}

impl Territory {
    /// Draws the border, or nothing if a part of it is not well formed: the redirect must be https
    /// or one of the loopback origins, a domain a bare lower-case name, an origin `http://127.0.0.1:PORT`.
    pub(crate) fn new(redirect: &str, domains: &[String], loopback_origins: &[String]) -> Option<Self> {
        let loopback_origins = loopback_origins
            .iter()
            .map(|text| loopback_origin(text))
            .collect::<Option<Vec<_>>>()?;
        let domains = domains
            .iter()
            .map(|text| domain(text))
            .collect::<Option<Vec<_>>>()?;
        let redirect = Url::parse(redirect).ok().filter(without_credentials)?;
        let territory = Self {
            redirect,
            domains,
            loopback_origins,
        };
        let safe = territory.redirect.scheme() == "https" || territory.is_loopback(&territory.redirect);
        (safe && territory.redirect.fragment().is_none()).then_some(territory)
    }

    /// Decides about `address`. The redirect is looked for first: its host need not be allowed.
    pub(crate) fn judge(&self, address: &str) -> Judgement {
        let Ok(url) = Url::parse(address) else {
            return Judgement::Blocked(None);
        };
        // Empty documents of the page itself: nothing is fetched.
        if url.scheme() == "about" {
            return match url.path() {
                "blank" | "srcdoc" => Judgement::Allowed,
                _ => Judgement::Blocked(None),
            };
        }
        if let Some(judgement) = self.as_redirect(&url) {
            return judgement;
        }
        if without_credentials(&url) && (self.is_allowed_site(&url) || self.is_loopback(&url)) {
            Judgement::Allowed
        } else {
            Judgement::Blocked(host_of(&url))
        }
    }

    // Only the app knows `state` and can tell whether the answer is genuine: every answer is handed over,
    // but for one that is longer than any real one.
    fn as_redirect(&self, url: &Url) -> Option<Judgement> {
        match parse_redirect(url, &self.redirect, &SecretString::default()) {
            Err(Rejection::NotOurRedirect) => None,
            Err(Rejection::Stray) => Some(Judgement::StrayRedirect),
            _ if url.as_str().len() > LONGEST_ANSWER => Some(Judgement::Blocked(host_of(url))),
            _ => Some(Judgement::Redirect),
        }
    }

    fn is_allowed_site(&self, url: &Url) -> bool {
        let Some(Host::Domain(host)) = url.host() else {
            return false;
        };
        url.scheme() == "https"
            && url.port().is_none()
            && self.domains.iter().any(|domain| {
                host.strip_suffix(domain.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            })
    }

    fn is_loopback(&self, url: &Url) -> bool {
        self.loopback_origins
            .iter()
            .any(|origin| origin.origin() == url.origin())
    }
}

/// The longest name that the internet's name service knows, in bytes.
const LONGEST_HOST: usize = 253;

/// The host as people write it, with the port where it is not the usual one. Nothing for a host that
/// cannot be.
pub(crate) fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str().filter(|host| host.len() <= LONGEST_HOST)?;
    Some(
        url.port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
    )
}

fn without_credentials(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

fn loopback_origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let loopback = match url.host()? {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::Domain(_) => false,
    };
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    (loopback && bare && url.scheme() == "http" && without_credentials(&url)).then_some(url)
}

fn domain(text: &str) -> Option<String> {
    let name = text.to_ascii_lowercase();
    let labels_are_plain = name.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    (labels_are_plain && name.contains('.') && name.parse::<std::net::IpAddr>().is_err()).then_some(name)
}
