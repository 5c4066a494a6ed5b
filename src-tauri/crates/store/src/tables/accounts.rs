//! The local account: the company whose channels these are.

use crate::error::StoreError;
use crate::store::Store;
use reconecta_core::ids::UnixMillis;
use rusqlite::{Connection, Row, Transaction};

pub(crate) const V1: &str = "
CREATE TABLE accounts (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;";

/// One account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Our id.
    pub id: String,
    /// Name of the company.
    pub name: String,
    /// When it was first saved.
    pub created_at: UnixMillis,
    /// When it was last saved.
    pub updated_at: UnixMillis,
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: row.get("id")?,
        name: row.get("name")?,
        created_at: UnixMillis(row.get("created_at")?),
        updated_at: UnixMillis(row.get("updated_at")?),
    })
}

pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Account>> {
    connection
        .prepare_cached("SELECT * FROM accounts ORDER BY created_at, id")?
        .query_map([], account)?
        .collect()
}

pub(crate) fn save(
    transaction: &Transaction<'_>,
    id: &str,
    name: &str,
    at: UnixMillis,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO accounts (id, name, created_at, updated_at) VALUES (?1, ?2, ?3, ?3)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, updated_at = excluded.updated_at",
        )?
        .execute((id, name, at.0))?;
    Ok(())
}

impl Store {
    /// All accounts, oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.call(|connection| Ok(all(connection)?)).await
    }

    /// Creates the account or changes its name.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn save_account(&self, id: String, name: String, at: UnixMillis) -> Result<(), StoreError> {
        self.write(move |transaction| Ok(save(transaction, &id, &name, at)?))
            .await
    }
}

#[cfg(test)]
mod tests {
    use crate::tables::test_support::{self, at};

    #[tokio::test]
    async fn saving_again_changes_the_name_and_keeps_the_beginning() {
        let (_folder, store) = test_support::store().await;
        store
            .save_account("a".to_owned(), "Padaria Sol".to_owned(), at(1))
            .await
            .unwrap();
        store
            .save_account("a".to_owned(), "Padaria Lua".to_owned(), at(2))
            .await
            .unwrap();
        let accounts = store.accounts().await.unwrap();
        assert_eq!(accounts.len(), 1);
        assert_eq!(accounts[0].name, "Padaria Lua");
        assert_eq!((accounts[0].created_at, accounts[0].updated_at), (at(1), at(2)));
    }
}
