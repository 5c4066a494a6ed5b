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
