//! Local profiles: who sits at this computer, and whether they may change anything.

use crate::error::{Conflict, StoreError};
use crate::sql::text_enum;
use crate::store::Store;
use reconecta_core::ids::UnixMillis;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

pub(crate) const V1: &str = "
CREATE TABLE operators (
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES accounts (id),
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('administrator', 'attendant')),
    password_hash TEXT,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    removed_at    INTEGER
) STRICT;
CREATE INDEX operators_by_account ON operators (account_id);";

text_enum! {
    /// What a profile may do.
    Role {
        /// May change everything.
        Administrator = "administrator",
        /// Sees everything, changes nothing.
        Attendant = "attendant",
    }
}

/// One profile. The password hash has a read of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Our id.
    pub id: String,
    /// Account it belongs to.
    pub account_id: String,
    /// Name of the person.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whether a password is set.
    pub has_password: bool,
    /// When it was first saved.
    pub created_at: UnixMillis,
}

fn operator(row: &Row<'_>) -> rusqlite::Result<Operator> {
    Ok(Operator {
        id: row.get("id")?,
        account_id: row.get("account_id")?,
        name: row.get("name")?,
        role: row.get("role")?,
        has_password: row.get("has_password")?,
        created_at: UnixMillis(row.get("created_at")?),
    })
}

pub(crate) fn present(connection: &Connection) -> rusqlite::Result<Vec<Operator>> {
    connection
        .prepare_cached(
            "SELECT *, password_hash IS NOT NULL AS has_password FROM operators
             WHERE removed_at IS NULL ORDER BY created_at, id",
        )?
        .query_map([], operator)?
        .collect()
}

fn password_hash(connection: &Connection, id: &str) -> rusqlite::Result<Option<Option<String>>> {
    connection
        .prepare_cached("SELECT password_hash FROM operators WHERE id = ?1 AND removed_at IS NULL")?
        .query_row([id], |row| row.get(0))
        .optional()
}

fn require_administrator(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let left: u32 = transaction.query_row(
        "SELECT count(*) FROM operators WHERE role = 'administrator' AND removed_at IS NULL",
        [],
        |row| row.get(0),
    )?;
    if left == 0 {
        return Err(StoreError::Conflict(Conflict::LastAdministrator));
    }
    Ok(())
}

pub(crate) fn save(
    transaction: &Transaction<'_>,
    id: &str,
    account_id: &str,
    name: &str,
    role: Role,
    at: UnixMillis,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO operators (id, account_id, name, role, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role,
                 updated_at = excluded.updated_at",
        )?
        .execute((id, account_id, name, role, at.0))?;
    require_administrator(transaction)
}

impl Store {
    /// Profiles in use, oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn operators(&self) -> Result<Vec<Operator>, StoreError> {
        self.call(|connection| Ok(present(connection)?)).await
    }

    /// Creates the profile, or changes its name and role.
    ///
    /// # Errors
    /// [`Conflict::LastAdministrator`] when nobody could change anything afterwards.
    pub async fn save_operator(
        &self,
        id: String,
        account_id: String,
        name: String,
        role: Role,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| save(transaction, &id, &account_id, &name, role, at))
            .await
    }

    /// The stored password hash, `None` when no password is set.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown or removed profile.
    pub async fn operator_password_hash(&self, id: String) -> Result<Option<String>, StoreError> {
        self.call(move |connection| password_hash(connection, &id)?.ok_or(StoreError::NotFound("operator")))
            .await
    }

    /// Sets or, with `None`, removes the password hash.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown or removed profile.
    pub async fn set_operator_password_hash(
        &self,
        id: String,
        hash: Option<String>,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| {
            let changed = transaction
                .prepare_cached(
                    "UPDATE operators SET password_hash = ?2, updated_at = ?3
                     WHERE id = ?1 AND removed_at IS NULL",
                )?
                .execute((&id, hash, at.0))?;
            if changed == 0 {
                return Err(StoreError::NotFound("operator"));
            }
            Ok(())
        })
        .await
    }

    /// Takes the profile out of use; its name stays in the audit.
    ///
    /// # Errors
    /// [`Conflict::LastAdministrator`] when nobody could change anything afterwards.
    pub async fn remove_operator(&self, id: String, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| {
            let changed = transaction
                .prepare_cached(
                    "UPDATE operators SET removed_at = ?2, password_hash = NULL
                     WHERE id = ?1 AND removed_at IS NULL",
                )?
                .execute((&id, at.0))?;
            if changed == 0 {
                return Err(StoreError::NotFound("operator"));
            }
            require_administrator(transaction)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::test_support::{self, at};

    async fn save(store: &Store, id: &str, role: Role) -> Result<(), StoreError> {
        store
            .save_operator(id.to_owned(), "account".to_owned(), "Ana".to_owned(), role, at(1))
            .await
    }

    #[tokio::test]
    async fn the_last_administrator_stays() {
        let (_folder, store) = test_support::store_with_channels(&[]).await;
        let refusal = Err(StoreError::Conflict(Conflict::LastAdministrator));
        assert_eq!(save(&store, "o1", Role::Attendant).await, refusal);
        assert!(
            store.operators().await.unwrap().is_empty(),
            "a refused change must leave nothing"
        );
        save(&store, "o1", Role::Administrator).await.unwrap();
        save(&store, "o2", Role::Attendant).await.unwrap();
        assert_eq!(save(&store, "o1", Role::Attendant).await, refusal);
        assert_eq!(store.remove_operator("o1".to_owned(), at(2)).await, refusal);
        store.remove_operator("o2".to_owned(), at(2)).await.unwrap();
        let left = store.operators().await.unwrap();
        assert_eq!(
            left.iter().map(|operator| operator.role).collect::<Vec<_>>(),
            [Role::Administrator]
        );
    }

    #[tokio::test]
    async fn the_password_hash_is_apart_from_the_profile() {
        let (_folder, store) = test_support::store_with_channels(&[]).await;
        save(&store, "o1", Role::Administrator).await.unwrap();
        assert_eq!(store.operator_password_hash("o1".to_owned()).await, Ok(None));
        let hash = Some("$argon2id$hash".to_owned());
        store
            .set_operator_password_hash("o1".to_owned(), hash.clone(), at(2))
            .await
            .unwrap();
        assert_eq!(store.operator_password_hash("o1".to_owned()).await, Ok(hash));
        let operator = store.operators().await.unwrap().remove(0);
        assert!(operator.has_password);
        assert!(
            !format!("{operator:?}").contains("argon2"),
            "the hash must not be printed with the profile"
        );
        save(&store, "o1", Role::Administrator).await.unwrap();
        assert!(
            store.operators().await.unwrap()[0].has_password,
            "a new name must not remove the password"
        );
    }

    #[tokio::test]
    async fn an_unknown_profile_is_not_found() {
        let (_folder, store) = test_support::store_with_channels(&[]).await;
        let expected = StoreError::NotFound("operator");
        assert_eq!(
            store.operator_password_hash("x".to_owned()).await,
            Err(expected.clone())
        );
        assert_eq!(
            store
                .set_operator_password_hash("x".to_owned(), None, at(1))
                .await,
            Err(expected.clone())
        );
        assert_eq!(store.remove_operator("x".to_owned(), at(1)).await, Err(expected));
    }
}
