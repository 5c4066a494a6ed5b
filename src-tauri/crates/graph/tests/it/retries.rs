//! What is tried again, and what never is.

use crate::server::{Reply, Server, refused, token};
use reconecta_core::attempt::CodeMethod;
use reconecta_core::ids::{NumberId, WabaId};
use reconecta_core::pin::Pin;
use reconecta_graph::{Callback, GraphFailure, Template};
use secrecy::SecretString;
use serde_json::{Value, json};
use url::Url;

fn error(code: i64) -> Value {
    json!({"error": {"message": "text", "type": "OAuthException", "code": code}})
}

#[tokio::test]
async fn a_read_survives_two_failures_that_pass() {
    for (status, code) in [
        (400, 1),
        (500, 2),
        (400, 131_000),
        (503, 131_016),
        (400, 133_004),
        (400, 2_494_100),
    ] {
        let server = Server::start(move |_, before| match before {
            0 | 1 => Reply::json(status, &error(code)),
            _ => Reply::ok(&json!({"id": "10", "name": "Ana"})),
        })
        .await;
        let person = server.graph().me(&token()).await;
        assert_eq!(person.expect("the third answer").id.as_str(), "10", "code {code}");
        assert_eq!(server.calls(), 3, "code {code}");
    }
}

#[tokio::test]
async fn the_third_failure_is_told() {
    let server = Server::start(|_, _| Reply::json(500, &error(2))).await;
    assert_eq!(refused(server.graph().me(&token()).await), (2, None));
    assert_eq!(server.calls(), 3);
}

#[tokio::test]
async fn a_failure_that_stays_is_told_at_once() {
    for code in [10, 100, 102, 190, 200, 368, 415, 803, 2500, 7_654_321] {
        let server = Server::start(move |_, _| Reply::json(400, &error(code))).await;
        assert_eq!(refused(server.graph().me(&token()).await).0, code);
        assert_eq!(
            server.calls(),
            1,
            "code {code} does not pass by waiting half a second"
        );
    }
}

/// Every call with an effect, by its name.
async fn write(server: &Server, name: &str) -> Result<(), GraphFailure> {
    let graph = server.graph();
    let (token, number, waba) = (
        token(),
        NumberId::from("106540352242922"),
        WabaId::from("102290129340398"),
    );
    let secret = SecretString::from("150954");
    let pin = Pin::existing(&secret).expect("six digits");
    let url = Url::parse("https://chat.example.com/hook").expect("an address");
    let callback = Callback {
        url: &url,
        verify_token: &secret,
    };
    let template = Template {
        name: "hello_world",
        language: "en_US",
    };
    match name {
        "register" => graph.register(&token, &number, &pin).await,
        "set_pin" => graph.set_pin(&token, &number, &pin).await,
        "request_code" => {
            graph
                .request_code(&token, &number, CodeMethod::Sms, "pt_BR")
                .await
        }
        "verify_code" => graph.verify_code(&token, &number, &secret).await,
        "subscribe" => graph.subscribe(&token, &waba).await,
        "subscribe_with_override" => graph.subscribe_with_override(&token, &waba, callback).await,
        "override_number_callback" => graph.override_number_callback(&token, &number, callback).await,
        "remove_number_callback" => graph.remove_number_callback(&token, &number).await,
        "send_template" => graph
            .send_template(&token, &number, "5511", template)
            .await
            .map(drop),
        "send_text" => graph.send_text(&token, &number, "5511", "text").await.map(drop),
        "exchange_code" => graph
            .exchange_code("1", &secret, &secret, "https://a.example/")
            .await
            .map(drop),
        "exchange_with_backend" => {
            let backend = Url::parse(&format!("{}/exchange", server.url)).expect("an address");
            graph
                .exchange_with_backend(&backend, &secret, "https://a.example/")
                .await
                .map(drop)
        }
        other => panic!("{other} is no write"),
    }
}

const WRITES: [&str; 12] = [
    "register",
    "set_pin",
    "request_code",
    "verify_code",
    "subscribe",
    "subscribe_with_override",
    "override_number_callback",
    "remove_number_callback",
    "send_template",
    "send_text",
    "exchange_code",
    "exchange_with_backend",
];

type Answering = fn() -> Reply;

#[tokio::test]
async fn no_write_is_ever_made_twice() {
    for name in WRITES {
        let bad: [(&str, Answering); 4] = [
            ("a server error", || Reply::json(503, &error(2))),
            ("an error that Meta calls transient", || {
                Reply::json(400, &json!({"error": {"code": 131_000, "is_transient": true}}))
            }),
            ("half an answer", || {
                Reply::raw(200, "application/json", "{\"succ")
            }),
            ("an answer that says nothing", || Reply::ok(&json!({}))),
        ];
        for (what, reply) in bad {
            let server = Server::start(move |_, _| reply()).await;
            let failure = write(&server, name).await.expect_err("no success was told");
            assert_eq!(server.calls(), 1, "{name} after {what}");
            assert!(
                failure.may_have_been_processed(),
                "{name} after {what}: nobody knows"
            );
        }
    }
}

#[tokio::test]
async fn a_clear_refusal_of_a_write_is_certain() {
    for name in WRITES {
        let server = Server::start(|_, _| Reply::json(400, &error(100))).await;
        let failure = write(&server, name).await.expect_err("it was refused");
        assert!(!failure.may_have_been_processed(), "{name} was refused");
        assert_eq!(server.calls(), 1, "{name}");
    }
}
