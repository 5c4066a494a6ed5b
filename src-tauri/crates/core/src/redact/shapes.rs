//! Values that give themselves away by their shape: tokens, e-mail addresses, telephone numbers, long ids.

use super::{split_first, split_run};

/// Shortest mixed run that is taken for a token. Trace ids are shorter.
const TOKEN: usize = 32;
/// Shortest run that begins like a token of Meta's.
const META_TOKEN: usize = 16;
/// Shortest run of digits that is taken for an id or a number. Error codes are shorter.
const DIGITS: usize = 9;
/// Longest text that a telephone number may take with its separators.
const PHONE_SPAN: usize = 24;

/// Masks what is recognised by shape.
pub(super) fn mask(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after_first)) = split_first(rest) {
        if let Some((mask, tail)) = email(rest)
            .or_else(|| token_or_uuid(rest))
            .or_else(|| phone(rest))
        {
            out.push_str(&mask);
            rest = tail;
        } else if first.is_alphanumeric() {
            let (run, tail) = split_run(rest, |c| c.is_alphanumeric() || c == '_');
            out.push_str(run);
            rest = tail;
        } else {
            out.push(first);
            rest = after_first;
        }
    }
    out
}

fn email(text: &str) -> Option<(String, &str)> {
    let (local, rest) = split_run(text, |c| {
        c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
    });
    let (host, tail) = split_run(rest.strip_prefix('@')?, |c| {
        c.is_alphanumeric() || matches!(c, '.' | '-')
    });
    let trimmed = host.trim_end_matches(['.', '-']);
    let tail = tail_after(host, trimmed, tail, text)?;
    (!local.is_empty() && trimmed.contains('.')).then(|| ("[e-mail]".to_owned(), tail))
}

/// The text after `kept`, where `kept` is the beginning of `run` and `tail` is what follows `run` in `text`.
fn tail_after<'a>(run: &str, kept: &str, tail: &str, text: &'a str) -> Option<&'a str> {
    let given_back = run.len().checked_sub(kept.len())?;
    let start = text.len().checked_sub(tail.len())?.checked_sub(given_back)?;
    text.get(start..)
}

fn token_or_uuid(text: &str) -> Option<(String, &str)> {
    let (run, tail) = split_run(text, |c| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '|' | '~')
    });
    if is_uuid(run) {
        return Some((run.to_owned(), tail));
    }
    let digits = run.chars().any(|c| c.is_ascii_digit());
    let letters = run.chars().any(|c| c.is_ascii_alphabetic());
    let meta = run.starts_with("EAA") && run.len() >= META_TOKEN;
    (meta || (digits && letters && run.len() >= TOKEN)).then(|| ("[token]".to_owned(), tail))
}

fn is_uuid(run: &str) -> bool {
    let mut groups = run.split('-');
    let lengths = [8, 4, 4, 4, 12];
    let all = lengths.into_iter().all(|length| {
        groups
            .next()
            .is_some_and(|group| group.len() == length && group.chars().all(|c| c.is_ascii_hexdigit()))
    });
    all && groups.next().is_none()
}

fn phone(text: &str) -> Option<(String, &str)> {
    let (digits, after) = split_run(text, |c| c.is_ascii_digit());
    let ends_here = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    if digits.len() >= DIGITS && ends_here {
        return Some((format!("[…{}]", last(digits, 4)), after));
    }
    let plus = text.starts_with('+');
    if !plus && !text.starts_with(|c: char| c == '(' || c.is_ascii_digit()) || is_date(text) {
        return None;
    }
    let span = phone_span(text, plus);
    let digits: String = span.chars().filter(char::is_ascii_digit).collect();
    let plausible = if plus { 8..=15 } else { 10..=15 }.contains(&digits.len());
    let written_as_phone = plus || span.contains(['(', '-']);
    let tail = text.get(span.len()..)?;
    let ends_here = !tail.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (plausible && written_as_phone && ends_here).then(|| (format!("[phone …{}]", last(&digits, 2)), tail))
}

/// The beginning of the text that can belong to a telephone number, up to its last digit.
fn phone_span(text: &str, plus: bool) -> &str {
    let mut end = 0;
    for (at, c) in text.char_indices().take(PHONE_SPAN) {
        let separator =
            matches!(c, ' ' | '(' | ')' | '-' | '\u{a0}' | '\u{2011}') || (plus && matches!(c, '.' | '+'));
        if c.is_ascii_digit() {
            end = at + 1;
        } else if !separator || (c == '+' && at > 0) {
            break;
        }
    }
    text.get(..end).unwrap_or_default()
}

/// `2026-11-22`, as in every line of a log.
fn is_date(text: &str) -> bool {
    let shape = text
        .chars()
        .take(10)
        .map(|c| if c.is_ascii_digit() { '0' } else { c });
    shape.eq("0000-00-00".chars())
}

fn last(digits: &str, count: usize) -> &str {
    digits
        .len()
        .checked_sub(count)
        .and_then(|start| digits.get(start..))
        .unwrap_or(digits)
}
