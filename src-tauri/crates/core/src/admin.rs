//! Whether the person who logged in administers the portfolio that owns the account.
//!
//! Only a person's own token can tell. A refused read is "unknown", never "no". Source: Meta, "Business users"
//! (Marketing API) and "Permissions" (WhatsApp Business Platform).

use crate::cause::{CallKind, Cause};
use crate::fact::{Fact, Unread};
use crate::ids::{BusinessId, PersonId};
use crate::meta::{Business, BusinessRole, Membership, Person};
use serde::{Deserialize, Serialize};

/// Roles that Meta documents besides full control.
const LESSER_ROLES: [&str; 13] = [
    "DEFAULT",
    "DEVELOPER",
    "MANAGE",
    "FINANCE_ANALYST",
    "FINANCE_EDIT",
    "FINANCE_EDITOR",
    "FINANCE_VIEW",
    "ADS_RIGHTS_REVIEWER",
    "PARTNER_CENTER_ADMIN",
    "PARTNER_CENTER_ANALYST",
    "PARTNER_CENTER_EDUCATION",
    "PARTNER_CENTER_MARKETING",
    "PARTNER_CENTER_OPERATIONS",
];

/// One record of `/{business}/business_users`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PortfolioUser {
    /// Id of the record.
    pub id: PersonId,
    /// Base role, when told.
    pub role: Option<BusinessRole>,
}

/// What was read for the decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdminReading {
    /// Portfolio that owns the account (`owner_business_info`); not asked for a new channel.
    pub owner: Fact<Business>,
    /// `/me/business_users`, all pages.
    pub memberships: Fact<Vec<Membership>>,
    /// `/{owner}/business_users`, all pages; asked when the former was refused or told no role.
    pub fallback_users: Fact<Vec<PortfolioUser>>,
    /// Who logged in.
    pub person: Fact<Person>,
    /// The company's portfolio as stored.
    pub expected_business: Option<BusinessId>,
}

impl AdminReading {
    /// Nothing was read yet.
    pub fn unread(expected_business: Option<BusinessId>) -> Self {
        Self {
            owner: Fact::Unknown(Unread::NotAsked),
            memberships: Fact::Unknown(Unread::NotAsked),
            fallback_users: Fact::Unknown(Unread::NotAsked),
            person: Fact::Unknown(Unread::NotAsked),
            expected_business,
        }
    }
}

/// The decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum AdminDecision {
    /// Full control.
    Administrator {
        /// Of this portfolio.
        business: BusinessId,
    },
    /// A member without full control.
    NotAdministrator {
        /// The role they have.
        role: BusinessRole,
        /// In this portfolio.
        business: BusinessId,
    },
    /// Not a member of the portfolio.
    NotMember,
    /// The account belongs to another portfolio than the company's.
    DifferentPortfolio {
        /// As stored.
        expected: BusinessId,
        /// As read.
        found: BusinessId,
    },
    /// The portfolio demands two-factor login, which this session has not passed.
    TwoFactorNeeded,
    /// It could not be read.
    Unknown {
        /// Why not.
        unread: Unread,
    },
}

impl AdminDecision {
    /// Stable code and catalogue key.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Administrator { .. } => "administrator",
            Self::NotAdministrator { .. } => "not_administrator",
            Self::NotMember => "not_member",
            Self::DifferentPortfolio { .. } => "different_portfolio",
            Self::TwoFactorNeeded => "two_factor_needed",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// What to say about it; `None` for an administrator.
    pub fn cause(&self) -> Option<Cause> {
        match self {
            Self::Administrator { .. } => None,
            Self::NotAdministrator { .. } => Some(Cause::NotAdministrator),
            Self::NotMember => Some(Cause::NotMember),
            Self::DifferentPortfolio { .. } => Some(Cause::DifferentPortfolio),
            Self::TwoFactorNeeded => Some(Cause::TwoFactorNeeded),
            Self::Unknown { .. } => Some(Cause::AdministratorUnknown),
        }
    }

    /// Whether it is a clear "no" (unknown is not).
    pub fn is_refusal(&self) -> bool {
        !matches!(self, Self::Administrator { .. } | Self::Unknown { .. })
    }
}

