//! Every code of Meta's that is documented or was seen, one row each: code, subcode (0 for none), the call that met it,
//! the cause, and when the same call may be made again. Each cause has its words in the three languages. Sources: Meta, "Error codes" (WhatsApp Business
//! Platform), "Handle errors" (Graph API).

use super::error;
use super::words::assert_told;
use crate::cause::{CallKind, Cause, RetryRule};
use crate::graph_error::GraphProblem;
use Again::{Person, Repeat, Stop, Wait};

/// When the same call may be made again.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Again {
    /// By the machine, where the call has no effect.
    Repeat,
    /// After this many minutes, unless Meta names another time.
    Wait(u32),
    /// After somebody did something.
    Person,
    /// Never: the call itself is wrong, or there is nothing to do.
    Stop,
}

fn again(cause: Cause, problem: &GraphProblem) -> Again {
    match (cause.retry_rule(), cause.wait_minutes(problem)) {
        (RetryRule::Automatic, None) => Again::Repeat,
        (RetryRule::Later { .. }, Some(minutes)) => Again::Wait(minutes),
        (RetryRule::AfterPerson, None) => Again::Person,
        (RetryRule::Never, None) => Again::Stop,
        (rule, minutes) => panic!("{} with {rule:?} waits {minutes:?}", cause.code()),
    }
}

fn check(rows: &[(i64, i64, CallKind, Cause, Again)]) {
    for (code, subcode, call, expected, rule) in rows {
        let problem = error(*code, (*subcode != 0).then_some(*subcode));
        let found = Cause::from_graph(&problem, *call);
        assert_eq!(found, *expected, "{code}/{subcode} in {}", call.code());
        assert_eq!(
            again(found, &problem),
            *rule,
            "{code}/{subcode} in {}",
            call.code()
        );
        assert_told(found);
    }
}

