use super::fixture::*;
use crate::admin::AdminReading;
use crate::cause::Cause;
use crate::diagnosis::{Answer::*, ChannelFacts, Question, Reason};
use crate::fact::Fact;
use crate::meta::{PermissionStatus, TokenKind};

#[test]
fn administrator() {
    let role = |role: &str| {
        with(|facts| {
            if let Fact::Known(list) = &mut facts.admin.memberships {
                list.iter_mut()
                    .for_each(|membership| membership.role = Some(role.into()));
            }
        })
    };
    let business_token = with_token(|token| token.kind = TokenKind::SystemUser);
    let business_token = ChannelFacts {
        admin: AdminReading {
            memberships: refused(100, None),
            ..business_token.admin.clone()
        },
        ..business_token
    };
    let foreign = with(|facts| facts.admin.owner = Fact::Known(business("301")));
    check(
        Question::PersonIsAdmin,
        vec![
            ("administrator", healthy(), Yes, Reason::Administrator, None),
            (
                "employee",
                role("EMPLOYEE"),
                No,
                Reason::NotAdministrator,
                Some(Cause::NotAdministrator),
            ),
            ("new role", role("CHIEF"), Unknown, Reason::Missing, None),
            (
                "stranger",
                with(|f| f.admin.memberships = Fact::Known(vec![])),
                No,
                Reason::NotMember,
                Some(Cause::NotMember),
            ),
            (
                "foreign portfolio",
                foreign,
                No,
                Reason::DifferentPortfolio,
                Some(Cause::DifferentPortfolio),
            ),
            (
                "two factors",
                with(|f| f.admin.memberships = refused(415, Some(1_404_120))),
                No,
                Reason::TwoFactorNeeded,
                Some(Cause::TwoFactorNeeded),
            ),
            (
                "business token",
                business_token,
                Unknown,
                Reason::BusinessToken,
                None,
            ),
            (
                "refused",
                with(|f| f.admin.memberships = refused(200, None)),
                Unknown,
                Reason::Refused,
                Some(Cause::PermissionMissing),
            ),
            (
                "outage",
                with(|f| f.admin.memberships = outage()),
                Unknown,
                Reason::Unreachable,
                Some(Cause::TimedOut),
            ),
        ],
    );
}

#[test]
fn permissions() {
    let granted = |list: &[(&str, PermissionStatus)]| {
        let list: Vec<_> = list
            .iter()
            .map(|(name, status)| permission(name, status.clone()))
            .collect();
        with(|facts| facts.permissions = Fact::Known(list))
    };
    let messaging = ("whatsapp_business_messaging", PermissionStatus::Granted);
    let declined = ("whatsapp_business_messaging", PermissionStatus::Declined);
    let management = ("whatsapp_business_management", PermissionStatus::Granted);
    let renamed = ("whatsapp_business_manage_events", PermissionStatus::Granted);
    let mut unlisted = granted(std::slice::from_ref(&messaging));
    unlisted.numbers = outage();
    let missing = Some(Cause::PermissionMissing);
    let scopes = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut facts = with_token(|token| token.scopes = names);
        facts.permissions = refused(100, None);
        facts
    };
    check(
        Question::Permissions,
        vec![
            ("both", healthy(), Yes, Reason::Confirmed, None),
            (
                "renamed, but the list was read",
                granted(&[messaging.clone(), renamed]),
                Yes,
                Reason::Confirmed,
                None,
            ),
            (
                "management missing and unproved",
                unlisted,
                No,
                Reason::PermissionMissing,
                missing,
            ),
            (
                "declined",
                granted(&[management.clone(), declined]),
                No,
                Reason::PermissionMissing,
                missing,
            ),
            (
                "never asked for",
                granted(&[management]),
                No,
                Reason::PermissionMissing,
                missing,
            ),
            (
                "by scopes",
                scopes(&["whatsapp_business_messaging"]),
                Yes,
                Reason::Confirmed,
                None,
            ),
            (
                "scopes may lack what is there",
                scopes(&["public_profile"]),
                Unknown,
                Reason::Refused,
                Some(Cause::RequestRefused),
            ),
            (
                "outage",
                with(|f| {
                    f.permissions = outage();
                    f.token = not_asked();
                }),
                Unknown,
                Reason::Unreachable,
                Some(Cause::TimedOut),
            ),
        ],
    );
}

#[test]
fn account() {
    let gone = |code, subcode| {
        with(|f| {
            f.waba = refused(code, subcode);
            f.numbers = refused(code, subcode);
        })
    };
    let portfolio = {
        let mut facts = gone(100, None);
        facts.expected.waba = "300".into();
        facts
    };
    let stored_twice = |mut facts: ChannelFacts| {
        facts.expected.waba = "300".into();
        facts.admin.owner = not_asked();
        facts.admin.memberships = not_asked();
        facts
    };
    let other = with(|facts| facts.expected.waba = "201".into());
    check(
        Question::WabaVisible,
        vec![
            ("visible", healthy(), Yes, Reason::Confirmed, None),
            (
                "by its list",
                with(|f| f.waba = outage()),
                Yes,
                Reason::ProvedByRead,
                None,
            ),
            (
                "not visible",
                gone(100, Some(33)),
                No,
                Reason::NotVisible,
                Some(Cause::WabaNotVisible),
            ),
            (
                "not found",
                gone(803, None),
                No,
                Reason::NotVisible,
                Some(Cause::WabaNotVisible),
            ),
            (
                "no right",
                gone(200, None),
                No,
                Reason::NotVisible,
                Some(Cause::AssetAccessMissing),
            ),
            (
                "a portfolio's id",
                portfolio,
                No,
                Reason::IdIsPortfolio,
                Some(Cause::WabaIsPortfolio),
            ),
            (
                "the stored portfolio's id, refused as an account's",
                stored_twice(gone(100, None)),
                No,
                Reason::IdIsPortfolio,
                Some(Cause::WabaIsPortfolio),
            ),
            (
                "the stored portfolio's id, and an outage",
                stored_twice(with(|f| {
                    f.waba = outage();
                    f.numbers = outage();
                })),
                Unknown,
                Reason::Unreachable,
                Some(Cause::TimedOut),
            ),
            (
                "another account answered",
                other,
                Unknown,
                Reason::Contradictory,
                None,
            ),
            (
                "limit",
                gone(80_008, None),
                Unknown,
                Reason::Refused,
                Some(Cause::CallLimit),
            ),
            (
                "Meta is down",
                gone(2, None),
                Unknown,
                Reason::Refused,
                Some(Cause::MetaUnavailable),
            ),
            (
                "two factors",
                gone(415, None),
                Unknown,
                Reason::Refused,
                Some(Cause::TwoFactorNeeded),
            ),
        ],
    );
}
