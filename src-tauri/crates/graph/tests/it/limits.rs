//! Meta's limits: told with their time, and no call while they last.

use crate::server::{Reply, Server, token};
use crate::simulator::{Bench, SERVICE};
use meta_sandbox::Throttling;
use reconecta_core::ids::{NumberId, WabaId};
use reconecta_graph::{Graph, GraphFailure, GraphSettings, Template};
use serde_json::{Value, json};
use std::time::Duration;

const WABA: &str = "102290129340398";
const NUMBER: &str = "106540352242922";

fn error(code: i64) -> Value {
    json!({"error": {"message": "limit", "type": "OAuthException", "code": code, "is_transient": true}})
}

fn minutes<T>(answer: Result<T, GraphFailure>) -> Option<u64> {
    answer.err()?.retry_after().map(|time| time.as_secs() / 60)
}

fn one_number() -> Reply {
    Reply::ok(&json!({"data": [{"id": NUMBER}]}))
}

#[tokio::test]
async fn an_account_limit_is_told_with_its_time_and_stops_its_account_only() {
    let usage =
        json!({WABA: [{"type": "whatsapp_business_management", "call_count": 100, "total_cputime": 20,
        "total_time": 20, "estimated_time_to_regain_access": 19}]})
        .to_string();
    let server = Server::start(move |seen, _| match seen.url.contains("subscribed_apps") {
        true => Reply::json(400, &error(80_008)).with("x-business-use-case-usage", &usage),
        false => one_number(),
    })
    .await;
    let (graph, waba, number) = (server.graph(), WabaId::from(WABA), NumberId::from(NUMBER));
    assert!(graph.phone_numbers(&token(), &waba).await.is_ok());
    assert_eq!(minutes(graph.subscriptions(&token(), &waba).await), Some(19));
    assert_eq!(server.calls(), 2, "a limit is not tried again");

    assert_eq!(minutes(graph.subscriptions(&token(), &waba).await), Some(19));
    assert_eq!(minutes(graph.phone_numbers(&token(), &waba).await), Some(19));
    assert_eq!(
        minutes(graph.phone_number(&token(), &number).await),
        Some(19),
        "the number is the account's"
    );
    let failure = graph.subscribe(&token(), &waba).await.unwrap_err();
    assert!(
        !failure.may_have_been_processed(),
        "a call that was held back had no effect"
    );
    assert_eq!(server.calls(), 2, "no call while the limit lasts");

    assert!(
        graph.phone_numbers(&token(), &WabaId::from("777")).await.is_ok(),
        "other accounts go on"
    );
    assert_eq!(server.calls(), 3);
}

#[tokio::test]
async fn a_limit_without_a_time_lasts_a_while() {
    for (code, expected) in [(4, 15), (17, 15), (613, 15), (80_007, 30)] {
        let server = Server::start(move |_, _| Reply::json(400, &error(code))).await;
        let graph = server.graph();
        assert_eq!(
            minutes(graph.waba(&token(), &WabaId::from(WABA)).await),
            Some(expected),
            "code {code}"
        );
        assert_eq!(
            minutes(graph.waba(&token(), &WabaId::from(WABA)).await),
            Some(expected),
            "code {code}"
        );
        assert_eq!(server.calls(), 1, "code {code}");
    }
}

#[tokio::test]
async fn status_429_names_its_time_in_seconds() {
    let server = Server::start(|_, _| {
        Reply::raw(429, "application/json", "{}")
            .with("retry-after", "121")
            .with("x-fb-rev", "1")
    })
    .await;
    let failure = server.graph().me(&token()).await.unwrap_err();
    assert_eq!(failure.retry_after(), Some(Duration::from_secs(180)));
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn a_full_allowance_stops_calls_before_one_is_refused() {
    let usage = json!({WABA: [{"call_count": 101, "estimated_time_to_regain_access": 7}]}).to_string();
    let server = Server::start(move |_, _| one_number().with("x-business-use-case-usage", &usage)).await;
    let (graph, waba) = (server.graph(), WabaId::from(WABA));
    assert!(
        graph.phone_numbers(&token(), &waba).await.is_ok(),
        "this answer still came"
    );
    assert_eq!(minutes(graph.phone_numbers(&token(), &waba).await), Some(7));
    assert_eq!(server.calls(), 1);

    let server = Server::start(|_, _| one_number().with("x-app-usage", r#"{"call_count":100}"#)).await;
    let graph = server.graph();
    assert!(graph.phone_numbers(&token(), &waba).await.is_ok());
    assert_eq!(
        minutes(graph.me(&token()).await),
        Some(15),
        "the app as a whole is full"
    );
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn too_many_messages_stop_messages_only() {
    let server = Server::start(|seen, _| match seen.url.contains("/messages") {
        true => Reply::json(400, &error(131_056)),
        false => Reply::ok(&json!({"id": NUMBER})),
    })
    .await;
    let (graph, number) = (server.graph(), NumberId::from(NUMBER));
    let template = Template {
        name: "hello_world",
        language: "en_US",
    };
    for _ in 0..2 {
        let sent = graph
            .send_template(&token(), &number, "5511912340001", template)
            .await;
        assert_eq!(minutes(sent), Some(1));
    }
    assert_eq!(server.calls(), 1);
    assert!(
        graph.phone_number(&token(), &number).await.is_ok(),
        "reading goes on"
    );
}

#[tokio::test]
async fn the_version_that_really_answers_is_known() {
    let server = Server::start(|_, _| {
        Reply::raw(200, "application/json", r#"{"id":"1"}"#).with("facebook-api-version", "v27.0")
    })
    .await;
    let graph = server.graph();
    assert_eq!(graph.served_version(), None);
    graph.me(&token()).await.unwrap();
    assert_eq!(graph.served_version().as_deref(), Some("v27.0"));
}

#[tokio::test]
async fn a_patient_read_waits_for_a_short_pause_and_is_made_after_it() {
    let bench = Bench::demo().await;
    bench.sandbox.throttle(Throttling {
        percent: 70,
        retry_after: Some(1),
        ..Throttling::default()
    });
    let settings = GraphSettings::new(bench.sandbox.graph_url(), bench.sandbox.login_url(), "v26.0").unwrap();
    let patient = Graph::new(settings.with_patience(Duration::from_secs(30))).unwrap();
    let waba = WabaId::from(SERVICE);
    assert!(patient.phone_numbers(&bench.token, &waba).await.is_ok());
    assert!(patient.subscriptions(&bench.token, &waba).await.is_ok());
    let calls = bench.sandbox.calls();
    assert!(calls.throttled > 0, "nothing was refused: {calls:?}");
    assert_eq!(calls.in_pause, 0, "{calls:?}");
    assert_eq!(calls.made, 2 + calls.throttled, "one repetition for each refusal");
}

#[tokio::test]
async fn a_pause_longer_than_the_patience_is_told_at_once() {
    let bench = Bench::demo().await;
    bench.sandbox.throttle(Throttling {
        percent: 100,
        regain_minutes: 7,
        ..Throttling::default()
    });
    let settings = GraphSettings::new(bench.sandbox.graph_url(), bench.sandbox.login_url(), "v26.0").unwrap();
    let patient = Graph::new(settings.with_patience(Duration::from_secs(30))).unwrap();
    let answer = patient.phone_numbers(&bench.token, &WabaId::from(SERVICE)).await;
    assert_eq!(minutes(answer), Some(7));
    assert_eq!(bench.sandbox.calls().made, 1);
}
