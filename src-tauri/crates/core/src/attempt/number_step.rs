//! The steps of a number's repair.

use serde::{Deserialize, Serialize};

/// Steps in their fixed order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberStep {
    /// Prove ownership with a code.
    VerifyCode,
    /// Register on Cloud API.
    Register,
    /// Subscribe our app to the account.
    Subscribe,
    /// Put the callback override back where one is expected.
    CallbackOverride,
    /// Read messaging health.
    ReadHealth,
    /// Let the channel use the new credential.
    UpdateChannel,
    /// Prove it with real calls.
    Prove,
}

impl NumberStep {
    /// All, in their order.
    pub const ALL: [Self; 7] = [
        Self::VerifyCode,
        Self::Register,
        Self::Subscribe,
        Self::CallbackOverride,
        Self::ReadHealth,
        Self::UpdateChannel,
        Self::Prove,
    ];

    /// Catalogue key and journal name.
    pub fn code(self) -> &'static str {
        match self {
            Self::VerifyCode => "verify_code",
            Self::Register => "register",
            Self::Subscribe => "subscribe",
            Self::CallbackOverride => "callback_override",
            Self::ReadHealth => "read_health",
            Self::UpdateChannel => "update_channel",
            Self::Prove => "prove",
        }
    }

    /// Whether it may change the number's account, which other numbers share.
    pub fn is_of_account(self) -> bool {
        matches!(self, Self::Subscribe | Self::CallbackOverride)
    }

    /// Whether a failure leaves the later steps pointless.
    pub fn is_essential(self) -> bool {
        !matches!(self, Self::CallbackOverride | Self::ReadHealth | Self::Prove)
    }
}
