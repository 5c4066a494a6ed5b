//! Whether the person administers the portfolio: what is read, and what the pure rule makes of it.

use crate::server::refused;
use crate::simulator::{AURORA, Bench, EVENTS, SERVICE};
use meta_sandbox::FaultBody;
use reconecta_core::admin::{AdminDecision, AdminReading, decide};
use reconecta_core::fact::Fact;
use reconecta_core::ids::{BusinessId, WabaId};
use reconecta_core::meta::BusinessRole;
use secrecy::SecretString;

async fn read(bench: &Bench, token: &SecretString, waba: Option<&str>) -> AdminReading {
    let person = bench
        .graph
        .me(token)
        .await
        .map_or_else(|failure| Fact::Unknown(failure.into()), Fact::Known);
    let waba = waba.map(WabaId::from);
    bench
        .graph
        .admin_reading(token, waba.as_ref(), Some(BusinessId::from(AURORA)), person)
        .await
}

#[tokio::test]
async fn each_person_of_the_demonstration_is_what_they_are() {
    let bench = Bench::demo().await;
    let business = BusinessId::from(AURORA);
    let administrator = AdminDecision::Administrator {
        business: business.clone(),
    };
    let employee = AdminDecision::NotAdministrator {
        role: BusinessRole::Employee,
        business: business.clone(),
    };
    for (person, expected) in [
        ("ana", administrator.clone()),
        ("bruno", employee),
        ("carla", administrator),
        ("diego", AdminDecision::NotMember),
        ("helena", AdminDecision::NotMember),
    ] {
        let reading = read(&bench, &bench.person(person), Some(SERVICE)).await;
        assert_eq!(decide(&reading), expected, "{person}: {reading:?}");
    }
}

#[tokio::test]
async fn an_account_of_another_portfolio_is_noticed() {
    let bench = Bench::demo().await;
    let reading = read(&bench, &bench.token, Some(EVENTS)).await;
    assert!(
        matches!(decide(&reading), AdminDecision::DifferentPortfolio { .. }),
        "{reading:?}"
    );
}

#[tokio::test]
async fn refused_memberships_fall_back_to_the_portfolio_s_own_list_and_end_unknown() {
    let bench = Bench::demo().await;
    let refusal = FaultBody::GraphError {
        code: 10,
        subcode: None,
        message: None,
        transient: None,
        regain_minutes: None,
    };
    bench.fail("GET /me/business_users", 1, refusal);
    let reading = read(&bench, &bench.token, Some(SERVICE)).await;
    assert!(reading.memberships.known().is_none());
    let users = reading.fallback_users.known().expect("the portfolio's own list");
    assert!(users.len() >= 3, "{users:?}");
    assert!(
        !decide(&reading).is_refusal(),
        "a refused read is never a no: {:?}",
        decide(&reading)
    );
}

#[tokio::test]
async fn a_portfolio_with_two_factor_asks_for_it() {
    let bench = Bench::demo().await;
    bench
        .sandbox
        .set(
            "businesses",
            AURORA,
            &serde_json::json!({"two_factor": "all_required"}),
        )
        .unwrap();
    let failure = bench
        .graph
        .owned_wabas(&bench.token, &BusinessId::from(AURORA))
        .await
        .unwrap_err();
    assert!(failure.needs_login(), "{failure}");
    assert_eq!(refused::<()>(Err(failure)).0, 415);
}

#[tokio::test]
async fn a_portfolio_its_people_and_what_they_may_do() {
    let bench = Bench::demo().await;
    let business = bench
        .graph
        .business(&bench.token, &BusinessId::from(AURORA))
        .await
        .unwrap();
    assert_eq!(business.name.as_deref(), Some("Padaria Aurora Ltda"));
    assert_eq!(business.verification_status.as_deref(), Some("verified"));
    let (waba, aurora) = (WabaId::from(SERVICE), BusinessId::from(AURORA));
    let users = bench
        .graph
        .assigned_users(&bench.token, &waba, &aurora)
        .await
        .unwrap();
    let manager = users
        .iter()
        .find(|user| user.id.as_str() == "4401837265019384")
        .expect("Ana");
    assert_eq!(manager.tasks, ["MANAGE"]);
    assert_eq!(manager.kind.as_deref(), Some("BUSINESS_USER"));
}
