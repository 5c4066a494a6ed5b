//! Business portfolios and the people in them.

use super::Id;
use serde::{Deserialize, Serialize};

/// Role of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Full control.
    Admin,
    /// Only what was assigned.
    Employee,
    /// Developer.
    Developer,
}

/// Two-factor rule of a portfolio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TwoFactor {
    /// No rule.
    #[default]
    None,
    /// Administrators need it.
    AdminRequired,
    /// Everybody needs it.
    AllRequired,
}

/// A person in a portfolio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Node id of the membership (BusinessUser).
    pub id: Id,
    /// Handle of the person.
    pub person: String,
    /// Role.
    pub role: Role,
}

/// A system user of a portfolio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemUser {
    /// Node id.
    pub id: Id,
    /// Name.
    pub name: String,
    /// ADMIN or EMPLOYEE.
    pub role: Role,
    /// Unix milliseconds.
    pub created_at: i64,
    /// The app whose login made it (business integration), if any.
    #[serde(default)]
    pub integration_of: Option<Id>,
}

/// A business portfolio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Business {
    /// Node id.
    pub id: Id,
    /// Name.
    pub name: String,
    /// `verified`, `not_verified`, `pending`, ... as Meta writes it.
    pub verification: String,
    /// Two-factor rule.
    #[serde(default)]
    pub two_factor: TwoFactor,
    /// Number in Meta's list of time zones.
    #[serde(default)]
    pub timezone_id: u32,
    /// Unix milliseconds.
    #[serde(default)]
    pub created_at: i64,
    /// Limit of the portfolio, for example `TIER_2K`.
    pub messaging_limit: String,
    /// People.
    #[serde(default)]
    pub members: Vec<Member>,
    /// System users.
    #[serde(default)]
    pub system_users: Vec<SystemUser>,
    /// Apps that the portfolio has claimed.
    #[serde(default)]
    pub claimed_apps: Vec<Id>,
}

impl Business {
    /// Role of a person here.
    pub fn role_of(&self, person: &str) -> Option<Role> {
        self.members
            .iter()
            .find(|member| member.person == person)
            .map(|member| member.role)
    }
}
