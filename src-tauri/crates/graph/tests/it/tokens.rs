//! Getting, extending and inspecting tokens.

use crate::server::{PATIENT, refused};
use crate::simulator::{Bench, PERMISSIONS, SERVICE, client, number, settings};
use meta_sandbox::FaultBody;
use reconecta_core::fact::TransportFailure;
use reconecta_core::ids::{AppId, WabaId};
use reconecta_core::meta::TokenKind;
use reconecta_graph::{Graph, GraphFailure};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

const REDIRECT: &str = "https://www.facebook.com/connect/login_success.html";

#[tokio::test]
async fn a_code_becomes_a_token_that_works() {
    let bench = Bench::demo().await;
    let (app, code) = (bench.sandbox.app(), bench.code(REDIRECT));
    let secret = SecretString::from(app.secret);
    let issued = bench
        .graph
        .exchange_code(&app.id, &secret, &code, REDIRECT)
        .await
        .unwrap();
    assert!(issued.expires_in.is_some_and(|seconds| seconds > 0));
    let person = bench.graph.me(&issued.access_token).await.unwrap();
    assert_eq!(person.name.as_deref(), Some("Ana Prado"));
    let long = bench
        .graph
        .extend_user_token(&app.id, &secret, &issued.access_token)
        .await
        .unwrap();
    assert_eq!(long.expires_in, Some(5_184_000));
    assert_ne!(
        long.access_token.expose_secret(),
        issued.access_token.expose_secret()
    );
}

#[tokio::test]
async fn each_refusal_of_an_exchange_keeps_its_subcode() {
    let bench = Bench::demo().await;
    let app = bench.sandbox.app();
    let (secret, wrong) = (SecretString::from(app.secret), SecretString::from("wrong"));
    let exchange = async |secret: &SecretString, code: &SecretString, redirect: &str| {
        refused(bench.graph.exchange_code(&app.id, secret, code, redirect).await)
    };
    let code = bench.code(REDIRECT);
    assert_eq!(
        exchange(&wrong, &code, REDIRECT).await,
        (1, None),
        "a wrong secret"
    );
    assert_eq!(
        exchange(&secret, &code, "https://other.example/").await,
        (100, Some(36_008)),
        "another redirect"
    );
    assert!(
        bench
            .graph
            .exchange_code(&app.id, &secret, &code, REDIRECT)
            .await
            .is_ok()
    );
    assert_eq!(
        exchange(&secret, &code, REDIRECT).await,
        (100, Some(36_009)),
        "used"
    );
    let code = bench.code(REDIRECT);
    bench.sandbox.advance(Duration::from_secs(31));
    assert_eq!(
        exchange(&secret, &code, REDIRECT).await,
        (100, Some(36_007)),
        "older than 30 seconds"
    );
    assert_eq!(
        refused(bench.graph.exchange_code("1", &secret, &code, REDIRECT).await),
        (101, None)
    );
}

#[tokio::test]
async fn an_exchange_whose_answer_is_lost_is_made_once_and_may_have_worked() {
    for (fault, expected) in [
        (FaultBody::DropAfter, TransportFailure::Interrupted),
        (FaultBody::DropBefore, TransportFailure::Interrupted),
        (FaultBody::Hang, TransportFailure::Timeout),
        (FaultBody::Truncated, TransportFailure::Malformed),
    ] {
        let bench = Bench::demo().await;
        let (app, code) = (bench.sandbox.app(), bench.code(REDIRECT));
        bench.fail("POST /oauth/access_token", 9, fault.clone());
        let patience = if fault == FaultBody::Hang {
            Duration::from_millis(200)
        } else {
            PATIENT
        };
        let graph = client(&bench.sandbox, patience);
        let failure = graph
            .exchange_code(&app.id, &app.secret.into(), &code, REDIRECT)
            .await
            .unwrap_err();
        assert_eq!(failure, GraphFailure::Transport(expected), "{fault:?}");
        assert!(failure.may_have_been_processed(), "{fault:?}");
        assert_eq!(bench.calls("access_token"), 1, "{fault:?}: a code works once");
    }
}

