//! Contradictory, missing and confused facts: unknown rather than wrong.

use crate::bench::{Bench, now, only, seed, told};
use meta_sandbox::{Fault, FaultBody, World};
use reconecta_core::cause::Cause;
use reconecta_core::diagnosis::{Answer, Question, Reason};
use reconecta_core::ids::{BusinessId, WabaId};
use reconecta_core::verdict::{Evidence, EvidenceKind};
use reconecta_engine::fleet::FleetOrder;
use serde_json::json;

const AURORA: &str = "2204718395061742";
const FRANCHISE: &str = "2209915740286631";

fn fault(route: &str, body: FaultBody) -> Fault {
    Fault {
        times: 100,
        ..Fault::next(route, body)
    }
}

#[tokio::test]
async fn lists_in_changing_order_change_nothing() {
    let bench = Bench::of(World::demo()).await;
    let first = bench.check(bench.everything()).await;
    for route in [
        "GET /*/owned_whatsapp_business_accounts",
        "GET /*/client_whatsapp_business_accounts",
        "GET /*/phone_numbers",
    ] {
        bench.sandbox.fail_next(fault(route, FaultBody::Reordered));
    }
    let second = bench.check(bench.everything()).await;
    assert_eq!(first.len(), second.len());
    for (id, one) in &first {
        let other = &second[id];
        assert_eq!(told(&one.diagnosis), told(&other.diagnosis), "{id}");
        assert_eq!((&one.waba, &one.business), (&other.waba, &other.business), "{id}");
    }
}

#[tokio::test]
async fn an_unread_account_is_unknown_and_hides_no_other() {
    let bench = Bench::of(World::demo()).await;
    let (lost, kept) = (seed("not_subscribed"), seed("healthy"));
    let route = format!("GET /{}/phone_numbers", lost.waba_id);
    bench.sandbox.fail_next(fault(&route, FaultBody::Truncated));
    let judged = bench.check(bench.channels(&[lost.clone(), kept.clone()])).await;
    let one = &judged[lost.phone_number_id].diagnosis;
    for question in [Question::NumberInWaba, Question::NumberRegistered] {
        assert_eq!(one.answer(question), Answer::Unknown, "{}", question.code());
    }
    assert_eq!(
        told(&judged[kept.phone_number_id].diagnosis),
        ("connected_unproven", None)
    );
}

#[tokio::test]
async fn a_status_that_nobody_has_seen_is_unknown() {
    let bench = Bench::of(World::demo()).await;
    bench
        .sandbox
        .fail_next(fault("GET /*/phone_numbers", FaultBody::UnknownStatus));
    let order = FleetOrder {
        scope: only(&[seed("healthy").phone_number_id]),
        ..bench.everything()
    };
    let judged = bench.check(order).await;
    assert_eq!(
        told(&judged[seed("healthy").phone_number_id].diagnosis).0,
        "unknown"
    );
}

#[tokio::test]
async fn a_portfolio_s_id_for_an_account_s_and_the_reverse_are_told() {
    let bench = Bench::of(World::demo()).await;
    let (confused, other) = (seed("healthy"), seed("quality_red"));
    let mut order = bench.channels(&[confused.clone(), other.clone()]);
    order.targets[0].target.expected.waba = WabaId::from(AURORA);
    order.targets[1].target.expected.business = Some(BusinessId::from(other.waba_id));
    let judged = bench.check(order).await;
    let first = told(&judged[confused.phone_number_id].diagnosis);
    assert_eq!(first.1, Some(Cause::WabaIsPortfolio.code()));
    let second = told(&judged[other.phone_number_id].diagnosis);
    assert_eq!(second.1, Some(Cause::DifferentPortfolio.code()));
}

#[tokio::test]
async fn a_number_of_two_portfolios_is_told_once_and_honestly() {
    let bench = Bench::of(World::demo()).await;
    let (seed, elsewhere) = (seed("healthy"), seed("name_pending"));
    assert_ne!(seed.business_id, elsewhere.business_id);
    let both = json!({"accounts": [seed.waba_id, elsewhere.waba_id]});
    bench.sandbox.set("numbers", seed.phone_number_id, &both).unwrap();
    let order = || FleetOrder {
        scope: only(&[seed.phone_number_id]),
        ..bench.everything()
    };
    let agreed = &bench.check(order()).await[seed.phone_number_id];
    assert_eq!(
        told(&agreed.diagnosis),
        ("connected_unproven", None),
        "both accounts say the same"
    );
    assert_eq!(agreed.also_in.len(), 1);
    bench.sandbox.with_world(|world| {
        let account = world.accounts.get_mut(elsewhere.waba_id).unwrap();
        account.subscriptions.clear();
    });
    let torn = &bench.check(order()).await[seed.phone_number_id];
    let finding = torn.diagnosis.finding(Question::AppSubscribed).unwrap();
    assert_eq!(
        (finding.answer, finding.reason),
        (Answer::Unknown, Reason::Contradictory)
    );
    assert_eq!(told(&torn.diagnosis).0, "unknown", "unknown rather than wrong");
    let mut expecting = bench.channels(std::slice::from_ref(&seed));
    expecting.targets[0].target.expected.business = Some(BusinessId::from(FRANCHISE));
    let other = &bench.check(expecting).await[seed.phone_number_id];
    assert_eq!(told(&other.diagnosis).1, Some(Cause::DifferentPortfolio.code()));
}

#[tokio::test]
async fn connected_is_not_believed_against_a_refused_message() {
    let bench = Bench::of(World::demo()).await;
    let seed = seed("healthy");
    let mut order = bench.channels(std::slice::from_ref(&seed));
    order.targets[0].target.evidence = vec![Evidence {
        cause: Some(Cause::NumberNotRegistered),
        ..Evidence::new(EvidenceKind::MessageFailed, now().plus(-60_000))
    }];
    let judged = bench.check(order).await;
    let diagnosis = &judged[seed.phone_number_id].diagnosis;
    let finding = diagnosis.finding(Question::NumberRegistered).unwrap();
    assert_eq!(
        (finding.answer, finding.reason),
        (Answer::No, Reason::ContradictedBySend)
    );
    assert_eq!(told(diagnosis).1, Some(Cause::NumberNotRegistered.code()));
}

#[tokio::test]
async fn connected_is_not_believed_against_its_own_health() {
    let bench = Bench::of(World::demo()).await;
    let seed = seed("healthy");
    bench
        .sandbox
        .set("numbers", seed.phone_number_id, &json!({"registered": false}))
        .unwrap();
    let judged = bench.check(bench.channels(std::slice::from_ref(&seed))).await;
    let diagnosis = &judged[seed.phone_number_id].diagnosis;
    assert_ne!(diagnosis.answer(Question::NumberRegistered), Answer::Yes);
    assert!(
        !["proven", "connected_unproven"].contains(&told(diagnosis).0),
        "{:?}",
        told(diagnosis)
    );
}

#[tokio::test]
async fn a_number_that_nobody_lists_is_unknown() {
    let bench = Bench::of(World::demo()).await;
    let strange = "5509183746205518";
    let order = FleetOrder {
        scope: only(&[strange]),
        ..bench.everything()
    };
    let judged = bench.check(order).await;
    let one = &judged[strange];
    assert_eq!((told(&one.diagnosis), &one.waba), (("unknown", None), &None));
}
