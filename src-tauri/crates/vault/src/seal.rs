//! Sealing of one secret: XChaCha20-Poly1305 with a random nonce, bound to the row it belongs to.

use crate::key::{KeyId, MasterKey};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// Length of a nonce in bytes.
pub(crate) const NONCE_BYTES: usize = 24;

/// Domain separation of the associated data.
const LABEL: &[u8] = b"reconecta sealed row v1";

/// What a sealed secret belongs to. A seal opens only with the same row id and kind it was made with, so bytes copied
/// from one row to another are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealContext<'a> {
    /// Id of the credential row.
    pub row_id: &'a str,
    /// Kind of the credential, as the row spells it.
    pub kind: &'a str,
}

/// A sealed secret: safe to store, useless without the key it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The key that opens it.
    pub key_id: KeyId,
    /// Random, unique per seal.
    pub nonce: [u8; NONCE_BYTES],
    /// Ciphertext with its 16-byte tag.
    pub bytes: Vec<u8>,
}

/// Why a secret could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The row was sealed with another key, which may still exist elsewhere.
    #[error("the row is sealed with key {sealed_with}, this vault holds {held}")]
    OtherKey {
        /// The key the row names.
        sealed_with: KeyId,
        /// The key at hand.
        held: KeyId,
    },
    /// The right key, but the bytes, the row id or the kind are not those of the seal.
    #[error("the sealed row was altered or belongs to another row")]
    Altered,
    /// No random bytes for the nonce.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    /// Longer than the cipher takes (256 GiB).
    #[error("the secret is too long")]
    TooLong,
}

/// Each field with its length in front, so no two contexts share an encoding.
fn associated_data(context: &SealContext<'_>, key_id: &KeyId) -> Vec<u8> {
    let mut data = LABEL.to_vec();
    for field in [
        context.row_id.as_bytes(),
        context.kind.as_bytes(),
        key_id.as_bytes(),
    ] {
        data.extend_from_slice(&(field.len() as u64).to_le_bytes());
        data.extend_from_slice(field);
    }
    data
}

pub(crate) fn random_nonce() -> Result<[u8; NONCE_BYTES], SealError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| SealError::NoRandomness)?;
    Ok(nonce)
}

pub(crate) fn seal(
    key: &MasterKey,
    context: &SealContext<'_>,
    secret: &SecretString,
) -> Result<Sealed, SealError> {
    let key_id = key.id();
    let nonce = random_nonce()?;
    let aad = associated_data(context, &key_id);
    let payload = Payload {
        msg: secret.expose_secret().as_bytes(),
        aad: &aad,
    };
    let bytes = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt(XNonce::from_slice(&nonce), payload)
        .map_err(|_| SealError::TooLong)?;
    Ok(Sealed { key_id, nonce, bytes })
}

pub(crate) fn open(
    key: &MasterKey,
    context: &SealContext<'_>,
    sealed: &Sealed,
) -> Result<SecretString, SealError> {
    let held = key.id();
    if sealed.key_id != held {
        return Err(SealError::OtherKey {
            sealed_with: sealed.key_id,
            held,
        });
    }
    let aad = associated_data(context, &held);
    let payload = Payload {
        msg: &sealed.bytes,
        aad: &aad,
    };
    let plain = XChaCha20Poly1305::new(key.bytes().into())
        .decrypt(XNonce::from_slice(&sealed.nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| SealError::Altered)?;
    let text = std::str::from_utf8(&plain).map_err(|_| SealError::Altered)?;
    Ok(SecretString::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HERE: SealContext<'static> = SealContext {
        row_id: "row-1",
        kind: "user_token",
    };

    fn key() -> MasterKey {
        MasterKey::generate().unwrap()
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in ".*") {
            let key = key();
            let sealed = seal(&key, &HERE, &SecretString::from(text.as_str())).unwrap();
            let opened = open(&key, &HERE, &sealed).unwrap();
            prop_assert_eq!(opened.expose_secret(), text.as_str());
        }
    }

    #[test]
    fn the_same_secret_never_seals_to_the_same_bytes() {
        let (key, secret) = (key(), SecretString::from("token"));
        let (one, two) = (
            seal(&key, &HERE, &secret).unwrap(),
            seal(&key, &HERE, &secret).unwrap(),
        );
        assert_ne!(one.nonce, two.nonce, "a nonce must not repeat");
        assert_ne!(one.bytes, two.bytes, "equal secrets must not be recognisable");
    }

    #[test]
    fn a_seal_moved_to_another_row_or_kind_is_refused() {
        let key = key();
        let sealed = seal(&key, &HERE, &SecretString::from("token")).unwrap();
        for elsewhere in [
            SealContext {
                row_id: "row-2",
                ..HERE
            },
            SealContext { kind: "pin", ..HERE },
            SealContext {
                row_id: "row-1u",
                kind: "ser_token",
            },
        ] {
            let refusal = open(&key, &elsewhere, &sealed).err();
            assert_eq!(
                refusal,
                Some(SealError::Altered),
                "{elsewhere:?} must not open a seal of {HERE:?}"
            );
        }
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let key = key();
        let sealed = seal(&key, &HERE, &SecretString::from("token")).unwrap();
        for position in 0..sealed.bytes.len() * 8 {
            let mut altered = sealed.clone();
            altered.bytes[position / 8] ^= 1 << (position % 8);
            assert_eq!(
                open(&key, &HERE, &altered).err(),
                Some(SealError::Altered),
                "bit {position}"
            );
        }
        for position in 0..NONCE_BYTES * 8 {
            let mut altered = sealed.clone();
            altered.nonce[position / 8] ^= 1 << (position % 8);
            assert_eq!(
                open(&key, &HERE, &altered).err(),
                Some(SealError::Altered),
                "nonce bit {position}"
            );
        }
    }

    #[test]
    fn another_key_is_named_and_not_tried() {
        let (one, two) = (key(), key());
        let sealed = seal(&one, &HERE, &SecretString::from("token")).unwrap();
        let expected = SealError::OtherKey {
            sealed_with: one.id(),
            held: two.id(),
        };
        assert_eq!(open(&two, &HERE, &sealed).err(), Some(expected));
        let relabelled = Sealed {
            key_id: two.id(),
            ..sealed
        };
        assert_eq!(open(&two, &HERE, &relabelled).err(), Some(SealError::Altered));
    }

    #[test]
    fn a_seal_does_not_contain_its_secret() {
        let secret = "EAACANARYTOKEN";
        let sealed = seal(&key(), &HERE, &SecretString::from(secret)).unwrap();
        let found = sealed
            .bytes
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!found, "the ciphertext must not contain the secret");
        assert!(!format!("{sealed:?}").contains(secret));
    }
}
