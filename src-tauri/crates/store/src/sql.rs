//! Small bridges between rows and our types.

use crate::error::StoreError;
use rusqlite::types::{FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, Transaction, TransactionBehavior};
use serde_json::Value;

/// Runs `work` in a transaction that takes the write lock at once, so that it cannot fail half way for want of it.
pub(crate) fn write<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let result = work(&transaction)?;
    transaction.commit()?;
    Ok(result)
}

/// A text column as an id.
pub(crate) fn id<T>(row: &Row<'_>, column: &str, wrap: impl Fn(String) -> T) -> rusqlite::Result<T> {
    row.get(column).map(wrap)
}

/// A nullable text column as an id.
pub(crate) fn optional_id<T>(
    row: &Row<'_>,
    column: &str,
    wrap: impl Fn(String) -> T,
) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<String>>(column)?.map(wrap))
}

/// JSON in a text column.
pub(crate) struct Json(pub(crate) Value);

impl rusqlite::types::FromSql for Json {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let parsed = serde_json::from_str(value.as_str()?);
        parsed
            .map(Self)
            .map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

impl rusqlite::ToSql for Json {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.to_string().into())
    }
}

/// A JSON column.
pub(crate) fn json(row: &Row<'_>, column: &str) -> rusqlite::Result<Value> {
    Ok(row.get::<_, Json>(column)?.0)
}

/// A nullable JSON column.
pub(crate) fn optional_json(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Value>> {
    Ok(row.get::<_, Option<Json>>(column)?.map(|json| json.0))
}

/// A list of texts in a JSON column.
pub(crate) fn texts(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let value = json(row, column)?;
    serde_json::from_value(value).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// A closed set of texts in a column.
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text in the column.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The value of a text, `None` for any other text.
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                Self::parse(value.as_str()?).ok_or(rusqlite::types::FromSqlError::InvalidType)
            }
        }

        impl rusqlite::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(self.as_str().into())
            }
        }
    };
}
pub(crate) use text_enum;
