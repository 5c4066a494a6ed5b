//! A master key behind a passphrase, for systems without a keyring. The key itself is random; Argon2id turns the
//! passphrase into the key that wraps it, so the passphrase can change without sealing every row again.

use crate::key::{KeyId, MasterKey, NoRandomness};
use crate::seal::NONCE_BYTES;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Shortest passphrase accepted, in characters: it stands alone against somebody who has the file.
pub const MIN_PASSPHRASE_CHARS: usize = 12;

/// Longest passphrase accepted, in characters.
pub const MAX_PASSPHRASE_CHARS: usize = 256;

/// Most memory that a record may ask for, in KiB: a damaged record must not exhaust the machine.
const MAX_MEMORY_KIB: u32 = 1024 * 1024;
/// Most passes that a record may ask for.
const MAX_PASSES: u32 = 64;
/// Most lanes that a record may ask for.
const MAX_LANES: u32 = 16;

const LABEL: &[u8] = b"reconecta passphrase v1";
const SALT_BYTES: usize = 16;

/// Argon2id costs. The default is the memory-constrained choice of RFC 9106 section 4 with one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Costs {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Number of passes.
    pub passes: u32,
    /// Number of lanes.
    pub lanes: u32,
}

impl Default for Costs {
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 1,
        }
    }
}

/// Everything but the passphrase: parameters, salt, and the wrapped key that also proves a passphrase right. Not
/// secret; the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassphraseRecord {
    /// The master key that comes out.
    pub key_id: KeyId,
    /// Argon2id costs.
    pub costs: Costs,
    salt: String,
    nonce: String,
    wrapped_key: String,
}

/// Why a passphrase could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// Fewer characters than `min`.
    #[error("the passphrase has fewer than {min} characters")]
    TooShort {
        /// Least number of characters.
        min: usize,
    },
    /// More characters than `max`.
    #[error("the passphrase has more than {max} characters")]
    TooLong {
        /// Greatest number of characters.
        max: usize,
    },
    /// Not the passphrase of this record.
    #[error("the passphrase is not the one of this record")]
    Wrong,
    /// The record is damaged or asks for more than the machine should give.
    #[error("the passphrase record cannot be read")]
    BadRecord,
    /// No random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    /// The computation could not be run (memory, threads).
    #[error("the key could not be derived")]
    NotComputed,
}

impl From<NoRandomness> for PassphraseError {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}

pub(crate) fn check(passphrase: &SecretString) -> Result<(), PassphraseError> {
    let chars = passphrase.expose_secret().chars().count();
    if chars < MIN_PASSPHRASE_CHARS {
        return Err(PassphraseError::TooShort {
            min: MIN_PASSPHRASE_CHARS,
        });
    }
    if chars > MAX_PASSPHRASE_CHARS {
        return Err(PassphraseError::TooLong {
            max: MAX_PASSPHRASE_CHARS,
        });
    }
    Ok(())
}

/// Wraps `key` with `passphrase`. Takes a noticeable part of a second; call it off the runtime.
pub(crate) fn wrap(
    key: &MasterKey,
    passphrase: &SecretString,
    costs: Costs,
) -> Result<PassphraseRecord, PassphraseError> {
    check(passphrase)?;
    let mut salt = [0; SALT_BYTES];
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut salt).map_err(|_| PassphraseError::NoRandomness)?;
    getrandom::fill(&mut nonce).map_err(|_| PassphraseError::NoRandomness)?;
    let wrapping = derive(passphrase, &salt, costs)?;
    let key_id = key.id();
    let aad = associated_data(&key_id, costs);
    let wrapped = XChaCha20Poly1305::new(wrapping.as_slice().into())
        .encrypt(
            XNonce::from_slice(&nonce),
            Payload {
                msg: key.bytes(),
                aad: &aad,
            },
        )
        .map_err(|_| PassphraseError::NotComputed)?;
    Ok(PassphraseRecord {
        key_id,
        costs,
        salt: STANDARD.encode(salt),
        nonce: STANDARD.encode(nonce),
        wrapped_key: STANDARD.encode(wrapped),
    })
}

