//! A JSON answer as Meta sent it, kept as its text and a list of what stands where: no allocation for each key and value,
//! and no copy of a text without escapes.

use crate::node::Node;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// One value, or one key. What an object or a list holds follows it.
pub(crate) enum Entry {
    Null,
    Flag(bool),
    Whole(i64),
    /// Larger than an `i64`.
    Large(u64),
    Fraction(f64),
    /// Stands in the answer as it is.
    Plain {
        start: usize,
        end: usize,
    },
    /// Had escapes.
    Unescaped(Box<str>),
    /// Its items follow, up to this place.
    List {
        end: usize,
    },
    /// Its keys follow, each with its value, up to this place.
    Object {
        end: usize,
    },
}

/// A whole answer.
pub(crate) struct Json {
    text: String,
    pub(crate) entries: Vec<Entry>,
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An answer may hold a token.
        f.debug_struct("Json")
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

impl Json {
    /// Reads a text; `None` when it is no JSON.
    pub(crate) fn read(text: String) -> Option<Self> {
        let mut entries = Vec::with_capacity(text.len() / BYTES_OF_ENTRY + 4);
        let mut source = serde_json::Deserializer::from_str(&text);
        let builder = Builder {
            base: text.as_ptr().addr(),
            entries: &mut entries,
        };
        builder.deserialize(&mut source).ok()?;
        source.end().ok()?;
        Some(Self { text, entries })
    }

    /// The whole of it.
    pub(crate) fn node(&self) -> Node<'_> {
        Node::at(self, 0)
    }

    /// The text it was read from.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Takes an unescaped text out instead of copying it.
    pub(crate) fn take(&mut self, place: usize) -> Option<String> {
        match self.entries.get_mut(place)? {
            Entry::Unescaped(text) => Some(std::mem::take(text).into_string()),
            Entry::Plain { start, end } => self.text.get(*start..*end).map(str::to_owned),
            _ => None,
        }
    }

    pub(crate) fn text_at(&self, place: usize) -> Option<&str> {
        match self.entries.get(place)? {
            Entry::Plain { start, end } => self.text.get(*start..*end),
            Entry::Unescaped(text) => Some(text),
            _ => None,
        }
    }

    /// Where the value after this one begins.
    pub(crate) fn after(&self, place: usize) -> usize {
        match self.entries.get(place) {
            Some(Entry::List { end } | Entry::Object { end }) => *end,
            _ => place.saturating_add(1),
        }
    }
}

/// Bytes of answer for each entry, about.
const BYTES_OF_ENTRY: usize = 10;

struct Builder<'b> {
    /// Where the text begins.
    base: usize,
    entries: &'b mut Vec<Entry>,
}

impl Builder<'_> {
    fn next(&mut self) -> Builder<'_> {
        Builder {
            base: self.base,
            entries: self.entries,
        }
    }

    fn push<E>(self, entry: Entry) -> Result<(), E> {
        self.entries.push(entry);
        Ok(())
    }

    /// Puts a list or an object at the place that was kept for it.
    fn close(self, place: usize, whole: impl FnOnce(usize) -> Entry) {
        let end = self.entries.len();
        if let Some(kept) = self.entries.get_mut(place) {
            *kept = whole(end);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Builder<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Builder<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.push(Entry::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<(), E> {
        self.push(Entry::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.push(Entry::Whole(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.push(i64::try_from(number).map_or(Entry::Large(number), Entry::Whole))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.push(Entry::Fraction(number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        let entry = match text.as_ptr().addr().checked_sub(self.base) {
            Some(start) => Entry::Plain {
                start,
                end: start.saturating_add(text.len()),
            },
            None => Entry::Unescaped(text.into()),
        };
        self.push(entry)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.push(Entry::Unescaped(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let place = self.entries.len();
        self.entries.push(Entry::Null);
        while items.next_element_seed(self.next())?.is_some() {}
        self.close(place, |end| Entry::List { end });
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        let place = self.entries.len();
        self.entries.push(Entry::Null);
        while fields.next_key_seed(self.next())?.is_some() {
            fields.next_value_seed(self.next())?;
        }
        self.close(place, |end| Entry::Object { end });
        Ok(())
    }
}

#[cfg(test)]
impl Json {
    /// What a test spells with `json!`.
    pub(crate) fn of(value: &serde_json::Value) -> Self {
        Self::read(value.to_string()).expect("JSON")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn same(text: &str) {
        let expected: Option<Value> = serde_json::from_str(text).ok();
        let read = Json::read(text.to_owned());
        let told = read.map(|read| serde_json::to_value(read.node()).unwrap());
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn it_says_what_the_text_says() {
        for text in [
            "{}",
            "[]",
            "null",
            "true",
            " 7 ",
            r#""a""#,
            r#"{"a":{"b":[1,-2,3.5,18446744073709551615,null,false,"x",{}]},"c":"","d":[]}"#,
            r#"{"url":"https:\/\/a.example\/\u00e7","n\"ame":"\n","é":"ç"}"#,
            r#"{"same":1,"other":2}"#,
            "",
            "{",
            "[1",
            "{} {}",
            r#"{"a" 1}"#,
            r#"{"a":1,}"#,
            "nul",
            r#""\ud800""#,
        ] {
            same(text);
        }
    }

    #[test]
    fn a_body_too_deep_to_be_meant_is_no_json() {
        assert!(Json::read("[".repeat(100_000)).is_none());
        same(&format!("{}1{}", "[".repeat(100), "]".repeat(100)));
    }

    #[test]
    fn an_answer_does_not_print_itself() {
        let token = Json::of(&json!({"access_token": "EAAsecret"}));
        assert!(!format!("{token:?}").contains("EAA"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_serde_json_reads_it(text in r#"[\[\]{}:,"a0-9\\un. -]{0,24}"#) {
            let distinct = |value: &Value| value.to_string().matches('{').count() == 0;
            let expected: Option<Value> = serde_json::from_str(&text).ok();
            prop_assert_eq!(Json::read(text.clone()).is_some(), expected.is_some(), "{}", text);
            // Of two fields with the same name each keeps its own.
            if expected.as_ref().is_some_and(distinct) {
                same(&text);
            }
        }
    }
}
