//! From Meta's code and subcode to a cause. Sources: Meta, "Error codes" (WhatsApp Business Platform), "Handle
//! errors" (Graph API), "Health status".

use super::{CallKind, Cause};
use crate::graph_error::GraphProblem;
use CallKind as Call;

/// Shortest wait in minutes when Meta limits calls and names no time.
const LIMIT_MINUTES: u32 = 15;
/// The same for limits of one WhatsApp account.
const ACCOUNT_LIMIT_MINUTES: u32 = 30;

impl Cause {
    /// The meaning of an error of `call`. Total: codes that nobody knows are [`Cause::Unrecognized`].
    pub fn from_graph(problem: &GraphProblem, call: CallKind) -> Self {
        let subcode = problem.subcode.unwrap_or(0);
        let cause = by_call(problem.code, subcode, call)
            .or_else(|| access(problem.code, subcode))
            .or_else(|| messaging(problem.code))
            .or_else(|| account(problem.code))
            .or_else(|| health(problem.code))
            .or_else(|| long(problem.code));
        match cause {
            Some(cause) => cause,
            None if problem.code != 0 && problem.transient => Self::MetaUnavailable,
            None => without_code(problem),
        }
    }

    /// The meaning of an error inside `health_status`; `None` for errors that do not concern messages.
    pub fn from_health(code: i64) -> Option<Self> {
        match code {
            // Calling over SIP; Meta's own example counts it into the overall state.
            138_024 | 138_025 => None,
            131_031 => Some(Self::AccountLocked),
            code => Some(health(code).unwrap_or(Self::HealthBlocked)),
        }
    }

    /// Minutes to wait before the next call, when `self` is a limit or a lock: Meta's own time if it named one.
    pub fn wait_minutes(self, problem: &GraphProblem) -> Option<u32> {
        let super::RetryRule::Later { min_minutes } = self.retry_rule() else {
            return None;
        };
        let shortest = match (self, problem.code) {
            (Self::CallLimit, 80_007 | 80_008) => ACCOUNT_LIMIT_MINUTES,
            (Self::CallLimit, 130_429 | 131_056) => 1,
            (Self::CallLimit, _) => LIMIT_MINUTES,
            (_, _) => min_minutes,
        };
        Some(
            problem
                .regain_minutes
                .filter(|minutes| *minutes > 0)
                .unwrap_or(shortest),
        )
    }

    /// Whether Meta says that the token itself is dead, whatever was asked for.
    pub fn is_token_dead(self) -> bool {
        matches!(
            self,
            Self::TokenInvalid
                | Self::TokenExpired
                | Self::AccessRemoved
                | Self::PasswordChanged
                | Self::SessionEnded
                | Self::FacebookCheckpoint
                | Self::RoleLost
        )
    }

    /// Whether a failed message says something about its recipient or its text, and nothing about the channel.
    pub fn is_about_recipient(self) -> bool {
        matches!(
            self,
            Self::RecipientNotAllowed
                | Self::RecipientUnreachable
                | Self::WindowClosed
                | Self::MessageHeldBack
                | Self::TemplateUnusable
                | Self::FunctionNotSetUp
                | Self::MessageInPhoneApp
                | Self::CallLimit
        )
    }
}

/// Codes whose meaning depends on the call.
fn by_call(code: i64, subcode: i64, call: Call) -> Option<Cause> {
    Some(match (call, code, subcode) {
        (Call::ExchangeCode, 100, 36_007 | 36_009) => Cause::LoginCodeUnusable,
        (Call::ExchangeCode | Call::ExtendToken, 1, _) => Cause::ExchangeRefused,
        (Call::ExchangeCode, 100, 0) => Cause::ExchangeRefused,
        (Call::DebugToken | Call::InspectOwnToken, 100, 0) => Cause::TokenOfOtherApp,
        // The bearer of this call is the app, so its refusal says nothing about the person's token.
        (Call::DebugToken, 0 | 102 | 104 | 190 | 452 | 2500, _) => Cause::AppProofRefused,
        (Call::OverrideCallback | Call::UndoCallback, 100, 0) => Cause::CallbackRefused,
        (Call::SetPin, 100, 0) => Cause::PinWeak,
        // The same code means a locked account and a refused PIN; only a call that sends a PIN can mean the latter.
        (Call::Register | Call::SetPin, 131_031, _) => Cause::PinWrong,
        (Call::Register | Call::ReadNumber, 100, 2_207_051) => Cause::NumberNotRegistered,
        (call, 100 | 803, 33) | (call, 33 | 803, 0) if call.is_about_number() => Cause::NumberNotVisible,
        (call, 100 | 803, 33) | (call, 33 | 803, 0) if call.is_about_asset() => Cause::WabaNotVisible,
        (call, 200..=299 | 131_005, _) if call.is_about_asset() => Cause::AssetAccessMissing,
        (_, _, _) => return None,
    })
}

