use super::*;
use crate::attempt::{FoundNumber, NumberStep, StepOutcome, Target};
use crate::cause::Actor;
use crate::ids::{AttemptId, UnixMillis};
use crate::meta::{Business, BusinessRole, Person};

const NOW: UnixMillis = UnixMillis(1_790_000_000_000);

fn attempt() -> Attempt {
    let target: Target = serde_json::from_value(serde_json::json!({
        "channel": "c1", "name": "Balcão", "number": "100", "waba": "200", "business": "300",
        "display_phone_number": "+55 11 91234-0101",
    }))
    .unwrap();
    let mut attempt = Attempt::new(AttemptId::new("a1"), Some(target), NOW);
    attempt.person = Some(Person {
        id: "1".into(),
        name: Some("Carla".to_owned()),
    });
    attempt.memberships = vec![Membership {
        business: Business {
            id: BusinessId::new("300"),
            name: Some("Padaria Aurora".to_owned()),
            verification_status: None,
            two_factor_type: None,
        },
        role: Some(BusinessRole::Employee),
    }];
    attempt
}

/// Cause, and what the administrator is asked for.
#[test]
fn needs_by_cause() {
    let rows = [
        (Cause::NotAdministrator, Some(Need::FullControl)),
        (Cause::NotMember, Some(Need::Membership)),
        (Cause::DifferentPortfolio, Some(Need::OwnerLogin)),
        (Cause::AssetAccessMissing, Some(Need::AssetAccess)),
        (Cause::RoleLost, Some(Need::AssetAccess)),
        (Cause::PermissionMissing, Some(Need::Permission)),
        (Cause::TwoFactorNeeded, Some(Need::TwoFactor)),
        (Cause::NumberBanned, Some(Need::Review)),
        (Cause::PaymentProblem, Some(Need::Payment)),
        (Cause::BusinessNotVerified, Some(Need::Verification)),
        (Cause::TokenOfOtherApp, None),
        (Cause::TimedOut, None),
    ];
    for (cause, need) in rows {
        let kit = Kit::of(&attempt(), &Problem::new(cause, NOW));
        assert_eq!(kit.map(|kit| kit.need), need, "{}", cause.code());
    }
}

#[test]
fn the_kit_names_person_role_portfolio_account_and_number() {
    let problem = Problem::new(Cause::NotAdministrator, NOW).with("business", "300");
    let kit = Kit::of(&attempt(), &problem).unwrap();
    assert_eq!(kit.person.as_deref(), Some("Carla"));
    assert_eq!(kit.role.as_deref(), Some("EMPLOYEE"));
    assert_eq!(kit.business_name.as_deref(), Some("Padaria Aurora"));
    assert_eq!(kit.waba, Some(WabaId::new("200")));
    assert_eq!(kit.number, Some(NumberId::new("100")));
    assert_eq!(
        kit.page(),
        "https://business.facebook.com/latest/settings?business_id=300"
    );
}

#[test]
fn the_portfolio_that_really_owns_the_account_is_the_one_to_ask() {
    let problem = Problem::new(Cause::DifferentPortfolio, NOW)
        .with("expected", "300")
        .with("found", "999");
    let kit = Kit::of(&attempt(), &problem).unwrap();
    assert_eq!(kit.business, Some(BusinessId::new("999")));
    assert_eq!(kit.role, None, "nothing is known of the person there");
}

#[test]
fn an_id_that_is_no_id_does_not_get_into_an_address() {
    let problem = Problem::new(Cause::NotMember, NOW).with("business", "300&evil=1");
    let kit = Kit::of(&attempt(), &problem).unwrap();
    assert_eq!(kit.page(), "https://business.facebook.com/latest/settings");
}

#[test]
fn whatever_waits_for_the_administrator_has_a_kit() {
    for cause in Cause::ALL {
        if cause.actor() == Actor::BusinessAdmin {
            assert!(Need::of(*cause).is_some(), "{}", cause.code());
        }
    }
}

