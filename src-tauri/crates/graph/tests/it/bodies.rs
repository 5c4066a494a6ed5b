//! Answers that are not what the API answers.

use crate::server::{PATIENT, Reply, Server, client, token};
use axum::body::{Body, Bytes};
use futures_util::stream;
use reconecta_core::fact::{TransportFailure, Unread};
use reconecta_core::ids::WabaId;
use reconecta_graph::GraphFailure;
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const PAGE: &str = "<!DOCTYPE html><html><body>Sign in to the guest network</body></html>";

async fn failure(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (GraphFailure, usize) {
    let server = Server::start(move |_, _| reply()).await;
    let failure = server.graph().me(&token()).await.expect_err("this is no answer");
    (failure, server.calls())
}

async fn transport(reply: impl Fn() -> Reply + Send + Sync + 'static) -> TransportFailure {
    match failure(reply).await.0 {
        GraphFailure::Transport(failure) => failure,
        GraphFailure::Graph(problem) => panic!("this is not an error of Meta's: {problem:?}"),
    }
}

#[tokio::test]
async fn a_page_of_the_local_network_is_recognised() {
    for status in [200, 401, 403, 407, 502, 511] {
        let page = move || Reply::raw(status, "text/html; charset=utf-8", PAGE);
        let (failure, calls) = failure(page).await;
        assert_eq!(
            failure,
            GraphFailure::Transport(TransportFailure::NotMeta),
            "status {status}"
        );
        assert_eq!(calls, 1, "asking the portal again is pointless, status {status}");
    }
}

#[tokio::test]
async fn meta_s_own_error_page_is_a_server_error_and_passes() {
    let page = || Reply::raw(502, "text/html", PAGE).with("x-fb-debug", "abc");
    let (failure, calls) = failure(page).await;
    let GraphFailure::Graph(problem) = failure else {
        panic!("Meta signed it: {failure:?}")
    };
    assert_eq!((problem.code, problem.http_status), (0, 502));
    assert_eq!(calls, 3);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start(|_, _| Reply::ok(&json!({"id": "1"}))).await;
    let target = elsewhere.url.clone();
    let server =
        Server::start(move |_, _| Reply::raw(302, "application/json", "{}").with("location", &target)).await;
    let failure = server.graph().me(&token()).await.unwrap_err();
    assert_eq!(failure, GraphFailure::Transport(TransportFailure::NotMeta));
    assert_eq!(
        elsewhere.calls(),
        0,
        "the token must not travel to another address"
    );
}

#[tokio::test]
async fn what_is_not_json_is_malformed_and_tried_again() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let table: [(&str, Vec<u8>); 9] = [
        ("nothing", Vec::new()),
        ("half an answer", br#"{"id": "1065403522"#.to_vec()),
        ("a byte order mark", b"\xef\xbb\xbf{\"id\":\"1\"}".to_vec()),
        ("not UTF-8", b"{\"id\":\"\xff\xfe\"}".to_vec()),
        ("deep nesting", deep.into_bytes()),
        ("a text", b"Service Unavailable".to_vec()),
        ("an old form answer", b"access_token=abc&expires=5183999".to_vec()),
        ("two answers", br#"{"id":"1"}{"id":"2"}"#.to_vec()),
        ("zeros", vec![0; 4096]),
    ];
    for (name, bytes) in table {
        let reply = move || Reply::raw(200, "application/json", bytes.clone());
        let (failure, calls) = failure(reply).await;
        assert_eq!(
            failure,
            GraphFailure::Transport(TransportFailure::Malformed),
            "{name}"
        );
        assert_eq!(calls, 3, "{name} may be whole the next time");
        assert_eq!(Unread::from(failure), Unread::Malformed, "{name}");
    }
}

#[tokio::test]
async fn json_of_another_shape_is_malformed() {
    for body in [
        json!([]),
        json!("x"),
        json!({}),
        json!({"id": {}}),
        json!({"data": {"id": "1"}}),
    ] {
        let text = body.to_string();
        let reply = move || Reply::ok(&body);
        assert_eq!(transport(reply).await, TransportFailure::Malformed, "{text}");
    }
}

#[tokio::test]
async fn a_list_that_is_no_list_is_not_an_empty_list() {
    for body in [
        json!({}),
        json!({"data": {}}),
        json!({"data": null}),
        json!([]),
        json!({"data": [{"name": "no id"}]}),
    ] {
        let text = body.to_string();
        let server = Server::start(move |_, _| Reply::ok(&body)).await;
        let answer = server.graph().phone_numbers(&token(), &WabaId::from("1")).await;
        let expected = GraphFailure::Transport(TransportFailure::Malformed);
        assert_eq!(
            answer.unwrap_err(),
            expected,
            "{text} must not read as an account without numbers"
        );
    }
}

#[tokio::test]
async fn a_compressed_answer_is_not_unpacked() {
    let reply =
        || Reply::raw(200, "application/json", vec![0x1f, 0x8b, 8, 0, 0, 0]).with("content-encoding", "gzip");
    assert_eq!(transport(reply).await, TransportFailure::Malformed);
}

#[tokio::test]
async fn an_endless_answer_is_cut_at_the_limit() {
    const CHUNK: usize = 64 * 1024;
    const ALL: usize = 100 * 1024 * 1024;
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    let server = Server::start(move |_, _| {
        let counter = Arc::clone(&counter);
        let chunks = (0..ALL / CHUNK).map(move |_| {
            counter.fetch_add(CHUNK, Ordering::Relaxed);
            Ok::<_, Infallible>(Bytes::from_static(&[b'9'; CHUNK]))
        });
        Reply::raw(200, "application/json", Body::from_stream(stream::iter(chunks)))
    })
    .await;
    let failure = server.graph().me(&token()).await.unwrap_err();
    assert_eq!(failure, GraphFailure::Transport(TransportFailure::TooLarge));
    assert_eq!(server.calls(), 1, "a second download would be as large");
    let sent = sent.load(Ordering::Relaxed);
    assert!(
        sent < 24 * 1024 * 1024,
        "8 MB may be read and the sockets hold a few, but {sent} bytes were taken"
    );
}

#[tokio::test]
async fn an_answer_that_announces_its_size_is_refused_unread() {
    let reply = || Reply::raw(200, "application/json", vec![b'9'; 9 * 1024 * 1024]);
    assert_eq!(transport(reply).await, TransportFailure::TooLarge);
}

#[tokio::test]
async fn a_stalling_body_ends_at_the_deadline() {
    let server = Server::start(|_, _| {
        let first = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"{\"id\":"))]);
        let body = futures_util::StreamExt::chain(first, stream::pending());
        Reply::raw(200, "application/json", Body::from_stream(body))
    })
    .await;
    let failure = client(&server.url, Duration::from_millis(150))
        .me(&token())
        .await
        .unwrap_err();
    assert_eq!(failure, GraphFailure::Transport(TransportFailure::Timeout));
}

#[tokio::test]
async fn silence_ends_at_the_deadline_of_all_tries_together() {
    let server = Server::start(|_, _| Reply::silence()).await;
    let begun = std::time::Instant::now();
    let failure = client(&server.url, Duration::from_millis(500))
        .me(&token())
        .await
        .unwrap_err();
    assert_eq!(failure, GraphFailure::Transport(TransportFailure::Timeout));
    assert!(
        server.calls() >= 2,
        "a read is tried again, {} calls",
        server.calls()
    );
    assert!(begun.elapsed() < PATIENT, "three deadlines would be too long");
}
