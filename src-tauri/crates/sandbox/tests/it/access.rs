use crate::support::{ALL, AURORA, Bench, DELIVERY, SERVICE, STORES, number};
use meta_sandbox::demo_channels;
use serde_json::json;
use std::time::Duration;

fn platform_token() -> &'static str {
    demo_channels()[0].token
}

#[tokio::test]
async fn tokens_are_taken_from_header_query_and_form() {
    let bench = Bench::demo().await;
    let query = format!("{}?access_token={}", bench.url("/me"), bench.token);
    bench.send(bench.http.get(query)).await.ok();
    let form = [("access_token", bench.token.as_str())];
    let path = bench.url(&format!("/{SERVICE}/subscribed_apps"));
    bench.send(bench.http.post(path).form(&form)).await.ok();
    bench.get("/v26.0/me").await.ok();
    bench.get("/me").await.ok();
}

#[tokio::test]
async fn json_bodies_are_read_and_broken_ones_refused() {
    let bench = Bench::demo().await;
    let path = bench.url(&format!("/{}", number("healthy")));
    let request = bench
        .http
        .post(&path)
        .bearer_auth(&bench.token)
        .json(&json!({ "pin": "482615" }));
    bench.send(request).await.ok();
    let request = bench
        .http
        .post(&path)
        .bearer_auth(&bench.token)
        .header("content-type", "application/json")
        .body("{");
    bench.send(request).await.refused(100, 0);
}

#[tokio::test]
async fn without_a_token_nothing_is_told() {
    let bench = Bench::demo().await;
    let me = bench.send(bench.http.get(bench.url("/me"))).await;
    me.refused(2500, 0);
    bench
        .send(bench.http.get(bench.url(&format!("/{SERVICE}"))))
        .await
        .refused(200, 0);
}

#[tokio::test]
async fn each_end_of_a_token_has_its_subcode() {
    let bench = Bench::demo().await;
    bench.get_as("rubbish", "/me").await.refused(190, 0);
    let dead = demo_channels()
        .into_iter()
        .find(|channel| channel.cause == "token_dead")
        .expect("a channel");
    let reply = bench.get_as(dead.token, "/me").await;
    reply.refused(190, 460);
    assert_eq!(reply.status, 401, "tokens in the header are refused with 401");
    assert!(reply.header("www-authenticate").contains("invalid_token"));
    bench.sandbox.advance(Duration::from_secs(61 * 86_400));
    bench.get("/me").await.refused(190, 463);
}

#[tokio::test]
async fn proofs_are_checked_when_given_and_when_required() {
    let bench = Bench::demo().await;
    let app = bench.sandbox.app();
    bench.get("/me?appsecret_proof=00").await.refused(100, 0);
    let proof = hmac_hex(&app.secret, &bench.token);
    bench.get(&format!("/me?appsecret_proof={proof}")).await.ok();
    bench
        .sandbox
        .set("apps", &app.id, &json!({ "require_proof": true }))
        .expect("a switch");
    bench.get("/me").await.refused(100, 0);
    let now = bench.sandbox.with_world(|world| world.now());
    let timed = hmac_hex(&app.secret, &format!("{}|{now}", bench.token));
    bench
        .get(&format!("/me?appsecret_proof={timed}&appsecret_time={now}"))
        .await
        .ok();
    let old = now - 400;
    let timed = hmac_hex(&app.secret, &format!("{}|{old}", bench.token));
    bench
        .get(&format!("/me?appsecret_proof={timed}&appsecret_time={old}"))
        .await
        .refused(100, 0);
}

fn hmac_hex(key: &str, message: &str) -> String {
    use hmac::Mac as _;
    let mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(key.as_bytes()).expect("any key");
    hex::encode(mac.chain_update(message).finalize().into_bytes())
}

