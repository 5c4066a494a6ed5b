//! The local administrator's password: Argon2id in PHC text, and the least it must be.

use argon2::password_hash::rand_core::{OsRng, RngCore};
use argon2::password_hash::{self, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use std::fmt;

/// Fewest characters (OWASP ASVS 5, 6.2.1).
pub const MIN_CHARS: usize = 8;

/// Most characters; a limit keeps the hash from being used to exhaust the machine.
pub const MAX_CHARS: usize = 128;

/// The most common passwords of at least [`MIN_CHARS`] characters, Brazilian ones among them, in lower case, one a line.
const COMMON: &str = include_str!("common_passwords.txt");

/// Why a password is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer characters than `min`.
    #[error("the password has fewer than {min} characters")]
    TooShort {
        /// Least number of characters.
        min: usize,
    },
    /// More characters than `max`.
    #[error("the password has more than {max} characters")]
    TooLong {
        /// Greatest number of characters.
        max: usize,
    },
    /// On the list of passwords everybody tries first.
    #[error("the password is one of the most common ones")]
    Common,
    /// At most two different characters.
    #[error("the password repeats the same characters")]
    Repetitive,
    /// The person's or the product's name is most of it.
    #[error("the password is little more than a name")]
    Name,
}

/// Why a password could not be hashed or verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// The password breaks a rule.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// The stored text is not a hash of ours.
    #[error("the stored password hash cannot be read")]
    BadHash,
    /// The computation could not be run (randomness, memory, threads).
    #[error("the password could not be computed")]
    NotComputed,
}

/// A password hash in PHC text. It may be stored, and is not shown or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash")
    }
}

impl PasswordHash {
    /// Takes the text that was stored; whether it is a hash shows at [`PasswordHash::matches`].
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Hashes `password` of the person called `name` after checking the rules. Runs off the runtime.
    ///
    /// # Errors
    /// [`PasswordError::Weak`] with the rule that is broken.
    pub async fn create(password: SecretString, name: &str) -> Result<Self, PasswordError> {
        check(&password, name)?;
        off_the_runtime(move || {
            let mut salt = [0; 16];
            OsRng
                .try_fill_bytes(&mut salt)
                .map_err(|_| PasswordError::NotComputed)?;
            let salt = SaltString::encode_b64(&salt).map_err(|_| PasswordError::NotComputed)?;
            let hash = hasher()?
                .hash_password(password.expose_secret().as_bytes(), &salt)
                .map_err(|_| PasswordError::NotComputed)?;
            Ok(Self(hash.to_string()))
        })
        .await
    }

    /// Whether `password` is the one. Runs off the runtime.
    ///
    /// # Errors
    /// [`PasswordError::BadHash`] when the stored text is damaged.
    pub async fn matches(&self, password: SecretString) -> Result<bool, PasswordError> {
        let stored = self.0.clone();
        off_the_runtime(move || {
            if password.expose_secret().chars().count() > MAX_CHARS {
                return Ok(false);
            }
            let parsed = password_hash::PasswordHash::new(&stored).map_err(|_| PasswordError::BadHash)?;
            if parsed.hash.is_none() {
                return Err(PasswordError::BadHash);
            }
            match hasher()?.verify_password(password.expose_secret().as_bytes(), &parsed) {
                Ok(()) => Ok(true),
                Err(password_hash::Error::Password) => Ok(false),
                Err(_) => Err(PasswordError::BadHash),
            }
        })
        .await
    }
}

/// The rules for a new password of the person called `name`.
///
/// # Errors
/// The first rule that is broken.
pub fn check(password: &SecretString, name: &str) -> Result<(), WeakPassword> {
    let lower = password.expose_secret().to_lowercase();
    let chars = lower.chars().count();
    if chars < MIN_CHARS {
        return Err(WeakPassword::TooShort { min: MIN_CHARS });
    }
    if chars > MAX_CHARS {
        return Err(WeakPassword::TooLong { max: MAX_CHARS });
    }
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() <= 2 {
        return Err(WeakPassword::Repetitive);
    }
    if COMMON.lines().any(|common| common == lower) {
        return Err(WeakPassword::Common);
    }
    let names = name.to_lowercase();
    for word in names.split_whitespace().chain(["reconecta"]) {
        let rest = lower.replace(word, "");
        if word.chars().count() >= 3 && rest.len() < lower.len() && rest.chars().count() < 5 {
            return Err(WeakPassword::Name);
        }
    }
    Ok(())
}

/// Argon2id with 19 MiB and two passes (OWASP Password Storage Cheat Sheet).
fn hasher() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| PasswordError::NotComputed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, PasswordError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(PasswordError::NotComputed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[tokio::test]
    async fn the_right_password_matches_and_another_does_not() {
        let hash = PasswordHash::create(password("chuva de verao"), "Ana")
            .await
            .unwrap();
        assert!(
            hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{}",
            hash.as_str()
        );
        let stored = PasswordHash::from_stored(hash.as_str().to_owned());
        assert_eq!(stored.matches(password("chuva de verao")).await, Ok(true));
        assert_eq!(stored.matches(password("chuva de verão")).await, Ok(false));
        assert_eq!(stored.matches(password("")).await, Ok(false));
    }

    #[tokio::test]
    async fn equal_passwords_have_different_hashes() {
        let one = PasswordHash::create(password("chuva de verao"), "Ana")
            .await
            .unwrap();
        let two = PasswordHash::create(password("chuva de verao"), "Ana")
            .await
            .unwrap();
        assert_ne!(one, two, "each hash needs a salt of its own");
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error_and_not_a_refusal() {
        let damaged = PasswordHash::from_stored("$argon2id$broken".to_owned());
        assert_eq!(
            damaged.matches(password("chuva de verao")).await,
            Err(PasswordError::BadHash)
        );
    }

    #[test]
    fn weak_passwords_are_named() {
        let rows = [
            ("curta", WeakPassword::TooShort { min: 8 }),
            ("Senha123", WeakPassword::Common),
            ("12345678", WeakPassword::Common),
            ("abababab", WeakPassword::Repetitive),
            ("Reconecta1", WeakPassword::Name),
            ("beatriz123", WeakPassword::Name),
        ];
        for (text, expected) in rows {
            assert_eq!(check(&password(text), "Beatriz Souza"), Err(expected), "{text}");
        }
        let long = password(&"ab3".repeat(50));
        assert_eq!(check(&long, "Ana"), Err(WeakPassword::TooLong { max: 128 }));
        assert_eq!(check(&password("chuva de verao"), "Beatriz Souza"), Ok(()));
    }

    #[test]
    fn the_common_list_can_match() {
        for entry in COMMON.lines() {
            assert!(
                entry.chars().count() >= MIN_CHARS,
                "{entry} is shorter than any accepted password"
            );
            assert_eq!(entry.to_lowercase(), entry, "{entry} must be in lower case");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        let hash = PasswordHash::from_stored("$argon2id$secret".to_owned());
        assert_eq!(format!("{hash:?}"), "PasswordHash");
    }
}
