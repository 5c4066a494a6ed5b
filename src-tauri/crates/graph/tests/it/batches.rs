//! Reads that share a request: each part is answered, limited and repeated as a call of its own.

use crate::server::{PATIENT, Reply, Seen, Server, token};
use crate::simulator::Bench;
use reconecta_core::ids::WabaId;
use reconecta_graph::{Graph, GraphFailure, GraphSettings};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::time::Duration;

fn graph(address: &str) -> Graph {
    let settings = GraphSettings::new(address, address, "v26.0").expect("settings");
    Graph::new(settings.with_limits(PATIENT, Duration::ZERO).reading_together()).expect("a client")
}

fn wabas(count: usize) -> Vec<WabaId> {
    (0..count)
        .map(|index| WabaId::new(format!("7{index:05}")))
        .collect()
}

/// Addresses of the parts of a batch.
fn parts(seen: &Seen) -> Vec<String> {
    let form = url::form_urlencoded::parse(seen.body.as_bytes());
    let list = form.into_owned().find(|(name, _)| name == "batch");
    let list: Value = serde_json::from_str(&list.expect("a batch").1).expect("JSON");
    let items = list.as_array().expect("a list").iter();
    items
        .map(|part| part["relative_url"].as_str().expect("an address").to_owned())
        .collect()
}

fn item(code: u16, body: &Value) -> Value {
    json!({"code": code, "headers": [], "body": body.to_string()})
}

fn no_apps() -> Value {
    item(200, &json!({"data": []}))
}

fn limited(failure: &GraphFailure) -> bool {
    failure.retry_after().is_some()
}

async fn read_all(graph: &Graph, wabas: &[WabaId]) -> Vec<Result<usize, GraphFailure>> {
    let token = token();
    let reads = wabas.iter().map(|waba| async {
        let read = graph.subscriptions(&token, waba).await;
        read.map(|apps| apps.len())
    });
    futures_util::future::join_all(reads).await
}

#[tokio::test]
async fn fifty_reads_of_a_moment_are_one_request_and_one_more_is_a_call_of_its_own() {
    let server = Server::start(|seen, _| {
        if seen.method == "GET" {
            return Reply::ok(&json!({"data": []}));
        }
        let answers: Vec<Value> = parts(seen).iter().map(|_| no_apps()).collect();
        Reply::ok(&Value::from(answers))
    })
    .await;
    let answers = read_all(&graph(&server.url), &wabas(51)).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let seen: Vec<Seen> = server.seen();
    let (batches, alone): (Vec<Seen>, Vec<Seen>) = seen.into_iter().partition(|one| one.method == "POST");
    assert_eq!((batches.len(), alone.len()), (1, 1));
    let seen = batches;
    assert_eq!(parts(&seen[0]).len(), 50);
    assert!(
        seen.iter()
            .all(|one| !one.url.contains("EAA") && !one.body.contains("EAA"))
    );
    assert!(parts(&seen[0])[0].starts_with("v26.0/7"), "{:?}", parts(&seen[0]));
}

#[tokio::test]
async fn reads_with_different_tokens_never_share_a_request() {
    let server = Server::start(|seen, _| {
        let answers: Vec<Value> = parts(seen).iter().map(|_| no_apps()).collect();
        Reply::ok(&Value::from(answers))
    })
    .await;
    let graph = graph(&server.url);
    let (mine, yours) = (token(), SecretString::from("EAAanother"));
    let (waba, other) = (WabaId::from("71"), WabaId::from("72"));
    let answers = tokio::join!(
        graph.subscriptions(&mine, &waba),
        graph.subscriptions(&yours, &other),
        graph.subscriptions(&mine, &other),
        graph.subscriptions(&yours, &waba),
    );
    assert!(answers.0.is_ok() && answers.1.is_ok() && answers.2.is_ok() && answers.3.is_ok());
    let mut bearers: Vec<String> = server.seen().into_iter().map(|seen| seen.authorization).collect();
    bearers.sort();
    assert_eq!(bearers.len(), 2);
    assert_ne!(bearers[0], bearers[1]);
}

