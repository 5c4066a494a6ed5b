//! The reconnection wizard, screen by screen.

use super::{ChannelRefView, DiagnosisView, EvidenceView, HandOffView, ProblemView, VerdictView};
use serde::Serialize;
use specta::Type;
use std::collections::BTreeMap;

/// The reconnection wizard.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct AttemptView {
    /// Attempt id.
    pub id: String,
    /// The channel being reconnected; `None` for a new one.
    pub channel: Option<ChannelRefView>,
    /// How many channels are reconnected: 0 for a new one.
    pub channels: u32,
    /// Named stage at the top.
    pub stage: StageView,
    /// What is shown.
    pub screen: ScreenView,
    /// Whether Cancel is possible.
    pub can_cancel: bool,
    /// Whether a step back is possible.
    pub can_go_back: bool,
    /// What going back would do now: what is taken back, and what stays. Empty while nothing was changed.
    pub undo: Vec<PlanLineView>,
}

/// The four stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StageView {
    /// Acesso.
    Access,
    /// Login.
    Login,
    /// Número.
    Number,
    /// Conclusão.
    Conclusion,
}

/// One decision per screen.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScreenView {
    /// Choice of the way in: *Permitir acesso* or manual token; then prerequisites and *Iniciar*.
    Access {
        /// Chosen way in: `login` or `manual_token`.
        route: String,
        /// Checked prerequisites.
        prerequisites: Vec<PrerequisiteView>,
        /// Diagnosis of the channel, when there is one.
        diagnosis: Option<DiagnosisView>,
        /// Whether reads are running.
        checking: bool,
        /// Whether *Iniciar* may be pressed.
        can_begin: bool,
    },
    /// *Entrar com Facebook*.
    Login {
        /// What went wrong last time, if anything.
        problem: Option<ProblemView>,
        /// Who logged in last time in this attempt.
        previous_person: Option<String>,
    },
    /// The login window is open.
    LoginOpen {
        /// Host that it shows.
        host: Option<String>,
        /// The person is on a page that takes its time (two-factor, checkpoint).
        busy_page: bool,
        /// The page is one from which no login comes back.
        stranded: bool,
        /// From when on to ask whether the page moves, if it still stands then.
        ask_from: Option<f64>,
        /// Since when.
        opened_at: f64,
    },
    /// Field for a token from Business Manager.
    ManualToken {
        /// What was wrong with the last one.
        problem: Option<ProblemView>,
    },
    /// Token and permission check, live.
    Checking {
        /// Named steps.
        steps: Vec<StepView>,
    },
    /// The person does not administer the portfolio: *Entrar em outra conta*.
    NotAdministrator {
        /// Name on Facebook.
        person: Option<String>,
        /// Portfolios they belong to.
        businesses: Vec<MembershipView>,
        /// The exact finding.
        problem: ProblemView,
        /// What the one who administers it has to do.
        hand_off: Option<Box<HandOffView>>,
    },
    /// Pop-up *Reconectar*.
    Confirm {
        /// Name on Facebook; `None` for a system user's token.
        person: Option<String>,
        /// Portfolios they administer.
        businesses: Vec<MembershipView>,
        /// What will happen.
        plan: Vec<PlanLineView>,
        /// Whether the administrator role could be proved, and if not why.
        role_problem: Option<ProblemView>,
    },
    /// All numbers are being listed.
    Discovering {
        /// Accounts read so far.
        accounts: u32,
        /// Numbers found so far.
        numbers: u32,
    },
    /// Choice of numbers: *Continuar*.
    Numbers {
        /// The broken ones first.
        numbers: Vec<NumberChoiceView>,
        /// Branches that could not be read.
        unread: Vec<ProblemView>,
        /// Why the last choice was refused.
        problem: Option<ProblemView>,
        /// Of several channels, those whose number this login does not show.
        not_shown: Vec<ChannelRefView>,
    },
    /// Repair, live.
    Working {
        /// One block per number.
        numbers: Vec<NumberWorkView>,
    },
    /// Result: *Finalizar*.
    Result {
        /// One block per number.
        numbers: Vec<NumberWorkView>,
        /// Whether one click can put everything back.
        can_rollback: bool,
        /// Of several channels, those whose number this login did not show.
        not_shown: Vec<ChannelRefView>,
    },
    /// Going back: what was changed is being taken back.
    Undoing,
    /// Not everything could be taken back.
    Undone {
        /// What could not. Empty when a restart interrupted it: then it has to go on.
        left: Vec<LeftBehindView>,
    },
    /// The attempt cannot go on by itself.
    Problem {
        /// Cause and next step.
        problem: ProblemView,
        /// Whether *Tentar de novo* may help.
        can_retry: bool,
        /// What the one who administers the portfolio has to do, where that is the way on.
        hand_off: Option<Box<HandOffView>>,
    },
    /// Found again after a restart.
    Interrupted {
        /// Whether it can go on without a new login.
        can_resume: bool,
        /// When it was started.
        stopped_at: f64,
        /// Steps that are finished and kept.
        numbers: Vec<NumberWorkView>,
    },
}