/// Login, permission and platform codes.
fn access(code: i64, subcode: i64) -> Option<Cause> {
    Some(match (code, subcode) {
        (1, _) => Cause::MetaUnspecified,
        (2, _) => Cause::MetaUnavailable,
        (3, _) => Cause::AppNotAllowed,
        (4 | 17 | 32 | 341 | 613 | 80_007 | 80_008, _) => Cause::CallLimit,
        (10, _) => Cause::PermissionMissing,
        (33 | 803, _) => Cause::AssetAccessMissing,
        (100, 36_007 | 36_009) => Cause::LoginCodeUnusable,
        (100, 36_008) | (191, _) => Cause::RedirectNotRegistered,
        (100, 33) => Cause::AssetAccessMissing,
        (100, 2_388_091) => Cause::CodeUnavailable,
        (100, 2_388_093) => Cause::CodeWrong,
        (100, 2_388_012) => Cause::AlreadyDone,
        (100, 2_655_007) => Cause::RecipientNotAllowed,
        (100, _) => Cause::RequestRefused,
        (101, _) => Cause::AppUnknown,
        (104, _) => Cause::AppProofRefused,
        (102 | 452, _) => Cause::TokenInvalid,
        (190, 458) => Cause::AccessRemoved,
        (190, 459 | 464) => Cause::FacebookCheckpoint,
        (190, 460) => Cause::PasswordChanged,
        (190, 463 | 468) => Cause::TokenExpired,
        (190, 466 | 467) => Cause::SessionEnded,
        (190, 492) => Cause::RoleLost,
        (190, _) => Cause::TokenInvalid,
        (200..=299, _) => Cause::PermissionMissing,
        (368, _) => Cause::PolicyBlocked,
        (415, _) => Cause::TwoFactorNeeded,
        (506 | 1_752_041, _) => Cause::AlreadyDone,
        (2200, _) => Cause::CallbackVerificationFailed,
        (2500, _) => Cause::RequestRefused,
        (2635, _) => Cause::VersionRetired,
        (2642 | 131_059, _) => Cause::ListingInterrupted,
        (3962, _) => Cause::LoginConfigurationDead,
        (_, _) => return None,
    })
}

/// Messages and templates.
fn messaging(code: i64) -> Option<Cause> {
    Some(match code {
        130_403 | 131_021 | 131_026 | 131_050 => Cause::RecipientUnreachable,
        130_429 | 131_056 => Cause::CallLimit,
        130_472 | 131_049 | 131_064 => Cause::MessageHeldBack,
        130_497 => Cause::PolicyBlocked,
        131_000 => Cause::MetaUnspecified,
        131_005 => Cause::PermissionMissing,
        131_008 | 131_051 | 131_052 | 131_053 | 131_055 | 131_062 | 135_000 => Cause::RequestRefused,
        131_009 => Cause::ValueRefused,
        131_016 => Cause::MetaUnavailable,
        131_030 | 2_655_007 => Cause::RecipientNotAllowed,
        131_031 => Cause::AccountLocked,
        131_037 => Cause::NameNotApproved,
        131_042 => Cause::PaymentProblem,
        131_045 => Cause::NumberNotRegistered,
        131_047 => Cause::WindowClosed,
        131_048 => Cause::NumberRateLimited,
        131_057 => Cause::NumberInMaintenance,
        131_060 => Cause::MessageInPhoneApp,
        131_063 | 134_011 | 134_100..=134_102 => Cause::FunctionNotSetUp,
        132_000 | 132_001 | 132_005 | 132_007 | 132_008 | 132_012 | 132_015 | 132_016 | 132_018 | 132_068
        | 132_069 => Cause::TemplateUnusable,
        _ => return None,
    })
}

/// Registration, verification and functions that reconnecting does not touch.
fn account(code: i64) -> Option<Cause> {
    Some(match code {
        133_000 => Cause::DeregistrationUnfinished,
        133_004 => Cause::MetaUnavailable,
        133_005 => Cause::PinWrong,
        133_006 => Cause::NumberNotVerified,
        133_008 => Cause::PinLocked,
        133_009 => Cause::PinTooFast,
        133_010 => Cause::NumberNotRegistered,
        133_015 => Cause::NumberBeingDeleted,
        133_016 => Cause::RegistrationLocked,
        136_024 => Cause::CodeUnavailable,
        136_025 => Cause::CodeWrong,
        131_044 | 137_000 | 138_000..=139_999 | 147_001..=147_005 | 200_005..=200_007 => {
            Cause::FeatureNotUsed
        }
        _ => return None,
    })
}

/// Codes that occur inside `health_status` only.
fn health(code: i64) -> Option<Cause> {
    Some(match code {
        141_000 => Cause::NumberNotRegistered,
        141_002 => Cause::TemplateUnusable,
        141_006 => Cause::PaymentProblem,
        141_010 => Cause::BusinessNotVerified,
        _ => return None,
    })
}

/// Seven-digit codes of the management calls.
fn long(code: i64) -> Option<Cause> {
    Some(match code {
        2_388_001 | 2_388_103 | 2_593_079 | 2_593_085 => Cause::MigrationBlocked,
        2_388_012 => Cause::AlreadyDone,
        2_388_019 | 2_388_039 | 2_388_040 | 2_388_047 | 2_388_072 | 2_388_073 | 2_388_293 | 2_388_299
        | 2_593_002 => Cause::TemplateUnusable,
        2_388_091 => Cause::CodeUnavailable,
        2_388_093 => Cause::CodeWrong,
        2_494_100 => Cause::NumberInMaintenance,
        2_494_164..=2_494_167 | 2_593_107..=2_593_109 => Cause::FeatureNotUsed,
        2_655_093 | 3_441_041 => Cause::CoexistenceRefused,
        _ => return None,
    })
}

/// An envelope without a usable code: the HTTP status is a weak sign, but better than none.
fn without_code(problem: &GraphProblem) -> Cause {
    match (problem.code, problem.http_status) {
        (0, 500..=599) => Cause::MetaUnavailable,
        (0, 429) => Cause::CallLimit,
        (0, 401) => Cause::TokenInvalid,
        (0, _) if problem.kind.as_deref() == Some("OAuthException") => Cause::TokenInvalid,
        (_, _) => Cause::Unrecognized,
    }
}
