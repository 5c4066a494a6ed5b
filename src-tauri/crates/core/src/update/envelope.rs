//! A manifest with the signature over its exact bytes, and the keys that count.

use super::{Manifest, Refusal};
use minisign_verify::{PublicKey, Signature};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is published: one file, so that text and signature cannot come from two publications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The manifest as text; these bytes are signed.
    pub signed: String,
    /// Signature in the form of minisign.
    pub signature: String,
}

/// Public keys built into the app: the present one and, before it is changed, the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKeys(Vec<PublicKey>);

/// A text that is no public key of minisign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a public key of minisign")]
pub struct UnknownKey;

impl TrustedKeys {
    /// Reads one key or several, each the second line of minisign's key file, with space or comma between.
    ///
    /// # Errors
    /// One of them is no key, or there is none.
    pub fn read(text: &str) -> Result<Self, UnknownKey> {
        let words = text
            .split([',', ' ', '\n', '\r', '\t'])
            .filter(|word| !word.is_empty());
        let keys: Result<Vec<PublicKey>, _> = words.map(PublicKey::from_base64).collect();
        match keys {
            Ok(keys) if !keys.is_empty() => Ok(Self(keys)),
            Ok(_) | Err(_) => Err(UnknownKey),
        }
    }
}

impl Envelope {
    /// Opens a published file. Nothing inside is looked at before the signature holds.
    ///
    /// # Errors
    /// It is not signed by a trusted key, or what was signed is no manifest that can be used.
    pub fn open(bytes: &[u8], keys: &TrustedKeys) -> Result<Manifest, Refusal> {
        let envelope: Self = serde_json::from_slice(bytes).map_err(|_| Refusal::Unreadable)?;
        let signature = Signature::decode(&envelope.signature).map_err(|_| Refusal::Signature)?;
        let signed = envelope.signed.as_bytes();
        let is_ours = keys
            .0
            .iter()
            .any(|key| key.verify(signed, &signature, false).is_ok());
        if !is_ours {
            return Err(Refusal::Signature);
        }
        Manifest::read(&envelope.signed)
    }
}
