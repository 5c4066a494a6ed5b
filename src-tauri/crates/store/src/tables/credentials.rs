//! Sealed secrets. A row is written once; when nobody needs it any more its secret is wiped, and who, when and until
//! when stays for the history. Which channel uses it for what is in [`super::holdings`].

use super::holdings::Slot;
use crate::error::{Conflict, StoreError};
use crate::sql::{self, Json, text_enum};
use crate::store::Store;
use reconecta_core::ids::{AttemptId, CredentialId, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde_json::json;
use std::fmt;

pub(crate) const V1: &str = "
CREATE TABLE credentials (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL
                CHECK (kind IN ('user_token', 'business_token', 'app_secret', 'pin', 'verify_token')),
    key_id      TEXT NOT NULL,
    nonce       BLOB,
    sealed      BLOB,
    person_id   TEXT,
    person_name TEXT,
    scopes      TEXT NOT NULL CHECK (json_valid(scopes)),
    expires_at  INTEGER,
    attempt_id  TEXT REFERENCES attempts (id),
    created_at  INTEGER NOT NULL,
    wiped_at    INTEGER,
    CHECK ((sealed IS NULL) = (wiped_at IS NOT NULL)),
    CHECK ((sealed IS NULL) = (nonce IS NULL))
) STRICT;
CREATE INDEX credentials_by_attempt ON credentials (attempt_id);
CREATE TABLE holdings (
    channel_id    TEXT NOT NULL REFERENCES channels (id),
    credential_id TEXT NOT NULL REFERENCES credentials (id),
    slot          TEXT NOT NULL CHECK (slot IN ('access_token', 'app_secret', 'pin', 'verify_token')),
    state         TEXT NOT NULL CHECK (state IN ('staged', 'active', 'previous', 'retired')),
    changed_at    INTEGER NOT NULL,
    PRIMARY KEY (channel_id, credential_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX holdings_by_credential ON holdings (credential_id);
CREATE UNIQUE INDEX holdings_one_per_state ON holdings (channel_id, slot, state) WHERE state <> 'retired';";

text_enum! {
    /// What a secret is.
    CredentialKind {
        /// Token of a person.
        UserToken = "user_token",
        /// Token of a system user.
        BusinessToken = "business_token",
        /// Secret of a Meta app.
        AppSecret = "app_secret",
        /// Two-step verification PIN of a number.
        Pin = "pin",
        /// Verify token of a callback.
        VerifyToken = "verify_token",
    }
}

impl CredentialKind {
    /// What a channel uses it for: both kinds of token are its access token.
    pub fn slot(self) -> Slot {
        match self {
            Self::UserToken | Self::BusinessToken => Slot::AccessToken,
            Self::AppSecret => Slot::AppSecret,
            Self::Pin => Slot::Pin,
            Self::VerifyToken => Slot::VerifyToken,
        }
    }
}

/// A sealed secret as the vault made it: not readable without the key it names.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSecret {
    /// Name of the key.
    pub key_id: String,
    /// Nonce of the seal.
    pub nonce: Vec<u8>,
    /// Ciphertext and tag.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for SealedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedSecret")
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

/// A credential to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCredential {
    /// Its id for good; the seal is bound to it.
    pub id: CredentialId,
    /// What it is; the seal is bound to [`CredentialKind::as_str`].
    pub kind: CredentialKind,
    /// The secret.
    pub secret: SealedSecret,
    /// App-scoped id of the person it belongs to.
    pub person_id: Option<String>,
    /// Their name.
    pub person_name: Option<String>,
    /// Granted scopes.
    pub scopes: Vec<String>,
    /// When it ends, `None` for never or unknown.
    pub expires_at: Option<UnixMillis>,
    /// The attempt that obtained it.
    pub attempt: Option<AttemptId>,
}

/// A stored credential.
#[derive(Clone, Debug, PartialEq)]
pub struct Credential {
    /// Our id.
    pub id: CredentialId,
    /// What it is.
    pub kind: CredentialKind,
    /// Name of the key it is or was sealed with.
    pub key_id: String,
    /// The secret, `None` once wiped.
    pub secret: Option<SealedSecret>,
    /// App-scoped id of the person it belongs to.
    pub person_id: Option<String>,
    /// Their name.
    pub person_name: Option<String>,
    /// Granted scopes.
    pub scopes: Vec<String>,
    /// When it ends, `None` for never or unknown.
    pub expires_at: Option<UnixMillis>,
    /// The attempt that obtained it.
    pub attempt: Option<AttemptId>,
    /// When it was kept.
    pub created_at: UnixMillis,
    /// When its secret was wiped.
    pub wiped_at: Option<UnixMillis>,
}

pub(crate) fn credential(row: &Row<'_>) -> rusqlite::Result<Credential> {
    let key_id: String = row.get("key_id")?;
    let secret = match (row.get("nonce")?, row.get("sealed")?) {
        (Some(nonce), Some(bytes)) => Some(SealedSecret {
            key_id: key_id.clone(),
            nonce,
            bytes,
        }),
        (_, _) => None,
    };
    Ok(Credential {
        id: sql::id(row, "id", CredentialId::new)?,
        kind: row.get("kind")?,
        key_id,
        secret,
        person_id: row.get("person_id")?,
        person_name: row.get("person_name")?,
        scopes: sql::texts(row, "scopes")?,
        expires_at: row.get::<_, Option<i64>>("expires_at")?.map(UnixMillis),
        attempt: sql::optional_id(row, "attempt_id", AttemptId::new)?,
        created_at: UnixMillis(row.get("created_at")?),
        wiped_at: row.get::<_, Option<i64>>("wiped_at")?.map(UnixMillis),
    })
}

pub(crate) fn by_id(connection: &Connection, id: &CredentialId) -> rusqlite::Result<Option<Credential>> {
    connection
        .prepare_cached("SELECT * FROM credentials WHERE id = ?1")?
        .query_row([id.as_str()], credential)
        .optional()
}

/// A credential whose secret is still there.
pub(crate) fn usable(connection: &Connection, id: &CredentialId) -> Result<Credential, StoreError> {
    let found = by_id(connection, id)?.ok_or(StoreError::NotFound("credential"))?;
    if found.secret.is_none() {
        return Err(StoreError::Conflict(Conflict::SecretWiped));
    }
    Ok(found)
}

pub(crate) fn insert(
    transaction: &Transaction<'_>,
    new: &NewCredential,
    at: UnixMillis,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO credentials (id, kind, key_id, nonce, sealed, person_id, person_name, scopes,
                 expires_at, attempt_id, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute((
            new.id.as_str(),
            new.kind,
            &new.secret.key_id,
            &new.secret.nonce,
            &new.secret.bytes,
            &new.person_id,
            &new.person_name,
            Json(json!(new.scopes)),
            new.expires_at.map(|at| at.0),
            new.attempt.as_ref().map(AttemptId::as_str),
            at.0,
        ))?;
    Ok(())
}

/// Wipes the secret unless a channel, a connection or an unfinished attempt still needs it.
pub(crate) fn wipe_if_unneeded(
    transaction: &Transaction<'_>,
    id: &CredentialId,
    at: UnixMillis,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "UPDATE credentials SET sealed = NULL, nonce = NULL, wiped_at = ?2
             WHERE id = ?1 AND sealed IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM holdings WHERE credential_id = ?1 AND state <> 'retired')
               AND NOT EXISTS (SELECT 1 FROM meta_connections WHERE app_secret_id = ?1)
               AND NOT EXISTS (SELECT 1 FROM attempts
                               WHERE attempts.id = credentials.attempt_id AND ended_at IS NULL)",
        )?
        .execute((id.as_str(), at.0))?;
    Ok(())
}

/// Ids of everything that an attempt obtained and that is not wiped.
pub(crate) fn of_attempt(
    connection: &Connection,
    attempt: &AttemptId,
) -> rusqlite::Result<Vec<CredentialId>> {
    connection
        .prepare_cached("SELECT id FROM credentials WHERE attempt_id = ?1 AND sealed IS NOT NULL")?
        .query_map([attempt.as_str()], |row| sql::id(row, "id", CredentialId::new))?
        .collect()
}

impl Store {
    /// One credential, wiped ones too.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn credential(&self, id: CredentialId) -> Result<Option<Credential>, StoreError> {
        self.call(move |connection| Ok(by_id(connection, &id)?)).await
    }

    /// Names of the keys that present secrets are sealed with. Not empty means: the key must be found, not made.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn sealed_key_ids(&self) -> Result<Vec<String>, StoreError> {
        self.call(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT key_id FROM credentials WHERE sealed IS NOT NULL
                 UNION SELECT key_id FROM platform_connections ORDER BY 1",
            )?;
            let ids = statement
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(ids)
        })
        .await
    }

    /// Wipes every secret sealed with a key that is known to be gone for good (one that lived in memory). Channels keep
    /// their holdings and show that they need a login. Answers how many were wiped.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn wipe_sealed_with(&self, key_id: String, at: UnixMillis) -> Result<usize, StoreError> {
        self.write(move |transaction| {
            let platforms = transaction
                .prepare_cached("DELETE FROM platform_connections WHERE key_id = ?1")?
                .execute([&key_id])?;
            let credentials = transaction
                .prepare_cached(
                    "UPDATE credentials SET sealed = NULL, nonce = NULL, wiped_at = ?2
                     WHERE key_id = ?1 AND sealed IS NOT NULL",
                )?
                .execute((key_id, at.0))?;
            Ok(platforms + credentials)
        })
        .await
    }
}
