//! The policy of a computer: documents, laid over each other.

use crate::key::Key;
use crate::source::{self, Document};
use crate::value::{self, Value, names_a_secret};
use crate::warning::{Fault, Warning};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// How firmly a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Counts until the person chooses another.
    Default,
    /// The person cannot change it.
    Locked,
}

impl Level {
    /// Its name in files and in the catalogue.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Locked => "locked",
        }
    }
}

/// One value with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is set.
    pub key: Key,
    /// To what.
    pub value: Value,
    /// How firmly.
    pub level: Level,
    /// File, or place in the registry.
    pub source: String,
}

/// What the company has set. Empty on a computer that nobody manages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    entries: BTreeMap<Key, Entry>,
    warnings: Vec<Warning>,
}

impl Policy {
    /// Reads this computer's policy; see [`crate::place`].
    pub fn of_this_computer() -> Self {
        Self::of(source::documents())
    }

    /// The policy of one document, in the form `{"default": {…}, "locked": {…}}`.
    pub fn of_json(source: &str, json: Json) -> Self {
        Self::of([Document::new(source, Ok(json))])
    }

    /// The same with one more mistake, which showed when a value was used.
    #[must_use]
    pub fn with_warning(mut self, key: Key, fault: Fault) -> Self {
        let source = self
            .entry(key)
            .map(|entry| entry.source.clone())
            .unwrap_or_default();
        self.warn(&source, Some(key.name()), fault);
        self
    }

    /// Lays documents over each other: a later one wins over an earlier one, and a locked value over a default one
    /// wherever it stands.
    pub(crate) fn of(documents: impl IntoIterator<Item = Document>) -> Self {
        let mut policy = Self::default();
        for document in documents {
            match document.content {
                Err(fault) => policy.warn(&document.source, None, fault),
                Ok(Json::Object(levels)) => policy.lay(&document.source, &levels),
                Ok(_) => policy.warn(&document.source, None, Fault::Malformed),
            }
        }
        policy
    }

    fn lay(&mut self, source: &str, levels: &Map<String, Json>) {
        for (name, values) in levels {
            let level = match name.as_str() {
                "default" => Level::Default,
                "locked" => Level::Locked,
                _ => {
                    self.warn(source, Some(name), unknown(name));
                    continue;
                }
            };
            let Json::Object(values) = values else {
                self.warn(source, Some(name), Fault::WrongType { expected: "{ … }" });
                continue;
            };
            for (name, json) in values {
                match Key::named(name) {
                    None => self.warn(source, Some(name), unknown(name)),
                    Some(key) => match value::read(key, json) {
                        Ok(value) => self.put(Entry {
                            key,
                            value,
                            level,
                            source: source.to_owned(),
                        }),
                        Err(fault) => self.warn(source, Some(key.name()), fault),
                    },
                }
            }
        }
    }

    fn put(&mut self, entry: Entry) {
        let stands = self.entries.get(&entry.key).map(|earlier| earlier.level);
        if stands.is_none_or(|level| level <= entry.level) {
            self.entries.insert(entry.key, entry);
        }
    }

    fn warn(&mut self, source: &str, key: Option<&str>, fault: Fault) {
        self.warnings.push(Warning {
            source: source.to_owned(),
            key: key.map(str::to_owned),
            fault,
        });
    }

    /// What is set, in the order of the keys.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// What is wrong with it.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Whether nothing is set and nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.warnings.is_empty()
    }

    /// What is set for a key.
    pub fn entry(&self, key: Key) -> Option<&Entry> {
        self.entries.get(&key)
    }

    /// Whether the person may not change it.
    pub fn is_locked(&self, key: Key) -> bool {
        self.entry(key).is_some_and(|entry| entry.level == Level::Locked)
    }

    /// The text in effect: the locked one, else what the person chose, else the default. Lists are joined with commas.
    pub fn text(&self, key: Key, chosen: Option<String>) -> Option<String> {
        self.settle(key, chosen, |value| match value {
            Value::Text(text) => Some(text.clone()),
            Value::List(list) => Some(list.join(", ")),
            Value::Number(_) | Value::Flag(_) => None,
        })
    }

    /// The number in effect, by the same rule.
    pub fn number(&self, key: Key, chosen: Option<u32>) -> Option<u32> {
        self.settle(key, chosen, |value| match value {
            Value::Number(number) => Some(*number),
            Value::Text(_) | Value::Flag(_) | Value::List(_) => None,
        })
    }

    /// The yes or no in effect, by the same rule.
    pub fn flag(&self, key: Key, chosen: Option<bool>) -> Option<bool> {
        self.settle(key, chosen, |value| match value {
            Value::Flag(flag) => Some(*flag),
            Value::Text(_) | Value::Number(_) | Value::List(_) => None,
        })
    }

    fn settle<T>(&self, key: Key, chosen: Option<T>, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let set = self.entry(key).and_then(|entry| read(&entry.value));
        if self.is_locked(key) {
            set.or(chosen)
        } else {
            chosen.or(set)
        }
    }
}

fn unknown(name: &str) -> Fault {
    if names_a_secret(name) {
        Fault::Secret
    } else {
        Fault::UnknownKey
    }
}

#[cfg(test)]
mod tests;
