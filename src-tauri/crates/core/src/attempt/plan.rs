//! What *Reconectar* is about to change, and what stays: shown before anything is written.

use super::target::Target;
use crate::diagnosis::{Answer, Diagnosis, Question};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    /// Catalogue key.
    pub what: String,
    /// Whether something changes.
    pub changes: bool,
    /// Values for the sentence.
    pub params: BTreeMap<String, String>,
}

impl PlanLine {
    pub(super) fn new(what: &str, changes: bool) -> Self {
        line(what, changes, &[])
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.params.insert(name.to_owned(), value.to_owned());
        self
    }
}

fn line(what: &str, changes: bool, params: &[(&str, &str)]) -> PlanLine {
    let params = params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    PlanLine {
        what: what.to_owned(),
        changes,
        params,
    }
}

/// So many channels are told by name; the rest by their number.
const NAMED: usize = 6;

fn kept_of_several() -> Vec<PlanLine> {
    vec![
        line("old_token_kept", false, &[]),
        line("channels_kept", false, &[]),
        line("history_kept", false, &[]),
    ]
}

/// What the person will be asked for, where the channel's diagnosis knows it already.
fn registration_lines(diagnosis: Option<&Diagnosis>) -> Vec<PlanLine> {
    let is_no = |question| diagnosis.is_some_and(|found| found.answer(question) == Answer::No);
    let mut lines = Vec::new();
    if is_no(Question::NumberVerified) {
        lines.push(line("code_asked", true, &[]));
    }
    let what = match is_no(Question::NumberRegistered) {
        true => "register_with_pin",
        false => "register_if_needed",
    };
    lines.push(line(what, true, &[]));
    lines
}

/// The plan for a channel with its diagnosis, for several, or for a new one.
pub fn plan_for(targets: &[&Target], diagnosis: Option<&Diagnosis>) -> Vec<PlanLine> {
    let (first, kept) = match targets {
        [target] => (
            line("token_replaced", true, &[("channel", &target.name)]),
            vec![
                line("old_token_kept", false, &[]),
                line("channel_kept", false, &[("name", &target.name)]),
                line("history_kept", false, &[]),
            ],
        ),
        [] => (line("channel_created", true, &[]), Vec::new()),
        many if many.len() > NAMED => {
            let first: Vec<&str> = many
                .iter()
                .take(NAMED)
                .map(|target| target.name.as_str())
                .collect();
            let (first, rest) = (first.join(", "), (many.len() - NAMED).to_string());
            (
                line(
                    "many_tokens_replaced",
                    true,
                    &[("channels", &first), ("n", &rest)],
                ),
                kept_of_several(),
            )
        }
        several => {
            let names: Vec<&str> = several.iter().map(|target| target.name.as_str()).collect();
            (
                line("tokens_replaced", true, &[("channels", &names.join(", "))]),
                kept_of_several(),
            )
        }
    };
    let mut plan = vec![first];
    plan.extend(registration_lines(diagnosis.filter(|_| targets.len() == 1)));
    plan.push(line("subscribe_if_needed", true, &[]));
    plan.extend(kept);
    let expects_callback = targets.iter().any(|target| target.expected_callback.is_some());
    plan.push(if expects_callback {
        line("override_restored_if_lost", true, &[])
    } else {
        line("override_kept", false, &[])
    });
    plan.push(line("message_none_sent", false, &[]));
    if targets.is_empty() {
        plan.push(line("undo_removes_channel", false, &[]));
    }
    plan.push(line("undo_leaves", false, &[]));
    plan
}