#[tokio::test]
async fn parts_fail_each_for_itself_and_missing_ones_are_read_by_themselves() {
    let refused = json!({"error": {"message": "no", "type": "OAuthException", "code": 200}});
    let server = Server::start(move |seen, _| {
        if seen.method == "GET" {
            return Reply::ok(&json!({"data": []}));
        }
        let answers: Vec<Value> = parts(seen)
            .iter()
            .map(|part| match part {
                part if part.contains("700001/") => item(403, &refused),
                part if part.contains("700002/") => Value::Null,
                _ => no_apps(),
            })
            .collect();
        // The last part has no answer at all.
        Reply::ok(&Value::from(answers[..4].to_vec()))
    })
    .await;
    let answers = read_all(&graph(&server.url), &wabas(5)).await;
    let failed: Vec<usize> = (0..5).filter(|index| answers[*index].is_err()).collect();
    assert_eq!(failed, [1], "{answers:?}");
    let alone: Vec<String> = server
        .seen()
        .into_iter()
        .filter(|seen| seen.method == "GET")
        .map(|seen| seen.url)
        .collect();
    assert_eq!(alone.len(), 2, "{alone:?}");
}

#[tokio::test]
async fn a_batch_that_does_not_come_through_is_read_one_by_one() {
    let server = Server::start(|seen, _| match seen.method.as_str() {
        "GET" => Reply::ok(&json!({"data": []})),
        _ => Reply::raw(502, "text/html", "<html><body>Bad Gateway</body></html>"),
    })
    .await;
    let answers = read_all(&graph(&server.url), &wabas(3)).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(server.calls(), 4, "one batch, then each by itself");
}

#[tokio::test]
async fn a_refusal_of_the_batch_is_one_of_each_part_and_a_limit_pauses_all() {
    let server = Server::start(|_, _| {
        let error = json!({"error": {"message": "limit", "type": "OAuthException", "code": 4}});
        Reply::json(400, &error)
    })
    .await;
    let graph = graph(&server.url);
    let answers = read_all(&graph, &wabas(3)).await;
    assert!(answers.iter().all(|one| one.as_ref().is_err_and(limited)));
    let later = read_all(&graph, &wabas(3)).await;
    assert!(later.iter().all(|one| one.as_ref().is_err_and(limited)));
    assert_eq!(server.calls(), 1, "no call is made during the pause");
}

#[tokio::test]
async fn a_limit_in_a_part_pauses_its_account_only() {
    let refusal = json!({"error": {"message": "limit", "type": "OAuthException", "code": 80_008}});
    let server = Server::start(move |seen, _| {
        let answer = |part: &String| match part.contains("700000/") {
            true => item(400, &refusal),
            false => no_apps(),
        };
        Reply::ok(&Value::from(parts(seen).iter().map(answer).collect::<Vec<_>>()))
    })
    .await;
    let graph = graph(&server.url);
    for asked in [3, 2] {
        let answers = read_all(&graph, &wabas(3)).await;
        assert!(answers[0].as_ref().is_err_and(limited));
        assert!(answers[1].is_ok());
        let last = server.seen().pop().expect("a batch");
        assert_eq!(parts(&last).len(), asked);
    }
}

#[tokio::test]
async fn whoever_gives_a_batch_up_leaves_nobody_waiting() {
    let server = Server::start(|seen, _| match seen.method.as_str() {
        "GET" => Reply::ok(&json!({"data": []})),
        _ => Reply::silence(),
    })
    .await;
    let graph = graph(&server.url);
    let (token, first, second) = (token(), WabaId::from("71"), WabaId::from("72"));
    let begun = graph.subscriptions(&token, &first);
    let impatient = tokio::time::timeout(Duration::from_millis(200), begun);
    let (given_up, answered) = tokio::join!(impatient, graph.subscriptions(&token, &second));
    assert!(
        given_up.is_err(),
        "the first one has sent the batch and was given up"
    );
    assert!(answered.is_ok(), "the second one reads by itself: {answered:?}");
}

#[tokio::test]
async fn the_simulator_answers_a_batch_as_it_answers_each_call() {
    let bench = Bench::demo().await;
    let together = graph(bench.sandbox.graph_url());
    let wabas = [WabaId::from("3311845720963158"), WabaId::from("1")];
    let token = &bench.token;
    let (known, unknown) = tokio::join!(
        together.phone_numbers(token, &wabas[0]),
        together.phone_numbers(token, &wabas[1])
    );
    assert_eq!(known.ok(), bench.graph.phone_numbers(token, &wabas[0]).await.ok());
    assert_eq!(
        unknown.is_err(),
        bench.graph.phone_numbers(token, &wabas[1]).await.is_err()
    );
    let history = bench.sandbox.history();
    assert!(
        history.iter().any(|one| one.method == "POST"),
        "they came together"
    );
}
