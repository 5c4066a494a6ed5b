use crate::callback::Endpoint;
use crate::support::{Bench, DELIVERY, SERVICE, number};
use serde_json::json;
use std::sync::atomic::Ordering;

fn path(account: &str) -> String {
    format!("/{account}/subscribed_apps")
}

#[tokio::test]
async fn subscribing_is_idempotent_and_shows_the_app() {
    let bench = Bench::demo().await;
    assert_eq!(
        bench.get(&path(DELIVERY)).await.ok()["data"],
        json!([]),
        "nobody subscribes the delivery account"
    );
    bench.post(&path(DELIVERY), &[]).await.ok();
    bench.post(&path(DELIVERY), &[]).await.ok();
    let list = bench.get(&path(DELIVERY)).await.ok();
    assert_eq!(
        list["data"][0]["whatsapp_business_api_data"]["id"],
        bench.sandbox.app().id.as_str()
    );
    assert_eq!(list["data"].as_array().expect("a list").len(), 1);
    bench.delete(&path(DELIVERY)).await.ok();
    assert_eq!(bench.get(&path(DELIVERY)).await.ok()["data"], json!([]));
}

#[tokio::test]
async fn an_override_needs_a_plain_subscription_first() {
    let bench = Bench::demo().await;
    let hook = Endpoint::start().await;
    let form = [
        ("override_callback_uri", hook.url.as_str()),
        ("verify_token", "segredo"),
    ];
    let reply = bench.post(&path(DELIVERY), &form).await;
    reply.refused(100, 0);
    assert!(
        reply.body["error"]["message"]
            .as_str()
            .expect("text")
            .contains("your app must be subscribed")
    );
    bench.post(&path(DELIVERY), &[]).await.ok();
    bench.post(&path(DELIVERY), &form).await.ok();
    let list = bench.get(&path(DELIVERY)).await.ok();
    assert_eq!(list["data"][0]["override_callback_uri"], hook.url.as_str());
}

#[tokio::test]
async fn a_plain_subscription_drops_the_override() {
    let bench = Bench::demo().await;
    assert!(bench.get(&path(SERVICE)).await.ok()["data"][0]["override_callback_uri"].is_string());
    bench.post(&path(SERVICE), &[]).await.ok();
    assert!(
        bench.get(&path(SERVICE)).await.ok()["data"][0]
            .get("override_callback_uri")
            .is_none()
    );
}

#[tokio::test]
async fn a_callback_that_fails_the_handshake_is_refused() {
    let bench = Bench::demo().await;
    let hook = Endpoint::start().await;
    let wrong = [
        ("override_callback_uri", hook.url.as_str()),
        ("verify_token", "outro"),
    ];
    let reply = bench.post(&path(SERVICE), &wrong).await;
    reply.refused(2200, 0);
    assert!(
        reply.body["error"]["message"]
            .as_str()
            .expect("text")
            .contains("HTTP Status Code = 403")
    );
    hook.status.store(401, Ordering::SeqCst);
    let right = [
        ("override_callback_uri", hook.url.as_str()),
        ("verify_token", "segredo"),
    ];
    assert!(
        bench.post(&path(SERVICE), &right).await.body["error"]["message"]
            .to_string()
            .contains("401")
    );
    for url in [
        "https://nowhere.example/hook",
        "http://127.0.0.1:1/hook",
        "https://aurora.atendefacil.example/elsewhere",
    ] {
        let form = [("override_callback_uri", url), ("verify_token", "segredo")];
        bench.post(&path(SERVICE), &form).await.refused(2200, 0);
    }
    let list = bench.get(&path(SERVICE)).await.ok();
    assert!(
        list["data"][0]["override_callback_uri"]
            .to_string()
            .contains("aurora"),
        "the old override is untouched"
    );
}

#[tokio::test]
async fn override_addresses_are_checked() {
    let bench = Bench::demo().await;
    let long = format!("https://aurora.atendefacil.example/{}", "x".repeat(200));
    for url in [long.as_str(), "not a url"] {
        let form = [("override_callback_uri", url), ("verify_token", "v")];
        bench.post(&path(SERVICE), &form).await.refused(100, 0);
    }
    bench
        .post(&path(SERVICE), &[("override_callback_uri", "https://a.example/")])
        .await
        .refused(100, 0);
}

#[tokio::test]
async fn a_number_can_have_its_own_callback() {
    let bench = Bench::demo().await;
    let hook = Endpoint::start().await;
    let id = number("override_lost");
    let order = |url: &str| json!({ "webhook_configuration": { "override_callback_uri": url, "verify_token": "segredo" } });
    let set = |order| {
        bench
            .http
            .post(bench.url(&format!("/{id}")))
            .bearer_auth(&bench.token)
            .json(&order)
    };
    bench.send(set(order(&hook.url))).await.ok();
    let shown = bench
        .get(&format!("/{id}?fields=webhook_configuration"))
        .await
        .ok();
    assert_eq!(shown["webhook_configuration"]["phone_number"], hook.url.as_str());
    bench.send(set(order(""))).await.ok();
    let shown = bench
        .get(&format!("/{id}?fields=webhook_configuration"))
        .await
        .ok();
    assert!(
        shown["webhook_configuration"].get("phone_number").is_none(),
        "an empty address removes it"
    );
    let text = order(&hook.url)["webhook_configuration"].to_string();
    bench
        .post(&format!("/{id}"), &[("webhook_configuration", &text)])
        .await
        .ok();
}

#[tokio::test]
async fn the_app_level_needs_the_apps_own_token() {
    let bench = Bench::demo().await;
    let hook = Endpoint::start().await;
    let path = format!("/{}/subscriptions", bench.sandbox.app().id);
    bench.get(&path).await.refused(15, 0);
    let list = bench.get_as(&bench.app_token(), &path).await.ok();
    assert_eq!(list["data"][0]["object"], "whatsapp_business_account");
    let form = [
        ("object", "whatsapp_business_account"),
        ("callback_url", hook.url.as_str()),
        ("verify_token", "segredo"),
        ("fields", "messages,account_update"),
    ];
    bench.post(&path, &form).await.refused(15, 0);
    bench.post_as(&bench.app_token(), &path, &form).await.ok();
    assert_eq!(
        bench.get_as(&bench.app_token(), &path).await.ok()["data"][0]["callback_url"],
        hook.url.as_str()
    );
}

#[tokio::test]
async fn removing_a_number_s_callback_leaves_the_account_s_and_other_apps_alone() {
    let bench = Bench::demo().await;
    let id = number("override_lost");
    let hook = Endpoint::start().await;
    bench.sandbox.with_world(|world| {
        let number = world.numbers.get_mut(id).expect("it exists");
        let theirs = meta_sandbox::world::Override {
            url: hook.url.clone(),
            verify_token: "segredo".to_owned(),
        };
        number.overrides.insert("999".to_owned(), theirs);
    });
    let account = bench.get(&path(SERVICE)).await.ok()["data"][0]["override_callback_uri"].clone();
    let none = json!({ "override_callback_uri": "" }).to_string();
    for _again in 0..2 {
        let form = [("webhook_configuration", none.as_str())];
        bench.post(&format!("/{id}"), &form).await.ok();
    }
    let list = bench.get(&path(SERVICE)).await.ok();
    assert_eq!(list["data"][0]["override_callback_uri"], account);
    bench.sandbox.with_world(|world| {
        assert!(
            world.numbers[id].overrides.contains_key("999"),
            "it belongs to another app"
        );
    });
}
