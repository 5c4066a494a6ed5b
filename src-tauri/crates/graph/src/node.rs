//! Tolerant reading of a JSON node: ids may be numbers, fields may be missing or of another type.

use crate::failure::{GraphFailure, malformed};
use serde_json::Value;

/// A JSON object as Meta sent it.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a>(pub(crate) &'a Value);

impl<'a> Node<'a> {
    /// Text; a whole number is taken as text, because ids were numbers once. A number too large to be kept exactly is
    /// no id at all.
    pub(crate) fn text(self, key: &str) -> Option<String> {
        match self.0.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
            _ => None,
        }
    }

    /// A whole number; text of digits is taken as a number.
    pub(crate) fn whole(self, key: &str) -> Option<i64> {
        let value = self.0.get(key)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    /// Yes or no.
    pub(crate) fn flag(self, key: &str) -> Option<bool> {
        let value = self.0.get(key)?;
        value.as_bool().or_else(|| value.as_str()?.parse().ok())
    }

    /// An object inside.
    pub(crate) fn inner(self, key: &str) -> Option<Node<'a>> {
        self.0.get(key).filter(|value| value.is_object()).map(Node)
    }

    /// A list inside; `None` when it is missing or something else.
    pub(crate) fn items(self, key: &str) -> Option<impl Iterator<Item = Node<'a>> + use<'a>> {
        Some(self.0.get(key)?.as_array()?.iter().map(Node))
    }

    /// The texts of a list inside; none when it is missing.
    pub(crate) fn texts(self, key: &str) -> Vec<String> {
        let items = self.0.get(key).and_then(Value::as_array);
        let texts = items
            .into_iter()
            .flatten()
            .filter_map(|item| item.as_str().map(str::to_owned));
        texts.collect()
    }

    /// An id that the node cannot do without.
    pub(crate) fn id<T>(self, make: impl FnOnce(String) -> T) -> Result<T, GraphFailure> {
        self.text("id")
            .filter(|id| !id.is_empty())
            .map(make)
            .ok_or(malformed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        let key = prop_oneof![
            Just("id".to_owned()),
            Just("data".to_owned()),
            Just("error".to_owned()),
            Just("code".to_owned()),
            Just("error_data".to_owned()),
            Just("health_status".to_owned()),
            Just("entities".to_owned()),
            Just("errors".to_owned()),
            Just("is_valid".to_owned()),
            "[a-z_]{1,8}",
        ];
        leaf.prop_recursive(6, 64, 8, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::hash_map(key.clone(), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// Whatever a server sends is read or refused; nothing panics, and an id is never empty.
        #[test]
        fn every_answer_is_read_or_refused(value in any_json(), status in 100_u16..600) {
            let node = Node(&value);
            if let Ok(number) = crate::wire::phone_number(node) {
                prop_assert!(!number.id.as_str().is_empty());
            }
            let _info = crate::wire::token_info(node);
            let _assets = crate::wire::granted_assets(node);
            let _account = crate::wire::waba(node);
            let error = crate::envelope::error_in(&value, status);
            if !(200..300).contains(&status) {
                prop_assert!(error.is_some(), "status {} is an error whatever the body says", status);
            }
        }
    }
}
