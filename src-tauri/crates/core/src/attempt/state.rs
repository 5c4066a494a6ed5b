//! What is known at each moment of an attempt.

use super::check_step::CheckStepRecord;
use super::choice::Choice;
use super::login_page::LoginPage;
use super::number_work::NumberWork;
use super::plan::{Needs, PlanLine};
use super::target::Target;
use super::undo::LeftBehind;
use crate::admin::AdminDecision;
use crate::cause::NextStep;
use crate::diagnosis::{Answer, Diagnosis};
use crate::ids::{AttemptId, ChannelId, CredentialId, UnixMillis};
use crate::meta::{Membership, Person};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the token is obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Facebook login in the login window.
    Login,
    /// A token made in Business Manager and pasted.
    ManualToken,
}

impl Route {
    /// Stored text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::ManualToken => "manual_token",
        }
    }
}

/// The four named stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Prerequisites and diagnosis.
    Access,
    /// Login, permission check, confirmation.
    Login,
    /// Choice of numbers.
    Number,
    /// Repair and result.
    Conclusion,
}

impl Stage {
    /// Stored text and catalogue key.
    pub fn code(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Login => "login",
            Self::Number => "number",
            Self::Conclusion => "conclusion",
        }
    }
}

/// What has to be true before the attempt starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrerequisiteKind {
    /// An account on the platform.
    PlatformAccount,
    /// The administrator profile of the app.
    AdministratorProfile,
    /// A number that is configured and validated.
    NumberConfigured,
    /// The Meta connection is complete.
    MetaConnection,
    /// Secrets can be kept.
    VaultReady,
    /// Meta answers.
    Network,
}

impl PrerequisiteKind {
    /// Catalogue key.
    pub fn code(self) -> &'static str {
        match self {
            Self::PlatformAccount => "platform_account",
            Self::AdministratorProfile => "administrator_profile",
            Self::NumberConfigured => "number_configured",
            Self::MetaConnection => "meta_connection",
            Self::VaultReady => "vault_ready",
            Self::Network => "network",
        }
    }

    /// Whether a "no" forbids to begin. The number is checked again after the login, with better rights.
    pub fn is_blocking(self) -> bool {
        !matches!(self, Self::NumberConfigured)
    }
}

/// One checked prerequisite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prerequisite {
    /// Which.
    pub kind: PrerequisiteKind,
    /// Whether it holds.
    pub answer: Answer,
    /// What to do about a "no".
    pub problem: Option<Problem>,
}

/// Where *Tentar de novo* goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryPoint {
    /// A new login is needed.
    Login,
    /// The permission check can be repeated with the staged token.
    Permission,
    /// The discovery can be repeated with the staged token.
    Discovery,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// *Finalizar*.
    Finished,
    /// Cancelled, or rolled back: everything as it was.
    Cancelled,
}

impl Ending {
    /// Stored text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The screen's content; exactly one at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    /// Prerequisites, diagnosis, choice of the way in.
    Access,
    /// *Entrar com Facebook*.
    Login {
        /// What went wrong with the last login.
        problem: Option<Problem>,
    },
    /// The login window is open.
    LoginOpen {
        /// Host on display.
        host: Option<String>,
        /// What the page on display means.
        #[serde(default)]
        page: LoginPage,
        /// Since when it stands.
        #[serde(default)]
        page_since: UnixMillis,
        /// Since when.
        opened_at: UnixMillis,
    },
    /// Field for a token.
    ManualToken {
        /// What was wrong with the last one.
        problem: Option<Problem>,
    },
    /// Token and permission check.
    Checking {
        /// Named steps.
        steps: Vec<CheckStepRecord>,
    },
    /// The person does not administer the portfolio.
    NotAdministrator {
        /// The exact finding.
        problem: Problem,
    },
    /// Pop-up *Reconectar*.
    Confirm {
        /// What will happen.
        plan: Vec<PlanLine>,
        /// Why the administrator role could not be proved, when it could not.
        role_problem: Option<Problem>,
    },
    /// Numbers are being listed.
    Discovering {
        /// Accounts read.
        accounts: u32,
        /// Numbers found.
        numbers: u32,
    },
    /// Choice of numbers.
    Numbers {
        /// Why the last choice was refused.
        problem: Option<Problem>,
    },
    /// Repair.
    Working,
    /// Result.
    Result,
    /// It cannot go on by itself.
    Stopped {
        /// Why.
        problem: Problem,
        /// Where a new try starts.
        retry: RetryPoint,
    },
    /// Found unfinished after a restart.
    Interrupted {
        /// Whether it can go on without a new login.
        can_resume: bool,
        /// Where it goes on.
        resume: RetryPoint,
    },
    /// Going back: what the attempt has changed is being taken back.
    Undoing,
    /// Not everything could be taken back.
    Undone {
        /// What could not, and why. Empty after a restart, which interrupted it.
        left: Vec<LeftBehind>,
    },
    /// Over.
    Ended {
        /// How.
        ending: Ending,
    },
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// The channel being reconnected; `None` for a new one.
    pub target: Option<Target>,
    /// More channels that the same login is to reconnect.
    #[serde(default)]
    pub others: Vec<Target>,
    /// What the newest diagnosis of each channel, from before this attempt, says that it will take.
    #[serde(default)]
    pub needs: BTreeMap<ChannelId, Needs>,
    /// Way to the token.
    pub route: Route,
    /// Screen.
    pub phase: Phase,
    /// Counter of abandoned work: reports of another run are ignored.
    pub run: u32,
    /// Prerequisites read so far.
    pub prerequisites: Vec<Prerequisite>,
    /// Whether prerequisites or diagnosis are being read.
    pub reading: bool,
    /// Diagnosis made before the login.
    pub diagnosis: Option<Diagnosis>,
    /// Who logged in last in this attempt.
    pub person: Option<Person>,
    /// Their portfolios.
    pub memberships: Vec<Membership>,
    /// Whether they administer the right one.
    pub admin: Option<AdminDecision>,
    /// The staged credential.
    pub credential: Option<CredentialId>,
    /// Numbers on offer.
    pub choices: Vec<Choice>,
    /// Branches of the discovery that could not be read.
    pub unread: Vec<Problem>,
    /// Work per chosen number.
    pub numbers: Vec<NumberWork>,
    /// When it started.
    pub started_at: UnixMillis,
}

