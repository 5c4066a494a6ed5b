//! The document: one JSON object, written number by number so that thousands need no more room than one.

use super::outcome::{Outcome, Summary};
use super::reconnect::Repair;
use super::words::Command;
use reconecta_core::attempt::{Need, NumberStep};
use reconecta_core::diagnosis::{Blocking, Finding};
use reconecta_core::ids::UnixMillis;
use reconecta_core::problem::Problem;
use reconecta_engine::fleet::{Judged, UnreadBranch};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Version of the document's form; a field that is added does not change it.
const VERSION: u32 = 1;

/// One number of the document.
pub(super) struct Entry<'a> {
    judged: &'a Judged,
    pub(super) plan: Option<Vec<(NumberStep, Option<bool>)>>,
    pub(super) repair: Option<&'a Repair>,
    pub(super) refused: Option<&'static str>,
}

/// A document that is being written. The first failed write ends it.
pub(super) struct Document<W> {
    out: W,
    any: bool,
    written: io::Result<()>,
}

impl<W: Write> Document<W> {
    pub(super) fn begin(out: W, command: &Command, read_at: UnixMillis) -> Self {
        let head = json!({
            "version": VERSION,
            "program": format!("reconecta {}", env!("CARGO_PKG_VERSION")),
            "command": command.verb.name(),
            "plan": command.plan,
            "read_at": read_at.0,
        });
        let mut document = Self {
            out,
            any: false,
            written: Ok(()),
        };
        let head = head.to_string();
        document.write(head.strip_suffix('}').unwrap_or(&head));
        document.write(",\"numbers\":[");
        document
    }

    pub(super) fn number(&mut self, entry: &Entry<'_>) {
        if self.any {
            self.write(",");
        }
        self.any = true;
        self.write("\n");
        self.write(&entry.value().to_string());
    }

    pub(super) fn end(mut self, unread: &[UnreadBranch], summary: &Summary, outcome: Outcome) {
        let unread: Vec<Value> = unread.iter().map(branch).collect();
        let tail = json!({
            "unread": unread,
            "summary": summary,
            "outcome": outcome,
            "exit_code": outcome.code(),
        });
        let tail = tail.to_string();
        self.write("],");
        self.write(tail.strip_prefix('{').unwrap_or(&tail));
        self.write("\n");
        let _closed = self.out.flush();
    }

    fn write(&mut self, text: &str) {
        if self.written.is_ok() {
            self.written = self.out.write_all(text.as_bytes());
        }
    }
}

impl<'a> Entry<'a> {
    pub(super) fn of(judged: &'a Judged) -> Self {
        Self {
            judged,
            plan: None,
            repair: None,
            refused: None,
        }
    }

    fn value(&self) -> Value {
        let judged = self.judged;
        let diagnosis = &judged.diagnosis;
        let blocking = diagnosis.blocking.as_ref();
        // Without a cause that blocks, the first warning tells who should act.
        let cause = blocking
            .map(Blocking::cause)
            .or_else(|| diagnosis.warnings.first().map(|warning| warning.cause));
        let mut value = json!({
            "phone_number_id": judged.number,
            "waba_id": judged.waba,
            "business_id": judged.business,
            "display_phone_number": judged.display_phone_number,
            "also_in": judged.also_in,
            "verdict": diagnosis.verdict.code(),
            "wait_until": diagnosis.verdict.until(),
            "blocking_cause": blocking.map(|blocking| blocking.cause().code()),
            "actor": cause.map(|cause| cause.actor().code()),
            "next_step": cause.map(|cause| cause.next_step().code()),
            "warnings": diagnosis.warnings.iter().map(|one| one.cause.code()).collect::<Vec<_>>(),
            "questions": diagnosis.answers.iter().map(question).collect::<Vec<_>>(),
        });
        if let Value::Object(fields) = &mut value {
            if let Some(plan) = &self.plan {
                let steps = plan.iter().map(|(step, needed)| {
                    let needed = match needed {
                        Some(true) => "needed",
                        Some(false) => "not_needed",
                        None => "unknown",
                    };
                    json!({"step": step.code(), "needed": needed})
                });
                fields.insert("plan".to_owned(), steps.collect());
            }
            if let Some(Repair::Ran(work)) = self.repair {
                let steps = work.steps.iter().map(|record| {
                    json!({
                        "step": record.step.code(),
                        "state": record.state.code(),
                        "note": record.note.map(|note| note.code()),
                        "problem": record.problem.as_ref().map(problem),
                    })
                });
                fields.insert("steps".to_owned(), steps.collect());
                fields.insert("needs".to_owned(), work.need.as_ref().map_or(Value::Null, need));
            }
            if let Some(refused) = self.refused {
                fields.insert("refused".to_owned(), refused.into());
            }
        }
        value
    }
}

fn question(finding: &Finding) -> Value {
    let evidence = finding
        .evidence
        .iter()
        .map(|line| json!({"field": line.field.code(), "value": line.value}));
    json!({
        "id": finding.question.code(),
        "answer": finding.answer.code(),
        "reason": finding.reason.code(),
        "evidence": evidence.collect::<Vec<_>>(),
        "cause": finding.cause().map(|cause| cause.code()),
        "read_at": finding.read_at,
    })
}

fn need(need: &Need) -> Value {
    let (what, attempts_left, found) = match need {
        Need::Pin {
            attempts_left,
            problem,
            ..
        } => ("pin", Some(*attempts_left), problem),
        Need::CodeMethod { problem } => ("code", None, problem),
        Need::Code { problem, .. } => ("code", None, problem),
    };
    json!({
        "what": what,
        "attempts_left": attempts_left,
        "problem": found.as_ref().map(problem),
    })
}

fn branch(unread: &UnreadBranch) -> Value {
    json!({
        "branch": unread.branch,
        "id": unread.id,
        "problem": problem(&unread.problem),
    })
}

/// A cause with Meta's own numbers, never with its texts.
fn problem(problem: &Problem) -> Value {
    let graph = problem.graph.as_ref();
    json!({
        "cause": problem.cause.code(),
        "actor": problem.cause.actor().code(),
        "next_step": problem.cause.next_step().code(),
        "code": graph.map(|graph| graph.code),
        "subcode": graph.and_then(|graph| graph.subcode),
        "trace_id": graph.and_then(|graph| graph.trace_id.clone()),
        "wait_minutes": graph.and_then(|graph| problem.cause.wait_minutes(graph)),
        "wait_until": problem.until(),
    })
}
