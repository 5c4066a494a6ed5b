//! New ids, tokens and codes: a hash of the world's nonce and a counter, so that a seed repeats a run.

use super::World;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

impl World {
    /// Makes what is generated from now on unpredictable, or repeatable with a seed.
    pub fn set_nonce(&mut self, seed: Option<u64>) {
        self.nonce = seed.map_or_else(random, |seed| format!("seed-{seed}"));
    }

    fn mint(&mut self, purpose: &str) -> [u8; 32] {
        self.minted += 1;
        Sha256::new()
            .chain_update(self.nonce.as_bytes())
            .chain_update(self.minted.to_be_bytes())
            .chain_update(purpose.as_bytes())
            .finalize()
            .into()
    }

    /// Sixteen digits, as the ids of Meta's nodes.
    pub fn mint_id(&mut self) -> String {
        let bytes = self.mint("id");
        let number = bytes
            .iter()
            .take(8)
            .fold(0_u64, |all, byte| (all << 8) | u64::from(*byte));
        format!("{}", 1_000_000_000_000_000 + number % 9_000_000_000_000_000)
    }

    /// `digits` decimal digits, for codes that a person types.
    pub fn mint_digits(&mut self, digits: usize) -> String {
        self.mint("digits")
            .iter()
            .cycle()
            .take(digits)
            .map(|byte| char::from(b'0' + byte % 10))
            .collect()
    }

    /// An opaque text with a prefix, for tokens, codes, cookies and message ids.
    pub fn mint_text(&mut self, prefix: &str, purpose: &str) -> String {
        format!("{prefix}{}", URL_SAFE_NO_PAD.encode(self.mint(purpose)))
    }

    /// Text of a new access token.
    pub fn mint_token_text(&mut self) -> String {
        let tail = self.mint_text("", "token-tail").replace(['-', '_'], "Z");
        self.mint_text("EAA", "token").replace(['-', '_'], "Z") + &tail + "ZD"
    }
}

fn random() -> String {
    let mut bytes = [0_u8; 16];
    // Without a source of randomness the run is merely repeatable.
    let _filled = getrandom::fill(&mut bytes);
    hex::encode(bytes)
}
