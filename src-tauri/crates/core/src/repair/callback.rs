//! The callback override of a channel: whether it stands, and where a lost one is put back.
//!
//! Source: Meta, "Webhooks overrides".

use crate::meta::WebhookLevels;
use serde::{Deserialize, Serialize};
use url::Url;

/// What stands at Meta against the callback that a channel needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackState {
    /// The channel needs none of its own.
    NothingExpected,
    /// Messages go where they are expected.
    InForce,
    /// They go somewhere else, or nowhere.
    Lost,
    /// Meta told too little.
    Unclear,
}

/// Compares the expected callback with what Meta shows on the number.
pub fn callback_state(expected: Option<&str>, levels: Option<&WebhookLevels>) -> CallbackState {
    match (expected, levels) {
        (None, _) => CallbackState::NothingExpected,
        (Some(_), None) => CallbackState::Unclear,
        (Some(expected), Some(levels)) => match levels.effective() {
            Some(found) if is_same_callback(found, expected) => CallbackState::InForce,
            Some(_) | None => CallbackState::Lost,
        },
    }
}

/// Where a lost callback is put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackLevel {
    /// On the account, for all of its numbers.
    Account,
    /// On the number alone.
    Number,
}

/// The account's level also speaks for its other numbers, so it is used only while it is free and `all_agree`: each
/// number of the account belongs to a channel that needs this callback.
pub fn callback_level(levels: &WebhookLevels, all_agree: bool) -> CallbackLevel {
    let is_free = levels.overridden().is_none();
    if is_free && all_agree {
        CallbackLevel::Account
    } else {
        CallbackLevel::Number
    }
}

/// Compared as addresses, so that case of the host and default ports do not matter. A plus sign in the path is sent
/// encoded, because Meta decodes it once more than others.
pub fn is_same_callback(a: &str, b: &str) -> bool {
    match (Url::parse(a), Url::parse(b)) {
        (Ok(a), Ok(b)) => with_plain_plus(a) == with_plain_plus(b),
        (_, _) => a == b,
    }
}

fn with_plain_plus(mut url: Url) -> Url {
    let path = url.path().replace("%2B", "+").replace("%2b", "+");
    url.set_path(&path);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://loja.example/hook";
    const OTHER: &str = "https://other.example/hook";

    fn levels(number: &str, account: &str, app: &str) -> WebhookLevels {
        let text = |text: &str| (!text.is_empty()).then(|| text.into());
        WebhookLevels {
            phone_number: text(number),
            waba: text(account),
            application: text(app),
        }
    }

    #[test]
    fn the_level_that_counts_is_compared() {
        use CallbackState::{InForce, Lost};
        for (number, account, app, expected) in [
            (OWN, "", "", InForce),
            ("", OWN, OTHER, InForce),
            ("", "", OWN, InForce),
            (OTHER, OWN, "", Lost),
            ("", OTHER, OWN, Lost),
            ("", "", OTHER, Lost),
            (" ", "", "", Lost),
            ("", "", "", Lost),
        ] {
            let levels = levels(number, account, app);
            assert_eq!(callback_state(Some(OWN), Some(&levels)), expected, "{levels:?}");
            assert_eq!(
                callback_state(None, Some(&levels)),
                CallbackState::NothingExpected
            );
        }
        assert_eq!(callback_state(Some(OWN), None), CallbackState::Unclear);
    }

    #[test]
    fn what_other_numbers_use_is_never_changed() {
        for (number, account, all_agree, expected) in [
            ("", "", true, CallbackLevel::Account),
            ("", "", false, CallbackLevel::Number),
            ("", OTHER, true, CallbackLevel::Number),
            (OTHER, "", true, CallbackLevel::Number),
        ] {
            let levels = levels(number, account, "");
            assert_eq!(
                callback_level(&levels, all_agree),
                expected,
                "{levels:?} {all_agree}"
            );
        }
    }

    #[test]
    fn spelling_does_not_matter() {
        for (a, b, same) in [
            ("https://LOJA.example:443/hook", OWN, true),
            ("https://a.example/%2B5511", "https://a.example/+5511", true),
            ("https://a.example/%2b5511", "https://a.example/%2B5511", true),
            ("https://a.example/Hook", "https://a.example/hook", false),
            ("https://a.example/?a=%2B", "https://a.example/?a=+", false),
            ("no address", "no address", true),
        ] {
            assert_eq!(is_same_callback(a, b), same, "{a} {b}");
        }
    }
}
