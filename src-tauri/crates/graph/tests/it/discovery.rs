//! Finding all numbers of a login, and what is left when a part cannot be read.

use crate::simulator::{AURORA, Bench, DELIVERY, EVENTS, FURTHER, SERVICE, STORES, number};
use meta_sandbox::{AgencySize, FaultBody, World, demo_channels};
use reconecta_core::cause::CallKind;
use reconecta_core::fact::{TransportFailure, Unread};
use reconecta_core::ids::WabaId;
use reconecta_core::meta::NumberStatus;
use reconecta_graph::{Branch, Discovery, Unlisted};
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::sync::Mutex;

async fn discover(bench: &Bench, token: &SecretString, known: &[&str]) -> Discovery {
    let known: Vec<WabaId> = known.iter().map(|id| WabaId::from(*id)).collect();
    bench
        .graph
        .discover(token, &known, async { Vec::new() }, |_, _| {})
        .await
}

fn accounts(found: &Discovery) -> Vec<&str> {
    found
        .accounts
        .iter()
        .map(|account| account.waba.id.as_str())
        .collect()
}

#[tokio::test]
async fn all_numbers_of_all_portfolios_are_found_once() {
    let bench = Bench::demo().await;
    let found = discover(&bench, &bench.token, &[SERVICE]).await;
    assert!(found.unread.is_empty(), "{:?}", found.unread);
    assert_eq!(
        accounts(&found),
        [&[SERVICE, DELIVERY, STORES, EVENTS][..], &FURTHER].concat(),
        "the shared accounts are listed once"
    );
    let numbers: BTreeSet<String> = found
        .accounts
        .iter()
        .flat_map(|account| account.numbers.iter().map(|number| number.id.to_string()))
        .collect();
    let channels = demo_channels();
    let unlisted: Vec<&str> = channels
        .iter()
        .filter(|one| !numbers.contains(one.phone_number_id))
        .map(|one| one.cause)
        .collect();
    assert_eq!(
        unlisted,
        ["two_factor_needed", "number_id_changed"],
        "what Ana may not see and what Meta does not have any more"
    );
    let owner = |id: &str| {
        let account = found
            .accounts
            .iter()
            .find(|account| account.waba.id.as_str() == id);
        account
            .and_then(|account| account.business.clone())
            .and_then(|business| business.name)
    };
    assert_eq!(
        owner(STORES).as_deref(),
        Some("Aurora Franquias e Eventos Ltda"),
        "the owner, not the partner"
    );
}

#[tokio::test]
async fn an_agency_with_hundreds_of_numbers_is_read_whole_and_with_progress() {
    let size = AgencySize {
        businesses: 12,
        accounts_per_business: 3,
        numbers_per_account: 130,
    };
    let bench = Bench::of(World::agency(size, 7)).await;
    let steps = Mutex::new(Vec::new());
    let progress = |accounts, numbers| steps.lock().unwrap().push((accounts, numbers));
    let found = bench
        .graph
        .discover(&bench.token, &[], async { Vec::new() }, progress)
        .await;
    assert!(found.unread.is_empty(), "{:?}", found.unread);
    let numbers: BTreeSet<&str> = found
        .accounts
        .iter()
        .flat_map(|account| account.numbers.iter().map(|number| number.id.as_str()))
        .collect();
    assert_eq!((found.accounts.len(), numbers.len()), (36, 36 * 130));
    let steps = steps.into_inner().unwrap();
    assert_eq!(steps.last(), Some(&(36, 36 * 130)));
    assert!(steps.is_sorted(), "progress never goes back: {steps:?}");
}

#[tokio::test]
async fn a_branch_that_fails_hides_nothing_else() {
    let refusal = FaultBody::GraphError {
        code: 200,
        subcode: None,
        message: None,
        transient: None,
        regain_minutes: None,
    };
    for (fault, times) in [
        (FaultBody::Html, 1),
        (FaultBody::DropBefore, 3),
        (refusal, 1),
        (FaultBody::Huge, 1),
    ] {
        let bench = Bench::demo().await;
        bench.fail(&format!("GET /{DELIVERY}/phone_numbers"), times, fault.clone());
        let found = discover(&bench, &bench.token, &[]).await;
        let others = [&[SERVICE, STORES, EVENTS][..], &FURTHER].concat();
        assert_eq!(accounts(&found), others, "{fault:?}");
        assert_eq!(found.unread.len(), 1, "{fault:?}");
        assert_eq!(found.unread[0].branch, Branch::Numbers(DELIVERY.into()));
        assert_eq!(found.unread[0].call, CallKind::ListNumbers);
    }
}

#[tokio::test]
async fn an_account_that_no_list_shows_is_read_by_its_id() {
    let bench = Bench::demo().await;
    let refusal = || FaultBody::GraphError {
        code: 10,
        subcode: None,
        message: None,
        transient: None,
        regain_minutes: None,
    };
    bench.fail(
        &format!("GET /{AURORA}/owned_whatsapp_business_accounts"),
        1,
        refusal(),
    );
    bench.fail("GET /me/assigned_whatsapp_business_accounts", 1, refusal());
    let found = discover(&bench, &bench.token, &[SERVICE]).await;
    assert!(accounts(&found).contains(&SERVICE), "{:?}", accounts(&found));
    let branches: Vec<&Branch> = found.unread.iter().map(|item| &item.branch).collect();
    assert!(
        branches.contains(&&Branch::Accounts(AURORA.into())),
        "{branches:?}"
    );
    assert!(branches.contains(&&Branch::Assigned), "{branches:?}");
}

