//! Does the person administer the portfolio, were the permissions granted, and can the account be seen?

use crate::admin::{self, AdminDecision};
use crate::cause::{CallKind, Cause};
use crate::diagnosis::facts::{ChannelFacts, GrantedPermission};
use crate::diagnosis::finding::Finding;
use crate::diagnosis::question::{Field, Question, Reason};
use crate::fact::{Fact, Unread};
use crate::meta::{PermissionStatus, TokenKind};
use crate::permission::{MANAGEMENT, MESSAGING, NEEDED};

pub(super) fn person_is_admin(facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::PersonIsAdmin;
    let at = facts.read_at;
    let decision = admin::decide(&facts.admin);
    let finding = match (&decision, decision.cause()) {
        (AdminDecision::Administrator { business }, _) => {
            Finding::yes(QUESTION, Reason::Administrator, at).with(Field::Business, business.as_str())
        }
        (AdminDecision::NotAdministrator { role, business }, Some(cause)) => {
            Finding::no(QUESTION, Reason::NotAdministrator, cause, at)
                .with(Field::Business, business.as_str())
                .with(Field::Role, role.as_str())
        }
        (AdminDecision::DifferentPortfolio { expected, found }, Some(cause)) => {
            Finding::no(QUESTION, Reason::DifferentPortfolio, cause, at)
                .with(Field::ExpectedBusiness, expected.as_str())
                .with(Field::Business, found.as_str())
        }
        (AdminDecision::NotMember, Some(cause)) => Finding::no(QUESTION, Reason::NotMember, cause, at),
        (AdminDecision::TwoFactorNeeded, Some(cause)) => {
            Finding::no(QUESTION, Reason::TwoFactorNeeded, cause, at)
        }
        (AdminDecision::Unknown { .. }, _) if is_business_token(facts) => {
            Finding::unknown(QUESTION, Reason::BusinessToken, at)
        }
        (AdminDecision::Unknown { unread }, _) => {
            Finding::unread(QUESTION, unread, CallKind::ReadMemberships, at)
        }
        (_, None) => Finding::not_asked(QUESTION),
    };
    let person = facts.admin.person.known();
    finding.with_some(
        Field::Person,
        person.map(|person| person.name.clone().unwrap_or_else(|| person.id.to_string())),
    )
}

fn is_business_token(facts: &ChannelFacts) -> bool {
    facts
        .token
        .known()
        .is_some_and(|token| token.kind == TokenKind::SystemUser)
}

/// Scope names change without notice, so a real read outweighs every list: management is proved by the list of
/// numbers. Messaging has no harmless call and is believed from the list.
pub(super) fn permissions(facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::Permissions;
    let at = facts.read_at;
    let managed = facts.numbers.known().is_some();
    match &facts.permissions {
        Fact::Known(list) => {
            let missing: Vec<&str> = NEEDED
                .into_iter()
                .filter(|name| !(is_granted(list, name) || managed && *name == MANAGEMENT))
                .collect();
            if !missing.is_empty() {
                return Finding::no(QUESTION, Reason::PermissionMissing, Cause::PermissionMissing, at)
                    .with(Field::MissingPermissions, missing.join(", "));
            }
            let granted = list
                .iter()
                .filter(|permission| permission.status == PermissionStatus::Granted);
            let names: Vec<&str> = granted.map(|permission| permission.name.as_str()).collect();
            Finding::yes(QUESTION, Reason::Confirmed, at).with(Field::GrantedPermissions, names.join(", "))
        }
        Fact::Unknown(unread) => {
            let scopes = facts
                .token
                .known()
                .map(|token| token.scopes.as_slice())
                .unwrap_or_default();
            let has = |name: &str| scopes.iter().any(|scope| scope == name);
            if has(MESSAGING) && (managed || has(MANAGEMENT)) {
                return Finding::yes(QUESTION, Reason::Confirmed, at)
                    .with(Field::GrantedPermissions, scopes.join(", "));
            }
            Finding::unread(QUESTION, unread, CallKind::ReadPermissions, at)
        }
    }
}

fn is_granted(list: &[GrantedPermission], name: &str) -> bool {
    list.iter()
        .any(|permission| permission.name == name && permission.status == PermissionStatus::Granted)
}

pub(super) fn waba_visible(facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::WabaVisible;
    let at = facts.read_at;
    let finding = match &facts.waba {
        Fact::Known(waba) if waba.id == facts.expected.waba => Finding::yes(QUESTION, Reason::Confirmed, at)
            .with_some(
                Field::Business,
                waba.owner.as_ref().map(|owner| owner.id.as_str()),
            ),
        Fact::Known(waba) => {
            return Finding::unknown(QUESTION, Reason::Contradictory, at).with(Field::Waba, waba.id.as_str());
        }
        Fact::Unknown(unread) if facts.numbers.known().is_none() && is_portfolio_id(unread, facts) => {
            Finding::no(QUESTION, Reason::IdIsPortfolio, Cause::WabaIsPortfolio, at)
        }
        Fact::Unknown(_) if facts.numbers.known().is_some() => {
            Finding::yes(QUESTION, Reason::ProvedByRead, at)
        }
        Fact::Unknown(unread) => not_visible(unread, facts),
    };
    finding.with(Field::Waba, facts.expected.waba.as_str())
}

/// A refusal because of rights is a clear "no"; every other missing answer is not.
fn not_visible(unread: &Unread, facts: &ChannelFacts) -> Finding {
    const QUESTION: Question = Question::WabaVisible;
    let cause = Cause::from_unread(unread, CallKind::ReadAccount);
    match (unread, cause) {
        (
            Unread::Refused { problem },
            Some(cause @ (Cause::WabaNotVisible | Cause::AssetAccessMissing | Cause::PermissionMissing)),
        ) => Finding::no(QUESTION, Reason::NotVisible, cause, facts.read_at).with_graph(problem),
        (_, _) => Finding::unread(QUESTION, unread, CallKind::ReadAccount, facts.read_at),
    }
}

/// Whether the stored account id is the id of a portfolio: Meta shows one of that id, or refuses it as an account's where
/// the same id is stored as the portfolio's. During an outage nobody knows which of the two was stored wrongly.
fn is_portfolio_id(unread: &Unread, facts: &ChannelFacts) -> bool {
    let stored = facts.expected.waba.as_str();
    let owner = facts.admin.owner.known().map(|owner| owner.id.as_str());
    let memberships = facts
        .admin
        .memberships
        .known()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let is_shown = owner == Some(stored)
        || memberships
            .iter()
            .any(|membership| membership.business.id.as_str() == stored);
    let is_refused = matches!(
        Cause::from_unread(unread, CallKind::ReadAccount),
        Some(
            Cause::RequestRefused
                | Cause::WabaNotVisible
                | Cause::AssetAccessMissing
                | Cause::PermissionMissing
        )
    );
    let expected = facts.expected.business.as_ref().map(|id| id.as_str());
    is_shown || (is_refused && expected == Some(stored))
}
