//! The named steps of the permission check.

use super::number_work::StepState;
use serde::{Deserialize, Serialize};

/// Named steps between the login and the confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckStep {
    /// Code to token, and the token sealed.
    ExchangeCode,
    /// Facts of the token.
    CheckToken,
    /// Who logged in.
    ReadPerson,
    /// What was granted.
    ReadPermissions,
    /// Whether the person administers the portfolio.
    CheckAdministrator,
}

impl CheckStep {
    /// All, in their order.
    pub const ALL: [Self; 5] = [
        Self::ExchangeCode,
        Self::CheckToken,
        Self::ReadPerson,
        Self::ReadPermissions,
        Self::CheckAdministrator,
    ];

    /// Catalogue key.
    pub fn code(self) -> &'static str {
        match self {
            Self::ExchangeCode => "exchange_code",
            Self::CheckToken => "check_token",
            Self::ReadPerson => "read_person",
            Self::ReadPermissions => "read_permissions",
            Self::CheckAdministrator => "check_administrator",
        }
    }
}

/// State of one named step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckStepRecord {
    /// Which.
    pub step: CheckStep,
    /// How far.
    pub state: StepState,
}