#[test]
fn login_and_permission_codes() {
    use CallKind::*;
    check(&[
        (0, 0, ReadPerson, Cause::TokenInvalid, Person),
        (1, 0, ReadNumber, Cause::MetaUnspecified, Repeat),
        (1, 0, ExchangeCode, Cause::ExchangeRefused, Person),
        (2, 0, ReadNumber, Cause::MetaUnavailable, Repeat),
        (3, 0, ReadPerson, Cause::AppNotAllowed, Person),
        (4, 2_446_079, ListNumbers, Cause::CallLimit, Wait(15)),
        (10, 0, ReadMemberships, Cause::PermissionMissing, Person),
        (10, 0, ReadAccount, Cause::PermissionMissing, Person),
        (17, 0, ReadPerson, Cause::CallLimit, Wait(15)),
        (32, 0, ReadPerson, Cause::CallLimit, Wait(15)),
        (33, 0, ReadNumber, Cause::NumberNotVisible, Person),
        (33, 0, ReadAccount, Cause::WabaNotVisible, Person),
        (100, 0, ReadNumber, Cause::RequestRefused, Stop),
        (100, 0, ReadAccount, Cause::RequestRefused, Stop),
        (100, 33, ReadAccount, Cause::WabaNotVisible, Person),
        (100, 33, ListNumbers, Cause::WabaNotVisible, Person),
        (100, 33, Subscribe, Cause::WabaNotVisible, Person),
        (100, 33, ReadNumber, Cause::NumberNotVisible, Person),
        (100, 33, Register, Cause::NumberNotVisible, Person),
        (100, 33, ListAccounts, Cause::AssetAccessMissing, Person),
        (100, 36_007, ExchangeCode, Cause::LoginCodeUnusable, Person),
        (100, 36_008, ExchangeCode, Cause::RedirectNotRegistered, Person),
        (100, 36_009, ExchangeCode, Cause::LoginCodeUnusable, Person),
        (100, 0, ExchangeCode, Cause::ExchangeRefused, Person),
        (100, 2_207_051, Register, Cause::NumberNotRegistered, Person),
        (100, 0, DebugToken, Cause::TokenOfOtherApp, Person),
        (100, 0, InspectOwnToken, Cause::TokenOfOtherApp, Person),
        (100, 0, OverrideCallback, Cause::CallbackRefused, Person),
        (100, 0, SetPin, Cause::PinWeak, Person),
        (101, 0, ExchangeCode, Cause::AppUnknown, Person),
        (102, 0, ReadPerson, Cause::TokenInvalid, Person),
        (104, 0, ReadPerson, Cause::AppProofRefused, Person),
        (452, 0, ReadPerson, Cause::TokenInvalid, Person),
        (190, 0, ReadNumber, Cause::TokenInvalid, Person),
        (190, 456, ReadNumber, Cause::TokenInvalid, Person),
        (190, 457, ReadNumber, Cause::TokenInvalid, Person),
        (190, 458, ReadNumber, Cause::AccessRemoved, Person),
        (190, 459, ReadNumber, Cause::FacebookCheckpoint, Person),
        (190, 460, ReadNumber, Cause::PasswordChanged, Person),
        (190, 461, ReadNumber, Cause::TokenInvalid, Person),
        (190, 462, ReadNumber, Cause::TokenInvalid, Person),
        (190, 463, ReadNumber, Cause::TokenExpired, Person),
        (190, 464, ReadNumber, Cause::FacebookCheckpoint, Person),
        (190, 465, ReadNumber, Cause::TokenInvalid, Person),
        (190, 466, ReadNumber, Cause::SessionEnded, Person),
        (190, 467, ReadNumber, Cause::SessionEnded, Person),
        (190, 468, ReadNumber, Cause::TokenExpired, Person),
        (190, 492, ReadNumber, Cause::RoleLost, Person),
        (190, 0, DebugToken, Cause::AppProofRefused, Person),
        (190, 463, InspectOwnToken, Cause::TokenExpired, Person),
        (191, 0, ExchangeCode, Cause::RedirectNotRegistered, Person),
        (200, 0, ReadMemberships, Cause::PermissionMissing, Person),
        (200, 0, ReadSubscriptions, Cause::AssetAccessMissing, Person),
        (200, 1_349_174, Register, Cause::AssetAccessMissing, Person),
        (200, 1_349_175, ReadAccount, Cause::AssetAccessMissing, Person),
        (200, 1_349_176, ReadNumber, Cause::AssetAccessMissing, Person),
        (299, 0, ReadPerson, Cause::PermissionMissing, Person),
        (341, 0, ReadPerson, Cause::CallLimit, Wait(15)),
        (368, 0, SendMessage, Cause::PolicyBlocked, Person),
        (415, 1_404_120, ReadMemberships, Cause::TwoFactorNeeded, Person),
        (415, 2_859_009, ReadAccount, Cause::TwoFactorNeeded, Person),
        (506, 0, SendMessage, Cause::AlreadyDone, Stop),
        (613, 0, ReadPerson, Cause::CallLimit, Wait(15)),
        (803, 0, ReadNumber, Cause::NumberNotVisible, Person),
        (803, 0, ReadAccount, Cause::WabaNotVisible, Person),
        (803, 0, ListAccounts, Cause::AssetAccessMissing, Person),
        (
            2200,
            0,
            OverrideCallback,
            Cause::CallbackVerificationFailed,
            Person,
        ),
        (2500, 0, ReadPerson, Cause::RequestRefused, Stop),
        (2635, 0, ReadPerson, Cause::VersionRetired, Stop),
        (2642, 0, ListNumbers, Cause::ListingInterrupted, Repeat),
        (3962, 0, ExchangeCode, Cause::LoginConfigurationDead, Person),
        (80_007, 0, ListNumbers, Cause::CallLimit, Wait(30)),
        (80_008, 0, ListNumbers, Cause::CallLimit, Wait(30)),
        (2_655_093, 0, Register, Cause::CoexistenceRefused, Person),
        (3_441_041, 0, Register, Cause::CoexistenceRefused, Person),
    ]);
}

