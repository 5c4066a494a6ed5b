//! Channels, verdicts and history.

use super::{problem_view, time};
use crate::session::stored;
use crate::views::{
    ChannelRowView, DiagnosisView, EvidenceView, FieldView, FindingView, PlaceView, ProblemView,
    TimelineView, VerdictView,
};
use reconecta_core::cause::NextStep;
use reconecta_core::diagnosis::{Blocking, Diagnosis, EvidenceLine, Field, Finding, Question};
use reconecta_core::ids::UnixMillis;
use reconecta_core::phone;
use reconecta_core::problem::Problem;
use reconecta_core::verdict::{Bearing, EvidenceDetail, ProofLife, Verdict};
use reconecta_store::{ChannelOverview, Event, Evidence};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// National and international form of a number; the text itself where it is no number.
pub(super) fn forms(display: &str) -> (String, String) {
    phone::show_both(display)
}

/// What a list shows of a diagnosis: kept beside it without its answers, because a list may have thousands of rows.
#[derive(Serialize, Deserialize)]
pub(crate) struct Brief {
    verdict: Verdict,
    blocking: Option<Blocking>,
    warnings: Vec<Problem>,
    read_at: UnixMillis,
}

impl From<&Diagnosis> for Brief {
    fn from(diagnosis: &Diagnosis) -> Self {
        Self {
            verdict: diagnosis.verdict,
            blocking: diagnosis.blocking.clone(),
            warnings: diagnosis.warnings.first().cloned().into_iter().collect(),
            read_at: diagnosis.read_at,
        }
    }
}

impl Brief {
    /// As it was stored, or from a whole stored diagnosis; `None` for one of another version.
    pub(crate) fn of(stored: &str) -> Option<Self> {
        serde_json::from_str(stored).ok()
    }

    /// As it stands at `now`.
    pub(crate) fn aged(self, life: ProofLife, now: UnixMillis) -> Self {
        Self {
            verdict: self
                .verdict
                .aged(self.blocking.as_ref().and_then(Blocking::stopping), life, now),
            ..self
        }
    }

    /// Until when to wait, if that is all there is to do.
    pub(crate) fn waits_until(&self) -> Option<UnixMillis> {
        self.verdict.until()
    }
}

/// How a channel stands.
pub(crate) struct Standing {
    /// What the newest check found.
    pub(crate) found: Option<Brief>,
    pub(crate) may_change: bool,
}

impl Standing {
    fn verdict(&self) -> &Verdict {
        self.found
            .as_ref()
            .map_or(&Verdict::Unknown, |found| &found.verdict)
    }

    /// Code of the verdict, and when it was read.
    pub(crate) fn code_and_time(&self) -> (&'static str, Option<f64>) {
        let read_at = self.found.as_ref().map(|found| time(found.read_at));
        (self.verdict().code(), read_at)
    }

    /// Whether somebody has to do something.
    pub(crate) fn needs_somebody(&self) -> bool {
        self.found
            .as_ref()
            .is_some_and(|found| found.verdict.needs_action())
    }
}

/// One row of the list.
pub(crate) fn channel_row(overview: &ChannelOverview, standing: &Standing, checking: bool) -> ChannelRowView {
    let channel = &overview.channel;
    let display = channel.target.display_phone_number.as_deref().unwrap_or_default();
    let (number, number_international) = forms(display);
    let found = standing.found.as_ref();
    let verdict = standing.verdict();
    let place = |id: String, name: &Option<String>| PlaceView {
        id,
        name: name.clone(),
    };
    let account = channel.target.waba_id.as_ref();
    let portfolio = overview.business_id.as_ref();
    ChannelRowView {
        id: channel.id.to_string(),
        name: channel.name.clone(),
        verified_name: overview.verified_name.clone(),
        number,
        number_international,
        number_id: channel.target.phone_number_id.as_ref().map(ToString::to_string),
        account: account.map(|id| place(id.to_string(), &overview.waba_name)),
        portfolio: portfolio.map(|id| place(id.to_string(), &overview.business_name)),
        verdict: verdict_view(verdict, found.map(|found| found.read_at)),
        main_action: main_action(found, standing.may_change),
        problem: found.and_then(main_problem),
        since: overview
            .changed_at
            .filter(|_| *verdict != Verdict::Unknown)
            .map(time),
        evidence_at: overview.evidence_at.map(time),
        checking,
    }
}

fn main_problem(found: &Brief) -> Option<ProblemView> {
    let blocking = found.blocking.as_ref().map(|blocking| &blocking.problem);
    blocking.or(found.warnings.first()).map(problem_view)
}

/// The one main action: a repair without login where that is all it takes, a reconnection where that helps.
fn main_action(found: Option<&Brief>, may_change: bool) -> Option<String> {
    let Some(found) = found else {
        return Some("check".to_owned());
    };
    let action = match found.blocking.as_ref().map(|blocking| blocking.next_step()) {
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
            | NextStep::ChooseNumber,
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
        evidence: finding.evidence.iter().map(field_view).collect(),
        problem: finding.problem.as_ref().map(problem_view),
        read_at: finding.read_at.map(time),
    }
}

/// The callback that counts and what is set on each level, as the diagnosis read them.
pub(crate) fn callback_fields(diagnosis: &Diagnosis) -> Vec<FieldView> {
    const SHOWN: [Field; 4] = [
        Field::CallbackLevel,
        Field::CallbackNumber,
        Field::CallbackAccount,
        Field::CallbackApp,
    ];
    let lines = diagnosis
        .finding(Question::CallbackAsExpected)
        .map_or(&[][..], |finding| &finding.evidence);
    let shown = SHOWN
        .iter()
        .filter_map(|field| lines.iter().find(|line| line.field == *field));
    shown.map(field_view).collect()
}

fn field_view(line: &EvidenceLine) -> FieldView {
    FieldView {
        label: line.field.code().to_owned(),
        value: line.value.to_string(),
    }
}

/// A row of evidence.
pub(crate) fn evidence_view(row: &Evidence) -> EvidenceView {
    let params = params(&row.detail);
    let details = EvidenceDetail::told(|name| params.get(name).map(String::as_str));
    EvidenceView {
        kind: row.kind.clone(),
        bearing: bearing(row).code().to_owned(),
        details: details.iter().map(|detail| detail.code().to_owned()).collect(),
        params,
        at: time(row.at),
    }
}

fn bearing(row: &Evidence) -> Bearing {
    match stored(row) {
        Some(evidence) => evidence.bearing(),
        // Meta's own yes; of a number's health the diagnosis judges.
        None if ["registered", "subscription_confirmed"].contains(&row.kind.as_str()) => Bearing::For,
        None => Bearing::Neither,
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
