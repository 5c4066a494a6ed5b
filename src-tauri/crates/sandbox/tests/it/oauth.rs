use crate::support::{Bench, SERVICE, code_of};
use std::time::Duration;

#[tokio::test]
async fn a_code_becomes_a_token_once() {
    let bench = Bench::demo().await;
    let redirect = bench.sandbox.app().redirect_uri;
    let code = code_of(&bench, "ana", &[]).await;
    let body = bench.exchange(&code, &redirect).await.ok();
    assert_eq!(body["token_type"], "bearer", "tokens are bearer tokens");
    let token = body["access_token"].as_str().expect("a token").to_owned();
    let me = bench.get_as(&token, "/me?fields=id,name").await.ok();
    assert_eq!(
        me["name"], "Ana Prado",
        "the token speaks for the person who logged in"
    );
    bench.exchange(&code, &redirect).await.refused(100, 36_009);
    let header = bench.exchange(&code, &redirect).await;
    assert!(
        header.header("www-authenticate").contains("\"invalid_code\""),
        "the header names the kind of refusal"
    );
}

#[tokio::test]
async fn a_code_lives_thirty_seconds() {
    let bench = Bench::demo().await;
    let code = code_of(&bench, "ana", &[]).await;
    bench.sandbox.advance(Duration::from_secs(31));
    bench
        .exchange(&code, &bench.sandbox.app().redirect_uri)
        .await
        .refused(100, 36_007);
}

#[tokio::test]
async fn the_exchange_needs_the_identical_redirect() {
    let bench = Bench::demo().await;
    let redirect = bench.sandbox.app().redirect_uri;
    let code = code_of(&bench, "ana", &[]).await;
    bench
        .exchange(&code, &format!("{redirect}?x"))
        .await
        .refused(100, 36_008);
    bench.exchange(&code, &redirect).await.ok();
}

#[tokio::test]
async fn a_wrong_secret_and_an_unknown_app_are_told_apart() {
    let bench = Bench::demo().await;
    let app = bench.sandbox.app();
    let path = "/oauth/access_token";
    bench
        .get(&format!("{path}?client_id={}&client_secret=no&code=x", app.id))
        .await
        .refused(1, 0);
    bench
        .get(&format!("{path}?client_id=1&client_secret=no&code=x"))
        .await
        .refused(101, 0);
    bench
        .get(&format!(
            "{path}?client_id={}&client_secret={}&code=x",
            app.id, app.secret
        ))
        .await
        .refused(100, 0);
}

#[tokio::test]
async fn a_short_token_is_exchanged_for_a_long_one() {
    let bench = Bench::demo().await;
    let app = bench.sandbox.app();
    let path = format!(
        "/oauth/access_token?grant_type=fb_exchange_token&client_id={}&client_secret={}&fb_exchange_token={}",
        app.id, app.secret, bench.token
    );
    let body = bench.get(&path).await.ok();
    assert_eq!(body["expires_in"], 5_184_000, "long-lived tokens live sixty days");
    bench
        .get_as(body["access_token"].as_str().expect("a token"), "/me")
        .await
        .ok();
}

#[tokio::test]
async fn client_credentials_make_an_app_token_that_can_debug() {
    let bench = Bench::demo().await;
    let app = bench.sandbox.app();
    let path = format!(
        "/oauth/access_token?grant_type=client_credentials&client_id={}&client_secret={}",
        app.id, app.secret
    );
    let token = bench.get(&path).await.ok()["access_token"]
        .as_str()
        .expect("a token")
        .to_owned();
    let path = format!("/debug_token?input_token={}", bench.token);
    assert_eq!(bench.get_as(&token, &path).await.ok()["data"]["is_valid"], true);
}

#[tokio::test]
async fn debug_token_describes_a_user_token() {
    let bench = Bench::demo().await;
    let data = bench
        .get_as(
            &bench.app_token(),
            &format!("/debug_token?input_token={}", bench.token),
        )
        .await
        .ok();
    let data = &data["data"];
    assert_eq!(
        (data["type"].as_str(), data["is_valid"].as_bool()),
        (Some("USER"), Some(true))
    );
    assert!(
        data["scopes"]
            .as_array()
            .expect("scopes")
            .iter()
            .any(|scope| scope == "public_profile")
    );
    let all = &data["granular_scopes"][0];
    assert!(all.get("target_ids").is_none(), "no targets means all assets");
}

#[tokio::test]
async fn debug_token_lists_the_targets_of_a_business_token() {
    let bench = Bench::demo().await;
    let channel = &meta_sandbox::demo_channels()[0];
    let data = bench
        .get_as(
            &bench.app_token(),
            &format!("/debug_token?input_token={}", channel.token),
        )
        .await
        .ok();
    let data = &data["data"];
    assert_eq!(
        (data["type"].as_str(), data["expires_at"].as_i64()),
        (Some("SYSTEM_USER"), Some(0))
    );
    let scope = data["granular_scopes"].as_array().expect("scopes").iter();
    let targets: Vec<_> = scope
        .filter(|one| one["scope"] == "whatsapp_business_management")
        .collect();
    assert!(
        targets[0]["target_ids"]
            .as_array()
            .expect("targets")
            .iter()
            .any(|id| id == SERVICE)
    );
}

#[tokio::test]
async fn debug_token_answers_for_dead_and_unreadable_tokens() {
    let bench = Bench::demo().await;
    let app = bench.app_token();
    bench.sandbox.revoke_person("ana", 458);
    let data = bench
        .get_as(&app, &format!("/debug_token?input_token={}", bench.token))
        .await
        .ok();
    assert_eq!(
        data["data"]["error"]["subcode"], 458,
        "debug_token says subcode, not error_subcode"
    );
    let data = bench.get_as(&app, "/debug_token?input_token=rubbish").await.ok();
    assert_eq!(data["data"]["is_valid"], false);
}

#[tokio::test]
async fn debug_token_is_for_the_app_and_its_developers() {
    let bench = Bench::demo().await;
    let path = format!("/debug_token?input_token={}", bench.token);
    bench.get(&path).await.ok();
    bench.get_as(&bench.person("bruno"), &path).await.refused(100, 0);
}

#[tokio::test]
async fn a_native_app_cannot_use_its_own_token() {
    let bench = Bench::demo().await;
    let app = bench.sandbox.app().id;
    bench
        .sandbox
        .set("apps", &app, &serde_json::json!({ "kind": "native_desktop" }))
        .expect("a kind");
    let path = format!("/debug_token?input_token={}", bench.token);
    bench.get_as(&bench.app_token(), &path).await.refused(200, 0);
}
