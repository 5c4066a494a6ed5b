//! The way to the network: which proxy, and for which hosts none.
//!
//! Matching follows curl's `NO_PROXY`: a name stands for itself and what is below it, `*` for every host, an address or
//! a range in CIDR form for addresses. This computer is always reached directly.

use core::net::IpAddr;
use url::{Host, Url};

/// How calls leave this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// As the environment's variables and the system's settings say.
    #[default]
    System,
    /// Without any proxy.
    Direct,
    /// Through this proxy.
    Through {
        /// Its address, `http://host:port`; never with a password.
        proxy: Url,
        /// Hosts that are reached directly.
        except: Bypass,
    },
}

impl Route {
    /// The proxy for this host, where the route names one.
    pub fn proxy_for(&self, host: &str) -> Option<&Url> {
        match self {
            Self::System | Self::Direct => None,
            Self::Through { proxy, except } => (!except.covers(host)).then_some(proxy),
        }
    }
}

/// Why an address cannot be a proxy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProxyRefused {
    /// Not `http://host:port`.
    #[error("not http://host:port")]
    NotAnAddress,
    /// It carries a name or password, which others could read.
    #[error("it carries a password")]
    WithPassword,
}

/// Reads `http://host:port`; the scheme may be missing.
///
/// # Errors
/// See [`ProxyRefused`].
pub fn proxy_address(text: &str) -> Result<Url, ProxyRefused> {
    let text = text.trim();
    let with_scheme = if text.contains("://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    let url = Url::parse(&with_scheme).map_err(|_| ProxyRefused::NotAnAddress)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(ProxyRefused::WithPassword);
    }
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if url.scheme() != "http" || !url.has_host() || !is_bare || text.is_empty() {
        return Err(ProxyRefused::NotAnAddress);
    }
    Ok(url)
}

/// Hosts that are reached directly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bypass(Vec<Rule>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Rule {
    Everything,
    /// A name and all below it, in lower case.
    Name(String),
    /// Addresses that begin with these bits.
    Range(IpAddr, u8),
}

impl Bypass {
    /// Reads a list; `None` when an entry is no host, address or range.
    pub fn read<'a>(entries: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        entries
            .into_iter()
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .map(Rule::read)
            .collect::<Option<Vec<Rule>>>()
            .map(Self)
    }

    /// Reads a list with commas and leaves out what it does not understand, as other programs do with `NO_PROXY`.
    pub fn lenient(list: &str) -> Self {
        let entries = list.split([',', ' ']).map(str::trim);
        Self(
            entries
                .filter(|entry| !entry.is_empty())
                .filter_map(Rule::read)
                .collect(),
        )
    }

    /// Whether the host is reached directly.
    pub fn covers(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let address = bare.parse::<IpAddr>().ok();
        let is_this_computer = bare == "localhost" || address.is_some_and(|address| address.is_loopback());
        is_this_computer || self.0.iter().any(|rule| rule.covers(&host, address))
    }

    /// Whether every host is.
    pub fn is_everything(&self) -> bool {
        self.0.contains(&Rule::Everything)
    }

    /// The list as text, one entry for each rule: a name stands for what is below it too.
    pub fn entries(&self) -> Vec<String> {
        let rules = self.0.iter().map(|rule| match rule {
            Rule::Everything => "*".to_owned(),
            Rule::Name(name) => name.clone(),
            Rule::Range(address, bits) if *bits == width(*address) => address.to_string(),
            Rule::Range(address, bits) => format!("{address}/{bits}"),
        });
        rules.collect()
    }
}

