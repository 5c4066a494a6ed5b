//! Tolerant reading of a JSON node: ids may be numbers, fields may be missing or of another type.

use reconecta_core::fact::TransportFailure;
use serde_json::Value;

use crate::failure::GraphFailure;

/// A JSON object as Meta sent it.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a>(pub(crate) &'a Value);

impl<'a> Node<'a> {
    /// Text; a number is taken as text, because ids were numbers once.
    pub(crate) fn text(self, key: &str) -> Option<String> {
        match self.0.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
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

    /// A list inside; none when it is something else.
    pub(crate) fn list(self, key: &str) -> impl Iterator<Item = Node<'a>> + use<'a> {
        self.0
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(Node)
    }

    /// An id that the node cannot do without.
    pub(crate) fn id<T>(self, make: impl FnOnce(String) -> T) -> Result<T, GraphFailure> {
        self.text("id")
            .filter(|id| !id.is_empty())
            .map(make)
            .ok_or(malformed())
    }
}

/// An answer of the wrong shape.
pub(crate) fn malformed() -> GraphFailure {
    GraphFailure::Transport(TransportFailure::Malformed)
}