#[tokio::test]
async fn hints_lead_to_accounts_in_any_order_and_a_wrong_one_claims_nothing() {
    for hints in [[SERVICE, "1", DELIVERY], [DELIVERY, SERVICE, "1"]] {
        let bench = Bench::demo().await;
        let refusal = || FaultBody::GraphError {
            code: 10,
            subcode: None,
            message: None,
            transient: None,
            regain_minutes: None,
        };
        bench.fail("GET /*/owned_whatsapp_business_accounts", 50, refusal());
        bench.fail("GET /me/assigned_whatsapp_business_accounts", 50, refusal());
        let hidden = discover(&bench, &bench.token, &[]).await;
        assert!(!accounts(&hidden).contains(&SERVICE), "{:?}", accounts(&hidden));

        let hints = hints.map(WabaId::from).to_vec();
        let found = bench
            .graph
            .discover(&bench.token, &[], async { hints }, |_, _| {})
            .await;
        for hinted in [SERVICE, DELIVERY] {
            assert!(accounts(&found).contains(&hinted), "{:?}", accounts(&found));
        }
        let missing = |one: &&Unlisted| matches!(one.branch, Branch::Account(_));
        assert_eq!(
            found.unread.iter().filter(missing).count(),
            0,
            "{:?}",
            found.unread
        );
    }
}

#[tokio::test]
async fn an_account_of_a_hint_that_could_not_be_read_is_told() {
    let bench = Bench::demo().await;
    bench.fail("GET /1", 3, FaultBody::Html);
    let hints = async { vec![WabaId::from("1")] };
    let found = bench.graph.discover(&bench.token, &[], hints, |_, _| {}).await;
    let branches: Vec<&Branch> = found.unread.iter().map(|one| &one.branch).collect();
    assert_eq!(branches, [&Branch::Account("1".into())]);
}

#[tokio::test]
async fn a_login_without_access_says_so_about_the_account_that_was_known() {
    let bench = Bench::demo().await;
    let found = discover(&bench, &bench.person("diego"), &[SERVICE]).await;
    assert!(found.accounts.is_empty());
    assert_eq!(found.unread.len(), 1, "{:?}", found.unread);
    assert_eq!(found.unread[0].branch, Branch::Account(SERVICE.into()));
    assert!(matches!(&found.unread[0].unread, Unread::Refused { problem } if problem.code == 100));
}

#[tokio::test]
async fn an_outage_is_told_and_not_an_empty_list() {
    let bench = Bench::demo().await;
    bench.fail("*", 200, FaultBody::Html);
    let found = discover(&bench, &bench.token, &[]).await;
    assert!(found.accounts.is_empty());
    let portfolios = found.unread.iter().find(|item| item.branch == Branch::Portfolios);
    let expected = Unread::Unreachable {
        failure: TransportFailure::NotMeta,
    };
    assert_eq!(portfolios.map(|item| item.unread.clone()), Some(expected));
}

#[tokio::test]
async fn the_token_of_a_business_finds_its_accounts() {
    let bench = Bench::demo().await;
    let token = SecretString::from(
        demo_channels()
            .iter()
            .find(|one| one.cause == "healthy")
            .unwrap()
            .token,
    );
    let business = bench.graph.client_business_id(&token).await.unwrap();
    assert_eq!(business.map(|id| id.to_string()).as_deref(), Some(AURORA));
    let found = discover(&bench, &token, &[]).await;
    assert!(accounts(&found).contains(&SERVICE), "{found:?}");
    let healthy = number("healthy");
    assert!(
        found
            .accounts
            .iter()
            .any(|account| account.numbers.iter().any(|one| one.id == healthy))
    );
}

#[tokio::test]
async fn a_status_that_nobody_knows_hides_no_number() {
    let bench = Bench::demo().await;
    bench.fail(
        &format!("GET /{SERVICE}/phone_numbers"),
        1,
        FaultBody::UnknownStatus,
    );
    let numbers = bench
        .graph
        .phone_numbers(&bench.token, &WabaId::from(SERVICE))
        .await
        .unwrap();
    let unknown = NumberStatus::from("HIBERNATING");
    assert!(
        !numbers.is_empty() && numbers.iter().all(|one| one.status.as_ref() == Some(&unknown)),
        "{numbers:?}"
    );
}

#[tokio::test]
async fn a_paging_loop_ends() {
    let bench = Bench::demo().await;
    bench.fail(
        &format!("GET /{SERVICE}/phone_numbers"),
        50,
        FaultBody::PagingLoop,
    );
    let failure = bench
        .graph
        .phone_numbers(&bench.token, &WabaId::from(SERVICE))
        .await
        .unwrap_err();
    assert_eq!(
        Unread::from(failure),
        Unread::Unreachable {
            failure: TransportFailure::PagingLoop
        }
    );
    assert!(bench.calls("phone_numbers") <= 3);
}