impl Rule {
    fn read(entry: &str) -> Option<Self> {
        if entry == "*" {
            return Some(Self::Everything);
        }
        if let Some((address, bits)) = entry.split_once('/') {
            let address: IpAddr = address.parse().ok()?;
            let bits = bits.parse().ok().filter(|bits| *bits <= width(address))?;
            return Some(Self::Range(address, bits));
        }
        let bare = entry.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Some(Self::Range(address, width(address)));
        }
        let name = entry.strip_prefix('*').unwrap_or(entry);
        let name = name.strip_prefix('.').unwrap_or(name);
        match Host::parse(name) {
            Ok(Host::Domain(name)) if !name.contains('*') => Some(Self::Name(name)),
            Ok(_) | Err(_) => None,
        }
    }

    fn covers(&self, host: &str, address: Option<IpAddr>) -> bool {
        match self {
            Self::Everything => true,
            Self::Name(name) => host
                .strip_suffix(name.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.')),
            Self::Range(range, bits) => address.is_some_and(|address| begins_with(address, *range, *bits)),
        }
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn begins_with(address: IpAddr, range: IpAddr, bits: u8) -> bool {
    let (address, range) = match (address, range) {
        (IpAddr::V4(address), IpAddr::V4(range)) => (
            u128::from(address.to_bits()) << 96,
            u128::from(range.to_bits()) << 96,
        ),
        (IpAddr::V6(address), IpAddr::V6(range)) => (address.to_bits(), range.to_bits()),
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return false,
    };
    let shift = u32::from(128 - bits.min(128));
    address.checked_shr(shift).unwrap_or(0) == range.checked_shr(shift).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_matched_as_curl_matches_them() {
        let list = [
            "example.com",
            ".below.example",
            "*.star.example",
            "10.0.0.0/8",
            "192.0.2.7",
            "fd00::/8",
            "UPPER.example",
        ];
        let bypass = Bypass::read(list).expect("each entry is one");
        for (host, covered) in [
            ("example.com", true),
            ("EXAMPLE.com.", true),
            ("www.example.com", true),
            ("badexample.com", false),
            ("example.com.evil.test", false),
            ("below.example", true),
            ("a.below.example", true),
            ("a.star.example", true),
            ("upper.example", true),
            ("10.200.3.4", true),
            ("11.0.0.1", false),
            ("192.0.2.7", true),
            ("192.0.2.8", false),
            ("[fd12::1]", true),
            ("fe80::1", false),
            ("graph.facebook.com", false),
            ("localhost", true),
            ("127.3.2.1", true),
            ("[::1]", true),
        ] {
            assert_eq!(bypass.covers(host), covered, "{host}");
        }
    }

    #[test]
    fn a_star_is_every_host_and_zero_bits_every_address() {
        assert!(Bypass::lenient("*").covers("graph.facebook.com"));
        let all = Bypass::lenient("0.0.0.0/0");
        assert!(all.covers("8.8.8.8") && !all.covers("2001:db8::1") && !all.covers("example.com"));
    }

    #[test]
    fn an_entry_that_is_none_is_refused_or_left_out() {
        for entry in ["exa mple.com", "10.0.0.0/33", "a/b", "ex*mple.com", "host:8080"] {
            assert_eq!(Bypass::read([entry]), None, "{entry}");
        }
        let kept = Bypass::lenient("good.example, bad/entry ,10.1.0.0/16");
        assert_eq!(kept.entries(), ["good.example", "10.1.0.0/16"]);
    }

    #[test]
    fn a_proxy_is_an_address_without_password() {
        for (text, expected) in [
            (
                "http://proxy.example.com:3128",
                Ok("http://proxy.example.com:3128/"),
            ),
            ("proxy.example.com:3128", Ok("http://proxy.example.com:3128/")),
            (" 10.1.2.3:8080 ", Ok("http://10.1.2.3:8080/")),
            ("https://proxy.example.com:3128", Err(ProxyRefused::NotAnAddress)),
            ("socks5://proxy.example.com:1080", Err(ProxyRefused::NotAnAddress)),
            (
                "http://proxy.example.com:3128/path",
                Err(ProxyRefused::NotAnAddress),
            ),
            ("", Err(ProxyRefused::NotAnAddress)),
            (
                "http://ana:pw@proxy.example.com:3128",
                Err(ProxyRefused::WithPassword),
            ),
            ("ana@proxy.example.com:3128", Err(ProxyRefused::WithPassword)),
        ] {
            let found = proxy_address(text);
            assert_eq!(
                found.as_ref().map(Url::as_str).map_err(|refused| *refused),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_route_names_the_proxy_except_for_its_exceptions() {
        let proxy = Url::parse("http://proxy.example.com:3128").expect("an address");
        let route = Route::Through {
            proxy: proxy.clone(),
            except: Bypass::lenient("intranet.example"),
        };
        assert_eq!(route.proxy_for("graph.facebook.com"), Some(&proxy));
        assert_eq!(route.proxy_for("a.intranet.example"), None);
        assert_eq!(Route::Direct.proxy_for("graph.facebook.com"), None);
    }
}