impl Attempt {
    /// A new attempt at its first screen.
    pub fn new(id: AttemptId, target: Option<Target>, started_at: UnixMillis) -> Self {
        Self {
            id,
            target,
            others: Vec::new(),
            needs: BTreeMap::new(),
            route: Route::Login,
            phase: Phase::Access,
            run: 0,
            prerequisites: Vec::new(),
            reading: true,
            diagnosis: None,
            person: None,
            memberships: Vec::new(),
            admin: None,
            credential: None,
            choices: Vec::new(),
            unread: Vec::new(),
            numbers: Vec::new(),
            started_at,
        }
    }

    /// Named stage of the present screen.
    pub fn stage(&self) -> Stage {
        match &self.phase {
            Phase::Access => Stage::Access,
            Phase::Login { .. }
            | Phase::LoginOpen { .. }
            | Phase::ManualToken { .. }
            | Phase::Checking { .. }
            | Phase::NotAdministrator { .. }
            | Phase::Confirm { .. } => Stage::Login,
            Phase::Discovering { .. } | Phase::Numbers { .. } => Stage::Number,
            Phase::Working | Phase::Result | Phase::Undoing | Phase::Undone { .. } | Phase::Ended { .. } => {
                Stage::Conclusion
            }
            Phase::Stopped { retry, .. } | Phase::Interrupted { resume: retry, .. } => match retry {
                RetryPoint::Login | RetryPoint::Permission => Stage::Login,
                RetryPoint::Discovery if self.numbers.is_empty() => Stage::Number,
                RetryPoint::Discovery => Stage::Conclusion,
            },
        }
    }

    /// Whether *Iniciar* may be pressed.
    pub fn can_begin(&self) -> bool {
        matches!(self.phase, Phase::Access)
            && !self.reading
            && self
                .prerequisites
                .iter()
                .all(|item| !item.kind.is_blocking() || item.answer != Answer::No)
    }

    /// Whether the channel's diagnosis found what a login cures: then the way leads straight to it, after every check.
    pub fn is_cured_by_login(&self) -> bool {
        let blocking = self
            .diagnosis
            .as_ref()
            .and_then(|diagnosis| diagnosis.blocking.as_ref());
        self.target.is_some()
            && blocking.is_some_and(|blocking| {
                matches!(blocking.next_step(), NextStep::LogIn | NextStep::OtherAccount)
            })
    }

    /// Whether a channel already uses the new credential, so that going back means a rollback.
    pub fn has_switched(&self) -> bool {
        self.numbers.iter().any(NumberWork::has_switched)
    }

    /// Whether it is going back: it can only be brought to its end.
    pub fn is_going_back(&self) -> bool {
        matches!(self.phase, Phase::Undoing | Phase::Undone { .. })
    }

    /// Whether the attempt is over.
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Ended { .. })
    }
}