#[tokio::test]
async fn a_token_is_described_by_its_app_and_by_its_developer() {
    let bench = Bench::demo().await;
    for asker in [bench.app_token(), bench.token.clone()] {
        let info = bench.graph.debug_token(&bench.token, &asker).await.unwrap();
        assert_eq!((info.kind, info.valid), (TokenKind::User, true));
        assert_eq!(info.app_id.unwrap().as_str(), bench.sandbox.app().id);
        assert!(
            PERMISSIONS
                .iter()
                .all(|scope| info.scopes.iter().any(|one| one == scope)),
            "{:?}",
            info.scopes
        );
    }
    let carla = bench.person("carla");
    assert_eq!(
        refused(bench.graph.debug_token(&carla, &carla).await).0,
        100,
        "not a developer of the app"
    );
}

#[tokio::test]
async fn each_end_of_a_token_keeps_its_subcode_and_needs_a_login() {
    for subcode in [458, 459, 460, 463, 464, 467, 492] {
        let bench = Bench::demo().await;
        bench.sandbox.revoke_person("ana", subcode);
        let failure = bench
            .graph
            .phone_numbers(&bench.token, &WabaId::from(SERVICE))
            .await
            .unwrap_err();
        assert!(failure.needs_login(), "190/{subcode}");
        assert_eq!(refused::<()>(Err(failure)), (190, Some(subcode)));
        let info = bench
            .graph
            .debug_token(&bench.token, &bench.app_token())
            .await
            .unwrap();
        assert_eq!(
            info.problem.and_then(|problem| problem.subcode),
            Some(subcode),
            "the description tells it, too"
        );
        assert!(!info.valid);
        assert_eq!(bench.calls("phone_numbers"), 1, "a dead token is not tried again");
    }
}

#[tokio::test]
async fn an_app_that_demands_proofs_refuses_calls_without() {
    let bench = Bench::demo().await;
    let app = bench.sandbox.app();
    bench
        .sandbox
        .set("apps", &app.id, &serde_json::json!({"require_proof": true}))
        .unwrap();
    assert_eq!(refused(bench.graph.me(&bench.token).await), (100, None));
    let with = |secret: String| {
        let settings = settings(&bench.sandbox, PATIENT).with_app_secret(secret.into());
        Graph::new(settings).unwrap()
    };
    assert_eq!(
        refused(with("wrong".to_owned()).me(&bench.token).await),
        (100, None)
    );
    let graph = with(app.secret);
    assert!(graph.me(&bench.token).await.is_ok());
    assert!(
        graph
            .subscribe(&bench.token, &WabaId::from(SERVICE))
            .await
            .is_ok()
    );
    assert!(graph.debug_token(&bench.token, &bench.app_token()).await.is_ok());
}

#[tokio::test]
async fn what_was_granted_is_listed() {
    let bench = Bench::demo().await;
    let granted = bench.graph.permissions(&bench.token).await.unwrap();
    let named = |name: &str| granted.iter().any(|(one, _)| one == name);
    assert!(PERMISSIONS.into_iter().all(named), "{granted:?}");
}

#[tokio::test]
async fn the_webhook_of_the_app_is_told_to_the_app_alone() {
    let bench = Bench::demo().await;
    let app = AppId::new(bench.sandbox.app().id);
    let listed = bench.graph.app_webhook(&bench.app_token(), &app).await;
    let webhook = listed.unwrap().expect("the demonstration's app has one");
    assert!(!webhook.takes_no_messages());
    assert_eq!(webhook.active, Some(true));
    assert_eq!(refused(bench.graph.app_webhook(&bench.token, &app).await).0, 15);

    let set = |fields| bench.sandbox.set("apps", app.as_str(), &fields).unwrap();
    set(serde_json::json!({"callback": null}));
    let none = bench.graph.app_webhook(&bench.app_token(), &app).await;
    assert_eq!(none.unwrap(), None);
    let levels = bench
        .graph
        .phone_number(&bench.token, &number("coexistence"))
        .await;
    assert_eq!(levels.unwrap().webhook, None, "Meta leaves out what has no value");

    set(serde_json::json!({"kind": "native_desktop"}));
    let ships_its_secret = bench.graph.app_webhook(&bench.app_token(), &app).await;
    assert!(ships_its_secret.is_err());
}
