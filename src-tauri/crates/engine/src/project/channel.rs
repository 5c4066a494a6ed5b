//! Channels, verdicts and history.

use super::{problem_view, time};
use crate::views::{
    ChannelRowView, DiagnosisView, EvidenceView, FieldView, FindingView, ProblemView, TimelineView,
    VerdictView,
};
use reconecta_core::cause::NextStep;
use reconecta_core::diagnosis::{Diagnosis, Finding};
use reconecta_core::ids::UnixMillis;
use reconecta_core::phone;
use reconecta_core::verdict::Verdict;
use reconecta_store::{Channel, Event, Evidence};
use serde_json::Value;
use std::collections::BTreeMap;

/// National and international form of a number; the text itself where it is no number.
pub(super) fn forms(display: &str) -> (String, String) {
    (phone::show_national(display), phone::show_international(display))
}

/// What is known of a channel beside its row.
pub(crate) struct ChannelKnowledge {
    pub(crate) diagnosis: Option<Diagnosis>,
    pub(crate) since: Option<UnixMillis>,
    pub(crate) evidence_at: Option<UnixMillis>,
    pub(crate) verified_name: Option<String>,
    pub(crate) checking: bool,
    pub(crate) may_change: bool,
}

/// One row of the list.
pub(crate) fn channel_row(channel: &Channel, known: &ChannelKnowledge) -> ChannelRowView {
    let display = channel.target.display_phone_number.as_deref().unwrap_or_default();
    let (number, number_international) = forms(display);
    let diagnosis = known.diagnosis.as_ref();
    let problem = diagnosis.and_then(main_problem);
    ChannelRowView {
        id: channel.id.to_string(),
        name: channel.name.clone(),
        verified_name: known.verified_name.clone(),
        number,
        number_international,
        verdict: verdict_view(
            diagnosis.map_or(&Verdict::Unknown, |diagnosis| &diagnosis.verdict),
            diagnosis.map(|diagnosis| diagnosis.read_at),
        ),
        main_action: main_action(diagnosis, known.may_change),
        problem,
        since: known.since.map(time),
        evidence_at: known.evidence_at.map(time),
        checking: known.checking,
    }
}

fn main_problem(diagnosis: &Diagnosis) -> Option<ProblemView> {
    let blocking = diagnosis.blocking.as_ref().map(|blocking| &blocking.problem);
    blocking.or(diagnosis.warnings.first()).map(problem_view)
}

/// The one main action: a repair without login where that is all it takes, a reconnection where that helps.
fn main_action(diagnosis: Option<&Diagnosis>, may_change: bool) -> Option<String> {
    let Some(diagnosis) = diagnosis else {
        return Some("check".to_owned());
    };
    let action = match diagnosis.blocking.as_ref().map(|blocking| blocking.next_step()) {
        Some(NextStep::Subscribe | NextStep::RestoreCallback) => "repair",
        Some(
            NextStep::LogIn
            | NextStep::OtherAccount
            | NextStep::UseToken
            | NextStep::EnterPin
            | NextStep::SetNewPin
            | NextStep::RequestCode
            | NextStep::EnterCode
            | NextStep::Register
            | NextStep::ChooseNumber
            | NextStep::UpdatePlatform,
        ) => "reconnect",
        Some(_) | None => "check",
    };
    (may_change || action == "check").then(|| action.to_owned())
}

/// A verdict with the time it was read.
pub(crate) fn verdict_view(verdict: &Verdict, read_at: Option<UnixMillis>) -> VerdictView {
    VerdictView {
        code: verdict.code().to_owned(),
        until: verdict.until().map(time),
        read_at: read_at.map(time),
    }
}

/// A diagnosis.
pub(crate) fn diagnosis_view(diagnosis: &Diagnosis) -> DiagnosisView {
    DiagnosisView {
        at: time(diagnosis.read_at),
        verdict: verdict_view(&diagnosis.verdict, Some(diagnosis.read_at)),
        findings: diagnosis.answers.iter().map(finding_view).collect(),
        blocking: diagnosis
            .blocking
            .as_ref()
            .map(|blocking| problem_view(&blocking.problem)),
    }
}

fn finding_view(finding: &Finding) -> FindingView {
    FindingView {
        question: finding.question.code().to_owned(),
        answer: finding.answer.code().to_owned(),
        reason: finding.reason.code().to_owned(),
        params: finding.params(),
        evidence: finding
            .evidence
            .iter()
            .map(|line| FieldView {
                label: line.field.code().to_owned(),
                value: line.value.clone(),
            })
            .collect(),
        problem: finding.problem.as_ref().map(problem_view),
        read_at: finding.read_at.map(time),
    }
}

/// A row of evidence.
pub(crate) fn evidence_view(row: &Evidence) -> EvidenceView {
    EvidenceView {
        kind: row.kind.clone(),
        params: params(&row.detail),
        at: time(row.at),
    }
}

/// A line of the history.
pub(crate) fn timeline_view(event: &Event) -> TimelineView {
    TimelineView {
        what: event.what.clone(),
        params: params(&event.detail),
        by: event.operator.clone(),
        at: time(event.at),
    }
}

fn params(detail: &Value) -> BTreeMap<String, String> {
    let Value::Object(fields) = detail else {
        return BTreeMap::new();
    };
    fields
        .iter()
        .filter_map(|(name, value)| match value {
            Value::String(text) => Some((name.clone(), text.clone())),
            Value::Number(number) => Some((name.clone(), number.to_string())),
            _ => None,
        })
        .collect()
}
