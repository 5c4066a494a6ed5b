//! Permissions of a token: what a reconnection needs, and what Meta demands for a call. Source: Meta, "Permissions".

use crate::cause::CallKind;

/// For accounts, numbers and subscriptions.
pub const MANAGEMENT: &str = "whatsapp_business_management";
/// For messages, and together with the other one for registration.
pub const MESSAGING: &str = "whatsapp_business_messaging";
/// For portfolios and the roles in them.
pub const BUSINESS: &str = "business_management";

/// Those that a person may be told about; they have words.
pub const KNOWN: &[&str] = &[MANAGEMENT, MESSAGING, BUSINESS];

/// Without these nothing can be repaired.
pub const NEEDED: [&str; 2] = [MANAGEMENT, MESSAGING];

/// Permissions without which Meta refuses a call; empty where none is demanded.
pub fn demanded_by(call: CallKind) -> &'static [&'static str] {
    match call {
        CallKind::ExchangeCode
        | CallKind::ExtendToken
        | CallKind::DebugToken
        | CallKind::InspectOwnToken
        | CallKind::ReadPerson
        | CallKind::ReadPermissions => &[],
        CallKind::ReadMemberships | CallKind::ListAccounts => &[BUSINESS],
        CallKind::ReadAccount
        | CallKind::ListNumbers
        | CallKind::ReadNumber
        | CallKind::ReadSubscriptions
        | CallKind::Subscribe
        | CallKind::OverrideCallback
        | CallKind::UndoCallback
        | CallKind::SetPin
        | CallKind::RequestCode
        | CallKind::VerifyCode
        | CallKind::ReadMessageFate
        | CallKind::ReadActivities => &[MANAGEMENT],
        CallKind::SendMessage => &[MESSAGING],
        CallKind::Register => &NEEDED,
    }
}
