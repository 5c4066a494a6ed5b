//! Decisions of the repair, each from one fresh reading: nothing is written when the reading leaves a doubt.

mod callback;
mod undo;

pub use callback::{CallbackLevel, CallbackState, callback_level, callback_state, is_same_callback};
pub use undo::{CallbackChange, CallbackUndo, callback_undo, last_changes};

use crate::cause::Cause;
use crate::ids::AppId;
use crate::meta::{AccountMode, CodeVerification, NumberStatus, PhoneNumber, PlatformType, Subscription};

/// Whether ownership of the number has to be proved with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {
    /// Proved.
    Verified,
    /// Not asked of this number: connected, coexistence or a test number.
    NotNeeded,
    /// A code is needed.
    CodeNeeded,
    /// Meta told too little.
    Unclear,
}

/// Decides on verification. An expired proof on a connected number is harmless, and test numbers stay unverified.
/// Source: Meta, "Business phone numbers" and the phone number node's reference.
pub fn verification(number: &PhoneNumber) -> Verification {
    let connected = number.status == Some(NumberStatus::Connected);
    let test_number = number.account_mode == Some(AccountMode::Sandbox);
    if connected || test_number || number.on_business_app == Some(true) {
        return Verification::NotNeeded;
    }
    match (&number.code_verification, &number.status) {
        (Some(CodeVerification::NotVerified | CodeVerification::Expired), _)
        | (_, Some(NumberStatus::Unverified)) => Verification::CodeNeeded,
        (Some(CodeVerification::Verified), _) => Verification::Verified,
        (Some(CodeVerification::Other(_)) | None, _) => Verification::Unclear,
    }
}

/// Whether the number has to be registered on Cloud API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Registered.
    Registered,
    /// Coexistence with the phone app: must never be registered or deregistered.
    Coexistence,
    /// Has to be registered.
    Needed,
    /// Registering cannot help.
    Useless(Cause),
    /// Meta told too little.
    Unclear,
}

/// Decides on registration. Source: Meta, "Registration" and the phone number node's reference.
pub fn registration(number: &PhoneNumber) -> Registration {
    if number.on_business_app == Some(true) {
        return Registration::Coexistence;
    }
    let on_cloud = match &number.platform_type {
        Some(PlatformType::CloudApi) => Some(true),
        Some(PlatformType::NotApplicable | PlatformType::OnPremise) => Some(false),
        Some(PlatformType::Other(_)) | None => None,
    };
    match (&number.status, on_cloud) {
        (Some(NumberStatus::Deleted), _) => Registration::Useless(Cause::NumberDeleted),
        (Some(NumberStatus::Migrated), _) => Registration::Useless(Cause::NumberMigrated),
        (Some(NumberStatus::Banned), _) => Registration::Useless(Cause::NumberBanned),
        (Some(NumberStatus::Connected), Some(true)) => Registration::Registered,
        (Some(NumberStatus::Pending | NumberStatus::Disconnected | NumberStatus::Unverified), _) => {
            Registration::Needed
        }
        (Some(NumberStatus::Connected), Some(false)) => Registration::Needed,
        (Some(NumberStatus::Flagged | NumberStatus::Restricted | NumberStatus::RateLimited), Some(true)) => {
            Registration::Registered
        }
        (Some(NumberStatus::Flagged | NumberStatus::Restricted | NumberStatus::RateLimited), Some(false)) => {
            Registration::Needed
        }
        (None | Some(NumberStatus::Other(_)), Some(true)) => Registration::Registered,
        (_, _) => Registration::Unclear,
    }
}

/// Our app's subscription among all of an account.
pub fn our_subscription<'a>(subscriptions: &'a [Subscription], app: &AppId) -> Option<&'a Subscription> {
    subscriptions
        .iter()
        .find(|subscription| &subscription.app_id == app)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::NumberId;

    fn number(status: &str, platform: &str, verified: &str) -> PhoneNumber {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        PhoneNumber {
            status: text(status).map(NumberStatus::from),
            code_verification: text(verified).map(CodeVerification::from),
            platform_type: text(platform).map(PlatformType::from),
            ..PhoneNumber::unread(NumberId::new("1"))
        }
    }

    #[test]
    fn registration_follows_status_and_platform() {
        for (status, platform, expected) in [
            ("CONNECTED", "CLOUD_API", Registration::Registered),
            ("PENDING", "NOT_APPLICABLE", Registration::Needed),
            ("DISCONNECTED", "NOT_APPLICABLE", Registration::Needed),
            ("DISCONNECTED", "CLOUD_API", Registration::Needed),
            ("RESTRICTED", "CLOUD_API", Registration::Registered),
            (
                "DELETED",
                "CLOUD_API",
                Registration::Useless(Cause::NumberDeleted),
            ),
            ("MIGRATED", "", Registration::Useless(Cause::NumberMigrated)),
            ("BANNED", "CLOUD_API", Registration::Useless(Cause::NumberBanned)),
            ("SOMETHING_NEW", "", Registration::Unclear),
            ("", "", Registration::Unclear),
            ("CONNECTED", "", Registration::Unclear),
        ] {
            assert_eq!(
                registration(&number(status, platform, "")),
                expected,
                "{status} {platform}"
            );
        }
    }

    #[test]
    fn a_coexistence_number_is_never_registered() {
        let mut coexistence = number("DISCONNECTED", "CLOUD_API", "VERIFIED");
        coexistence.on_business_app = Some(true);
        assert_eq!(registration(&coexistence), Registration::Coexistence);
        assert_eq!(verification(&coexistence), Verification::NotNeeded);
    }

    #[test]
    fn verification_follows_the_proof_unless_the_number_is_connected() {
        for (status, verified, expected) in [
            ("CONNECTED", "EXPIRED", Verification::NotNeeded),
            ("PENDING", "VERIFIED", Verification::Verified),
            ("PENDING", "EXPIRED", Verification::CodeNeeded),
            ("PENDING", "NOT_VERIFIED", Verification::CodeNeeded),
            ("UNVERIFIED", "", Verification::CodeNeeded),
            ("PENDING", "", Verification::Unclear),
        ] {
            assert_eq!(
                verification(&number(status, "NOT_APPLICABLE", verified)),
                expected,
                "{status} {verified}"
            );
        }
    }

    #[test]
    fn another_apps_subscription_is_not_ours() {
        let other = Subscription {
            app_id: AppId::new("67890"),
            app_name: None,
            override_callback: None,
        };
        assert!(our_subscription(&[other], &AppId::new("12345")).is_none());
    }
}
