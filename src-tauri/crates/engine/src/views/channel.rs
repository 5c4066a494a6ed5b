//! Channels, their verdicts, diagnoses and history.

use super::{HandOffView, ProofView};
use serde::Serialize;
use specta::Type;
use std::collections::BTreeMap;

/// The first screen.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct HomeView {
    /// The one answer: `needs_you`, `never_checked`, `waiting`, `unknown`, `fine`. Only the last one means that all is
    /// well.
    pub state: String,
    /// Number of channels.
    pub total: u32,
    /// How many need the person.
    pub need_you: u32,
    /// How many do not work and wait.
    pub waiting: u32,
    /// Of how many nobody knows how they are.
    pub unknown: u32,
    /// Those that need the person, most urgent first: the first 25.
    pub broken: Vec<ChannelRowView>,
    /// Those that wait, then those that nobody knows of: the first 25.
    pub unsettled: Vec<ChannelRowView>,
    /// Whether a check is running.
    pub checking: bool,
    /// When all were last checked.
    pub checked_at: Option<f64>,
}

/// How far the checks of many channels are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
pub struct RoundView {
    /// Channels that are through.
    pub done: u32,
    /// All channels of the rounds that run.
    pub total: u32,
    /// Whether the person has ended it.
    pub stopping: bool,
}

/// A portfolio or an account that a channel belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PlaceView {
    /// Its id.
    pub id: String,
    /// Its name, once Meta has told it.
    pub name: Option<String>,
}

/// One row of the channel list.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ChannelRowView {
    /// Channel id.
    pub id: String,
    /// Name given to the channel.
    pub name: String,
    /// Name that customers see.
    pub verified_name: Option<String>,
    /// National form.
    pub number: String,
    /// International form.
    pub number_international: String,
    /// Phone number id.
    pub number_id: Option<String>,
    /// WhatsApp Business Account.
    pub account: Option<PlaceView>,
    /// Portfolio.
    pub portfolio: Option<PlaceView>,
    /// Verdict.
    pub verdict: VerdictView,
    /// The blocking cause.
    pub problem: Option<ProblemView>,
    /// Since when it is so.
    pub since: Option<f64>,
    /// When a message was last seen on its whole way.
    pub evidence_at: Option<f64>,
    /// Whether a check is running.
    pub checking: bool,
    /// The one main action, if any: `reconnect`, `repair`, `check`.
    pub main_action: Option<String>,
}

/// Verdict of a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct VerdictView {
    /// `proven`, `connected_unproven`, `attention`, `disconnected`, `blocked`, `wait`, `unknown`.
    pub code: String,
    /// For `wait`.
    pub until: Option<f64>,
    /// When it was read; `None` means never.
    pub read_at: Option<f64>,
}

/// A named cause with who acts and what is next.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ProblemView {
    /// Catalogue keys `cause.<cause>.title|body`.
    pub cause: String,
    /// `you`, `business_admin`, `technician`, `meta`, `nobody`.
    pub actor: String,
    /// Next step, catalogue key `next.<next>`.
    pub next: String,
    /// Before which time trying again is of no use; `None` for what no time cures.
    pub until: Option<f64>,
    /// Values for the sentences.
    pub params: BTreeMap<String, String>,
    /// What a technician wants to copy.
    pub technical: Option<TechnicalView>,
}

/// Meta's own words and numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct TechnicalView {
    /// `error.code`.
    pub code: Option<f64>,
    /// `error.error_subcode`.
    pub subcode: Option<f64>,
    /// `error.fbtrace_id`.
    pub trace_id: Option<String>,
    /// Redacted `error.message`, or the description in the health report.
    pub message: Option<String>,
    /// What Meta suggests, redacted: `possible_solution` in the health report.
    pub solution: Option<String>,
    /// HTTP status.
    pub http_status: Option<u16>,
    /// When it happened.
    pub at: Option<f64>,
}

/// A channel's page.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ChannelView {
    /// The row.
    pub row: ChannelRowView,
    /// Newest diagnosis.
    pub diagnosis: Option<DiagnosisView>,
    /// Label key and value of the configuration.
    pub configuration: Vec<FieldView>,
    /// The callback that the person expects; `None` when the account's or the app's serves the channel.
    pub expected_callback: Option<String>,
    /// Evidence, newest first.
    pub evidence: Vec<EvidenceView>,
    /// What proves that messages flow.
    pub proof: ProofView,
    /// History, newest first.
    pub timeline: Vec<TimelineView>,
    /// What the one who administers the portfolio has to do about the cause; `None` where nobody else can help.
    pub hand_off: Option<Box<HandOffView>>,
    /// Whether the present operator may act.
    pub can_change: bool,
    /// Whether one click can put the previous credential back.
    pub can_rollback: bool,
}

/// A diagnosis.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct DiagnosisView {
    /// When it was made.
    pub at: f64,
    /// Verdict.
    pub verdict: VerdictView,
    /// The chain in order.
    pub findings: Vec<FindingView>,
    /// The single blocking cause.
    pub blocking: Option<ProblemView>,
}

/// Answer to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct FindingView {
    /// Catalogue key `question.<question>`.
    pub question: String,
    /// `yes`, `no`, `unknown`.
    pub answer: String,
    /// Catalogue key `reason.<reason>`.
    pub reason: String,
    /// Values for the sentence.
    pub params: BTreeMap<String, String>,
    /// What was read: label key and value.
    pub evidence: Vec<FieldView>,
    /// Cause of a "no".
    pub problem: Option<ProblemView>,
    /// When it was read.
    pub read_at: Option<f64>,
}

/// Label key (`field.<label>`) and value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct FieldView {
    /// Catalogue key `field.<label>`.
    pub label: String,
    /// Text to show, already formatted or a code with its own catalogue key.
    pub value: String,
}

/// Something that proves the channel's state.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct EvidenceView {
    /// Catalogue key `evidence.<kind>`.
    pub kind: String,
    /// What it says about the channel: `for`, `against` or `neither`.
    pub bearing: String,
    /// What is told beside it: catalogue keys `evidence_detail.<detail>`.
    pub details: Vec<String>,
    /// Values for the sentences.
    pub params: BTreeMap<String, String>,
    /// When.
    pub at: f64,
}

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct TimelineView {
    /// Catalogue key `event.<what>`.
    pub what: String,
    /// Values for the sentence.
    pub params: BTreeMap<String, String>,
    /// Local profile that acted.
    pub by: Option<String>,
    /// When.
    pub at: f64,
}

/// A channel by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ChannelRefView {
    /// Channel id.
    pub id: String,
    /// Name.
    pub name: String,
    /// National form of the number.
    pub number: String,
}
