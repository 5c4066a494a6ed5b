//! The answer to one question with its reason, its evidence and what to do about it.

use super::question::{Answer, Field, Question, Reason};
use crate::cause::{CallKind, Cause};
use crate::fact::Unread;
use crate::graph_error::GraphProblem;
use crate::ids::UnixMillis;
use crate::problem::Problem;
use crate::verdict::ProofLife;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// One line of what was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceLine {
    /// Label.
    pub field: Field,
    /// Value as text; times are Unix milliseconds.
    pub value: SmolStr,
}

/// Answer to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The question.
    pub question: Question,
    /// The answer.
    pub answer: Answer,
    /// Why.
    pub reason: Reason,
    /// What was read; also the values for the reason's sentence.
    pub evidence: Vec<EvidenceLine>,
    /// Cause of a "no", or of an "unknown" that somebody can do something about.
    pub problem: Option<Problem>,
    /// When it was read; `None` when nothing was.
    pub read_at: Option<UnixMillis>,
}

impl Finding {
    pub(super) fn yes(question: Question, reason: Reason, at: UnixMillis) -> Self {
        Self::new(question, Answer::Yes, reason, Some(at))
    }

    pub(super) fn no(question: Question, reason: Reason, cause: Cause, at: UnixMillis) -> Self {
        let mut finding = Self::new(question, Answer::No, reason, Some(at));
        finding.problem = Some(Problem::new(cause, at));
        finding
    }

    pub(super) fn unknown(question: Question, reason: Reason, at: UnixMillis) -> Self {
        Self::new(question, Answer::Unknown, reason, Some(at))
    }

    pub(super) fn not_asked(question: Question) -> Self {
        Self::new(question, Answer::Unknown, Reason::NotAsked, None)
    }

    /// Unknown because a reading is missing.
    pub(super) fn unread(question: Question, unread: &Unread, call: CallKind, at: UnixMillis) -> Self {
        let reason = match unread {
            Unread::NotAsked => return Self::not_asked(question),
            Unread::Refused { .. } => Reason::Refused,
            Unread::Unreachable { .. } => Reason::Unreachable,
            Unread::Malformed => Reason::Unreadable,
            Unread::Missing => Reason::Missing,
        };
        let mut finding = Self::unknown(question, reason, at);
        finding.problem = Cause::from_unread(unread, call).map(|cause| Problem::new(cause, at));
        match unread {
            Unread::Refused { problem } => finding.with_graph(problem),
            _ => finding,
        }
    }

    fn new(question: Question, answer: Answer, reason: Reason, read_at: Option<UnixMillis>) -> Self {
        Self {
            question,
            answer,
            reason,
            evidence: Vec::new(),
            problem: None,
            read_at,
        }
    }

    /// Adds a line of evidence, which is also a value for the sentences.
    pub(super) fn with(mut self, field: Field, value: impl Into<SmolStr>) -> Self {
        let value = value.into();
        if let Some(problem) = &mut self.problem {
            problem.params.insert(field.code().to_owned(), value.to_string());
        }
        self.evidence.push(EvidenceLine { field, value });
        self
    }

    /// Adds a line of evidence when there is a value.
    pub(super) fn with_some(self, field: Field, value: Option<impl Into<SmolStr>>) -> Self {
        match value {
            Some(value) => self.with(field, value),
            None => self,
        }
    }

    /// Adds Meta's own error.
    pub(super) fn with_graph(mut self, graph: &GraphProblem) -> Self {
        if let Some(problem) = &mut self.problem {
            problem.graph = Some(Box::new(graph.clone()));
        }
        self.with(Field::ErrorCode, graph.code.to_string())
    }

    /// As it stands at `now`: what evidence has proved is unknown once that is too old.
    pub(super) fn aged(self, life: ProofLife, now: UnixMillis) -> Self {
        let is_old = self.read_at.is_some_and(|at| now > life.end_of(at));
        if is_old && self.answer == Answer::Yes && self.question.rests_on_evidence() {
            return Self {
                answer: Answer::Unknown,
                reason: Reason::Stale,
                ..self
            };
        }
        self
    }

    /// Values for the reason's sentence, by the code of their label; of several with one label the last.
    pub fn params(&self) -> BTreeMap<String, String> {
        let lines = self.evidence.iter();
        lines
            .map(|line| (line.field.code().to_owned(), line.value.to_string()))
            .collect()
    }

    /// The named cause, if there is one.
    pub fn cause(&self) -> Option<Cause> {
        self.problem.as_ref().map(|problem| problem.cause)
    }
}
