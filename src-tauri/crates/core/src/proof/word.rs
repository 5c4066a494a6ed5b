//! The word that a person sends from their own phone, and the link that opens the chat with it.
//!
//! Source: WhatsApp Help Center, "How to link to WhatsApp from a different website" (click to chat).

use crate::phone::PhoneForm;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Letters and digits that nobody confuses when reading them aloud or from a screen.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH: usize = 5;
const PREFIX: &str = "RECONECTA-";

/// A word that is used once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundWord(String);

impl InboundWord {
    /// Bytes of randomness that a word is made from.
    pub const SEED: usize = LENGTH;

    /// Makes a word from random bytes.
    pub fn from_seed(seed: [u8; Self::SEED]) -> Self {
        let letters = seed
            .iter()
            .filter_map(|byte| ALPHABET.get(usize::from(*byte) % ALPHABET.len()))
            .map(|letter| char::from(*letter));
        Self(PREFIX.chars().chain(letters).collect())
    }

    /// The word as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InboundWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Address that opens a chat with a number and the word already typed; `base` is `https://wa.me` or the simulator's
/// phone. `None` when the text is no telephone number in international form.
pub fn chat_link(base: &str, display_phone_number: &str, word: &InboundWord) -> Option<String> {
    let form = PhoneForm::parse(display_phone_number).ok()?;
    Some(format!("{base}/{}?text={word}", form.digits()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_link_has_digits_only() {
        let word = InboundWord::from_seed([0, 1, 2, 3, 31]);
        assert_eq!(word.as_str(), "RECONECTA-ABCD9");
        for (number, link) in [
            (
                "+55 11 91234-0101",
                Some("https://wa.me/5511912340101?text=RECONECTA-ABCD9"),
            ),
            (
                "5511912340101",
                Some("https://wa.me/5511912340101?text=RECONECTA-ABCD9"),
            ),
            ("", None),
            ("balcão", None),
        ] {
            assert_eq!(
                chat_link("https://wa.me", number, &word).as_deref(),
                link,
                "{number}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_word_needs_no_encoding(seed in any::<[u8; InboundWord::SEED]>()) {
            let word = InboundWord::from_seed(seed);
            prop_assert_eq!(word.as_str().len(), PREFIX.len() + LENGTH);
            prop_assert!(word.as_str().bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'-'));
        }
    }
}
