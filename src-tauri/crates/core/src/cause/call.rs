//! Which call met an error: the same code means different things in different calls.

use super::handling::coded;

coded! {
    /// A call of the Graph API.
    CallKind {
        /// `/oauth/access_token` with a code.
        ExchangeCode = "exchange_code",
        /// `/oauth/access_token` with a short-lived token.
        ExtendToken = "extend_token",
        /// `/debug_token` with the app's own token as bearer.
        DebugToken = "debug_token",
        /// `/debug_token` with the inspected token itself as bearer.
        InspectOwnToken = "inspect_own_token",
        /// `/me`.
        ReadPerson = "read_person",
        /// `/me/permissions`.
        ReadPermissions = "read_permissions",
        /// `/me/businesses`, `/me/business_users`, `/{business}/business_users`.
        ReadMemberships = "read_memberships",
        /// `/{business}` and its lists of accounts.
        ListAccounts = "list_accounts",
        /// `/{waba}`.
        ReadAccount = "read_account",
        /// `/{waba}/phone_numbers`.
        ListNumbers = "list_numbers",
        /// `/{phone}`.
        ReadNumber = "read_number",
        /// `GET /{waba}/subscribed_apps`.
        ReadSubscriptions = "read_subscriptions",
        /// `POST /{waba}/subscribed_apps` without a body.
        Subscribe = "subscribe",
        /// A callback override on the account or the number.
        OverrideCallback = "override_callback",
        /// The override of before, or none, in the place of one that an attempt had written.
        UndoCallback = "undo_callback",
        /// `POST /{phone}/register`.
        Register = "register",
        /// `POST /{phone}` with a PIN.
        SetPin = "set_pin",
        /// `POST /{phone}/request_code`.
        RequestCode = "request_code",
        /// `POST /{phone}/verify_code`.
        VerifyCode = "verify_code",
        /// `POST /{phone}/messages`.
        SendMessage = "send_message",
        /// `/{phone}/message_history` and its events.
        ReadMessageFate = "read_message_fate",
        /// `/{waba}/activities`.
        ReadActivities = "read_activities",
    }
}

impl CallKind {
    /// Whether the call may be repeated without a second effect. Subscribing is idempotent.
    pub fn is_repeatable(self) -> bool {
        match self {
            Self::ExchangeCode
            | Self::OverrideCallback
            | Self::UndoCallback
            | Self::Register
            | Self::SetPin
            | Self::RequestCode
            | Self::VerifyCode
            | Self::SendMessage => false,
            Self::ExtendToken
            | Self::DebugToken
            | Self::InspectOwnToken
            | Self::ReadPerson
            | Self::ReadPermissions
            | Self::ReadMemberships
            | Self::ListAccounts
            | Self::ReadAccount
            | Self::ListNumbers
            | Self::ReadNumber
            | Self::ReadSubscriptions
            | Self::Subscribe
            | Self::ReadMessageFate
            | Self::ReadActivities => true,
        }
    }

    /// Whether the call is about an account or a number rather than about the person or the token.
    pub fn is_about_asset(self) -> bool {
        match self {
            Self::ExchangeCode
            | Self::ExtendToken
            | Self::DebugToken
            | Self::InspectOwnToken
            | Self::ReadPerson
            | Self::ReadPermissions
            | Self::ReadMemberships
            | Self::ListAccounts => false,
            Self::ReadAccount
            | Self::ListNumbers
            | Self::ReadNumber
            | Self::ReadSubscriptions
            | Self::Subscribe
            | Self::OverrideCallback
            | Self::UndoCallback
            | Self::Register
            | Self::SetPin
            | Self::RequestCode
            | Self::VerifyCode
            | Self::SendMessage
            | Self::ReadMessageFate
            | Self::ReadActivities => true,
        }
    }

    /// Whether the path names a phone number.
    pub fn is_about_number(self) -> bool {
        matches!(
            self,
            Self::ReadNumber
                | Self::Register
                | Self::SetPin
                | Self::RequestCode
                | Self::VerifyCode
                | Self::SendMessage
                | Self::ReadMessageFate
        )
    }
}
