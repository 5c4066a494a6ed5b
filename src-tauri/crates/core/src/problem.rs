//! A named cause as it happened: with Meta's own error, the values for its sentence, and the time.

use crate::cause::{CallKind, Cause};
use crate::fact::Unread;
use crate::graph_error::GraphProblem;
use crate::ids::UnixMillis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What went wrong, when, and with which values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The named cause; it knows who acts and what is next.
    pub cause: Cause,
    /// Meta's error, for technical details.
    pub graph: Option<Box<GraphProblem>>,
    /// Values for the sentence. Never a secret.
    pub params: BTreeMap<String, String>,
    /// When it happened.
    pub at: UnixMillis,
}

impl Problem {
    /// A problem without Meta's error.
    pub fn new(cause: Cause, at: UnixMillis) -> Self {
        Self {
            cause,
            graph: None,
            params: BTreeMap::new(),
            at,
        }
    }

    /// What a missing answer to a call means.
    pub fn of_unread(unread: &Unread, call: CallKind, at: UnixMillis) -> Self {
        let cause = Cause::from_unread(unread, call).unwrap_or(Cause::AnswerUnreadable);
        match unread {
            Unread::Refused { problem } => {
                let minutes = cause.wait_minutes(problem);
                let named = Self::new(cause, at).with_graph(problem.clone());
                minutes
                    .into_iter()
                    .fold(named, |named, minutes| named.with("minutes", minutes.to_string()))
            }
            Unread::NotAsked | Unread::Unreachable { .. } | Unread::Malformed | Unread::Missing => {
                Self::new(cause, at)
            }
        }
    }

    /// The same with Meta's error behind it.
    pub fn with_graph(mut self, graph: GraphProblem) -> Self {
        self.graph = Some(Box::new(graph));
        self
    }

    /// The same with one more value for the sentence.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}