#[tokio::test]
async fn an_employee_sees_only_what_was_assigned() {
    let bench = Bench::demo().await;
    let bruno = bench.person("bruno");
    let accounts = bench
        .get_as(&bruno, &format!("/{AURORA}/owned_whatsapp_business_accounts"))
        .await;
    assert_eq!(
        accounts.ids(),
        [SERVICE],
        "the delivery account was never assigned to Bruno"
    );
    bench
        .get_as(&bruno, &format!("/{DELIVERY}/phone_numbers"))
        .await
        .refused(100, 33);
    let assigned = bench
        .get_as(&bruno, "/me/assigned_whatsapp_business_accounts")
        .await;
    assert_eq!(assigned.ids(), [SERVICE]);
}

#[tokio::test]
async fn an_outsider_sees_nothing_of_the_company() {
    let bench = Bench::demo().await;
    let helena = bench.person("helena");
    for path in [
        format!("/{AURORA}"),
        format!("/{SERVICE}"),
        format!("/{}", number("healthy")),
    ] {
        let reply = bench.get_as(&helena, &path).await;
        reply.refused(100, 33);
        assert_eq!(
            reply.body["error"]["type"], "GraphMethodException",
            "missing and forbidden look the same"
        );
    }
    assert_eq!(
        bench.get_as(&helena, "/me/businesses").await.ids().len(),
        1,
        "she has her own portfolio"
    );
}

#[tokio::test]
async fn roles_are_listed_per_portfolio() {
    let bench = Bench::demo().await;
    let roles = bench
        .get("/me/business_users?fields=business{id},role,two_fac_status")
        .await
        .ok();
    assert_eq!(roles["data"].as_array().expect("roles").len(), 4);
    assert_eq!(
        roles["data"][0]["business"],
        json!({ "id": AURORA }),
        "nested fields are narrowed"
    );
    assert_eq!(roles["data"][0]["role"], "ADMIN");
    let bruno = bench
        .get_as(&bench.person("bruno"), "/me/business_users?fields=role")
        .await
        .ok();
    assert_eq!(bruno["data"][0]["role"], "EMPLOYEE");
    let diego = bench.get_as(&bench.person("diego"), "/me/businesses").await;
    assert_eq!(diego.ids().len(), 0, "Diego belongs to no portfolio");
}

#[tokio::test]
async fn people_of_a_portfolio_need_a_claimed_app() {
    let bench = Bench::demo().await;
    let path = format!("/{AURORA}/business_users?fields=name,role&summary=total_count");
    let people = bench.get(&path).await.ok();
    assert_eq!(people["summary"]["total_count"], 3);
    bench
        .sandbox
        .set("businesses", AURORA, &json!({ "claimed_apps": [] }))
        .expect("a list");
    bench.get(&path).await.refused(10, 0);
}

#[tokio::test]
async fn system_users_are_for_administrators() {
    let bench = Bench::demo().await;
    let path = format!("/{AURORA}/system_users?fields=name,role");
    assert_eq!(bench.get(&path).await.ok()["data"][0]["name"], "Atende Fácil");
    let reply = bench.get_as(&bench.person("bruno"), &path).await;
    reply.refused(200, 0);
    assert_eq!(reply.status, 403);
}

#[tokio::test]
async fn a_business_token_knows_its_business_and_only_its_accounts() {
    let bench = Bench::demo().await;
    let me = bench
        .get_as(platform_token(), "/me?fields=client_business_id")
        .await
        .ok();
    assert_eq!(me["client_business_id"], AURORA);
    bench.get("/me?fields=client_business_id").await.refused(100, 0);
    bench
        .get_as(platform_token(), &format!("/{SERVICE}/phone_numbers"))
        .await
        .ok();
    bench
        .get_as(platform_token(), &format!("/{STORES}/phone_numbers"))
        .await
        .refused(100, 33);
}

#[tokio::test]
async fn shared_accounts_are_listed_as_clients() {
    let bench = Bench::demo().await;
    let clients = bench
        .get(&format!("/{AURORA}/client_whatsapp_business_accounts"))
        .await;
    assert_eq!(clients.ids(), [STORES]);
}

