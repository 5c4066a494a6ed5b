//! Masking of secrets and personal data in free text.
//!
//! The second line of defence for logs and reports: secrets do not get there in the first place. It errs on the side
//! of masking; what it must keep are codes, trace ids and times, without which a report is useless.

mod keys;
mod shapes;

/// The text with tokens, codes, PINs, e-mail addresses, telephone numbers and long ids masked.
pub fn redact(text: &str) -> String {
    shapes::mask(&keys::mask(text))
}

/// Splits off the longest beginning whose characters all fulfil `belongs`.
fn split_run(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Splits off the first character.
fn split_first(text: &str) -> Option<(char, &str)> {
    let mut chars = text.chars();
    chars.next().map(|first| (first, chars.as_str()))
}

#[cfg(test)]
mod tests;
