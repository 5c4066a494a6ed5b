//! The platform where the company's team answers, and the sealed access token to it. One for each profile.

use super::credentials::SealedSecret;
use crate::error::StoreError;
use crate::sql::text_enum;
use crate::store::Store;
use reconecta_core::ids::UnixMillis;
use rusqlite::{OptionalExtension, Row};

pub(crate) const PLATFORM_CONNECTIONS: &str = "
CREATE TABLE platform_connections (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('chatwoot')),
    base_url     TEXT NOT NULL,
    account_id   INTEGER NOT NULL,
    account_name TEXT NOT NULL,
    person_name  TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('administrator', 'agent')),
    key_id       TEXT NOT NULL,
    nonce        BLOB NOT NULL,
    sealed       BLOB NOT NULL,
    tested_at    INTEGER NOT NULL
) STRICT;";

text_enum! {
    /// Which platform it is.
    Platform {
        /// Chatwoot.
        Chatwoot = "chatwoot",
    }
}

text_enum! {
    /// What the token's owner is in the platform's account.
    PlatformRole {
        /// Sees every inbox.
        Administrator = "administrator",
        /// Sees their own inboxes.
        Agent = "agent",
    }
}

/// A connection to a platform. Nothing in it is readable that is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformConnection {
    /// Our id; the seal is bound to it.
    pub id: String,
    /// Which platform.
    pub platform: Platform,
    /// Its address.
    pub base_url: String,
    /// Account of the platform.
    pub account_id: u32,
    /// Its name.
    pub account_name: String,
    /// Name of the token's owner.
    pub person_name: String,
    /// What the owner may see.
    pub role: PlatformRole,
    /// The access token.
    pub secret: SealedSecret,
    /// When the platform last answered as it should.
    pub tested_at: UnixMillis,
}

fn connection(row: &Row<'_>) -> rusqlite::Result<PlatformConnection> {
    Ok(PlatformConnection {
        id: row.get("id")?,
        platform: row.get("kind")?,
        base_url: row.get("base_url")?,
        account_id: row.get("account_id")?,
        account_name: row.get("account_name")?,
        person_name: row.get("person_name")?,
        role: row.get("role")?,
        secret: SealedSecret {
            key_id: row.get("key_id")?,
            nonce: row.get("nonce")?,
            bytes: row.get("sealed")?,
        },
        tested_at: UnixMillis(row.get("tested_at")?),
    })
}

impl Store {
    /// The connection to the platform.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn platform_connection(&self) -> Result<Option<PlatformConnection>, StoreError> {
        self.call(|file| {
            let mut statement = file.prepare_cached("SELECT * FROM platform_connections LIMIT 1")?;
            Ok(statement.query_row([], connection).optional()?)
        })
        .await
    }

    /// Keeps a connection; an earlier one and its token are gone.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn save_platform_connection(&self, new: PlatformConnection) -> Result<(), StoreError> {
        self.write(move |transaction| {
            transaction.execute("DELETE FROM platform_connections", [])?;
            transaction
                .prepare_cached(
                    "INSERT INTO platform_connections (id, kind, base_url, account_id, account_name, person_name,
                         role, key_id, nonce, sealed, tested_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                )?
                .execute((
                    new.id,
                    new.platform,
                    new.base_url,
                    new.account_id,
                    new.account_name,
                    new.person_name,
                    new.role,
                    new.secret.key_id,
                    new.secret.nonce,
                    new.secret.bytes,
                    new.tested_at.0,
                ))?;
            Ok(())
        })
        .await
    }

    /// Forgets the connection with its token; whether there was one.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn forget_platform_connection(&self) -> Result<bool, StoreError> {
        self.write(|transaction| Ok(transaction.execute("DELETE FROM platform_connections", [])? > 0))
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{at, store};
    use super::*;

    fn made(id: &str, account_id: u32) -> PlatformConnection {
        PlatformConnection {
            id: id.to_owned(),
            platform: Platform::Chatwoot,
            base_url: "https://loja.example/chat/".to_owned(),
            account_id,
            account_name: "Padaria Sol".to_owned(),
            person_name: "Ana".to_owned(),
            role: PlatformRole::Agent,
            secret: SealedSecret {
                key_id: "key-1".to_owned(),
                nonce: vec![1; 24],
                bytes: vec![2; 40],
            },
            tested_at: at(7),
        }
    }

    #[tokio::test]
    async fn one_connection_is_kept_and_forgotten_with_its_token() {
        let (_folder, store) = store().await;
        assert_eq!(store.platform_connection().await.unwrap(), None);
        store.save_platform_connection(made("one", 3)).await.unwrap();
        store.save_platform_connection(made("two", 4)).await.unwrap();
        assert_eq!(
            store.platform_connection().await.unwrap(),
            Some(made("two", 4)),
            "another one takes the place of the first"
        );
        assert_eq!(store.sealed_key_ids().await.unwrap(), ["key-1"]);
        assert!(store.forget_platform_connection().await.unwrap());
        assert!(!store.forget_platform_connection().await.unwrap());
        assert_eq!(store.platform_connection().await.unwrap(), None);
        assert!(store.sealed_key_ids().await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_token_whose_key_is_gone_goes_with_it() {
        let (_folder, store) = store().await;
        store.save_platform_connection(made("one", 3)).await.unwrap();
        let other = store.wipe_sealed_with("another".to_owned(), at(8)).await;
        assert_eq!(other.unwrap(), 0);
        let own = store.wipe_sealed_with("key-1".to_owned(), at(8)).await;
        assert_eq!(own.unwrap(), 1);
        assert_eq!(store.platform_connection().await.unwrap(), None);
    }
}