#[test]
fn a_channel_s_kit_leads_to_the_page_where_it_is_done() {
    let attempt = attempt();
    let subject = Subject {
        target: attempt.target.as_ref(),
        business_name: Some("Padaria Aurora".to_owned()),
        ..Subject::default()
    };
    for (cause, page) in [
        (Cause::PaymentProblem, MetaPage::Billing),
        (Cause::NumberBanned, MetaPage::BusinessSupport),
        (Cause::NameNotApproved, MetaPage::WhatsappManager),
        (Cause::BusinessNotVerified, MetaPage::SecurityCenter),
    ] {
        let kit = Kit::about(&subject, &Problem::new(cause, NOW)).unwrap();
        assert_eq!(kit.page(), format!("{}?business_id=300", page.url()));
        assert_eq!(kit.business_name.as_deref(), Some("Padaria Aurora"));
        assert_eq!(kit.person, None, "nobody has logged in");
    }
    let elsewhere = Problem::new(Cause::DifferentPortfolio, NOW).with("found", "999");
    let kit = Kit::about(&subject, &elsewhere).unwrap();
    assert_eq!(kit.business_name, None, "that name is another portfolio's");
}

#[test]
fn every_need_ends_in_checking_again() {
    for need in Need::ALL {
        assert_eq!(need.steps().last(), Some(&Step::CheckAgain), "{}", need.code());
    }
    for step in Step::ALL {
        assert!(
            Need::ALL.iter().any(|need| need.steps().contains(step)),
            "nobody is told to {}",
            step.code()
        );
    }
}

#[test]
fn a_missing_permission_is_named_however_it_is_known() {
    let named = |problem: Problem| Kit::of(&attempt(), &problem).unwrap().permission.unwrap();
    let missing = || Problem::new(Cause::PermissionMissing, NOW);
    let [management, messaging] = permission::NEEDED;
    assert_eq!(named(missing().with(PERMISSION, messaging)), messaging);
    assert_eq!(
        named(missing().with("missing_permissions", management)),
        management
    );
    assert_eq!(
        named(missing()),
        format!("{management}, {messaging}"),
        "where nobody says which, all that are needed"
    );
    let other = Problem::new(Cause::NotMember, NOW).with(PERMISSION, messaging);
    assert_eq!(Kit::of(&attempt(), &other).unwrap().permission, None);
}

fn stopped_work(cause: Cause) -> NumberWork {
    let found: FoundNumber = serde_json::from_value(serde_json::json!({
        "number": {"id": "100", "display_phone_number": "+55 11 91234-0101", "verified_name": "Aurora"},
        "waba": {"id": "201", "owner": {"id": "300", "name": "Padaria Aurora"}},
        "business": null,
    }))
    .unwrap();
    let mut work = NumberWork::new(found);
    while let Some(step) = work.begin_next() {
        let outcome = match step {
            NumberStep::Subscribe => StepOutcome::Failed(Problem::new(cause, NOW)),
            _ => StepOutcome::Done(None),
        };
        work.end_step(step, outcome);
    }
    work
}

#[test]
fn the_kit_of_a_number_is_about_the_account_that_it_was_found_in() {
    let work = stopped_work(Cause::AssetAccessMissing);
    let kit = Kit::of_number(&attempt(), &work).unwrap();
    assert_eq!(kit.need, Need::AssetAccess);
    assert_eq!(kit.waba, Some(WabaId::new("201")), "not the one that is stored");
    assert_eq!(
        (kit.channel.as_deref(), kit.person.as_deref()),
        (Some("Balcão"), Some("Carla"))
    );
    let new = Attempt {
        target: None,
        memberships: Vec::new(),
        ..attempt()
    };
    let kit = Kit::of_number(&new, &work).unwrap();
    assert_eq!(kit.channel.as_deref(), Some("Aurora"));
    assert_eq!(kit.business_name.as_deref(), Some("Padaria Aurora"));
    assert_eq!(kit.display_phone_number.as_deref(), Some("+55 11 91234-0101"));
    assert_eq!(Kit::of_number(&new, &stopped_work(Cause::TimedOut)), None);
}
