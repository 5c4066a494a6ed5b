//! Secrets travel in a header or a body, never in an address, and are never printed.

use crate::server::{PATIENT, Reply, Seen, Server, TOKEN, token};
use reconecta_core::attempt::CodeMethod;
use reconecta_core::fact::{Fact, Unread};
use reconecta_core::ids::{BusinessId, NumberId, WabaId};
use reconecta_core::pin::Pin;
use reconecta_graph::{Callback, Graph, GraphFailure, GraphSettings, MessageId, Template};
use secrecy::SecretString;
use serde_json::json;
use std::fmt::Debug;
use std::time::Duration;
use url::Url;

const APP_SECRET: &str = "5f2c81d0b94e46a7appsecret";
const CODE: &str = "AQDx7-logincode";
const INSPECTED: &str = "EAAGinspectedToken";
const APP_TOKEN: &str = "634974688087057|5f2c81d0b94e46a7apptoken";
const PIN: &str = "150954";
const VERIFY: &str = "verifytokenofthecallback";
const SECRETS: [&str; 7] = [TOKEN, APP_SECRET, CODE, INSPECTED, APP_TOKEN, PIN, VERIFY];

#[track_caller]
fn quiet(printed: impl Debug) {
    let printed = format!("{printed:?}");
    for secret in SECRETS {
        assert!(!printed.contains(secret), "{secret} was printed: {printed}");
    }
}

/// Makes every call that there is; what comes back must not print a secret.
async fn call_everything(graph: &Graph, backend: &Url) {
    let secret = |text: &str| SecretString::from(text);
    let (token, waba, number) = (
        token(),
        WabaId::from("102290129340398"),
        NumberId::from("106540352242922"),
    );
    let (business, pin) = (
        BusinessId::from("506914307656634"),
        Pin::existing(&secret(PIN)).unwrap(),
    );
    let url = Url::parse("https://chat.example.com/hook").unwrap();
    let verify_token = secret(VERIFY);
    let callback = Callback {
        url: &url,
        verify_token: &verify_token,
    };
    let template = Template {
        name: "hello_world",
        language: "en_US",
    };
    quiet(graph);
    quiet(graph.me(&token).await);
    quiet(graph.permissions(&token).await);
    quiet(graph.debug_token(&secret(INSPECTED), &secret(APP_TOKEN)).await);
    quiet(graph.granted_assets(&secret(INSPECTED), &token).await);
    quiet(graph.client_business_id(&token).await);
    quiet(graph.businesses(&token).await);
    quiet(graph.business(&token, &business).await);
    quiet(graph.memberships(&token).await);
    quiet(graph.business_users(&token, &business).await);
    quiet(graph.assigned_users(&token, &waba, &business).await);
    quiet(graph.owned_wabas(&token, &business).await);
    quiet(graph.client_wabas(&token, &business).await);
    quiet(graph.assigned_wabas(&token).await);
    quiet(graph.waba(&token, &waba).await);
    quiet(graph.phone_numbers(&token, &waba).await);
    quiet(graph.phone_number(&token, &number).await);
    quiet(graph.subscriptions(&token, &waba).await);
    quiet(graph.activities(&token, &waba).await);
    quiet(
        graph
            .message_history(&token, &number, &MessageId::new("wamid.1"))
            .await,
    );
    let person = Fact::Unknown(Unread::NotAsked);
    quiet(
        graph
            .admin_reading(&token, Some(&waba), Some(business.clone()), person)
            .await,
    );
    quiet(
        graph
            .discover(
                &token,
                std::slice::from_ref(&waba),
                async { Vec::new() },
                |_, _| {},
            )
            .await,
    );
    quiet(graph.app_webhook(&secret(APP_TOKEN), &"1".into()).await);
    quiet(graph.register(&token, &number, &pin).await);
    quiet(graph.set_pin(&token, &number, &pin).await);
    quiet(
        graph
            .request_code(&token, &number, CodeMethod::Voice, "pt_BR")
            .await,
    );
    quiet(graph.verify_code(&token, &number, &secret(CODE)).await);
    quiet(graph.subscribe(&token, &waba).await);
    quiet(graph.subscribe_with_override(&token, &waba, callback).await);
    quiet(graph.override_number_callback(&token, &number, callback).await);
    quiet(graph.remove_number_callback(&token, &number).await);
    quiet(
        graph
            .send_template(&token, &number, "5511912340001", template)
            .await,
    );
    quiet(graph.send_text(&token, &number, "5511912340001", "text").await);
    quiet(
        graph
            .exchange_code("1", &secret(APP_SECRET), &secret(CODE), "https://a.example/")
            .await,
    );
    quiet(graph.extend_user_token("1", &secret(APP_SECRET), &token).await);
    quiet(
        graph
            .exchange_with_backend(backend, &secret(CODE), "https://a.example/")
            .await,
    );
}

fn is_asked_by_the_app(url: &str) -> bool {
    url.contains("debug_token") || url.contains("/subscriptions")
}

