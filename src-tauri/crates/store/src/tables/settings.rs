//! Values by key. A key that this version does not know is left alone; a value that it cannot read is an error of that
//! key only.

use crate::error::StoreError;
use crate::sql::Json;
use crate::store::Store;
use reconecta_core::ids::UnixMillis;
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) const V1: &str = "
CREATE TABLE settings (
    key        TEXT PRIMARY KEY,
    value      TEXT NOT NULL CHECK (json_valid(value)),
    updated_at INTEGER NOT NULL
) STRICT;";

fn get(connection: &Connection, key: &str) -> rusqlite::Result<Option<Value>> {
    let value: Option<Json> = connection
        .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(value.map(|json| json.0))
}

impl Store {
    /// The value of `key`.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when it is stored in another form; use the default then.
    pub async fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let key = key.to_owned();
        let name = key.clone();
        let value = self.call(move |connection| Ok(get(connection, &key)?)).await?;
        value
            .map(serde_json::from_value)
            .transpose()
            .map_err(|_| StoreError::Unreadable(format!("setting {name}")))
    }

    /// Sets the value of `key`.
    ///
    /// # Errors
    /// The file cannot be written, or the value has no JSON form.
    pub async fn set_setting<T: Serialize + Sync>(
        &self,
        key: &str,
        value: &T,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        let key = key.to_owned();
        let value =
            serde_json::to_value(value).map_err(|_| StoreError::Unreadable(format!("setting {key}")))?;
        self.write(move |transaction| {
            transaction
                .prepare_cached("REPLACE INTO settings (key, value, updated_at) VALUES (?1, ?2, ?3)")?
                .execute((key, Json(value), at.0))?;
            Ok(())
        })
        .await
    }

    /// Removes `key`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn remove_setting(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.write(move |transaction| {
            transaction
                .prepare_cached("DELETE FROM settings WHERE key = ?1")?
                .execute([key])?;
            Ok(())
        })
        .await
    }

    /// Every key and value, those of other versions too.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn settings(&self) -> Result<BTreeMap<String, Value>, StoreError> {
        self.call(|connection| {
            let mut statement = connection.prepare_cached("SELECT key, value FROM settings")?;
            let rows = statement
                .query_map([], |row| Ok((row.get(0)?, row.get::<_, Json>(1)?.0)))?
                .collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::test_support::{self, at};
    use serde_json::json;

    #[tokio::test]
    async fn values_of_another_version_are_left_alone() {
        let (_folder, store) = test_support::store().await;
        store
            .set_setting("of_tomorrow", &json!({ "deep": [1, 2] }), at(1))
            .await
            .unwrap();
        store.set_setting("language", &"pt-BR", at(1)).await.unwrap();
        store.set_setting("language", &"en", at(2)).await.unwrap();
        store.remove_setting("nothing").await.unwrap();
        let all = store.settings().await.unwrap();
        assert_eq!(all["of_tomorrow"], json!({ "deep": [1, 2] }));
        assert_eq!(
            store.setting::<String>("language").await,
            Ok(Some("en".to_owned()))
        );
        store.remove_setting("language").await.unwrap();
        assert_eq!(store.setting::<String>("language").await, Ok(None));
    }

    #[tokio::test]
    async fn an_unreadable_value_is_an_error_of_its_key_only() {
        let (_folder, store) = test_support::store().await;
        store.set_setting("count", &"many", at(1)).await.unwrap();
        store.set_setting("language", &"en", at(1)).await.unwrap();
        let unreadable = store.setting::<u32>("count").await;
        assert_eq!(
            unreadable,
            Err(StoreError::Unreadable("setting count".to_owned()))
        );
        assert_eq!(
            store.setting::<String>("language").await,
            Ok(Some("en".to_owned()))
        );
        assert_eq!(
            store.settings().await.unwrap()["count"],
            json!("many"),
            "the value itself is kept"
        );
    }
}
