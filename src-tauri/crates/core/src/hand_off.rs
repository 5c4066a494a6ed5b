//! What the person who administers the portfolio has to do, when the one at this computer may not: exactly what is
//! missing, where, for whom, and the way there at Meta. Source: Meta, "Business portfolio access" and "Permissions".

use crate::attempt::{Attempt, NumberWork, Target};
use crate::cause::{Cause, MetaPage, coded};
use crate::diagnosis::Field;
use crate::ids::{BusinessId, NumberId, WabaId};
use crate::meta::Membership;
use crate::permission;
use crate::problem::{PERMISSION, Problem};

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
        /// Meta has restricted, locked or banned something; its review can be asked for.
        Review = "review",
        /// The number was deleted from the account.
        NumberBack = "number_back",
        /// The move of the number waits for its owner.
        Migration = "migration",
        /// A working payment method.
        Payment = "payment",
        /// The verification of the company.
        Verification = "verification",
        /// A display name that Meta accepts.
        DisplayName = "display_name",
        /// What Meta reports of the number itself.
        NumberHealth = "number_health",
        /// A template that can be used.
        Template = "template",
        /// A function of Meta's whose terms or settings somebody has to finish.
        Function = "function",
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
        /// Open the company's page at Meta's support.
        OpenSupport = "open_support",
        /// Choose what is restricted and ask for a review.
        AskForReview = "ask_for_review",
        /// Open WhatsApp Manager.
        OpenManager = "open_manager",
        /// Choose the number in the list.
        ChooseNumber = "choose_number",
        /// Add the number to the account again.
        AddNumber = "add_number",
        /// Do what Meta's notice beside the number asks for.
        FollowNotice = "follow_notice",
        /// Change the display name and send it for review.
        ChangeName = "change_name",
        /// Choose the template, put it right, and send it for review.
        MendTemplate = "mend_template",
        /// Accept the terms, or finish the settings, that the manager asks for.
        FinishSetUp = "finish_set_up",
        /// Open the payment settings.
        OpenBilling = "open_billing",
        /// Add a card, or pay what is open.
        AddPayment = "add_payment",
        /// Open the security centre.
        OpenSecurityCenter = "open_security_center",
        /// Start or complete the verification.
        VerifyBusiness = "verify_business",
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
            Self::Review => &[Step::OpenSupport, Step::AskForReview, Step::CheckAgain],
            Self::NumberBack => &[Step::OpenManager, Step::AddNumber, Step::CheckAgain],
            Self::Migration | Self::NumberHealth => &[
                Step::OpenManager,
                Step::ChooseNumber,
                Step::FollowNotice,
                Step::CheckAgain,
            ],
            Self::Payment => &[Step::OpenBilling, Step::AddPayment, Step::CheckAgain],
            Self::Verification => &[Step::OpenSecurityCenter, Step::VerifyBusiness, Step::CheckAgain],
            Self::DisplayName => &[
                Step::OpenManager,
                Step::ChooseNumber,
                Step::ChangeName,
                Step::CheckAgain,
            ],
            Self::Template => &[Step::OpenManager, Step::MendTemplate, Step::CheckAgain],
            Self::Function => &[Step::OpenManager, Step::FinishSetUp, Step::CheckAgain],
        }
    }

    /// What somebody else has to do about a cause; `None` where nobody else can help.
    pub fn of(cause: Cause) -> Option<Self> {
        Some(match cause {
            Cause::NotAdministrator => Self::FullControl,
            Cause::NotMember => Self::Membership,
            Cause::DifferentPortfolio => Self::OwnerLogin,
            Cause::AssetAccessMissing | Cause::RoleLost => Self::AssetAccess,
            Cause::PermissionMissing => Self::Permission,
            Cause::TwoFactorNeeded => Self::TwoFactor,
            Cause::AccountRejected
            | Cause::AccountNotReviewed
            | Cause::AccountLocked
            | Cause::NumberBanned
            | Cause::NumberRestricted
            | Cause::PolicyBlocked => Self::Review,
            Cause::NumberDeleted => Self::NumberBack,
            Cause::MigrationBlocked => Self::Migration,
            Cause::PaymentProblem => Self::Payment,
            Cause::BusinessNotVerified => Self::Verification,
            Cause::NameNotApproved => Self::DisplayName,
            Cause::HealthBlocked | Cause::HealthLimited => Self::NumberHealth,
            Cause::TemplateUnusable => Self::Template,
            Cause::FunctionNotSetUp => Self::Function,
            _ => return None,
        })
    }

    /// Where it is done.
    fn page(self) -> &'static str {
        match self {
            Self::Review => MetaPage::BusinessSupport.url(),
            Self::NumberBack
            | Self::Migration
            | Self::DisplayName
            | Self::NumberHealth
            | Self::Template
            | Self::Function => MetaPage::WhatsappManager.url(),
            Self::Payment => MetaPage::Billing.url(),
            Self::Verification => MetaPage::SecurityCenter.url(),
            Self::FullControl
            | Self::Membership
            | Self::OwnerLogin
            | Self::AssetAccess
            | Self::Permission
            | Self::TwoFactor => "https://business.facebook.com/latest/settings",
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
    /// The permission, where it is one; several with a comma between them.
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
    /// The channel's name, or the number's own for a new one.
    pub channel: Option<String>,
}

