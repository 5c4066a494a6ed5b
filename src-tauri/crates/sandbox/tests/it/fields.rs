use crate::support::{AURORA, Bench, SERVICE, STORES, number};
use serde_json::json;

fn keys(value: &serde_json::Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

#[tokio::test]
async fn default_fields_are_metas() {
    let bench = Bench::demo().await;
    let account = bench.get(&format!("/{SERVICE}")).await.ok();
    assert_eq!(
        keys(&account),
        [
            "currency",
            "id",
            "message_template_namespace",
            "name",
            "timezone_id"
        ]
    );
    let phone = bench.get(&format!("/{}", number("healthy"))).await.ok();
    assert!(phone.get("status").is_none(), "status has to be asked for");
    assert_eq!(phone["throughput"]["level"], "STANDARD");
}

#[tokio::test]
async fn fields_nest_and_expand_edges() {
    let bench = Bench::demo().await;
    let path = format!("/{SERVICE}?fields=owner_business_info{{id}},phone_numbers.limit(2){{id,status}}");
    let account = bench.get(&path).await.ok();
    assert_eq!(account["owner_business_info"], json!({ "id": AURORA }));
    let phones = account["phone_numbers"]["data"].as_array().expect("numbers");
    assert_eq!(phones.len(), 2, "modifiers are read");
    assert_eq!(keys(&phones[0]), ["id", "status"]);
}

#[tokio::test]
async fn unknown_fields_and_bad_syntax_are_refused() {
    let bench = Bench::demo().await;
    let reply = bench.get(&format!("/{SERVICE}?fields=flavour")).await;
    reply.refused(100, 0);
    let message = reply.body["error"]["message"].as_str().expect("a message");
    assert!(
        message.contains("(flavour) on node type (WhatsAppBusinessAccount)"),
        "the field is named: {message}"
    );
    bench
        .get(&format!("/{SERVICE}?fields=name{{"))
        .await
        .refused(2500, 0);
}

#[tokio::test]
async fn fields_without_value_are_left_out() {
    let bench = Bench::demo().await;
    let phone = bench
        .get(&format!(
            "/{}?fields=certificate,username,is_pin_enabled",
            number("healthy")
        ))
        .await
        .ok();
    assert_eq!(keys(&phone), ["id", "is_pin_enabled"]);
}

#[tokio::test]
async fn a_field_exists_from_its_version_on() {
    let bench = Bench::demo().await;
    let path = |version: &str| {
        format!(
            "/{version}/{}?fields=whatsapp_business_manager_messaging_limit",
            number("healthy")
        )
    };
    bench.get(&path("v24.0")).await.ok();
    bench.get(&path("v23.0")).await.refused(100, 0);
}

#[tokio::test]
async fn old_versions_are_lifted_and_future_ones_unknown() {
    let bench = Bench::demo().await;
    let reply = bench.get("/v19.0/me").await;
    assert_eq!(
        reply.header("facebook-api-version"),
        "v21.0",
        "the header tells the truth"
    );
    assert!(
        reply
            .header("x-ad-api-version-warning")
            .contains("v19.0 has been deprecated")
    );
    assert_eq!(
        bench.get("/v25.0/me").await.header("facebook-api-version"),
        "v25.0"
    );
    bench.get("/v99.0/me").await.refused(2500, 0);
}

#[tokio::test]
async fn unknown_routes_are_named() {
    let bench = Bench::demo().await;
    for (path, named) in [
        (format!("/{SERVICE}/flows"), "/flows"),
        ("/nobody".to_owned(), "/nobody"),
        (format!("/{SERVICE}/phone_numbers/x"), "/x"),
    ] {
        let reply = bench.get(&path).await;
        reply.refused(2500, 0);
        let message = reply.body["error"]["message"].as_str().expect("a message");
        assert_eq!(message, format!("Unknown path components: {named}"));
    }
    bench
        .post(&format!("/{SERVICE}/flows"), &[])
        .await
        .refused(2500, 0);
}

#[tokio::test]
async fn several_nodes_come_at_once_or_not_at_all() {
    let bench = Bench::demo().await;
    let both = bench
        .get(&format!("/?ids={SERVICE},{STORES}&fields=name"))
        .await
        .ok();
    assert_eq!(both[STORES]["name"], "Aurora Franquias Lojas");
    let reply = bench.get(&format!("/?ids={SERVICE},77")).await;
    reply.refused(803, 0);
    assert_eq!(reply.status, 404);
}

#[tokio::test]
async fn numbers_are_sorted_and_filtered() {
    let bench = Bench::demo().await;
    let all = bench.get(&format!("/{SERVICE}/phone_numbers?limit=100")).await;
    let latest: Vec<String> = all.ids().into_iter().map(str::to_owned).collect();
    let sorted = bench
        .get(&format!(
            "/{SERVICE}/phone_numbers?limit=100&sort=%5B%22last_onboarded_time_ascending%22%5D"
        ))
        .await;
    assert_eq!(
        sorted.ids(),
        latest.iter().rev().map(String::as_str).collect::<Vec<_>>()
    );
    let filter = "%5B%7B%22field%22%3A%22account_mode%22%2C%22operator%22%3A%22EQUAL%22%2C%22value%22%3A%22SANDBOX%22%7D%5D";
    assert_eq!(
        bench
            .get(&format!("/{SERVICE}/phone_numbers?filtering={filter}"))
            .await
            .ids()
            .len(),
        0
    );
}

#[tokio::test]
async fn callbacks_are_shown_by_level() {
    let bench = Bench::demo().await;
    let phone = bench
        .get(&format!("/{}?fields=webhook_configuration", number("healthy")))
        .await
        .ok();
    let levels = &phone["webhook_configuration"];
    assert!(
        levels["application"]
            .as_str()
            .expect("a URL")
            .starts_with("https://painel.")
    );
    assert!(
        levels["whatsapp_business_account"]
            .as_str()
            .expect("a URL")
            .starts_with("https://aurora.")
    );
    assert!(levels.get("phone_number").is_none());
}

#[tokio::test]
async fn batches_answer_part_by_part() {
    let bench = Bench::demo().await;
    let batch = json!([
        { "method": "GET", "relative_url": "v26.0/me?fields=name" },
        { "method": "GET", "relative_url": "77" },
        { "method": "GET", "relative_url": format!("{SERVICE}?fields=name"), "name": "first" },
        { "method": "GET", "relative_url": "me", "depends_on": "first" },
        { "method": "GET", "relative_url": "me", "depends_on": "never" },
        { "method": "POST", "relative_url": format!("{}", number("healthy")), "body": "pin=482615" },
    ])
    .to_string();
    let answers = bench.post("/", &[("batch", &batch)]).await.ok();
    assert_eq!(
        answers[0]["body"], "{\"id\":\"10224193231442977\",\"name\":\"Ana Prado\"}",
        "bodies are strings"
    );
    assert_eq!(answers[1]["code"], 400);
    assert!(answers[2].is_null(), "a named part is omitted when it succeeded");
    assert_eq!(answers[3]["code"], 200);
    assert!(answers[4].is_null(), "a part whose dependency failed is not run");
    assert_eq!(answers[5]["code"], 200);
    let many: Vec<_> = (0..51)
        .map(|_| json!({ "method": "GET", "relative_url": "me" }))
        .collect();
    bench
        .post("/", &[("batch", &json!(many).to_string())])
        .await
        .refused(100, 0);
    bench
        .send(bench.http.post(bench.url("/")).form(&[("batch", &batch)]))
        .await
        .refused(2500, 0);
}

#[tokio::test]
async fn every_answer_carries_metas_headers() {
    let bench = Bench::demo().await;
    let reply = bench.get("/77").await;
    assert_eq!(
        reply.body["error"]["fbtrace_id"],
        reply.header("x-fb-request-id"),
        "one id for support"
    );
    assert!(!reply.header("x-fb-trace-id").is_empty());
    let usage: serde_json::Value = serde_json::from_str(reply.header("x-app-usage")).expect("JSON");
    assert!(usage["call_count"].is_number());
}
