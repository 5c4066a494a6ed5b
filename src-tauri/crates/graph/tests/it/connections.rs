//! Connections that never open, break, or lie about their length.

use crate::server::{PATIENT, client, token};
use reconecta_core::fact::TransportFailure;
use reconecta_core::ids::NumberId;
use reconecta_core::pin::Pin;
use reconecta_graph::{Graph, GraphFailure, GraphSettings};
use secrecy::SecretString;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What a raw server does with a request that it has read.
#[derive(Clone, Copy)]
enum Manner {
    /// Closes without a word.
    HangsUp,
    /// Announces more than it sends, then closes.
    SendsHalf,
}

/// A server on a bare socket, and how many requests it has read.
async fn raw(manner: Manner) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let requests = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 16 * 1024];
            if stream.read(&mut request).await.unwrap_or(0) == 0 {
                continue;
            }
            counter.fetch_add(1, Ordering::SeqCst);
            if matches!(manner, Manner::SendsHalf) {
                let half = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"id\":";
                stream.write_all(half).await.expect("half an answer");
            }
        }
    });
    (url, requests)
}

fn pin() -> Pin {
    Pin::existing(&SecretString::from("150954")).expect("six digits")
}

async fn register(graph: &Graph) -> GraphFailure {
    let number = NumberId::from("106540352242922");
    graph
        .register(&token(), &number, &pin())
        .await
        .expect_err("no answer came")
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_for_reads_only() {
    for manner in [Manner::HangsUp, Manner::SendsHalf] {
        let (url, requests) = raw(manner).await;
        let failure = client(&url, PATIENT).me(&token()).await.unwrap_err();
        assert_eq!(failure, GraphFailure::Transport(TransportFailure::Interrupted));
        assert_eq!(requests.load(Ordering::SeqCst), 3, "a read has three tries");

        let (url, requests) = raw(manner).await;
        let failure = register(&client(&url, PATIENT)).await;
        assert_eq!(failure, GraphFailure::Transport(TransportFailure::Interrupted));
        assert!(failure.may_have_been_processed(), "the request had been sent");
        assert_eq!(
            requests.load(Ordering::SeqCst),
            1,
            "a registration is never made twice"
        );
    }
}

#[tokio::test]
async fn a_closed_port_means_that_nothing_was_processed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let graph = client(&url, PATIENT);
    let failure = register(&graph).await;
    assert_eq!(failure, GraphFailure::Transport(TransportFailure::NotConnected));
    assert!(!failure.may_have_been_processed());
    assert_eq!(graph.reach().await, Err(TransportFailure::NotConnected));
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_told_apart() {
    let settings = GraphSettings::new("https://graph.invalid", "https://graph.invalid", "v26.0").unwrap();
    let graph = Graph::new(settings.with_limits(PATIENT, std::time::Duration::ZERO)).unwrap();
    assert_eq!(graph.reach().await, Err(TransportFailure::Dns));
}

#[tokio::test]
async fn an_id_that_is_not_one_is_never_sent() {
    let (url, requests) = raw(Manner::HangsUp).await;
    let graph = client(&url, PATIENT);
    for id in ["../me", "1?access_token=x", "1#x", "1/../2", "1 2", "%2e%2e", "é"] {
        let failure = graph
            .phone_number(&token(), &NumberId::from(id))
            .await
            .unwrap_err();
        assert!(!failure.may_have_been_processed(), "{id}");
    }
    assert_eq!(
        requests.load(Ordering::SeqCst),
        0,
        "typed text must not become another path"
    );
}
