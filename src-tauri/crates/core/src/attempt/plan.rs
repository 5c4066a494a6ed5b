//! What *Reconectar* is about to change, and what stays: shown before anything is written.

use super::state::Target;
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

/// The plan for a channel, or for a new one.
pub fn plan_for(target: Option<&Target>) -> Vec<PlanLine> {
    let (first, kept) = match target {
        Some(target) => (
            line("token_replaced", true, &[("channel", &target.name)]),
            vec![
                line("old_token_kept", false, &[]),
                line("channel_kept", false, &[("name", &target.name)]),
                line("history_kept", false, &[]),
            ],
        ),
        None => (line("channel_created", true, &[]), Vec::new()),
    };
    let mut plan = vec![
        first,
        line("register_if_needed", true, &[]),
        line("subscribe_if_needed", true, &[]),
    ];
    plan.extend(kept);
    let expects_callback = target.is_some_and(|target| target.expected_callback.is_some());
    plan.push(if expects_callback {
        line("override_restored_if_lost", true, &[])
    } else {
        line("override_kept", false, &[])
    });
    plan.push(line("message_none_sent", false, &[]));
    plan
}
