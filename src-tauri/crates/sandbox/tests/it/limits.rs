use crate::support::{Bench, SERVICE, number};
use meta_sandbox::Throttling;
use serde_json::Value;
use std::time::Duration;

#[tokio::test]
async fn an_exhausted_account_says_when_to_come_back() {
    let bench = Bench::demo().await;
    bench
        .sandbox
        .with_world(|world| world.limits.management_per_hour = Some(3));
    for _ in 0..3 {
        bench.get(&format!("/{SERVICE}")).await.ok();
    }
    let reply = bench.get(&format!("/{SERVICE}")).await;
    reply.refused(80_008, 0);
    let usage: Value = serde_json::from_str(reply.header("x-business-use-case-usage")).expect("JSON");
    let item = &usage[SERVICE][0];
    assert_eq!(
        (item["type"].as_str(), item["call_count"].as_i64()),
        (Some("whatsapp_business_management"), Some(100))
    );
    let minutes = item["estimated_time_to_regain_access"].as_i64().expect("minutes");
    assert!(
        (59..=60).contains(&minutes),
        "the regain time is in minutes, not {minutes}"
    );
    bench.sandbox.advance(Duration::from_secs(3601));
    bench.get(&format!("/{SERVICE}")).await.ok();
}

#[tokio::test]
async fn registering_reports_its_own_type_and_messages_none() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    let reply = bench
        .post(
            &format!("/{id}/register"),
            &[("messaging_product", "whatsapp"), ("pin", "482615")],
        )
        .await;
    let usage: Value = serde_json::from_str(reply.header("x-business-use-case-usage")).expect("JSON");
    assert_eq!(usage[SERVICE][0]["type"], "whatsapp");
    let reply = bench.post(&format!("/{id}/messages"), &[]).await;
    assert_eq!(reply.header("x-business-use-case-usage"), "");
}

#[tokio::test]
async fn an_exhausted_app_is_refused_everywhere() {
    let bench = Bench::demo().await;
    bench
        .sandbox
        .with_world(|world| world.limits.app_per_hour = Some(1));
    bench.get("/me").await.ok();
    let reply = bench.get("/me").await;
    reply.refused(4, 2_446_079);
    let usage: Value = serde_json::from_str(reply.header("x-app-usage")).expect("JSON");
    assert_eq!(usage["call_count"], 100);
}

#[tokio::test]
async fn throttling_by_order_refuses_with_the_headers_of_a_real_limit() {
    let bench = Bench::demo().await;
    bench.sandbox.throttle(Throttling {
        percent: 100,
        regain_minutes: 7,
        ..Throttling::default()
    });
    let reply = bench.get(&format!("/{SERVICE}/phone_numbers")).await;
    let code = reply.body["error"]["code"].as_i64().expect("a code");
    assert!([80_008, 130_429].contains(&code), "{code}");
    let usage: Value = serde_json::from_str(reply.header("x-business-use-case-usage")).expect("JSON");
    let item = &usage[SERVICE][0];
    assert_eq!(
        (
            item["call_count"].as_i64(),
            item["estimated_time_to_regain_access"].as_i64()
        ),
        (Some(100), Some(7))
    );
    assert_eq!(reply.header("retry-after"), "", "Meta speaks in minutes");
    bench.get("/me").await.ok();
    bench.get(&format!("/{SERVICE}")).await;
    let calls = bench.sandbox.calls();
    assert_eq!((calls.made, calls.throttled, calls.in_pause), (3, 1, 1));
    bench.sandbox.throttle(Throttling::default());
    bench.get(&format!("/{SERVICE}")).await.ok();
}
