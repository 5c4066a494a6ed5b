//! Rules for the fields of the Meta connection. Each answers the code of its problem, or nothing.

use crate::address::is_safe;
use url::{Host, Url};

/// Hosts in a list with commas, spaces or new lines.
pub fn extra_hosts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ', '\n'])
        .map(str::trim)
        .filter(|host| !host.is_empty())
}

/// What is wrong with an id of Meta's, which is 5 to 25 digits.
pub fn id_problem(text: &str, required: bool) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return required.then_some("required");
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (!digits || !(5..=25).contains(&text.len())).then_some("not_an_id")
}

/// What is wrong with a Graph version such as `v26.0`.
pub fn version_problem(text: &str) -> Option<&'static str> {
    let number = text
        .trim()
        .strip_prefix('v')
        .and_then(|rest| rest.split_once('.'));
    match number {
        Some((major, "0")) => match major.parse::<u32>() {
            Ok(19..=99) => None,
            Ok(_) => Some("version_too_old"),
            Err(_) => Some("not_a_version"),
        },
        _ => Some("not_a_version"),
    }
}

/// What is wrong with a redirect URI; an empty one stands for the usual one.
pub fn redirect_problem(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    match Url::parse(text) {
        Ok(url) if url.scheme() == "https" && url.fragment().is_none() && url.has_host() => None,
        Ok(url) if url.scheme() == "http" => Some("https_needed"),
        Ok(_) | Err(_) => Some("not_an_address"),
    }
}

/// What is wrong with a backend's address: https, or http on this computer.
pub fn backend_problem(text: &str) -> Option<&'static str> {
    match Url::parse(text.trim()) {
        _ if text.trim().is_empty() => Some("required"),
        Ok(url) if is_safe(&url) => None,
        Ok(url) if url.scheme() == "http" => Some("https_needed"),
        Ok(_) | Err(_) => Some("not_an_address"),
    }
}

/// Whether the text is the name of a host, without scheme or port.
pub fn is_host(text: &str) -> bool {
    text.contains('.') && matches!(Host::parse(text), Ok(Host::Domain(_)))
}
