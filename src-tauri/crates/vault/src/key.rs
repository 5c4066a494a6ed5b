//! The master key and its public name.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

/// Length of a master key in bytes.
pub(crate) const KEY_BYTES: usize = 32;

/// Domain separation between the name of a key and any other digest of it.
const ID_LABEL: &[u8] = b"reconecta master key id v1";

/// First byte of the keyring's value: the layout of what follows.
const LAYOUT: u8 = 1;

/// The name of a master key: a digest, so it tells nothing about the key and changes with any of its bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId([u8; 16]);

impl KeyId {
    /// The raw sixteen bytes, as they are bound into every seal.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// The text is not the name of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key id is 32 hexadecimal digits")]
pub struct NotAKeyId;

impl FromStr for KeyId {
    type Err = NotAKeyId;

    fn from_str(text: &str) -> Result<Self, NotAKeyId> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAKeyId)?;
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for KeyId {
    type Error = NotAKeyId;

    fn try_from(text: String) -> Result<Self, NotAKeyId> {
        text.parse()
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.to_string()
    }
}

/// The operating system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

/// Thirty-two secret bytes, wiped from memory when dropped.
#[derive(Clone)]
pub(crate) struct MasterKey(Zeroizing<[u8; KEY_BYTES]>);

impl MasterKey {
    pub(crate) fn generate() -> Result<Self, NoRandomness> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| NoRandomness)?;
        Ok(Self(bytes))
    }

    /// `None` when `bytes` has another length than a key.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        if bytes.len() != key.len() {
            return None;
        }
        key.copy_from_slice(bytes);
        Some(Self(key))
    }

    /// Reads the value kept in the keyring; `None` when it is not of our making.
    pub(crate) fn from_keyring(value: &[u8]) -> Option<Self> {
        match value.split_first() {
            Some((&LAYOUT, key)) => Self::from_slice(key),
            Some(_) | None => None,
        }
    }

    /// The value to keep in the keyring.
    pub(crate) fn to_keyring(&self) -> Zeroizing<Vec<u8>> {
        let mut value = Zeroizing::new(Vec::with_capacity(1 + KEY_BYTES));
        value.push(LAYOUT);
        value.extend_from_slice(self.bytes());
        value
    }

    pub(crate) fn id(&self) -> KeyId {
        let digest = Sha256::new()
            .chain_update(ID_LABEL)
            .chain_update(self.bytes())
            .finalize();
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(digest) {
            *to = from;
        }
        KeyId(id)
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_keys_differ_and_so_do_their_names() {
        let (one, two) = (MasterKey::generate().unwrap(), MasterKey::generate().unwrap());
        assert_ne!(one.bytes(), two.bytes(), "a generated key must be random");
        assert_ne!(one.id(), two.id(), "each key has its own name");
    }

    #[test]
    fn the_keyring_value_reads_back_and_foreign_values_do_not() {
        let key = MasterKey::generate().unwrap();
        let value = key.to_keyring();
        assert_eq!(MasterKey::from_keyring(&value).unwrap().id(), key.id());
        assert!(
            MasterKey::from_keyring(&[]).is_none(),
            "an empty value is not a key"
        );
        assert!(
            MasterKey::from_keyring(&value[..32]).is_none(),
            "a short value is not a key"
        );
        let mut other_layout = value.to_vec();
        other_layout[0] = 2;
        assert!(
            MasterKey::from_keyring(&other_layout).is_none(),
            "an unknown layout is not a key"
        );
    }

    #[test]
    fn any_flipped_bit_changes_the_name() {
        let key = MasterKey::generate().unwrap();
        for position in 0..KEY_BYTES * 8 {
            let mut bytes = *key.bytes();
            bytes[position / 8] ^= 1 << (position % 8);
            let changed = MasterKey::from_slice(&bytes).unwrap();
            assert_ne!(
                changed.id(),
                key.id(),
                "bit {position} must change the name of the key"
            );
        }
    }

    #[test]
    fn the_name_reads_back_from_its_text() {
        let id = MasterKey::generate().unwrap().id();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("zz".parse::<KeyId>(), Err(NotAKeyId));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<KeyId>(&json).unwrap(), id);
    }
}
