//! Windows: the key that Group Policy writes. Its values are locked, those of its subkey `Recommended` are defaults.

use super::Document;
use crate::warning::Fault;
use serde_json::{Map, Value, json};
use windows_registry::{Key, LOCAL_MACHINE, Type};

const LOCKED: &str = r"Software\Policies\Reconecta";
const DEFAULT: &str = r"Software\Policies\Reconecta\Recommended";

/// The place, for people.
pub(super) fn place() -> String {
    format!(r"HKLM\{LOCKED}")
}

/// What it says.
pub(super) fn documents() -> Vec<Document> {
    [(DEFAULT, "default"), (LOCKED, "locked")]
        .into_iter()
        .filter_map(|(path, level)| {
            let key = LOCAL_MACHINE.open(path).ok()?;
            let content = values(&key).map(|values| json!({ level: values }));
            Some(Document::new(format!(r"HKLM\{path}"), content))
        })
        .collect()
}

fn values(key: &Key) -> Result<Map<String, Value>, Fault> {
    let values = key.values().map_err(|_| Fault::Unreadable)?;
    Ok(values.map(|(name, value)| (name, json(value))).collect())
}

/// A type that no setting has becomes nothing, which the rules then refuse by name.
fn json(value: windows_registry::Value) -> Value {
    match value.ty() {
        Type::String | Type::ExpandString => String::try_from(value).map_or(Value::Null, Value::from),
        Type::U32 => u32::try_from(value).map_or(Value::Null, Value::from),
        Type::MultiString => Vec::<String>::try_from(value).map_or(Value::Null, Value::from),
        Type::U64 | Type::Bytes | Type::Other(_) => Value::Null,
    }
}