/// Whose channel it is about, and who uses it.
#[derive(Clone, Debug, Default)]
pub struct Subject<'a> {
    /// The channel; `None` for a new one.
    pub target: Option<&'a Target>,
    /// Who logged in.
    pub person: Option<String>,
    /// The portfolios of that person, as far as they were read.
    pub memberships: &'a [Membership],
    /// Name of the channel's portfolio, where another reading has told it.
    pub business_name: Option<String>,
}

impl Kit {
    /// The kit for a refusal of the permission check; `None` where nobody else can help.
    pub fn of(attempt: &Attempt, problem: &Problem) -> Option<Self> {
        Self::about(&subject(attempt, attempt.target.as_ref()), problem)
    }

    /// The kit for the step that stopped the repair of a number; `None` where nobody else can help. Account and
    /// number are those that were found with the login.
    pub fn of_number(attempt: &Attempt, work: &NumberWork) -> Option<Self> {
        let problem = work.failure()?.problem.as_ref()?;
        let found = &work.found;
        let targets = attempt.targets();
        let target = targets.into_iter().find(|target| &target.number == work.id());
        let owner = found.waba.owner.as_ref().or(found.business.as_ref());
        let kit = Self::about(&subject(attempt, target), problem)?;
        let owner = owner.filter(|owner| kit.business.as_ref().is_none_or(|id| id == &owner.id));
        Some(Self {
            business: kit.business.or_else(|| owner.map(|owner| owner.id.clone())),
            business_name: kit.business_name.or_else(|| owner?.name.clone()),
            waba: Some(found.waba.id.clone()),
            number: Some(found.number.id.clone()),
            display_phone_number: kit.display_phone_number.or_else(|| {
                found
                    .number
                    .display_phone_number
                    .as_ref()
                    .map(ToString::to_string)
            }),
            channel: kit
                .channel
                .or_else(|| found.number.verified_name.as_ref().map(ToString::to_string)),
            ..kit
        })
    }

    /// The kit for what stands in the way of a channel; `None` where nobody else can help.
    pub fn about(subject: &Subject<'_>, problem: &Problem) -> Option<Self> {
        let need = Need::of(problem.cause)?;
        let target = subject.target;
        let own = target.and_then(|target| target.business.clone());
        let named = |key: &str| problem.params.get(key).map(|id| BusinessId::new(id.as_str()));
        let business = named("found").or_else(|| named("business")).or(own.clone());
        let membership = subject
            .memberships
            .iter()
            .find(|one| Some(&one.business.id) == business.as_ref());
        let known_name = subject.business_name.clone().filter(|_| business == own);
        Some(Self {
            need,
            permission: (need == Need::Permission).then(|| permission(problem)),
            person: subject.person.clone(),
            role: membership.and_then(role),
            business_name: membership
                .and_then(|one| one.business.name.clone())
                .or(known_name),
            business,
            waba: target.map(|target| target.waba.clone()),
            number: target.map(|target| target.number.clone()),
            display_phone_number: target.map(|target| target.display_phone_number.clone()),
            channel: target.map(|target| target.name.clone()),
        })
    }

    /// Where it is done, for a browser: of this portfolio. Links that Meta's settings make themselves carry `business_id`.
    pub fn page(&self) -> String {
        let page = self.need.page();
        match &self.business {
            Some(business) if business.as_str().bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("{page}?business_id={business}")
            }
            _ => page.to_owned(),
        }
    }
}

fn subject<'a>(attempt: &'a Attempt, target: Option<&'a Target>) -> Subject<'a> {
    Subject {
        target,
        person: attempt.person.as_ref().and_then(|person| person.name.clone()),
        memberships: &attempt.memberships,
        business_name: None,
    }
}

/// The missing ones as far as they are named; otherwise all that are needed.
fn permission(problem: &Problem) -> String {
    let named = [PERMISSION, Field::MissingPermissions.code()]
        .into_iter()
        .find_map(|key| problem.params.get(key).filter(|named| !named.is_empty()));
    named.cloned().unwrap_or_else(|| permission::NEEDED.join(", "))
}

fn role(membership: &Membership) -> Option<String> {
    Some(membership.role.as_ref()?.as_str().to_owned())
}

#[cfg(test)]
mod tests;
