//! What was last seen at Meta: portfolios, accounts and numbers. A cache of remote facts, so rows do not require each
//! other: a number may be visible while its portfolio is not. `detail` is what was read, as JSON.

use crate::error::StoreError;
use crate::sql::{self, Json};
use crate::store::Store;
use reconecta_core::ids::{BusinessId, NumberId, UnixMillis, WabaId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde_json::Value;

pub(crate) const V1: &str = "
CREATE TABLE businesses (
    id      TEXT PRIMARY KEY,
    name    TEXT,
    detail  TEXT NOT NULL CHECK (json_valid(detail)),
    seen_at INTEGER NOT NULL
) STRICT;
CREATE TABLE wabas (
    id          TEXT PRIMARY KEY,
    business_id TEXT,
    name        TEXT,
    detail      TEXT NOT NULL CHECK (json_valid(detail)),
    seen_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX wabas_by_business ON wabas (business_id);
CREATE TABLE numbers (
    id                   TEXT PRIMARY KEY,
    waba_id              TEXT NOT NULL,
    display_phone_number TEXT,
    verified_name        TEXT,
    detail               TEXT NOT NULL CHECK (json_valid(detail)),
    seen_at              INTEGER NOT NULL
) STRICT;
CREATE INDEX numbers_by_waba ON numbers (waba_id);";

/// A portfolio.
#[derive(Clone, Debug, PartialEq)]
pub struct BusinessRow {
    /// Portfolio id.
    pub id: BusinessId,
    /// Its name.
    pub name: Option<String>,
    /// Everything read.
    pub detail: Value,
    /// When it was read.
    pub seen_at: UnixMillis,
}

/// A WhatsApp Business Account.
#[derive(Clone, Debug, PartialEq)]
pub struct WabaRow {
    /// Account id.
    pub id: WabaId,
    /// Owning portfolio, when told.
    pub business_id: Option<BusinessId>,
    /// Its name.
    pub name: Option<String>,
    /// Everything read.
    pub detail: Value,
    /// When it was read.
    pub seen_at: UnixMillis,
}

/// A phone number.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberRow {
    /// Phone number id.
    pub id: NumberId,
    /// Account it was listed under.
    pub waba_id: WabaId,
    /// Number as Meta writes it.
    pub display_phone_number: Option<String>,
    /// Verified name.
    pub verified_name: Option<String>,
    /// Everything read.
    pub detail: Value,
    /// When it was read.
    pub seen_at: UnixMillis,
}

fn business(row: &Row<'_>) -> rusqlite::Result<BusinessRow> {
    Ok(BusinessRow {
        id: sql::id(row, "id", BusinessId::new)?,
        name: row.get("name")?,
        detail: sql::json(row, "detail")?,
        seen_at: UnixMillis(row.get("seen_at")?),
    })
}

fn waba(row: &Row<'_>) -> rusqlite::Result<WabaRow> {
    Ok(WabaRow {
        id: sql::id(row, "id", WabaId::new)?,
        business_id: sql::optional_id(row, "business_id", BusinessId::new)?,
        name: row.get("name")?,
        detail: sql::json(row, "detail")?,
        seen_at: UnixMillis(row.get("seen_at")?),
    })
}

fn number(row: &Row<'_>) -> rusqlite::Result<NumberRow> {
    Ok(NumberRow {
        id: sql::id(row, "id", NumberId::new)?,
        waba_id: sql::id(row, "waba_id", WabaId::new)?,
        display_phone_number: row.get("display_phone_number")?,
        verified_name: row.get("verified_name")?,
        detail: sql::json(row, "detail")?,
        seen_at: UnixMillis(row.get("seen_at")?),
    })
}

fn number_by_id(connection: &Connection, id: &NumberId) -> rusqlite::Result<Option<NumberRow>> {
    connection
        .prepare_cached("SELECT * FROM numbers WHERE id = ?1")?
        .query_row([id.as_str()], number)
        .optional()
}

pub(super) fn remember(
    transaction: &Transaction<'_>,
    businesses: &[BusinessRow],
    wabas: &[WabaRow],
    numbers: &[NumberRow],
) -> rusqlite::Result<()> {
    let mut save = transaction.prepare_cached("REPLACE INTO businesses VALUES (?1, ?2, ?3, ?4)")?;
    for row in businesses {
        save.execute((
            row.id.as_str(),
            &row.name,
            Json(row.detail.clone()),
            row.seen_at.0,
        ))?;
    }
    let mut save = transaction.prepare_cached("REPLACE INTO wabas VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for row in wabas {
        let business_id = row.business_id.as_ref().map(BusinessId::as_str);
        save.execute((
            row.id.as_str(),
            business_id,
            &row.name,
            Json(row.detail.clone()),
            row.seen_at.0,
        ))?;
    }
    let mut save = transaction.prepare_cached("REPLACE INTO numbers VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for row in numbers {
        save.execute((
            row.id.as_str(),
            row.waba_id.as_str(),
            &row.display_phone_number,
            &row.verified_name,
            Json(row.detail.clone()),
            row.seen_at.0,
        ))?;
    }
    Ok(())
}

impl Store {
    /// Keeps what a discovery read, in one transaction; rows of the same id are replaced.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn remember_assets(
        &self,
        businesses: Vec<BusinessRow>,
        wabas: Vec<WabaRow>,
        numbers: Vec<NumberRow>,
    ) -> Result<(), StoreError> {
        self.write(move |transaction| Ok(remember(transaction, &businesses, &wabas, &numbers)?))
            .await
    }

    /// All portfolios by name.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn businesses(&self) -> Result<Vec<BusinessRow>, StoreError> {
        self.call(|connection| {
            let mut statement = connection.prepare_cached("SELECT * FROM businesses ORDER BY name, id")?;
            let rows = statement.query_map([], business)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }

    /// All accounts by name.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn wabas(&self) -> Result<Vec<WabaRow>, StoreError> {
        self.call(|connection| {
            let mut statement = connection.prepare_cached("SELECT * FROM wabas ORDER BY name, id")?;
            let rows = statement.query_map([], waba)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }

    /// All numbers, in the order of their display.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn numbers(&self) -> Result<Vec<NumberRow>, StoreError> {
        self.call(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT * FROM numbers ORDER BY display_phone_number, id")?;
            let rows = statement.query_map([], number)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
        .await
    }

    /// One number as last seen.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn number(&self, id: NumberId) -> Result<Option<NumberRow>, StoreError> {
        self.call(move |connection| Ok(number_by_id(connection, &id)?))
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::test_support::{self, at};
    use serde_json::json;

    fn row(id: u32, seen_at: i64) -> NumberRow {
        NumberRow {
            id: NumberId::new(id.to_string()),
            waba_id: WabaId::from("300"),
            display_phone_number: Some(format!("+55 11 9{id:08}")),
            verified_name: Some("Padaria Sol".to_owned()),
            detail: json!({ "status": "CONNECTED" }),
            seen_at: at(seen_at),
        }
    }

    #[tokio::test]
    async fn what_is_seen_again_replaces_what_was_seen() {
        let (_folder, store) = test_support::store().await;
        let business = BusinessRow {
            id: BusinessId::from("200"),
            name: None,
            detail: json!({}),
            seen_at: at(1),
        };
        let waba = WabaRow {
            id: WabaId::from("300"),
            business_id: Some(business.id.clone()),
            name: Some("Sol".to_owned()),
            detail: json!({}),
            seen_at: at(1),
        };
        store
            .remember_assets(vec![business.clone()], vec![waba.clone()], vec![row(1, 1)])
            .await
            .unwrap();
        store
            .remember_assets(Vec::new(), Vec::new(), vec![row(1, 2), row(2, 2)])
            .await
            .unwrap();
        assert_eq!(store.businesses().await.unwrap(), [business]);
        assert_eq!(store.wabas().await.unwrap(), [waba]);
        assert_eq!(store.numbers().await.unwrap(), [row(1, 2), row(2, 2)]);
        assert_eq!(store.number(NumberId::from("2")).await.unwrap(), Some(row(2, 2)));
        assert_eq!(store.number(NumberId::from("3")).await.unwrap(), None);
    }

    #[tokio::test]
    async fn ten_thousand_numbers_are_kept() {
        let (_folder, store) = test_support::store().await;
        let numbers = (0..10_000).map(|id| row(id, 1)).collect();
        store
            .remember_assets(Vec::new(), Vec::new(), numbers)
            .await
            .unwrap();
        assert_eq!(store.numbers().await.unwrap().len(), 10_000);
    }
}
