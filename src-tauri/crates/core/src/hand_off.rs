//! What the person who administers the portfolio has to do, when the one at this computer may not: exactly what is
//! missing, where, for whom, and the way there at Meta. Source: Meta, "Business portfolio access" and "Permissions".

use crate::attempt::Attempt;
use crate::cause::{Cause, coded};
use crate::ids::{BusinessId, NumberId, WabaId};
use crate::meta::Membership;
use crate::problem::Problem;

coded! {
    /// What is missing.
    Need {
        /// The person is in the portfolio without full control.
        FullControl = "full_control",
        /// The person is not in the portfolio.
        Membership = "membership",
        /// The account is in another portfolio; its administrator is needed.
        OwnerLogin = "owner_login",
        /// The person has no access to the WhatsApp account.
        AssetAccess = "asset_access",
        /// A permission was not granted to the app.
        Permission = "permission",
        /// Two-factor login, which the portfolio demands.
        TwoFactor = "two_factor",
    }

    /// One click at Meta, or one thing to do afterwards.
    Step {
        /// Open the settings of the portfolio.
        OpenSettings = "open_settings",
        /// Users, People.
        OpenPeople = "open_people",
        /// Choose the person.
        ChoosePerson = "choose_person",
        /// Invite the person.
        InvitePerson = "invite_person",
        /// Switch full control on.
        GiveFullControl = "give_full_control",
        /// Accounts, WhatsApp accounts.
        OpenAccounts = "open_accounts",
        /// Assign the person to the account with full control.
        AssignPerson = "assign_person",
        /// Accept the invitation.
        AcceptInvitation = "accept_invitation",
        /// Log in oneself, at this computer.
        LogInHere = "log_in_here",
        /// Log in again and grant everything that is asked for.
        GrantAll = "grant_all",
        /// Switch two-factor login on in the own Facebook account.
        SwitchTwoFactorOn = "switch_two_factor_on",
        /// Check again in the app.
        CheckAgain = "check_again",
    }
}

impl Need {
    /// What to do, in order.
    pub fn steps(self) -> &'static [Step] {
        match self {
            Self::FullControl => &[
                Step::OpenSettings,
                Step::OpenPeople,
                Step::ChoosePerson,
                Step::GiveFullControl,
                Step::CheckAgain,
            ],
            Self::Membership => &[
                Step::OpenSettings,
                Step::OpenPeople,
                Step::InvitePerson,
                Step::GiveFullControl,
                Step::AcceptInvitation,
                Step::CheckAgain,
            ],
            Self::OwnerLogin => &[Step::LogInHere, Step::CheckAgain],
            Self::AssetAccess => &[
                Step::OpenSettings,
                Step::OpenAccounts,
                Step::AssignPerson,
                Step::CheckAgain,
            ],
            Self::Permission => &[Step::GrantAll, Step::CheckAgain],
            Self::TwoFactor => &[Step::SwitchTwoFactorOn, Step::CheckAgain],
        }
    }

    /// Whether the administrator can simply log in at this computer instead.
    pub fn can_log_in_instead(self) -> bool {
        matches!(self, Self::FullControl | Self::Membership | Self::AssetAccess)
    }
}

/// Everything the administrator has to know. Nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kit {
    /// What is missing.
    pub need: Need,
    /// The permission, where it is one.
    pub permission: Option<String>,
    /// Who logged in.
    pub person: Option<String>,
    /// The role they have now, as Meta spells it.
    pub role: Option<String>,
    /// The portfolio where it has to be done.
    pub business: Option<BusinessId>,
    /// Its name.
    pub business_name: Option<String>,
    /// The WhatsApp account.
    pub waba: Option<WabaId>,
    /// The phone number id.
    pub number: Option<NumberId>,
    /// The telephone number as stored.
    pub display_phone_number: Option<String>,
    /// The channel's name.
    pub channel: Option<String>,
}

impl Kit {
    /// The kit for a refusal of the permission check; `None` where nobody else can help.
    pub fn of(attempt: &Attempt, problem: &Problem) -> Option<Self> {
        let need = match problem.cause {
            Cause::NotAdministrator => Need::FullControl,
            Cause::NotMember => Need::Membership,
            Cause::DifferentPortfolio => Need::OwnerLogin,
            Cause::AssetAccessMissing | Cause::RoleLost => Need::AssetAccess,
            Cause::PermissionMissing => Need::Permission,
            Cause::TwoFactorNeeded => Need::TwoFactor,
            _ => return None,
        };
        let target = attempt.target.as_ref();
        let named = |key: &str| problem.params.get(key).map(|id| BusinessId::new(id.as_str()));
        let business = named("found")
            .or_else(|| named("business"))
            .or_else(|| target.and_then(|target| target.business.clone()));
        let membership = attempt
            .memberships
            .iter()
            .find(|one| Some(&one.business.id) == business.as_ref());
        Some(Self {
            need,
            permission: problem.params.get("permission").cloned(),
            person: attempt.person.as_ref().and_then(|person| person.name.clone()),
            role: membership.and_then(role),
            business_name: membership.and_then(|one| one.business.name.clone()),
            business,
            waba: target.map(|target| target.waba.clone()),
            number: target.map(|target| target.number.clone()),
            display_phone_number: target.map(|target| target.display_phone_number.clone()),
            channel: target.map(|target| target.name.clone()),
        })
    }

    /// The settings of the portfolio, for a browser.
    pub fn page(&self) -> String {
        let settings = "https://business.facebook.com/latest/settings";
        match &self.business {
            Some(business) if business.as_str().bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("{settings}?business_id={business}")
            }
            _ => settings.to_owned(),
        }
    }
}

fn role(membership: &Membership) -> Option<String> {
    Some(membership.role.as_ref()?.as_str().to_owned())
}

#[cfg(test)]
mod tests;
