//! Values that are secret because of their name: URL parameters, form fields, JSON members, headers.

use super::{split_first, split_run};

const MASK: &str = "[redacted]";

/// Names whose value is always secret; so is every name that ends in one of them after an underscore.
const SECRET: &[&str] = &[
    "token",
    "accesstoken",
    "secret",
    "appsecret",
    "appsecret_proof",
    "password",
    "passphrase",
    "pin",
    "authorization",
    "cookie",
    "set-cookie",
    "code_verifier",
    "signed_request",
    "hub.verify_token",
    "hub.challenge",
    "c_user",
    "xs",
];

/// Names that are secret in a URL, and elsewhere when the value is long: an error's `code` has to stay readable.
const SECRET_IN_URL: &[&str] = &["code", "state", "nonce", "auth_nonce"];

/// Headers whose value goes to the end of the line.
const WHOLE_LINE: &[&str] = &["authorization", "cookie", "set-cookie"];

/// Shortest value of a name of [`SECRET_IN_URL`] that is masked outside a URL.
const LONG: usize = 16;

/// Masks the values of secret names.
pub(super) fn mask(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some((first, after_first)) = split_first(rest) {
        if let Some((decoded, after)) = percent(rest) {
            out.extend(rest.chars().take(3));
            (before, rest) = (decoded, after);
            continue;
        }
        if !is_name(first) {
            out.push(first);
            (before, rest) = (first, after_first);
            continue;
        }
        let (name, after) = split_run(rest, is_name);
        out.push_str(name);
        rest = match masked_value(name, before, after) {
            Some((separator, tail)) => {
                out.push_str(separator);
                out.push_str(MASK);
                tail
            }
            None => after,
        };
        before = 'a';
    }
    out
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')
}

/// A percent-encoded character at the beginning, and what follows it.
fn percent(text: &str) -> Option<(char, &str)> {
    let (hex, rest) = text.strip_prefix('%')?.split_at_checked(2)?;
    let byte = u8::from_str_radix(hex, 16).ok()?;
    Some((char::from(byte), rest))
}

/// For a secret name: what stands between it and its value, and what follows the value.
fn masked_value<'a>(name: &str, before: char, after: &'a str) -> Option<(&'a str, &'a str)> {
    let name = name.to_ascii_lowercase();
    if matches!(name.as_str(), "bearer" | "oauth") {
        let value = after.strip_prefix(' ')?;
        let (token, tail) = split_run(value, is_opaque);
        return (token.len() >= LONG).then_some((" ", tail));
    }
    let always = SECRET.iter().any(|secret| {
        name == *secret
            || name
                .strip_suffix(secret)
                .is_some_and(|prefix| prefix.ends_with(['_', '-', '.']))
    });
    if !always && !SECRET_IN_URL.contains(&name.as_str()) {
        return None;
    }
    let value = after_separator(after)?;
    let separator = after.strip_suffix(value)?;
    let (found, tail) = value_of(separator, value, WHOLE_LINE.contains(&name.as_str()));
    let in_url = matches!(before, '?' | '&' | '#');
    let masked_before = value.starts_with(MASK);
    let secret = always || in_url || found.len() >= LONG;
    (secret && !found.is_empty() && !masked_before).then_some((separator, tail))
}

/// Skips an optional closing quote of the name, the separator, and an optional opening quote of the value.
fn after_separator(text: &str) -> Option<&str> {
    let text = skip_quote(text);
    let text = text.trim_start_matches(' ');
    let text = match percent(text) {
        Some(('=' | ':', rest)) => rest,
        _ => text.strip_prefix(['=', ':'])?,
    };
    Some(skip_quote(text.trim_start_matches(' ')))
}

fn skip_quote(text: &str) -> &str {
    let unescaped = text.strip_prefix('\\').unwrap_or(text);
    unescaped.strip_prefix(['"', '\'']).unwrap_or(text)
}

/// The value and what follows it.
fn value_of<'a>(separator: &str, value: &'a str, whole_line: bool) -> (&'a str, &'a str) {
    let quote = separator.chars().next_back().filter(|c| matches!(c, '"' | '\''));
    let end = match quote {
        Some(quote) => {
            let escaped = separator.ends_with("\\\"") || separator.ends_with("\\'");
            closing_quote(value, quote, escaped)
        }
        None if whole_line => value.find(['\r', '\n', '"']),
        None => unquoted_end(value),
    };
    value
        .split_at_checked(end.unwrap_or(value.len()))
        .unwrap_or((value, ""))
}

/// Where a quoted value ends; inside a string within a string the quote itself is escaped.
fn closing_quote(value: &str, quote: char, escaped: bool) -> Option<usize> {
    let mut backslash = false;
    for (at, c) in value.char_indices() {
        if c == quote && backslash == escaped {
            return if escaped { at.checked_sub(1) } else { Some(at) };
        }
        backslash = c == '\\' && !backslash;
    }
    None
}

fn unquoted_end(value: &str) -> Option<usize> {
    value.char_indices().find_map(|(at, c)| {
        let ends = c.is_whitespace()
            || matches!(
                c,
                '&' | ';' | ',' | '"' | '\'' | ')' | ']' | '}' | '<' | '>' | '#' | '\\'
            )
            || (c == '%'
                && value
                    .get(at..)
                    .and_then(percent)
                    .is_some_and(|(decoded, _)| decoded == '&'));
        ends.then_some(at)
    })
}

fn is_opaque(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '|' | '~' | '+' | '/' | '=')
}