#[tokio::test]
async fn a_missing_permission_is_named() {
    let bench = Bench::demo().await;
    let token = bench
        .sandbox
        .issue_user_token("ana", &["whatsapp_business_management"])
        .expect("a token");
    let reply = bench.get_as(&token, "/me/businesses").await;
    reply.refused(200, 0);
    assert_eq!(reply.status, 403);
    let form = [("messaging_product", "whatsapp"), ("to", "5511912340001")];
    bench
        .post_as(&token, &format!("/{}/messages", number("healthy")), &form)
        .await
        .refused(10, 0);
    let token = bench
        .sandbox
        .issue_user_token("ana", &["business_management"])
        .expect("a token");
    bench.get_as(&token, &format!("/{SERVICE}")).await.refused(200, 0);
}

#[tokio::test]
async fn a_portfolio_can_demand_a_second_factor() {
    let bench = Bench::demo().await;
    bench
        .sandbox
        .set("businesses", AURORA, &json!({ "two_factor": "admin_required" }))
        .expect("a rule");
    for path in [
        format!("/{AURORA}"),
        format!("/{SERVICE}"),
        format!("/{}", number("healthy")),
    ] {
        bench.get(&path).await.refused(415, 1_404_120);
    }
    bench
        .get_as(&bench.person("carla"), &format!("/{SERVICE}"))
        .await
        .ok();
    bench
        .get_as(&bench.person("bruno"), &format!("/{SERVICE}"))
        .await
        .ok();
    bench.get_as(platform_token(), &format!("/{SERVICE}")).await.ok();
}

#[tokio::test]
async fn permissions_are_listed_and_can_be_taken_back() {
    let bench = Bench::demo().await;
    let list = bench.get("/me/permissions").await.ok();
    assert!(
        list["data"]
            .as_array()
            .expect("a list")
            .iter()
            .all(|one| one["status"] == "granted")
    );
    let declines = serde_json::json!({ "declines": ["whatsapp_business_messaging"] });
    bench
        .sandbox
        .set("people", "ana", &declines)
        .expect("ana is known");
    let lesser = bench.sandbox.issue_user_token("ana", &ALL[..1]).expect("a token");
    let list = bench.get_as(&lesser, "/me/permissions").await.ok();
    let of = |scope: &str| {
        let list = list["data"].as_array().expect("a list");
        list.iter()
            .find(|one| one["permission"] == scope)
            .map(|one| one["status"].clone())
    };
    assert_eq!(of(ALL[0]), Some("granted".into()));
    assert_eq!(of("whatsapp_business_messaging"), Some("declined".into()));
    bench.delete("/me/permissions").await.ok();
    bench.get("/me").await.refused(190, 458);
    let _fresh = bench
        .sandbox
        .issue_user_token("ana", &ALL)
        .expect("a new login helps");
}

#[tokio::test]
async fn who_may_use_an_account_needs_the_portfolio_named() {
    let bench = Bench::demo().await;
    bench
        .get(&format!("/{SERVICE}/assigned_users"))
        .await
        .refused(100, 0);
    let users = bench
        .get(&format!("/{SERVICE}/assigned_users?business={AURORA}"))
        .await
        .ok();
    assert_eq!(users["data"][0]["tasks"], json!(["MANAGE"]));
    assert_eq!(users["data"][2]["user_type"], "SYSTEM_USER");
}

#[tokio::test]
async fn activities_tell_who_did_what() {
    let bench = Bench::demo().await;
    let list = bench.get(&format!("/{DELIVERY}/activities")).await.ok();
    let first = &list["data"][0];
    assert_eq!(
        (first["activity_type"].as_str(), first["actor_name"].as_str()),
        (Some("API_ACCESS_REVOKED"), Some("Bruno Teles"))
    );
    let filtered = bench
        .get(&format!("/{SERVICE}/activities?activity_type=WEBHOOK_CONFIGURED"))
        .await;
    assert_eq!(filtered.ids().len(), 1);
}
