//! One line of the report.

use crate::documents::Words;
use serde_json::{Map, Value, json};

/// How grave it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// As it should be.
    Good,
    /// The app works, and somebody should know.
    Attention,
    /// Something will not work.
    Bad,
}

impl State {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Attention => "attention",
            Self::Bad => "bad",
        }
    }
}

/// What was found: `self_test.<check>` names it, `self_test.<check>.<code>` says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) check: &'static str,
    pub(super) state: State,
    pub(super) code: &'static str,
    pub(super) values: Vec<(&'static str, String)>,
}

impl Finding {
    pub(super) fn good(check: &'static str, code: &'static str) -> Self {
        Self::new(check, State::Good, code)
    }

    pub(super) fn attention(check: &'static str, code: &'static str) -> Self {
        Self::new(check, State::Attention, code)
    }

    pub(super) fn bad(check: &'static str, code: &'static str) -> Self {
        Self::new(check, State::Bad, code)
    }

    fn new(check: &'static str, state: State, code: &'static str) -> Self {
        Self {
            check,
            state,
            code,
            values: Vec::new(),
        }
    }

    /// The same with a value for its sentence.
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    pub(super) fn sentence(&self, words: &Words) -> String {
        let values: Vec<(&str, &str)> = self
            .values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        words
            .sentence(&format!("self_test.{}.{}", self.check, self.code), &values)
            .unwrap_or_default()
    }

    pub(super) fn line(&self, words: &Words) -> String {
        let state = words.code("self_test.state", self.state.code());
        let check = words.code("self_test", self.check);
        format!("[{state}] {check}: {}", self.sentence(words))
    }

    pub(super) fn value(&self, words: &Words) -> Value {
        let values: Map<String, Value> = self
            .values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
            .collect();
        json!({
            "check": self.check,
            "state": self.state.code(),
            "code": self.code,
            "values": values,
            "sentence": self.sentence(words),
        })
    }
}
