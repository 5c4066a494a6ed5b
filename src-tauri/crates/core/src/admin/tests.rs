use super::*;
use crate::fact::TransportFailure;
use crate::graph_error::GraphProblem;
use proptest::prelude::*;

fn business(id: &str) -> Business {
    Business {
        id: id.into(),
        name: None,
        verification_status: None,
        two_factor_type: None,
    }
}

fn member(id: &str, role: Option<&str>) -> Membership {
    Membership {
        business: business(id),
        role: role.map(BusinessRole::from),
    }
}

fn refused(code: i64) -> Unread {
    Unread::Refused {
        problem: GraphProblem {
            code,
            http_status: 400,
            ..GraphProblem::default()
        },
    }
}

fn outage() -> Unread {
    Unread::Unreachable {
        failure: TransportFailure::Timeout,
    }
}

fn known(memberships: Vec<Membership>) -> AdminReading {
    AdminReading {
        owner: Fact::Known(business("10")),
        memberships: Fact::Known(memberships),
        person: Fact::Known(Person {
            id: "7".into(),
            name: Some("Ana".into()),
        }),
        ..AdminReading::unread(Some("10".into()))
    }
}

fn administrator(id: &str) -> AdminDecision {
    AdminDecision::Administrator { business: id.into() }
}

#[test]
fn the_role_in_the_owning_portfolio_decides() {
    let lesser = |role: &str| AdminDecision::NotAdministrator {
        role: role.into(),
        business: "10".into(),
    };
    let unclear = AdminDecision::Unknown {
        unread: Unread::Missing,
    };
    let rows = [
        (vec![member("10", Some("ADMIN"))], administrator("10")),
        (
            vec![member("11", Some("EMPLOYEE")), member("10", Some("admin"))],
            administrator("10"),
        ),
        (vec![member("10", Some("EMPLOYEE"))], lesser("EMPLOYEE")),
        (vec![member("10", Some("DEVELOPER"))], lesser("DEVELOPER")),
        (
            vec![member("10", Some("EMPLOYEE")), member("10", Some("ADMIN"))],
            administrator("10"),
        ),
        (vec![member("11", Some("ADMIN"))], AdminDecision::NotMember),
        (vec![], AdminDecision::NotMember),
        (vec![member("10", None)], unclear.clone()),
        (vec![member("10", Some("OVERLORD"))], unclear.clone()),
        (vec![member("10", None), member("10", Some("EMPLOYEE"))], unclear),
    ];
    for (memberships, expected) in rows {
        assert_eq!(decide(&known(memberships.clone())), expected, "{memberships:?}");
    }
}

#[test]
fn another_portfolio_than_the_company_s_is_refused_even_for_its_administrator() {
    let mut reading = known(vec![member("10", Some("ADMIN")), member("99", Some("ADMIN"))]);
    reading.owner = Fact::Known(business("99"));
    let expected = AdminDecision::DifferentPortfolio {
        expected: "10".into(),
        found: "99".into(),
    };
    assert_eq!(decide(&reading), expected);
}

#[test]
fn a_refused_or_failed_read_is_unknown() {
    for unread in [
        refused(200),
        refused(10),
        refused(100),
        outage(),
        Unread::Malformed,
        Unread::NotAsked,
    ] {
        let mut reading = known(vec![]);
        reading.memberships = Fact::Unknown(unread.clone());
        assert_eq!(decide(&reading), AdminDecision::Unknown { unread });
    }
}

#[test]
fn the_portfolio_s_own_list_helps_but_its_silence_proves_nothing() {
    let user = |id: &str, role: &str| PortfolioUser {
        id: id.into(),
        role: Some(role.into()),
    };
    let mut reading = known(vec![]);
    reading.memberships = Fact::Unknown(refused(200));
    reading.fallback_users = Fact::Known(vec![user("8", "EMPLOYEE"), user("7", "ADMIN")]);
    assert_eq!(decide(&reading), administrator("10"));

    reading.fallback_users = Fact::Known(vec![user("7", "EMPLOYEE")]);
    assert_eq!(decide(&reading).code(), "not_administrator");

    reading.fallback_users = Fact::Known(vec![user("8", "ADMIN")]);
    assert_eq!(decide(&reading), AdminDecision::Unknown { unread: refused(200) });

    reading.fallback_users = Fact::Known(vec![user("7", "ADMIN")]);
    reading.memberships = Fact::Known(vec![member("10", None)]);
    assert_eq!(
        decide(&reading),
        administrator("10"),
        "a record without a role is completed by the list"
    );

    reading.person = Fact::Unknown(outage());
    assert_eq!(decide(&reading).code(), "unknown");
}

