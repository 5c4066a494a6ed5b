//! Secrets come over the standard input only: a token as a line of its own, or one JSON object.

use super::Refused;
use reconecta_core::ids::NumberId;
use reconecta_core::pin::Pin;
use reconecta_engine::fleet::{GivenCallback, Givens};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;

/// Far more than any real input.
const LARGEST: u64 = 4 * 1024 * 1024;

/// What came over the standard input.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Secrets {
    /// Access token.
    pub(super) token: Option<SecretString>,
    /// Further access tokens.
    pub(super) tokens: Vec<SecretString>,
    /// Secret of the Meta app, for apps that demand proof.
    pub(super) app_secret: Option<SecretString>,
    /// PINs by phone number id.
    pins: BTreeMap<String, SecretString>,
    /// Verification codes by phone number id.
    codes: BTreeMap<String, SecretString>,
    /// Callbacks that numbers need, by phone number id.
    callbacks: BTreeMap<String, ExpectedCallback>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedCallback {
    url: String,
    verify_token: SecretString,
}

impl Secrets {
    /// Reads the standard input to its end.
    pub(super) fn from_stdin() -> Result<Self, Refused> {
        let mut text = String::new();
        let read = std::io::stdin().lock().take(LARGEST).read_to_string(&mut text);
        let text = SecretString::from(text);
        match read {
            Ok(_) => Self::parse(&text),
            Err(_) => Err(usage("The standard input is not text.")),
        }
    }

    fn parse(text: &SecretString) -> Result<Self, Refused> {
        let text = text.expose_secret().trim();
        if text.starts_with('{') {
            // The error may quote what was read.
            return serde_json::from_str(text).map_err(|_error| {
                usage("The standard input is not a JSON object of token, tokens, app_secret, pins, codes and callbacks.")
            });
        }
        if text.is_empty() || text.contains(char::is_whitespace) {
            return Err(usage("The standard input holds no token."));
        }
        Ok(Self {
            token: Some(SecretString::from(text)),
            ..Self::default()
        })
    }

    /// All tokens in their order.
    pub(super) fn all_tokens(&self) -> Vec<SecretString> {
        self.token.iter().chain(&self.tokens).cloned().collect()
    }

    /// Moves what steps need.
    pub(super) fn give(self, givens: &mut Givens) -> Result<(), Refused> {
        for (number, typed) in self.pins {
            let pin = Pin::existing(&typed).map_err(|_refused| usage("A PIN is exactly six digits."))?;
            givens.give_pin(NumberId::new(number), pin);
        }
        for (number, code) in self.codes {
            givens.give_code(NumberId::new(number), code);
        }
        for (number, callback) in self.callbacks {
            let given = GivenCallback {
                url: callback.url,
                verify_token: callback.verify_token,
            };
            givens.callbacks.insert(NumberId::new(number), given);
        }
        Ok(())
    }
}

fn usage(sentence: &str) -> Refused {
    Refused::Usage(sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Secrets, Refused> {
        Secrets::parse(&SecretString::from(text))
    }

    #[test]
    fn a_line_is_a_token_and_an_object_is_more() {
        let tokens = |text: &str| -> Vec<String> {
            let secrets = parse(text).unwrap();
            let all = secrets.all_tokens();
            all.iter().map(|token| token.expose_secret().to_owned()).collect()
        };
        assert_eq!(tokens(" EAAone\n"), ["EAAone"]);
        assert_eq!(
            tokens(r#"{"token": "EAAone", "tokens": ["EAAtwo"]}"#),
            ["EAAone", "EAAtwo"]
        );
    }

    #[test]
    fn what_is_refused_is_not_quoted() {
        for text in [
            "",
            "EAAone EAAtwo",
            "{\"tokne\": \"EAAone\"}",
            "{\"token\": EAAone}",
        ] {
            let refused = parse(text).err().expect(text).to_string();
            assert!(!refused.contains("EAA"), "{refused}");
        }
        let secrets = parse(r#"{"pins": {"1": "12a456"}}"#).unwrap();
        let refused = secrets.give(&mut Givens::default()).unwrap_err().to_string();
        assert_eq!(refused, "A PIN is exactly six digits.");
    }
}
