//! What *Reconectar* is about to change, and what stays: shown before anything is written.

use super::state::Attempt;
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

/// What a channel's newest diagnosis says that reconnecting it will take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// The number is not verified: a code is asked for.
    pub code: bool,
    /// The number is not registered: it is registered with its PIN.
    pub registration: bool,
    /// Whether our app is subscribed to the account; `None` when that is not known.
    pub subscribed: Option<bool>,
}

impl Needs {
    /// What this diagnosis says.
    pub fn of(diagnosis: &Diagnosis) -> Self {
        let is_no = |question| diagnosis.answer(question) == Answer::No;
        Self {
            code: is_no(Question::NumberVerified),
            registration: is_no(Question::NumberRegistered),
            subscribed: match diagnosis.answer(Question::AppSubscribed) {
                Answer::Yes => Some(true),
                Answer::No => Some(false),
                Answer::Unknown => None,
            },
        }
    }
}

impl Attempt {
    /// What is about to be changed, and what stays.
    pub(super) fn plan(&self) -> Vec<PlanLine> {
        let needs = |target: &Target| {
            let fresh = match (self.others.as_slice(), &self.diagnosis) {
                ([], Some(diagnosis)) => Some(Needs::of(diagnosis)),
                _ => self.needs.get(&target.channel).copied(),
            };
            fresh.unwrap_or_default()
        };
        let targets = self.targets().into_iter();
        plan_for(&targets.map(|target| (target, needs(target))).collect::<Vec<_>>())
    }
}

/// The same sentence for a few channels and for more than are told by name.
fn naming<'a>((few, many): (&str, &str), channels: impl Iterator<Item = &'a str>) -> Option<PlanLine> {
    let channels: Vec<&str> = channels.collect();
    let rest = channels.len().saturating_sub(NAMED);
    let named = channels
        .iter()
        .take(NAMED)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    match (channels.is_empty(), rest) {
        (true, _) => None,
        (_, 0) => Some(line(few, true, &[("channels", &named)])),
        (_, rest) => Some(line(
            many,
            true,
            &[("channels", &named), ("n", &rest.to_string())],
        )),
    }
}

/// What the person will be asked for, where the channel's diagnosis knows it already.
fn registration(needs: Needs) -> Vec<PlanLine> {
    let what = match needs.registration {
        true => "register_with_pin",
        false => "register_if_needed",
    };
    let code = needs.code.then(|| line("code_asked", true, &[]));
    code.into_iter().chain([line(what, true, &[])]).collect()
}

/// The same for several channels, by the newest diagnosis of each.
fn registrations(targets: &[(&Target, Needs)]) -> Vec<PlanLine> {
    let those = |need: fn(&Needs) -> bool| {
        let found = targets.iter().filter(move |(_, needs)| need(needs));
        found.map(|(target, _)| target.name.as_str())
    };
    let codes = naming(("codes_asked", "many_codes_asked"), those(|needs| needs.code));
    let registered = naming(
        ("register_several", "register_many"),
        those(|needs| needs.registration),
    );
    let left = targets.iter().any(|(_, needs)| !needs.registration);
    let others = match registered {
        Some(_) => "register_others_if_needed",
        None => "register_if_needed",
    };
    let others = left.then(|| line(others, true, &[]));
    [codes, registered, others].into_iter().flatten().collect()
}

/// What was read of a single account; of several it is read again before each is touched.
fn subscription(targets: &[(&Target, Needs)]) -> PlanLine {
    match targets {
        [(_, needs)] if needs.subscribed == Some(true) => line("subscription_kept", false, &[]),
        [(_, needs)] if needs.subscribed == Some(false) => line("subscribe", true, &[]),
        _ => line("subscribe_if_needed", true, &[]),
    }
}

/// The plan for a channel, for several, or for a new one.
pub fn plan_for(targets: &[(&Target, Needs)]) -> Vec<PlanLine> {
    let mut plan = Vec::new();
    let mut kept = Vec::new();
    match targets {
        [] => {
            plan.push(line("channel_created", true, &[]));
            plan.extend(registration(Needs::default()));
        }
        [(target, needs)] => {
            plan.push(line("token_replaced", true, &[("channel", &target.name)]));
            plan.extend(registration(*needs));
            kept.push(line("old_token_kept", false, &[]));
            kept.push(line("channel_kept", false, &[("name", &target.name)]));
            kept.push(line("history_kept", false, &[]));
        }
        several => {
            let names = several.iter().map(|(target, _)| target.name.as_str());
            plan.extend(naming(("tokens_replaced", "many_tokens_replaced"), names));
            plan.extend(registrations(several));
            kept.push(line("old_token_kept", false, &[]));
            kept.push(line("channels_kept", false, &[]));
            kept.push(line("history_kept", false, &[]));
        }
    }
    plan.push(subscription(targets));
    plan.extend(kept);
    let expects_callback = targets
        .iter()
        .any(|(target, _)| target.expected_callback.is_some());
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
