//! Where an address leads, as far as it tells by itself.

use url::{Host, Url};

/// Whether an address is on this computer.
pub fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Whether what is sent to an address may be secret: https, or http on this computer.
pub fn is_safe(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.has_host(),
        "http" => is_local(url),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_encrypted_or_stay_on_this_computer() {
        for (text, safe) in [
            ("https://graph.facebook.com/", true),
            ("https://10.0.0.4/", true),
            ("http://localhost:3000/", true),
            ("http://127.0.0.1/", true),
            ("http://127.8.9.1:80/", true),
            ("http://[::1]:3000/", true),
            ("http://10.0.0.4/", false),
            ("http://localhost.example.com/", false),
            ("http://127.0.0.1.example.com/", false),
            ("ftp://localhost/", false),
            ("file:///etc/hosts", false),
            ("mailto:a@localhost", false),
        ] {
            assert_eq!(is_safe(&Url::parse(text).unwrap()), safe, "{text}");
        }
    }
}
