//! Master key in the operating system's keyring; sealing and opening of secrets.
//!
//! One random 32-byte master key per profile lives in the system's keyring (Secret Service, Keychain, Credential
//! Manager). Secrets are sealed with it into rows that the store keeps. Without a keyring the person chooses a
//! passphrase, or a key that lives until the app closes. Nothing here ever writes a secret in plaintext, and no key is
//! ever replaced without [`Vault::start_over`], which keeps the one it finds.

pub mod key;
pub mod keyring;
#[cfg(any(test, feature = "test-support"))]
pub mod memory_keyring;
mod os_keyring;
pub mod passphrase;
pub mod password;
pub mod seal;
pub mod vault;

pub use key::KeyId;
pub use keyring::{KeyBytes, KeyStore, KeyStoreError, Keyring, KeyringProblem, VaultProfile};
pub use passphrase::{PassphraseError, PassphraseRecord};
pub use password::{PasswordError, PasswordHash, WeakPassword};
pub use seal::{SealContext, SealError, Sealed};
pub use vault::{KeyRecord, Protection, Vault, VaultState};