/// One prerequisite.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PrerequisiteView {
    /// Catalogue key `prerequisite.<id>`.
    pub id: String,
    /// `yes`, `no`, `unknown`, `checking`.
    pub answer: String,
    /// What to do about a "no".
    pub problem: Option<ProblemView>,
}

/// One live step.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct StepView {
    /// Catalogue key `step.<step>`.
    pub step: String,
    /// `waiting`, `running`, `done`, `skipped`, `failed`, `unknown`.
    pub state: String,
    /// Catalogue key `note.<note>` such as "already right".
    pub note: Option<String>,
    /// Cause of a failure.
    pub problem: Option<ProblemView>,
}

/// Membership in a portfolio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct MembershipView {
    /// Portfolio id.
    pub id: String,
    /// Portfolio name.
    pub name: Option<String>,
    /// `admin`, `employee`, `other`, `unknown`.
    pub role: String,
    /// Whether it owns the channel's account.
    pub owns_channel: bool,
}

/// One change that is about to be made or taken back, or that stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PlanLineView {
    /// Catalogue key `plan.<what>`, or `undo.<what>` of going back.
    pub what: String,
    /// Whether something changes (`true`) or stays (`false`).
    pub changes: bool,
    /// Values for the sentence.
    pub params: BTreeMap<String, String>,
}

/// What could not be taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct LeftBehindView {
    /// The channel, where there is one.
    pub channel: Option<ChannelRefView>,
    /// National form of the number.
    pub number: String,
    /// Why, and what to do.
    pub problem: ProblemView,
}

/// A number that can be picked.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct NumberChoiceView {
    /// Phone number id.
    pub id: String,
    /// National form.
    pub number: String,
    /// International form.
    pub number_international: String,
    /// Display name.
    pub verified_name: Option<String>,
    /// Account name or id.
    pub account: String,
    /// Portfolio name or id.
    pub business: String,
    /// Meta's status, catalogue key `number_status.<status>`, raw when unknown.
    pub status: String,
    /// What is wrong with it.
    pub problem: Option<ProblemView>,
    /// Preselected because it is the channel's number.
    pub preselected: bool,
    /// The same line stands under another account, too, and one of the two has to be chosen.
    pub contested: bool,
    /// Whether it may be picked; `problem` says why not.
    pub selectable: bool,
    /// Channel that already uses it.
    pub channel: Option<ChannelRefView>,
}

/// Live work or result of one number.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct NumberWorkView {
    /// Phone number id.
    pub id: String,
    /// National form.
    pub number: String,
    /// Display name.
    pub verified_name: Option<String>,
    /// Steps in their fixed order.
    pub steps: Vec<StepView>,
    /// What the person has to give.
    pub need: Option<NeedView>,
    /// `working`, `needs_you`, `done`, `failed`, `skipped`.
    pub outcome: String,
    /// Verdict after the work.
    pub verdict: Option<VerdictView>,
    /// Evidence collected in this attempt.
    pub evidence: Vec<EvidenceView>,
    /// Why it failed.
    pub problem: Option<ProblemView>,
    /// What the one who administers the portfolio has to do about that, where that is the way on.
    pub hand_off: Option<Box<HandOffView>>,
}

/// Something only the person can give.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NeedView {
    /// The six-digit PIN of two-step verification.
    Pin {
        /// Registration attempts left in 72 hours.
        attempts_left: u32,
        /// What was wrong with the last one.
        problem: Option<ProblemView>,
        /// Whether the number may have one already, which can then be replaced with consent; otherwise one is made.
        exists: bool,
        /// Whether a kept one can be used.
        kept: bool,
    },
    /// How to receive the verification code.
    CodeMethod {
        /// What was wrong.
        problem: Option<ProblemView>,
    },
    /// The verification code.
    Code {
        /// `sms` or `voice`.
        method: String,
        /// When it was requested.
        sent_at: f64,
        /// What was wrong with the last one.
        problem: Option<ProblemView>,
    },
}
