//! The closed list of causes: one line each for meaning, actor, next step and retry rule.
//!
//! Codes are grouped into one cause when the sentence, the actor and the button are the same.

use super::handling::{Actor, MetaPage, NextStep, RetryRule};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! causes {
    ($($name:ident $code:literal, $actor:ident, $next:expr, $retry:expr, $meaning:literal;)+) => {
        /// Why something does not work, or will stop working. Values for its sentence travel beside it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Cause {
            $(#[doc = $meaning] $name,)+
        }

        impl Cause {
            /// Every cause, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Stable code: stored, and key of the text catalogue.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// One English line for developers and technical reports.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)+ }
            }

            /// Who has to act.
            pub fn actor(self) -> Actor {
                match self { $(Self::$name => Actor::$actor,)+ }
            }

            /// The action that helps.
            pub fn next_step(self) -> NextStep {
                match self { $(Self::$name => $next,)+ }
            }

            /// Whether the same call may be made again.
            pub fn retry_rule(self) -> RetryRule {
                match self { $(Self::$name => $retry,)+ }
            }
        }
    };
}

use MetaPage as Page;
use NextStep as Next;
use RetryRule::{AfterPerson, Automatic, Later, Never};

causes! {
    // The token.
    TokenMissing "token_missing", You, Next::LogIn, AfterPerson, "The channel has no token yet.";
    TokenInvalid "token_invalid", You, Next::LogIn, AfterPerson, "Meta does not accept the token any more.";
    TokenExpired "token_expired", You, Next::LogIn, AfterPerson, "The token has expired, or more than 90 days have passed since the login that it came from.";
    TokenExpiresSoon "token_expires_soon", You, Next::LogIn, AfterPerson, "The token works but will expire within days.";
    AccessRemoved "access_removed", You, Next::LogIn, AfterPerson, "Somebody removed the app from the person's or the company's integrations.";
    PasswordChanged "password_changed", You, Next::LogIn, AfterPerson, "The Facebook password was changed, which ended every token.";
    SessionEnded "session_ended", You, Next::LogIn, AfterPerson, "The Facebook session was ended, so its token is gone.";
    FacebookCheckpoint "facebook_checkpoint", You, Next::OpenMetaPage(Page::Facebook), AfterPerson, "Facebook wants the person to confirm something on facebook.com (identity, or the account itself) before it lets apps in.";
    RoleLost "role_lost", BusinessAdmin, Next::HandOff, AfterPerson, "The person no longer has the role in the portfolio that the token relied on.";
    TwoFactorNeeded "two_factor_needed", You, Next::LogIn, AfterPerson, "The portfolio demands two-factor login and this session has not passed it.";
    TokenOfOtherApp "token_of_other_app", You, Next::LogIn, AfterPerson, "The token was issued to another Meta app.";
    TokenKindUnsuitable "token_kind_unsuitable", You, Next::UseToken, AfterPerson, "The token belongs to a page or an app, not to a person or a system user.";

    // The login.
    LoginClosed "login_closed", You, Next::LogIn, AfterPerson, "The login window was closed before the login was finished.";
    LoginUnmoved "login_unmoved", Technician, Next::OpenMetaConnection, AfterPerson, "The login stood at its first page until the window was closed: Facebook may not know the login configuration or the redirect address.";
    LoginDenied "login_denied", You, Next::LogIn, AfterPerson, "The access was not granted: it was declined, or the Meta app is in development mode or may not ask for it.";
    LoginInterrupted "login_interrupted", You, Next::LogIn, AfterPerson, "The login window ended by itself or stopped answering.";
    LoginWindowUnavailable "login_window_unavailable", Technician, Next::UseToken, AfterPerson, "The login window could not be opened on this computer.";
    LoginIsolationMissing "login_isolation_missing", Technician, Next::UseToken, AfterPerson, "A system package that isolates the login window is missing.";
    LoginIsolationRefused "login_isolation_refused", Technician, Next::UseToken, AfterPerson, "The system does not let the login window isolate its pages.";
    LoginConfigurationDead "login_configuration_dead", Technician, Next::OpenMetaConnection, AfterPerson, "Facebook does not know the login configuration or a permission in it, or it does not fit the kind of token asked for.";
    RedirectNotRegistered "redirect_not_registered", Technician, Next::OpenMetaConnection, AfterPerson, "The redirect address is not registered in the Meta app, or differs from the one the login used.";
    RedirectRefused "redirect_refused", You, Next::LogIn, AfterPerson, "The answer of the login does not belong to this login, is incomplete or contradicts itself, so it was refused.";
    LoginCodeUnusable "login_code_unusable", You, Next::LogIn, AfterPerson, "The login's code was too old or had been used already.";
    ExchangeUnclear "exchange_unclear", You, Next::LogIn, AfterPerson, "It is unknown whether Meta accepted the login's code, and a code works only once.";
    ExchangeRefused "exchange_refused", Technician, Next::OpenMetaConnection, AfterPerson, "Meta refused to turn the code into a token, most often because of a wrong app secret.";
    BackendRefused "backend_refused", Technician, Next::OpenMetaConnection, AfterPerson, "The company's backend did not give a token for the code.";

    // The Meta app and this program.
    ConnectionIncomplete "connection_incomplete", Technician, Next::OpenMetaConnection, AfterPerson, "The Meta connection is not filled in completely.";
    AppUnknown "app_unknown", Technician, Next::OpenMetaConnection, AfterPerson, "Meta does not know the app id.";
    AppNotAllowed "app_not_allowed", Technician, Next::OpenMetaPage(Page::AppDashboard), AfterPerson, "The Meta app lacks the capability for this call.";
    AppProofRefused "app_proof_refused", Technician, Next::OpenMetaConnection, AfterPerson, "Meta does not accept the app secret, or the proof made with it.";
    RequestRefused "request_refused", Technician, Next::ContactSupport, Never, "Meta says that the request itself is wrong.";
    ValueRefused "value_refused", You, Next::CheckAgain, AfterPerson, "Meta does not accept a value, most often because the number is not in that account any more; what is stored has to be read again.";
    VersionRetired "version_retired", Technician, Next::UpdateApp, Never, "The Graph API version in use is no longer served.";

    // Permissions and roles.
    PermissionMissing "permission_missing", You, Next::LogIn, AfterPerson, "A permission was not granted to the app.";
    AssetAccessMissing "asset_access_missing", BusinessAdmin, Next::HandOff, AfterPerson, "The person or the app has no access to this account or number.";
    NotAdministrator "not_administrator", You, Next::OtherAccount, AfterPerson, "The person belongs to the portfolio but does not have full control of it.";
    NotMember "not_member", You, Next::OtherAccount, AfterPerson, "The person does not belong to the portfolio that owns the account.";
    DifferentPortfolio "different_portfolio", You, Next::OtherAccount, AfterPerson, "The account belongs to another portfolio than the company's.";
    AdministratorUnknown "administrator_unknown", You, Next::CheckAgain, AfterPerson, "It could not be read whether the person administers the portfolio.";

    // Account and number.
    WabaNotVisible "waba_not_visible", You, Next::LogIn, AfterPerson, "The login cannot see the WhatsApp account: it was not shared with the app, or the id is wrong.";
    WabaIsPortfolio "waba_is_portfolio", You, Next::ChooseNumber, AfterPerson, "The id stored as WhatsApp account is a business portfolio's.";
    AccountRejected "account_rejected", BusinessAdmin, Next::OpenMetaPage(Page::BusinessSupport), AfterPerson, "Meta rejected the WhatsApp account in its review.";
    AccountInReview "account_in_review", Meta, Next::CheckAgain, Later { min_minutes: 60 }, "Meta is still reviewing the WhatsApp account.";
    AccountNotReviewed "account_not_reviewed", BusinessAdmin, Next::OpenMetaPage(Page::BusinessSupport), AfterPerson, "Meta does not review the WhatsApp account again, because the limit of reviews is reached.";
    NumberNotVisible "number_not_visible", You, Next::LogIn, AfterPerson, "The login cannot see the number: it was not shared with the app, or the id is wrong.";
    NumberNotInWaba "number_not_in_waba", You, Next::ChooseNumber, AfterPerson, "The number is not in the WhatsApp account that the channel names.";
    NumberIdChanged "number_id_changed", You, Next::ChooseNumber, AfterPerson, "The same telephone number is in the account under another id.";
    NumberMigrated "number_migrated", You, Next::ChooseNumber, AfterPerson, "The number was moved to another WhatsApp account.";
    NumberDeleted "number_deleted", BusinessAdmin, Next::OpenMetaPage(Page::WhatsappManager), AfterPerson, "The number was deleted from the WhatsApp account.";
    NumberBeingDeleted "number_being_deleted", Meta, Next::WaitUntil, Later { min_minutes: 5 }, "The number was deleted a moment ago and the deletion is still running.";
    NumberFormDiffers "number_form_differs", You, Next::ChooseNumber, AfterPerson, "The id leads to another telephone number than the channel's.";
    DifferentNumber "different_number", You, Next::ChooseNumber, AfterPerson, "The chosen number is not the channel's number.";
    NumberOfOtherCompany "number_of_other_company", You, Next::OtherAccount, AfterPerson, "The chosen number belongs to another company's portfolio.";
    NumberInSeveralAccounts "number_in_several_accounts", You, Next::ChooseNumber, AfterPerson, "More than one account lists the number, and none of them is known to be the channel's: exactly one has to be chosen.";
    NumberAlreadyInChannel "number_already_in_channel", You, Next::ChooseNumber, AfterPerson, "Another channel uses this number already.";
    NumberNotOffered "number_not_offered", You, Next::ChooseNumber, AfterPerson, "The number is not among those that the login can see.";
    NothingSelected "nothing_selected", You, Next::ChooseNumber, AfterPerson, "No number was chosen.";
    NoNumbersFound "no_numbers_found", You, Next::LogIn, AfterPerson, "The login sees no number at all.";
    NumberNotConfigured "number_not_configured", You, Next::ChooseNumber, AfterPerson, "The channel has no validated number yet.";
    MigrationBlocked "migration_blocked", BusinessAdmin, Next::OpenMetaPage(Page::WhatsappManager), AfterPerson, "The move of the number waits for its owner: confirm ownership, switch off two-step verification, or fulfil what Meta lists.";

    // Verification, registration, PIN.
    NumberNotVerified "number_not_verified", You, Next::RequestCode, AfterPerson, "The ownership of the number has not been confirmed by a code.";
    CodeUnavailable "code_unavailable", You, Next::CheckAgain, Later { min_minutes: 10 }, "Meta does not send a code now: the number is verified already, or codes were requested too often.";
    CodeWrong "code_wrong", You, Next::EnterCode, AfterPerson, "The verification code is wrong.";
    NumberNotRegistered "number_not_registered", You, Next::Register, AfterPerson, "The number is not registered on Cloud API.";
    NumberDisconnected "number_disconnected", You, Next::Register, AfterPerson, "The number was registered and is not any more.";
    PhoneAppDisconnected "phone_app_disconnected", You, Next::OpenPhoneApp, AfterPerson, "The number is shared with the WhatsApp Business app and the connection ended there.";
    CoexistenceRefused "coexistence_refused", You, Next::OpenPhoneApp, AfterPerson, "Meta does not let the phone app and Cloud API share the number: app version, country or a previous partner.";
    PinNeeded "pin_needed", You, Next::EnterPin, AfterPerson, "Registering needs the number's six-digit PIN.";
    PinWrong "pin_wrong", You, Next::EnterPin, AfterPerson, "The PIN is not the number's PIN.";
    PinInvalid "pin_invalid", You, Next::EnterPin, AfterPerson, "A PIN is exactly six digits.";
    PinWeak "pin_weak", You, Next::SetNewPin, AfterPerson, "The new PIN is too easy to guess, or Meta does not accept it.";
    PinLocked "pin_locked", Meta, Next::WaitUntil, Later { min_minutes: 720 }, "The PIN was guessed too often, so Meta locked it for a time.";
    PinTooFast "pin_too_fast", Meta, Next::WaitUntil, Later { min_minutes: 5 }, "PINs were tried too quickly one after the other.";
    RegistrationLocked "registration_locked", Meta, Next::WaitUntil, Later { min_minutes: 4320 }, "Meta locked registering for this number after too many tries within 72 hours.";
    RegistrationBudgetUsed "registration_budget_used", Nobody, Next::WaitUntil, Later { min_minutes: 60 }, "The ten registrations within 72 hours are used up; one more would lock the number, so none was made.";
    DeregistrationUnfinished "deregistration_unfinished", Technician, Next::HandOff, AfterPerson, "An earlier removal of the number was not finished and has to be repeated before registering.";
    ResultUnclear "result_unclear", You, Next::CheckAgain, AfterPerson, "The answer was lost, so it is unknown whether Meta carried the change out; the present state has to be read first.";

    // Restrictions, quality, payment.
    NumberBanned "number_banned", BusinessAdmin, Next::OpenMetaPage(Page::BusinessSupport), AfterPerson, "Meta banned the number.";
    NumberRestricted "number_restricted", BusinessAdmin, Next::OpenMetaPage(Page::BusinessSupport), AfterPerson, "Meta restricted the number because of its rules.";
    NumberRateLimited "number_rate_limited", Meta, Next::WaitUntil, Later { min_minutes: 1440 }, "The number reached its sending limit, or Meta limits it because of complaints.";
    QualityLow "quality_low", You, Next::OpenMetaPage(Page::WhatsappManager), AfterPerson, "Meta flagged the number or rates its quality low; restrictions may follow.";
    AccountLocked "account_locked", BusinessAdmin, Next::OpenMetaPage(Page::BusinessSupport), AfterPerson, "Meta locked the WhatsApp account.";
    PolicyBlocked "policy_blocked", BusinessAdmin, Next::OpenMetaPage(Page::BusinessSupport), AfterPerson, "Meta blocked the action, the recipient's country or the person because of its rules.";
    PaymentProblem "payment_problem", BusinessAdmin, Next::OpenMetaPage(Page::Billing), AfterPerson, "The account has no working payment method.";
    BusinessNotVerified "business_not_verified", BusinessAdmin, Next::OpenMetaPage(Page::SecurityCenter), AfterPerson, "The portfolio is not verified, so messages are limited and may be lost.";
    NameInReview "name_in_review", Meta, Next::CheckAgain, Later { min_minutes: 60 }, "The display name is under review; the limit rises afterwards.";
    NameNotApproved "name_not_approved", BusinessAdmin, Next::OpenMetaPage(Page::WhatsappManager), AfterPerson, "The display name is not approved.";
    HealthBlocked "health_blocked", BusinessAdmin, Next::OpenMetaPage(Page::WhatsappManager), AfterPerson, "Meta reports that messages are blocked for a reason it states itself.";
    HealthLimited "health_limited", BusinessAdmin, Next::OpenMetaPage(Page::WhatsappManager), AfterPerson, "Meta reports that messages are limited for a reason it states itself.";
    AppBlocked "app_blocked", Technician, Next::OpenMetaPage(Page::AppDashboard), AfterPerson, "Meta reports that the app itself may not send messages.";
    NumberInMaintenance "number_in_maintenance", Meta, Next::WaitUntil, Later { min_minutes: 5 }, "Meta is working on the number or account; it takes minutes.";

    // Subscription, callback, platform.
    AppNotSubscribed "app_not_subscribed", You, Next::Subscribe, AfterPerson, "Our app is not subscribed to the WhatsApp account, so nothing that customers write arrives.";
    CallbackMissing "callback_missing", Technician, Next::OpenMetaPage(Page::AppDashboard), AfterPerson, "No callback address is set at any level, so messages have nowhere to go.";
    CallbackDiffers "callback_differs", You, Next::RestoreCallback, AfterPerson, "Messages do not go to the channel's own callback address: it was removed or replaced.";
    CallbackRefused "callback_refused", You, Next::RestoreCallback, AfterPerson, "Meta did not accept the callback address; the app has to be subscribed first and the address must be valid.";
    CallbackVerificationFailed "callback_verification_failed", Technician, Next::HandOff, AfterPerson, "The callback address does not answer as Meta demands: wrong status, redirect or verify token.";
    CallbackNotPutBack "callback_not_put_back", You, Next::RestoreCallback, AfterPerson, "Going back needs the verify token of the callback that stood before, and it is not known here.";
    CallbackChangedMeanwhile "callback_changed_meanwhile", You, Next::CheckAgain, AfterPerson, "Somebody else has changed the callback since the attempt wrote it, so going back leaves it.";
    CallbackDeliveryFailed "callback_delivery_failed", Technician, Next::HandOff, AfterPerson, "Meta could not deliver events to the callback address.";
    MessagesDoNotArrive "messages_do_not_arrive", Technician, Next::HandOff, AfterPerson, "A person sent a message to the number and it did not arrive where the team answers.";
    PlatformOutOfSync "platform_out_of_sync", You, Next::UpdatePlatform, AfterPerson, "The platform does not hold the token, ids and verify token that Meta shows.";
    PlatformAccountMissing "platform_account_missing", You, Next::OpenAccount, AfterPerson, "There is no account on the customer-service platform yet.";

    // Messages.
    MessageFailed "message_failed", Technician, Next::ContactSupport, AfterPerson, "A real message was not delivered.";
    RecipientNotAllowed "recipient_not_allowed", You, Next::SendTest, AfterPerson, "The test number may write only to recipients on its list.";
    RecipientUnreachable "recipient_unreachable", You, Next::SendTest, AfterPerson, "This recipient cannot be written to: not on WhatsApp, blocked, opted out, or the sender itself.";
    WindowClosed "window_closed", You, Next::SendTest, AfterPerson, "More than 24 hours have passed since the customer wrote; only a template may be sent.";
    MessageHeldBack "message_held_back", Meta, Next::WaitUntil, Later { min_minutes: 1440 }, "Meta held this message back to protect recipients.";
    TemplateUnusable "template_unusable", BusinessAdmin, Next::OpenMetaPage(Page::WhatsappManager), AfterPerson, "The message template is missing, not approved, paused or does not fit.";
    FunctionNotSetUp "function_not_set_up", BusinessAdmin, Next::OpenMetaPage(Page::WhatsappManager), AfterPerson, "The message uses payments or marketing messages, and the company has not accepted their terms or has not set them up.";
    MessageInPhoneApp "message_in_phone_app", You, Next::CheckAgain, Never, "A message of a kind that Cloud API does not carry; it is in the phone app.";
    FeatureNotUsed "feature_not_used", Nobody, Next::ContactSupport, Never, "Meta's error is about a function that reconnecting does not use.";
    AlreadyDone "already_done", Nobody, Next::Nothing, Never, "It is as wanted already.";

    // Meta and the way to it.
    CallLimit "call_limit", Meta, Next::WaitUntil, Later { min_minutes: 15 }, "Too many calls or messages in a short time; going on would prolong the limit.";
    MetaUnavailable "meta_unavailable", Meta, Next::Retry, Automatic, "Meta's service is disturbed.";
    MetaUnspecified "meta_unspecified", Meta, Next::Retry, Automatic, "Meta answered with an unspecified error.";
    ListingInterrupted "listing_interrupted", Nobody, Next::Retry, Automatic, "A list ended before it was complete and has to be read from the start.";
    NoConnection "no_connection", You, Next::Retry, Automatic, "No connection could be opened.";
    DnsFailed "dns_failed", You, Next::Retry, Automatic, "The name of the service could not be resolved.";
    TlsRefused "tls_refused", Technician, Next::Retry, Never, "The connection is not trustworthy: certificate, clock or a company proxy.";
    TimedOut "timed_out", You, Next::Retry, Automatic, "No answer came in time.";
    ConnectionBroken "connection_broken", You, Next::Retry, Automatic, "The connection broke before the answer was complete.";
    CaptivePortal "captive_portal", You, Next::Retry, AfterPerson, "A sign-in page of the local network answered instead of the service.";
    AnswerUnreadable "answer_unreadable", Technician, Next::Retry, Automatic, "The answer could not be understood.";

    // This computer.
    VaultUnavailable "vault_unavailable", You, Next::OpenSecurity, AfterPerson, "Secrets cannot be kept: the keyring is missing, locked or does not answer.";
    VaultKeyMissing "vault_key_missing", You, Next::OpenSecurity, AfterPerson, "The key of the stored secrets is gone or was replaced.";
    StorageFailed "storage_failed", You, Next::Retry, AfterPerson, "The data file cannot be written.";
    ProfileNotAllowed "profile_not_allowed", You, Next::OpenAccount, AfterPerson, "The present profile may look but not change anything.";
    AttemptRunning "attempt_running", You, Next::Nothing, Never, "A reconnection of this number is running already.";
    Unrecognized "unrecognized", Technician, Next::ContactSupport, Never, "Meta answered with an error that this version does not know; it stops and shows it.";
}

impl Cause {
    /// The cause with this code. Codes of a newer version are [`Cause::Unrecognized`].
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|cause| cause.code() == code)
            .unwrap_or(Self::Unrecognized)
    }
}

impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Cause {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|code| Self::from_code(&code))
    }
}
