//! Which change explains which cause, and what a cause costs. Source of the kinds: Meta's OpenAPI file of the business
//! messaging API, "account activities".

use super::{Advice, Loss, Who};
use crate::cause::Cause;

/// Whether a change of this kind in Meta's log can have led to the cause.
pub fn explains(kind: &str, cause: Cause) -> bool {
    use Cause as C;
    match kind {
        "API_ACCESS_REVOKED" => matches!(
            cause,
            C::AccessRemoved
                | C::TokenInvalid
                | C::AppNotSubscribed
                | C::PermissionMissing
                | C::AssetAccessMissing
                | C::WabaNotVisible
                | C::NumberNotVisible
        ),
        "PERMISSION_REVOKED" => matches!(
            cause,
            C::PermissionMissing
                | C::AssetAccessMissing
                | C::WabaNotVisible
                | C::NumberNotVisible
                | C::RoleLost
        ),
        "USER_REMOVED" | "USER_ROLE_CHANGED" => matches!(
            cause,
            C::RoleLost | C::NotMember | C::NotAdministrator | C::AssetAccessMissing | C::TokenInvalid
        ),
        "PHONE_NUMBER_REMOVED" => matches!(
            cause,
            C::NumberDeleted
                | C::NumberBeingDeleted
                | C::NumberNotInWaba
                | C::NumberNotVisible
                | C::NumberMigrated
                | C::NumberDisconnected
                | C::NumberNotRegistered
                | C::NumberIdChanged
        ),
        "WEBHOOK_CONFIGURED" => matches!(
            cause,
            C::AppNotSubscribed
                | C::CallbackMissing
                | C::CallbackDiffers
                | C::CallbackVerificationFailed
                | C::CallbackDeliveryFailed
        ),
        "BILLING_UPDATED" => cause == C::PaymentProblem,
        "COMPLIANCE_ACTION" => is_metas_doing(cause),
        "SECURITY_EVENT" => matches!(cause, C::AccountLocked | C::FacebookCheckpoint | C::SessionEnded),
        "ACCOUNT_DELETED" => matches!(
            cause,
            C::WabaNotVisible | C::NumberNotVisible | C::AssetAccessMissing
        ),
        _ => false,
    }
}

/// Who is behind a cause that names its author by itself.
pub(super) fn author(cause: Cause, holder: Option<&str>) -> Option<Who> {
    match cause {
        Cause::TokenExpired => Some(Who::Nobody),
        Cause::PasswordChanged | Cause::SessionEnded | Cause::FacebookCheckpoint | Cause::AccessRemoved => {
            holder.map(|name| Who::Holder(name.to_owned()))
        }
        cause if is_metas_doing(cause) => Some(Who::Meta),
        _ => None,
    }
}

fn is_metas_doing(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::NumberBanned
            | Cause::NumberRestricted
            | Cause::NumberRateLimited
            | Cause::AccountLocked
            | Cause::AccountRejected
            | Cause::PolicyBlocked
            | Cause::HealthBlocked
    )
}

/// What may be lost while the cause lasts. A dead token stops sending; what customers write still goes to the callback,
/// unless the app itself was removed.
pub fn losses(cause: Cause) -> &'static [Loss] {
    use Cause as C;
    match cause {
        C::AppNotSubscribed
        | C::CallbackMissing
        | C::CallbackDiffers
        | C::CallbackRefused
        | C::MessagesDoNotArrive => &[Loss::Incoming],
        C::CallbackVerificationFailed | C::CallbackDeliveryFailed => &[Loss::IncomingLate],
        C::TokenMissing
        | C::TokenInvalid
        | C::TokenExpired
        | C::PasswordChanged
        | C::SessionEnded
        | C::FacebookCheckpoint
        | C::RoleLost
        | C::TokenOfOtherApp
        | C::PermissionMissing
        | C::PaymentProblem
        | C::NumberRestricted
        | C::NumberRateLimited
        | C::PolicyBlocked
        | C::HealthBlocked
        | C::AppBlocked
        | C::PlatformOutOfSync => &[Loss::Outgoing],
        C::AccessRemoved
        | C::AssetAccessMissing
        | C::WabaNotVisible
        | C::NumberNotVisible
        | C::NumberNotInWaba
        | C::NumberIdChanged
        | C::NumberMigrated
        | C::NumberDeleted
        | C::NumberBeingDeleted
        | C::NumberNotVerified
        | C::NumberNotRegistered
        | C::NumberDisconnected
        | C::PhoneAppDisconnected
        | C::NumberBanned
        | C::AccountLocked
        | C::AccountRejected
        | C::PinLocked
        | C::RegistrationLocked => &[Loss::Incoming, Loss::Outgoing],
        _ => &[],
    }
}

/// What to tell the team.
pub(super) fn advice(cause: Cause, over: bool) -> Vec<Advice> {
    let lost = losses(cause);
    let has = |loss| lost.contains(&loss);
    let mut advice = vec![if over {
        Advice::WorksAgain
    } else {
        Advice::UseOtherWay
    }];
    if has(Loss::Incoming) {
        advice.push(Advice::AskCustomers);
    }
    if has(Loss::IncomingLate) {
        advice.push(Advice::ExpectLate);
    }
    if has(Loss::Outgoing) {
        advice.push(Advice::SendAgain);
    }
    if !over
        && matches!(
            cause,
            Cause::PinLocked | Cause::PinTooFast | Cause::RegistrationLocked
        )
    {
        advice.push(Advice::DoNotTry);
    }
    advice
}
