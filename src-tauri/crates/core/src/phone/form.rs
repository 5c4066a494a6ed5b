//! A telephone number in E.164 digits.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Country code and number, digits only, 7 to 15 of them, without the plus. Source: ITU-T E.164.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneForm(String);

/// The text is not an international telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an international telephone number")]
pub struct NotANumber;

impl PhoneForm {
    /// Reads any way of writing a number with its country code: `+55 (11) 98765-4321`, `0055…`, `tel:+55…`,
    /// `+44 (0)20 …`, digits only. Invisible marks that come along when copying are ignored.
    ///
    /// # Errors
    /// Letters, a lone trunk zero instead of a country code, or too few or too many digits.
    pub fn parse(text: &str) -> Result<Self, NotANumber> {
        let text = text.trim();
        let text = text.strip_prefix("tel:").unwrap_or(text).replace("(0)", "");
        let mut digits = String::with_capacity(text.len());
        let mut plus = false;
        for c in text.chars() {
            match c {
                '+' | '\u{ff0b}' if digits.is_empty() && !plus => plus = true,
                _ if is_separator(c) => {}
                _ => digits.push(digit(c).ok_or(NotANumber)?),
            }
        }
        let digits = match digits.strip_prefix("00") {
            Some(international) if !plus => international.to_owned(),
            _ => digits,
        };
        if digits.starts_with('0') || !(7..=15).contains(&digits.len()) {
            return Err(NotANumber);
        }
        Ok(Self(digits))
    }

    /// The digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// `+` and the digits.
    pub fn e164(&self) -> String {
        format!("+{}", self.0)
    }

    /// The digits after a country code, if they begin with it.
    pub(super) fn national(&self, country_code: &str) -> Option<&str> {
        self.0.strip_prefix(country_code)
    }
}

impl fmt::Display for PhoneForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.0)
    }
}

impl TryFrom<String> for PhoneForm {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        Self::parse(&text)
    }
}

impl From<PhoneForm> for String {
    fn from(form: PhoneForm) -> Self {
        form.0
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '.' | '(' | ')' | '/' | '\u{b7}' | '\u{2212}')
        || ('\u{2010}'..='\u{2015}').contains(&c)
        // Direction marks, joiners and the byte order mark.
        || ('\u{200b}'..='\u{200f}').contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2060}'..='\u{2069}').contains(&c)
        || c == '\u{feff}'
}

/// The ASCII form of a digit in the scripts that telephones show.
fn digit(c: char) -> Option<char> {
    let zeros = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{ff10}'];
    zeros.into_iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(zero))?;
        char::from_digit(value, 10)
    })
}