/// The master key of `record`. Takes a noticeable part of a second; call it off the runtime.
pub(crate) fn unwrap(
    record: &PassphraseRecord,
    passphrase: &SecretString,
) -> Result<MasterKey, PassphraseError> {
    let decode = |text: &str| STANDARD.decode(text).map_err(|_| PassphraseError::BadRecord);
    let (salt, nonce, wrapped) = (
        decode(&record.salt)?,
        decode(&record.nonce)?,
        decode(&record.wrapped_key)?,
    );
    let costs = record.costs;
    let bounded =
        costs.memory_kib <= MAX_MEMORY_KIB && costs.passes <= MAX_PASSES && costs.lanes <= MAX_LANES;
    if !bounded || nonce.len() != NONCE_BYTES {
        return Err(PassphraseError::BadRecord);
    }
    let wrapping = derive(passphrase, &salt, costs)?;
    let aad = associated_data(&record.key_id, costs);
    let plain = XChaCha20Poly1305::new(wrapping.as_slice().into())
        .decrypt(
            XNonce::from_slice(&nonce),
            Payload {
                msg: &wrapped,
                aad: &aad,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| PassphraseError::Wrong)?;
    MasterKey::from_slice(&plain)
        .filter(|key| key.id() == record.key_id)
        .ok_or(PassphraseError::BadRecord)
}

fn associated_data(key_id: &KeyId, costs: Costs) -> Vec<u8> {
    let mut data = LABEL.to_vec();
    data.extend_from_slice(key_id.as_bytes());
    for cost in [costs.memory_kib, costs.passes, costs.lanes] {
        data.extend_from_slice(&cost.to_le_bytes());
    }
    data
}

fn derive(
    passphrase: &SecretString,
    salt: &[u8],
    costs: Costs,
) -> Result<Zeroizing<[u8; 32]>, PassphraseError> {
    let mut key = Zeroizing::new([0; 32]);
    let params = Params::new(costs.memory_kib, costs.passes, costs.lanes, Some(key.len()))
        .map_err(|_| PassphraseError::BadRecord)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose_secret().as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| PassphraseError::BadRecord)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cheapest costs Argon2id takes; the strength itself is asserted on the default.
    const CHEAP: Costs = Costs {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };

    fn passphrase(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn the_right_passphrase_gives_the_key_back_and_another_does_not() {
        let key = MasterKey::generate().unwrap();
        let record = wrap(&key, &passphrase("correct horse battery"), CHEAP).unwrap();
        assert_eq!(
            unwrap(&record, &passphrase("correct horse battery"))
                .unwrap()
                .bytes(),
            key.bytes()
        );
        let refusal = unwrap(&record, &passphrase("correct horse batterz")).err();
        assert_eq!(refusal, Some(PassphraseError::Wrong));
    }

    #[test]
    fn a_record_survives_its_json_and_holds_neither_key_nor_passphrase() {
        let key = MasterKey::generate().unwrap();
        let record = wrap(&key, &passphrase("correct horse battery"), CHEAP).unwrap();
        let json = serde_json::to_string(&record).unwrap();
        assert!(
            !json.contains("correct horse"),
            "the passphrase must not be in the record"
        );
        assert!(
            !json.contains(&STANDARD.encode(key.bytes())),
            "the key must not be in the record"
        );
        let read: PassphraseRecord = serde_json::from_str(&json).unwrap();
        assert_eq!(
            unwrap(&read, &passphrase("correct horse battery")).unwrap().id(),
            key.id()
        );
    }

    #[test]
    fn changed_costs_or_name_are_refused() {
        let key = MasterKey::generate().unwrap();
        let record = wrap(&key, &passphrase("correct horse battery"), CHEAP).unwrap();
        let greedy = PassphraseRecord {
            costs: Costs {
                memory_kib: u32::MAX,
                ..CHEAP
            },
            ..record.clone()
        };
        assert_eq!(
            unwrap(&greedy, &passphrase("correct horse battery")).err(),
            Some(PassphraseError::BadRecord),
            "a record must not be able to exhaust the machine"
        );
        let renamed = PassphraseRecord {
            key_id: MasterKey::generate().unwrap().id(),
            ..record
        };
        assert_eq!(
            unwrap(&renamed, &passphrase("correct horse battery")).err(),
            Some(PassphraseError::Wrong)
        );
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(
            check(&passphrase("ããããããããããã")),
            Err(PassphraseError::TooShort { min: 12 })
        );
        assert_eq!(check(&passphrase("ãããããããããããã")), Ok(()));
        let long = passphrase(&"x".repeat(257));
        assert_eq!(check(&long), Err(PassphraseError::TooLong { max: 256 }));
    }

    #[test]
    fn the_default_costs_are_not_below_the_recommendation() {
        let costs = Costs::default();
        assert!(
            costs.memory_kib >= 64 * 1024 && costs.passes >= 3,
            "RFC 9106 section 4: 64 MiB, 3 passes"
        );
    }
}