fn check(seen: &[Seen]) {
    assert!(
        seen.len() >= 37,
        "every call reaches the server, {} did",
        seen.len()
    );
    for request in seen {
        for secret in SECRETS {
            let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            let hidden = !request.url.contains(secret) && !request.url.contains(&encoded);
            assert!(
                hidden,
                "{secret} is in the address of {} {}",
                request.method, request.url
            );
        }
        let by_code = request.url.contains("oauth/access_token") || request.url.contains("/backend");
        let bearer = format!(
            "Bearer {}",
            if is_asked_by_the_app(&request.url) {
                APP_TOKEN
            } else {
                TOKEN
            }
        );
        if by_code {
            assert_eq!(request.authorization, "", "{} has no bearer", request.url);
        } else if !request.body.contains(INSPECTED) || request.authorization != format!("Bearer {TOKEN}") {
            assert_eq!(
                request.authorization, bearer,
                "{} {}",
                request.method, request.url
            );
        }
    }
}

#[tokio::test]
async fn no_secret_is_in_an_address_or_printed_when_calls_succeed() {
    let success = json!({"success": true, "id": "1", "data": [], "messages": [{"id": "wamid.1"}],
        "access_token": "EAAGissued", "expires_in": 5_184_000});
    let server = Server::start(move |_, _| Reply::ok(&success)).await;
    let backend = Url::parse(&format!("{}/backend", server.url)).unwrap();
    call_everything(&server.graph(), &backend).await;
    check(&server.seen());
}

#[tokio::test]
async fn no_secret_is_in_an_address_or_printed_when_meta_quotes_it_in_errors() {
    let text = SECRETS.join(" ");
    let error = json!({"error": {"code": 100, "message": text, "error_user_msg": text, "error_data": text}});
    let server = Server::start(move |_, _| Reply::json(400, &error)).await;
    let backend = Url::parse(&format!("{}/backend", server.url)).unwrap();
    let graph = server.graph();
    let failure = graph.me(&token()).await.unwrap_err();
    quiet(&failure);
    assert_eq!(failure.to_string(), "Graph error 100, status 400");
    quiet(
        graph
            .register(
                &token(),
                &NumberId::from("1"),
                &Pin::existing(&PIN.into()).unwrap(),
            )
            .await,
    );
    let secret = SecretString::from(APP_SECRET);
    quiet(
        graph
            .exchange_code("1", &secret, &CODE.into(), "https://a.example/")
            .await,
    );
    quiet(
        graph
            .exchange_with_backend(&backend, &CODE.into(), "https://a.example/")
            .await,
    );
}

#[tokio::test]
async fn an_app_that_demands_proofs_gets_one_with_every_call_that_has_a_token() {
    let server = Server::start(|_, _| Reply::ok(&json!({"success": true, "id": "1", "data": []}))).await;
    let settings = GraphSettings::new(&server.url, &server.url, "v26.0")
        .unwrap()
        .with_limits(PATIENT, Duration::ZERO)
        .with_app_secret(APP_SECRET.into());
    let graph = Graph::new(settings).unwrap();
    quiet(&graph);
    graph.me(&token()).await.unwrap();
    graph.phone_numbers(&token(), &WabaId::from("1")).await.unwrap();
    graph.subscribe(&token(), &WabaId::from("1")).await.unwrap();
    for seen in server.seen() {
        let proof = seen.url.split("appsecret_proof=").nth(1).unwrap_or_default();
        assert!(
            proof.len() == 64 && proof.bytes().all(|b| b.is_ascii_hexdigit()),
            "{}",
            seen.url
        );
    }
}

#[tokio::test]
async fn a_backend_without_encryption_is_never_contacted() {
    let server = Server::start(|_, _| Reply::ok(&json!({"access_token": "x"}))).await;
    let port = server.url.rsplit(':').next().unwrap();
    for address in [
        format!("http://backend.example.com:{port}/"),
        format!("ftp://127.0.0.1:{port}/"),
    ] {
        let backend = Url::parse(&address).unwrap();
        let answer = server
            .graph()
            .exchange_with_backend(&backend, &CODE.into(), "https://a.example/")
            .await;
        assert!(matches!(answer, Err(GraphFailure::Transport(_))), "{address}");
    }
    assert_eq!(server.calls(), 0);
}

#[tokio::test]
async fn the_backend_gets_code_and_redirect_and_gives_a_token() {
    let server = Server::start(|_, _| {
        Reply::raw(
            200,
            "application/json",
            r#"{"access_token":"EAAGfromBackend","expires_in":"3600"}"#,
        )
    })
    .await;
    let backend = Url::parse(&format!("{}/backend", server.url)).unwrap();
    let issued = server
        .graph()
        .exchange_with_backend(&backend, &CODE.into(), "https://a.example/r")
        .await
        .unwrap();
    assert_eq!(issued.expires_in, Some(3600));
    let sent: serde_json::Value = serde_json::from_str(&server.seen()[0].body).unwrap();
    assert_eq!(sent, json!({"code": CODE, "redirect_uri": "https://a.example/r"}));
}
