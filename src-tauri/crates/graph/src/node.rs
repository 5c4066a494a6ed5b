//! Tolerant reading of a JSON node: ids may be numbers, fields may be missing or of another type.

use crate::failure::{GraphFailure, malformed};
use crate::json::{Entry, Json};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use smol_str::SmolStr;

/// A value of an answer.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    json: &'a Json,
    place: usize,
}

impl<'a> Node<'a> {
    /// The value at a place of the answer.
    pub(crate) fn at(json: &'a Json, place: usize) -> Self {
        Self { json, place }
    }

    fn entry(self) -> &'a Entry {
        self.json.entries.get(self.place).unwrap_or(&Entry::Null)
    }

    /// A field of an object; the first, should there be several of that name.
    pub(crate) fn get(self, key: &str) -> Option<Node<'a>> {
        let mut fields = self.fields()?;
        fields.find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The fields of an object, in the answer's order.
    pub(crate) fn fields(self) -> Option<impl Iterator<Item = (&'a str, Node<'a>)> + use<'a>> {
        let Entry::Object { end } = *self.entry() else {
            return None;
        };
        let json = self.json;
        let mut place = self.place.saturating_add(1);
        Some(std::iter::from_fn(move || {
            let name = (place < end).then(|| json.text_at(place))??;
            let value = Node::at(json, place.saturating_add(1));
            place = json.after(value.place);
            Some((name, value))
        }))
    }

    /// The values of a list.
    pub(crate) fn list(self) -> Option<impl Iterator<Item = Node<'a>> + use<'a>> {
        let Entry::List { end } = *self.entry() else {
            return None;
        };
        let json = self.json;
        let mut place = self.place.saturating_add(1);
        Some(std::iter::from_fn(move || {
            let value = (place < end).then(|| Node::at(json, place))?;
            place = json.after(place);
            Some(value)
        }))
    }

    /// The text that this is, if it is one.
    pub(crate) fn as_text(self) -> Option<&'a str> {
        self.json.text_at(self.place)
    }

    /// Where in the answer it stands.
    pub(crate) fn place(self) -> usize {
        self.place
    }

    /// Yes or no, if it is that or says that.
    pub(crate) fn to_flag(self) -> Option<bool> {
        match self.entry() {
            Entry::Flag(flag) => Some(*flag),
            _ => self.as_text()?.parse().ok(),
        }
    }

    /// The object that this is, if it is one.
    pub(crate) fn to_object(self) -> Option<Node<'a>> {
        self.is_object().then_some(self)
    }

    /// Whether it is an object.
    pub(crate) fn is_object(self) -> bool {
        matches!(self.entry(), Entry::Object { .. })
    }

    /// A whole number; text of digits is taken as a number.
    pub(crate) fn as_whole(self) -> Option<i64> {
        match self.entry() {
            Entry::Whole(number) => Some(*number),
            _ => self.as_text()?.parse().ok(),
        }
    }

    /// Text; a whole number is taken as text, because ids were numbers once. A number too large to be kept exactly is
    /// no id at all.
    pub(crate) fn to_text<T: for<'t> From<&'t str>>(self) -> Option<T> {
        match self.entry() {
            Entry::Whole(number) => Some(number.to_string().as_str().into()),
            Entry::Large(number) => Some(number.to_string().as_str().into()),
            _ => self.as_text().map(T::from),
        }
    }

    /// A field's text, or what is made of it.
    pub(crate) fn text<T: for<'t> From<&'t str>>(self, key: &str) -> Option<T> {
        self.get(key)?.to_text()
    }

    /// A whole number; text of digits is taken as a number.
    pub(crate) fn whole(self, key: &str) -> Option<i64> {
        self.get(key)?.as_whole()
    }

    /// Yes or no.
    pub(crate) fn flag(self, key: &str) -> Option<bool> {
        self.get(key)?.to_flag()
    }

    /// An object inside.
    pub(crate) fn inner(self, key: &str) -> Option<Node<'a>> {
        self.get(key)?.to_object()
    }

    /// A list inside; `None` when it is missing or something else.
    pub(crate) fn items(self, key: &str) -> Option<impl Iterator<Item = Node<'a>> + use<'a>> {
        self.get(key)?.list()
    }

    /// The texts of a list inside; none when it is missing.
    pub(crate) fn texts<T: for<'t> From<&'t str>>(self, key: &str) -> Vec<T> {
        let items = self.items(key).into_iter().flatten();
        items.filter_map(|item| item.as_text().map(T::from)).collect()
    }

    /// An id that the node cannot do without.
    pub(crate) fn id<T>(self, make: impl FnOnce(SmolStr) -> T) -> Result<T, GraphFailure> {
        self.text("id")
            .filter(|id: &SmolStr| !id.is_empty())
            .map(make)
            .ok_or(malformed())
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.entry() {
            Entry::Null => to.serialize_unit(),
            Entry::Flag(flag) => to.serialize_bool(*flag),
            Entry::Whole(number) => to.serialize_i64(*number),
            Entry::Large(number) => to.serialize_u64(*number),
            Entry::Fraction(number) => to.serialize_f64(*number),
            Entry::Plain { .. } | Entry::Unescaped(_) => to.serialize_str(self.as_text().unwrap_or_default()),
            Entry::List { .. } => {
                let mut list = to.serialize_seq(None)?;
                for item in self.list().into_iter().flatten() {
                    list.serialize_element(&item)?;
                }
                list.end()
            }
            Entry::Object { .. } => {
                let mut object = to.serialize_map(None)?;
                for (name, value) in self.fields().into_iter().flatten() {
                    object.serialize_entry(name, &value)?;
                }
                object.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

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
            let json = Json::of(&value);
            let node = json.node();
            if let Ok(number) = crate::wire::phone_number(node) {
                prop_assert!(!number.id.as_str().is_empty());
            }
            let _info = crate::wire::token_info(node);
            let _assets = crate::wire::granted_assets(node);
            let _account = crate::wire::waba(node);
            let error = crate::envelope::error_in(node, status);
            if !(200..300).contains(&status) {
                prop_assert!(error.is_some(), "status {} is an error whatever the body says", status);
            }
        }
    }
}