#[test]
fn message_and_account_codes() {
    use CallKind::*;
    check(&[
        (130_403, 0, SendMessage, Cause::RecipientUnreachable, Person),
        (130_429, 2_494_055, SendMessage, Cause::CallLimit, Wait(1)),
        (130_472, 0, SendMessage, Cause::MessageHeldBack, Wait(1440)),
        (130_497, 0, SendMessage, Cause::PolicyBlocked, Person),
        (131_000, 0, SendMessage, Cause::MetaUnspecified, Repeat),
        (131_005, 0, ReadPerson, Cause::PermissionMissing, Person),
        (131_005, 0, SendMessage, Cause::AssetAccessMissing, Person),
        (131_008, 0, SendMessage, Cause::RequestRefused, Stop),
        (131_009, 0, SendMessage, Cause::ValueRefused, Person),
        (131_016, 0, SendMessage, Cause::MetaUnavailable, Repeat),
        (131_021, 0, SendMessage, Cause::RecipientUnreachable, Person),
        (131_026, 0, SendMessage, Cause::RecipientUnreachable, Person),
        (
            131_030,
            2_655_007,
            SendMessage,
            Cause::RecipientNotAllowed,
            Person,
        ),
        (131_031, 0, SendMessage, Cause::AccountLocked, Person),
        (131_031, 0, ReadNumber, Cause::AccountLocked, Person),
        (131_031, 0, Register, Cause::PinWrong, Person),
        (131_031, 0, SetPin, Cause::PinWrong, Person),
        (131_037, 0, SendMessage, Cause::NameNotApproved, Person),
        (131_042, 0, SendMessage, Cause::PaymentProblem, Person),
        (131_044, 0, SendMessage, Cause::FeatureNotUsed, Stop),
        (131_045, 0, SendMessage, Cause::NumberNotRegistered, Person),
        (131_047, 0, SendMessage, Cause::WindowClosed, Person),
        (131_048, 0, SendMessage, Cause::NumberRateLimited, Wait(1440)),
        (131_049, 0, SendMessage, Cause::MessageHeldBack, Wait(1440)),
        (131_050, 0, SendMessage, Cause::RecipientUnreachable, Person),
        (131_051, 0, SendMessage, Cause::RequestRefused, Stop),
        (131_052, 0, SendMessage, Cause::RequestRefused, Stop),
        (131_053, 0, SendMessage, Cause::RequestRefused, Stop),
        (131_055, 0, SendMessage, Cause::RequestRefused, Stop),
        (131_056, 0, SendMessage, Cause::CallLimit, Wait(1)),
        (131_057, 0, SendMessage, Cause::NumberInMaintenance, Wait(5)),
        (131_059, 0, ListNumbers, Cause::ListingInterrupted, Repeat),
        (131_060, 0, SendMessage, Cause::MessageInPhoneApp, Stop),
        (131_062, 0, SendMessage, Cause::RequestRefused, Stop),
        (131_063, 0, SendMessage, Cause::FunctionNotSetUp, Person),
        (131_064, 0, SendMessage, Cause::MessageHeldBack, Wait(1440)),
        (132_000, 0, SendMessage, Cause::TemplateUnusable, Person),
        (132_001, 0, SendMessage, Cause::TemplateUnusable, Person),
        (132_005, 0, SendMessage, Cause::TemplateUnusable, Person),
        (132_007, 0, SendMessage, Cause::TemplateUnusable, Person),
        (132_008, 0, SendMessage, Cause::TemplateUnusable, Person),
        (132_012, 0, SendMessage, Cause::TemplateUnusable, Person),
        (132_015, 0, SendMessage, Cause::TemplateUnusable, Person),
        (132_016, 0, SendMessage, Cause::TemplateUnusable, Person),
        (132_018, 0, SendMessage, Cause::TemplateUnusable, Person),
        (132_068, 0, SendMessage, Cause::TemplateUnusable, Person),
        (132_069, 0, SendMessage, Cause::TemplateUnusable, Person),
        (133_000, 0, Register, Cause::DeregistrationUnfinished, Person),
        (133_004, 0, Register, Cause::MetaUnavailable, Repeat),
        (133_005, 0, Register, Cause::PinWrong, Person),
        (133_006, 0, Register, Cause::NumberNotVerified, Person),
        (133_008, 0, Register, Cause::PinLocked, Wait(720)),
        (133_009, 0, Register, Cause::PinTooFast, Wait(5)),
        (133_010, 0, SendMessage, Cause::NumberNotRegistered, Person),
        (133_015, 0, Register, Cause::NumberBeingDeleted, Wait(5)),
        (133_016, 0, Register, Cause::RegistrationLocked, Wait(4320)),
        (133_005, 0, SetPin, Cause::PinWrong, Person),
        (134_011, 0, SendMessage, Cause::FunctionNotSetUp, Person),
        (134_100, 0, SendMessage, Cause::FunctionNotSetUp, Person),
        (134_101, 0, SendMessage, Cause::FunctionNotSetUp, Person),
        (134_102, 0, SendMessage, Cause::FunctionNotSetUp, Person),
        (135_000, 0, SendMessage, Cause::RequestRefused, Stop),
        (136_024, 0, RequestCode, Cause::CodeUnavailable, Wait(10)),
        (136_025, 0, VerifyCode, Cause::CodeWrong, Person),
        (137_000, 0, SendMessage, Cause::FeatureNotUsed, Stop),
        (138_000, 0, SendMessage, Cause::FeatureNotUsed, Stop),
        (138_013, 0, SendMessage, Cause::FeatureNotUsed, Stop),
        (139_000, 0, SendMessage, Cause::FeatureNotUsed, Stop),
        (139_999, 0, SendMessage, Cause::FeatureNotUsed, Stop),
        (141_000, 0, ReadNumber, Cause::NumberNotRegistered, Person),
        (141_002, 0, ReadNumber, Cause::TemplateUnusable, Person),
        (141_006, 0, ReadNumber, Cause::PaymentProblem, Person),
        (141_010, 0, ReadNumber, Cause::BusinessNotVerified, Person),
        (147_001, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (147_002, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (147_003, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (147_004, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (147_005, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (1_752_041, 0, ReadMemberships, Cause::AlreadyDone, Stop),
    ]);
}

#[test]
fn long_codes() {
    use CallKind::*;
    check(&[
        (2_388_001, 0, Register, Cause::MigrationBlocked, Person),
        (2_388_012, 0, Register, Cause::AlreadyDone, Stop),
        (2_388_019, 0, SendMessage, Cause::TemplateUnusable, Person),
        (2_388_039, 0, SendMessage, Cause::TemplateUnusable, Person),
        (2_388_040, 0, SendMessage, Cause::TemplateUnusable, Person),
        (2_388_047, 0, SendMessage, Cause::TemplateUnusable, Person),
        (2_388_072, 0, SendMessage, Cause::TemplateUnusable, Person),
        (2_388_073, 0, SendMessage, Cause::TemplateUnusable, Person),
        (2_388_293, 0, SendMessage, Cause::TemplateUnusable, Person),
        (2_388_299, 0, SendMessage, Cause::TemplateUnusable, Person),
        (2_388_091, 0, RequestCode, Cause::CodeUnavailable, Wait(10)),
        (136_024, 2_388_091, RequestCode, Cause::CodeUnavailable, Wait(10)),
        (100, 2_388_091, RequestCode, Cause::CodeUnavailable, Wait(10)),
        (2_388_093, 0, VerifyCode, Cause::CodeWrong, Person),
        (136_025, 2_388_093, VerifyCode, Cause::CodeWrong, Person),
        (100, 2_388_093, VerifyCode, Cause::CodeWrong, Person),
        (2_388_103, 0, Register, Cause::MigrationBlocked, Person),
        (2_494_100, 0, Register, Cause::NumberInMaintenance, Wait(5)),
        (2_494_164, 0, Register, Cause::FeatureNotUsed, Stop),
        (2_494_165, 0, Register, Cause::FeatureNotUsed, Stop),
        (2_494_166, 0, Register, Cause::FeatureNotUsed, Stop),
        (2_494_167, 0, Register, Cause::FeatureNotUsed, Stop),
        (2_593_002, 0, SendMessage, Cause::TemplateUnusable, Person),
        (2_593_079, 0, Register, Cause::MigrationBlocked, Person),
        (2_593_085, 0, Register, Cause::MigrationBlocked, Person),
        (2_593_107, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (2_593_108, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (2_593_109, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (2_655_007, 0, SendMessage, Cause::RecipientNotAllowed, Person),
        (200_005, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (200_006, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (200_007, 0, ReadNumber, Cause::FeatureNotUsed, Stop),
        (2_388_023, 0, ReadNumber, Cause::Unrecognized, Stop),
        (987_654_321, 0, ReadNumber, Cause::Unrecognized, Stop),
    ]);
}
