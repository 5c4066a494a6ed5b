//! What can happen to an attempt, and what it asks the engine to do.

use super::check_step::CheckStep;
use super::choice::FoundNumber;
use super::login_page::LoginPage;
use super::number_step::NumberStep;
use super::number_work::{StepOutcome, StepState};
use super::state::{Ending, Prerequisite};
use super::undo::LeftBehind;
use crate::admin::AdminDecision;
use crate::diagnosis::Diagnosis;
use crate::ids::{ChoiceId, CredentialId, NumberId};
use crate::meta::{Membership, Person};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

/// How a verification code reaches the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeMethod {
    /// Text message.
    Sms,
    /// Voice call.
    Voice,
}

impl CodeMethod {
    /// Stored and shown code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Voice => "voice",
        }
    }
}

/// What the person does. Values typed by them travel beside the event, never in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Use a token made in Business Manager.
    ChooseManualToken,
    /// Use the Facebook login.
    ChooseLogin,
    /// *Iniciar*.
    Begin,
    /// *Entrar com Facebook*.
    OpenLogin,
    /// Close the login window.
    CloseLogin,
    /// *Entrar em outra conta*.
    OtherAccount,
    /// A token was typed.
    SubmitToken,
    /// *Reconectar*.
    Confirm,
    /// *Continuar* with these numbers.
    SelectNumbers(Vec<ChoiceId>),
    /// A PIN was typed.
    SubmitPin(NumberId),
    /// A new PIN was typed, with consent to replace the old one.
    SetNewPin(NumberId),
    /// Send a verification code.
    RequestCode(NumberId, CodeMethod),
    /// A verification code was typed.
    SubmitCode(NumberId),
    /// Try a failed number again.
    RetryNumber(NumberId),
    /// Leave a number out.
    SkipNumber(NumberId),
    /// *Tentar de novo*.
    Retry,
    /// Go on after a restart.
    Resume,
    /// One screen back.
    Back,
    /// *Finalizar*.
    Finish,
    /// Put everything back.
    Rollback,
    /// Cancel.
    Cancel,
}

/// How the login window ended.
#[derive(Clone, Debug, PartialEq)]
pub enum LoginEnding {
    /// A valid redirect was captured; the engine holds the grant.
    Captured,
    /// The person closed the window.
    Closed,
    /// Anything else, named.
    Failed(Problem),
}

/// Result of the permission check.
#[derive(Clone, Debug, PartialEq)]
pub struct PermissionReading {
    /// Who logged in.
    pub person: Option<Person>,
    /// Their portfolios.
    pub memberships: Vec<Membership>,
    /// The same login's token with a longer life, staged meanwhile.
    pub extended: Option<CredentialId>,
    /// The decision.
    pub admin: AdminDecision,
    /// A finding that forbids to go on: wrong app, missing permission, invalid token.
    pub refusal: Option<Problem>,
    /// The decision as a problem, unless the person is an administrator.
    pub role_problem: Option<Problem>,
}

/// Answer of an effect.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// Prerequisites were checked.
    Prerequisites(Vec<Prerequisite>),
    /// The diagnosis before the login.
    Diagnosed(Box<Diagnosis>),
    /// Everything for the first screen was read.
    AccessRead,
    /// The login window moved on.
    LoginMoved {
        /// Host on display.
        host: String,
        /// What the page means.
        page: LoginPage,
    },
    /// The login window is gone.
    LoginEnded(LoginEnding),
    /// A named check moved on.
    CheckMoved(CheckStep, StepState),
    /// The token is sealed and staged.
    TokenStaged(CredentialId),
    /// There is no token.
    TokenRefused(Problem),
    /// The permission check ended.
    PermissionRead(Box<PermissionReading>),
    /// Discovery moved on.
    DiscoveryMoved {
        /// Accounts read.
        accounts: u32,
        /// Numbers found.
        numbers: u32,
    },
    /// Discovery ended.
    Discovered {
        /// Numbers found.
        found: Vec<FoundNumber>,
        /// Our channels, to recognise numbers.
        channels: Vec<super::choice::KnownChannel>,
        /// What could not be read.
        unread: Vec<Problem>,
    },
    /// One step of one number ended.
    NumberStep(NumberId, NumberStep, StepOutcome),
    /// What the attempt has changed was taken back, except for this.
    TakenBack(Vec<LeftBehind>),
}

/// Something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The person did something.
    Person(Action),
    /// An effect of a run answered.
    Reported {
        /// The run that asked.
        run: u32,
        /// The answer.
        report: Box<Report>,
    },
}

impl Ending {
    /// What closes the books of an attempt that ended so. Made again after a crash, it changes nothing more.
    pub fn closing(self) -> Effect {
        match self {
            Self::Finished => Effect::Conclude,
            Self::Cancelled => Effect::Discard,
        }
    }
}

/// What the engine has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Check prerequisites, and diagnose the channel if there is one.
    ReadAccess,
    /// Open a fresh login window.
    OpenLogin,
    /// Close the login window if it is open.
    CloseLogin,
    /// Turn the captured grant, or the typed token, into a sealed staged credential.
    ObtainToken,
    /// Check token, person, permissions and role with the staged credential.
    CheckPermission,
    /// List all numbers that the staged credential can see.
    Discover,
    /// Run one step of one number.
    RunStep(NumberId, NumberStep),
    /// Request a verification code.
    SendCode(NumberId, CodeMethod),
    /// Set a new PIN, then register.
    ReplacePin(NumberId),
    /// Take back what the attempt has changed: credentials and ids of channels, PINs that were kept, overrides at Meta.
    TakeBack,
    /// Forget staged secrets and typed values.
    Discard,
    /// Finished: retire previous credentials after the grace time, write the audit row.
    Conclude,
}
