//! A JSON answer as Meta sent it, kept as its text and a list of what stands where: no allocation for each key and value,
//! and no copy of a text.

use crate::node::Node;
use simd_json::{Node as Parsed, StaticNode};
use std::fmt;

/// One value, or one key. What an object or a list holds follows it.
pub(crate) enum Entry {
    Null,
    Flag(bool),
    Whole(i64),
    /// Larger than an `i64`.
    Large(u64),
    Fraction(f64),
    /// Stands in the bytes, without its escapes.
    Text {
        start: usize,
        end: usize,
    },
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
    /// What was read; escapes were taken out of each text where it stands.
    bytes: Vec<u8>,
    pub(crate) entries: Vec<Entry>,
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An answer may hold a token.
        f.debug_struct("Json")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl Json {
    /// Reads an answer; `None` when it is no JSON.
    pub(crate) fn read(mut bytes: Vec<u8>) -> Option<Self> {
        let base = bytes.as_ptr().addr();
        let tape = simd_json::to_tape(&mut bytes).ok()?;
        let entries = (0..).zip(&tape.0).map(|(place, one)| entry(base, place, one));
        let entries = entries.collect::<Option<Vec<Entry>>>()?;
        Some(Self { bytes, entries })
    }

    /// The whole of it.
    pub(crate) fn node(&self) -> Node<'_> {
        Node::at(self, 0)
    }

    pub(crate) fn text_at(&self, place: usize) -> Option<&str> {
        match self.entries.get(place)? {
            Entry::Text { start, end } => std::str::from_utf8(self.bytes.get(*start..*end)?).ok(),
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

/// What the parser found at a place, without the loan of the bytes that begin at `base`.
fn entry(base: usize, place: usize, found: &Parsed<'_>) -> Option<Entry> {
    let behind = |held: usize| place.checked_add(held)?.checked_add(1);
    Some(match *found {
        Parsed::String(text) => {
            let start = text.as_ptr().addr().checked_sub(base)?;
            Entry::Text {
                start,
                end: start.checked_add(text.len())?,
            }
        }
        Parsed::Object { count, .. } => Entry::Object { end: behind(count)? },
        Parsed::Array { count, .. } => Entry::List { end: behind(count)? },
        Parsed::Static(StaticNode::Null) => Entry::Null,
        Parsed::Static(StaticNode::Bool(flag)) => Entry::Flag(flag),
        Parsed::Static(StaticNode::I64(number)) => Entry::Whole(number),
        Parsed::Static(StaticNode::U64(number)) => {
            i64::try_from(number).map_or(Entry::Large(number), Entry::Whole)
        }
        Parsed::Static(StaticNode::F64(number)) => Entry::Fraction(number),
    })
}

#[cfg(test)]
impl Json {
    /// What a test spells with `json!`.
    pub(crate) fn of(value: &serde_json::Value) -> Self {
        Self::read(value.to_string().into_bytes()).expect("JSON")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn same(text: &str) {
        let expected: Option<Value> = serde_json::from_str(text).ok();
        let read = Json::read(text.as_bytes().to_vec());
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
        assert!(Json::read("[".repeat(100_000).into_bytes()).is_none());
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
            prop_assert_eq!(Json::read(text.clone().into_bytes()).is_some(), expected.is_some(), "{}", text);
            // Of two fields with the same name each keeps its own.
            if expected.as_ref().is_some_and(distinct) {
                same(&text);
            }
        }
    }
}