/// Decides.
///
/// The portfolio in question is the account's owner; where that could not be read, the company's stored one; for a new
/// channel, where neither is known, any portfolio the person has full control of.
pub fn decide(reading: &AdminReading) -> AdminDecision {
    let portfolio = match (
        reading.owner.known().map(|owner| &owner.id),
        &reading.expected_business,
    ) {
        (Some(found), Some(expected)) if found != expected => {
            return AdminDecision::DifferentPortfolio {
                expected: expected.clone(),
                found: found.clone(),
            };
        }
        (Some(found), _) => Some(found),
        (None, Some(expected)) => Some(expected),
        (None, None) => None,
    };
    if needs_two_factor(reading) {
        return AdminDecision::TwoFactorNeeded;
    }
    match (portfolio, &reading.owner) {
        (Some(portfolio), _) => role_in(reading, portfolio),
        (None, Fact::Unknown(Unread::NotAsked)) => any_portfolio(reading),
        (None, owner) => unknown(owner.unread()),
    }
}

fn needs_two_factor(reading: &AdminReading) -> bool {
    [
        reading.owner.unread(),
        reading.memberships.unread(),
        reading.fallback_users.unread(),
        reading.person.unread(),
    ]
    .into_iter()
    .flatten()
    .any(|unread| Cause::from_unread(unread, CallKind::ReadMemberships) == Some(Cause::TwoFactorNeeded))
}

fn role_in(reading: &AdminReading, portfolio: &BusinessId) -> AdminDecision {
    let Fact::Known(memberships) = &reading.memberships else {
        return fallback(reading, portfolio).unwrap_or_else(|| unknown(reading.memberships.unread()));
    };
    let mut records = memberships
        .iter()
        .filter(|record| &record.business.id == portfolio)
        .peekable();
    if records.peek().is_none() {
        return AdminDecision::NotMember;
    }
    strongest(records.map(|record| record.role.as_ref()), portfolio)
        .or_else(|| fallback(reading, portfolio))
        .unwrap_or(AdminDecision::Unknown {
            unread: Unread::Missing,
        })
}

/// The person's role by the portfolio's own list. Their id may be of another kind there, so that not being found says
/// nothing.
fn fallback(reading: &AdminReading, portfolio: &BusinessId) -> Option<AdminDecision> {
    let person = reading.person.known()?;
    let users = reading.fallback_users.known()?;
    strongest(
        users
            .iter()
            .filter(|user| user.id == person.id)
            .map(|user| user.role.as_ref()),
        portfolio,
    )
}

/// The decision of several records of one portfolio; `None` when they do not tell.
fn strongest<'a>(
    roles: impl Iterator<Item = Option<&'a BusinessRole>>,
    portfolio: &BusinessId,
) -> Option<AdminDecision> {
    let mut lesser = None;
    let mut unclear = false;
    for role in roles {
        match role {
            Some(BusinessRole::Admin) => {
                return Some(AdminDecision::Administrator {
                    business: portfolio.clone(),
                });
            }
            Some(role) if is_lesser(role) => lesser = lesser.or(Some(role)),
            Some(_) | None => unclear = true,
        }
    }
    let role = lesser.filter(|_| !unclear)?;
    Some(AdminDecision::NotAdministrator {
        role: role.clone(),
        business: portfolio.clone(),
    })
}

fn is_lesser(role: &BusinessRole) -> bool {
    match role {
        BusinessRole::Admin => false,
        BusinessRole::Employee => true,
        BusinessRole::Other(text) => LESSER_ROLES.contains(&text.to_ascii_uppercase().as_str()),
    }
}

/// A new channel: one portfolio with full control is enough; the account is chosen later and checked again.
fn any_portfolio(reading: &AdminReading) -> AdminDecision {
    let Fact::Known(memberships) = &reading.memberships else {
        return unknown(reading.memberships.unread());
    };
    let mut decision = None;
    for record in memberships {
        match strongest(std::iter::once(record.role.as_ref()), &record.business.id) {
            Some(administrator @ AdminDecision::Administrator { .. }) => return administrator,
            Some(lesser) => decision = decision.or(Some(lesser)),
            None => {
                decision = Some(AdminDecision::Unknown {
                    unread: Unread::Missing,
                })
            }
        }
    }
    decision.unwrap_or(AdminDecision::NotMember)
}

fn unknown(unread: Option<&Unread>) -> AdminDecision {
    AdminDecision::Unknown {
        unread: unread.cloned().unwrap_or(Unread::Missing),
    }
}

#[cfg(test)]
mod tests;