#[test]
fn two_factor_is_named_wherever_it_is_met() {
    let met: [fn(&mut AdminReading); 4] = [
        |reading| reading.memberships = Fact::Unknown(refused(415)),
        |reading| reading.fallback_users = Fact::Unknown(refused(415)),
        |reading| reading.owner = Fact::Unknown(refused(415)),
        |reading| reading.person = Fact::Unknown(refused(415)),
    ];
    for meet in met {
        let mut reading = known(vec![]);
        meet(&mut reading);
        assert_eq!(decide(&reading), AdminDecision::TwoFactorNeeded);
    }
}

#[test]
fn the_stored_portfolio_stands_in_for_an_owner_that_could_not_be_read() {
    let mut reading = known(vec![member("10", Some("ADMIN"))]);
    reading.owner = Fact::Unknown(refused(100));
    assert_eq!(decide(&reading), administrator("10"));
    reading.expected_business = None;
    assert_eq!(decide(&reading), AdminDecision::Unknown { unread: refused(100) });
}

#[test]
fn a_new_channel_needs_any_portfolio_with_full_control() {
    let for_new = |memberships| {
        let mut reading = known(memberships);
        reading.owner = Fact::Unknown(Unread::NotAsked);
        reading.expected_business = None;
        decide(&reading)
    };
    assert_eq!(
        for_new(vec![member("1", Some("EMPLOYEE")), member("2", Some("ADMIN"))]),
        administrator("2")
    );
    assert_eq!(
        for_new(vec![member("1", Some("EMPLOYEE"))]).code(),
        "not_administrator"
    );
    assert_eq!(for_new(vec![]), AdminDecision::NotMember);
    for order in [[None, Some("EMPLOYEE")], [Some("EMPLOYEE"), None]] {
        let memberships = order.iter().map(|role| member("1", *role)).collect();
        assert_eq!(for_new(memberships).code(), "unknown", "{order:?}");
    }
}

#[test]
fn causes_and_codes() {
    assert_eq!(administrator("1").cause(), None);
    assert_eq!(AdminDecision::NotMember.cause(), Some(Cause::NotMember));
    assert!(AdminDecision::NotMember.is_refusal());
    let unknown = AdminDecision::Unknown { unread: outage() };
    assert_eq!(unknown.cause(), Some(Cause::AdministratorUnknown));
    assert!(!unknown.is_refusal() && !administrator("1").is_refusal());
    let json = serde_json::to_string(&unknown).unwrap();
    assert_eq!(serde_json::from_str::<AdminDecision>(&json).unwrap(), unknown);
}

fn role() -> impl Strategy<Value = Option<&'static str>> {
    prop::sample::select(vec![
        Some("ADMIN"),
        Some("EMPLOYEE"),
        Some("FINANCE_VIEW"),
        Some("NEW"),
        None,
    ])
}

proptest! {
    #[test]
    fn administrator_only_with_an_administrator_s_record_of_that_portfolio(
        records in prop::collection::vec((1..4_u8, role()), 0..6)
    ) {
        let memberships: Vec<_> =
            records.iter().map(|(id, role)| member(&format!("{id}0"), *role)).collect();
        let entitled = records.iter().any(|(id, role)| *id == 1 && *role == Some("ADMIN"));
        let decision = decide(&known(memberships.clone()));
        prop_assert_eq!(decision == administrator("10"), entitled);
        let mut reversed = memberships;
        reversed.reverse();
        prop_assert_eq!(decide(&known(reversed)).code(), decision.code());
    }
}
