use crate::support::{Bench, SERVICE, number};
use meta_sandbox::{Fault, FaultBody};
use serde_json::json;

#[tokio::test]
async fn history_shows_requests_without_secrets() {
    let bench = Bench::demo().await;
    let url = format!(
        "{}?access_token={}&fields=name&appsecret_proof=00",
        bench.url("/v26.0/me"),
        bench.token
    );
    bench.send(bench.http.get(url)).await;
    bench.get("/me").await.ok();
    let history = bench
        .send(bench.http.get(format!("{}/history", bench.sandbox.control_url())))
        .await
        .ok();
    let first = &history["data"][0];
    assert_eq!(
        (first["path"].as_str(), first["status"].as_i64()),
        (Some("/v26.0/me"), Some(400))
    );
    assert_eq!(first["query"], "fields=name");
    assert_eq!(history["data"][1]["caller"], "person ana");
    assert!(
        !history.to_string().contains(&bench.token),
        "tokens stay out of the history"
    );
}

#[tokio::test]
async fn ordered_errors_hit_the_next_matching_request_only() {
    let bench = Bench::demo().await;
    let order = json!({
        "route": "GET /*/phone_numbers", "status": 500,
        "body": { "kind": "graph_error", "code": 2, "subcode": 99, "transient": true, "regain_minutes": 7 },
    });
    bench.control("/fail_next", order).await.ok();
    bench.get("/me").await.ok();
    let reply = bench.get(&format!("/v26.0/{SERVICE}/phone_numbers")).await;
    reply.refused(2, 99);
    assert_eq!(
        (reply.status, reply.body["error"]["is_transient"].as_bool()),
        (500, Some(true))
    );
    assert!(
        reply
            .header("x-business-use-case-usage")
            .contains("\"estimated_time_to_regain_access\":7")
    );
    bench.get(&format!("/v26.0/{SERVICE}/phone_numbers")).await.ok();
}

#[tokio::test]
async fn bodies_can_be_wrong_in_every_way() {
    let bench = Bench::demo().await;
    bench.sandbox.fail_next(Fault::next("*", FaultBody::Html));
    let html = bench.get("/me").await;
    assert_eq!((html.status, html.header("content-type")), (502, "text/html"));
    bench.sandbox.fail_next(Fault::next("*", FaultBody::Truncated));
    assert!(bench.get("/me").await.body.is_string(), "half a body is not JSON");
    bench
        .sandbox
        .fail_next(Fault::next("*", FaultBody::UnknownStatus));
    let phone = bench
        .get(&format!("/{}?fields=status", number("healthy")))
        .await
        .ok();
    assert_eq!(phone["status"], "HIBERNATING");
}

#[tokio::test]
async fn a_huge_body_is_really_huge() {
    let bench = Bench::demo().await;
    bench.sandbox.fail_next(Fault::next("*", FaultBody::Huge));
    let mut response = bench.http.get(bench.url("/me")).send().await.expect("an answer");
    let mut size = 0;
    while let Some(chunk) = response.chunk().await.expect("a chunk") {
        size += chunk.len();
    }
    assert!(size > 100_000_000, "only {size} bytes came");
}

#[tokio::test]
async fn dropped_connections_differ_in_what_was_done() {
    let bench = Bench::demo().await;
    let id = number("needs_register");
    let register = || {
        let form = [("messaging_product", "whatsapp"), ("pin", "482615")];
        bench
            .http
            .post(bench.url(&format!("/{id}/register")))
            .bearer_auth(&bench.token)
            .form(&form)
            .send()
    };
    let registered = || bench.sandbox.with_world(|world| world.numbers[id].registered);
    bench
        .sandbox
        .fail_next(Fault::next("POST /*/register", FaultBody::DropBefore));
    assert!(register().await.is_err(), "the connection is cut");
    assert!(!registered(), "nothing was done");
    bench
        .sandbox
        .fail_next(Fault::next("POST /*/register", FaultBody::DropAfter));
    assert!(register().await.is_err(), "the connection is cut");
    assert!(registered(), "it was done all the same");
}

#[tokio::test]
async fn a_hanging_request_ends_with_the_clients_patience() {
    let bench = Bench::demo().await;
    bench.sandbox.fail_next(Fault::next("*", FaultBody::Hang));
    let short = std::time::Duration::from_millis(200);
    let error = bench
        .http
        .get(bench.url("/me"))
        .timeout(short)
        .send()
        .await
        .expect_err("no answer");
    assert!(error.is_timeout());
    bench.get("/me").await;
}

#[tokio::test]
async fn a_paging_loop_never_ends() {
    let bench = Bench::demo().await;
    bench.sandbox.fail_next(Fault {
        times: 2,
        ..Fault::next("/*/phone_numbers", FaultBody::PagingLoop)
    });
    let path = format!("/{SERVICE}/phone_numbers?limit=4");
    let first = bench.get(&path).await.ok();
    let cursor = first["paging"]["cursors"]["after"].as_str().expect("a cursor");
    assert_eq!(
        bench.get(&format!("{path}&after={cursor}")).await.ok(),
        first,
        "the same page again"
    );
    let real = bench.get(&path).await.ok();
    assert_ne!(
        real["paging"]["cursors"]["after"].as_str(),
        Some(cursor),
        "afterwards all is well"
    );
}

#[tokio::test]
async fn tokens_numbers_and_the_clock_obey_the_control() {
    let bench = Bench::demo().await;
    let carla = bench.person("carla");
    bench
        .control("/revoke_token", json!({ "token": carla, "subcode": 467 }))
        .await
        .ok();
    bench.get_as(&carla, "/me").await.refused(190, 467);
    let id = number("healthy");
    bench
        .control("/disconnect_number", json!({ "id": id }))
        .await
        .ok();
    assert_eq!(
        bench.get(&format!("/{id}?fields=status")).await.ok()["status"],
        "DISCONNECTED"
    );
    bench
        .control(
            "/set_number",
            json!({ "id": id, "fields": { "status": "SOMETHING_NEW" } }),
        )
        .await
        .ok();
    assert_eq!(
        bench.get(&format!("/{id}?fields=status")).await.ok()["status"],
        "SOMETHING_NEW"
    );
    let wrong = bench
        .control(
            "/set_number",
            json!({ "id": id, "fields": { "registered": "maybe" } }),
        )
        .await;
    assert_eq!(wrong.status, 400, "what is not a number is refused");
    assert_eq!(
        bench
            .control("/disconnect_number", json!({ "id": "1" }))
            .await
            .status,
        404
    );
    bench
        .control("/clock/advance", json!({ "seconds": 61 * 86_400 }))
        .await
        .ok();
    let reply = bench.get("/me").await;
    reply.refused(190, 463);
    let date = jiff::fmt::rfc2822::parse(reply.header("date")).expect("a date");
    let ahead = date.timestamp().duration_since(jiff::Timestamp::now());
    let apart = ahead.as_secs().abs_diff(61 * 86_400);
    assert!(apart < 60, "the server tells its own time: {ahead:?}");
    bench
        .control("/revoke_token", json!({ "person": "ana" }))
        .await
        .ok();
    bench.get("/me").await.refused(190, 460);
}

#[tokio::test]
async fn latency_is_added_to_every_answer() {
    let bench = Bench::demo().await;
    bench.control("/latency", json!({ "ms": 150 })).await.ok();
    let start = std::time::Instant::now();
    bench.get("/me").await.ok();
    assert!(start.elapsed().as_millis() >= 150, "the answer came too fast");
}

#[tokio::test]
async fn codes_on_their_way_can_be_read() {
    let bench = Bench::demo().await;
    let id = number("not_verified");
    bench
        .post(
            &format!("/{id}/request_code"),
            &[("code_method", "SMS"), ("language", "pt_BR")],
        )
        .await
        .ok();
    let codes = bench
        .send(bench.http.get(format!("{}/codes", bench.sandbox.control_url())))
        .await
        .ok();
    assert_eq!(
        codes["data"][0],
        json!({ "phone_number_id": id, "code": "604815" })
    );
}

#[tokio::test]
async fn the_summary_has_no_secrets_and_reset_goes_back() {
    let bench = Bench::demo().await;
    let id = number("needs_register");
    bench
        .post(
            &format!("/{id}/register"),
            &[("messaging_product", "whatsapp"), ("pin", "482615")],
        )
        .await
        .ok();
    let summary = bench
        .send(bench.http.get(format!("{}/state", bench.sandbox.control_url())))
        .await
        .ok();
    assert_eq!(summary["world"], "demo");
    assert!(
        !summary.to_string().contains(&bench.sandbox.app().secret),
        "secrets are not part of the summary"
    );
    bench.control("/reset", json!({})).await.ok();
    bench.get("/me").await.refused(190, 0);
    assert!(!bench.sandbox.with_world(|world| world.numbers[id].registered));
}

#[tokio::test]
async fn a_field_that_nobody_knows_is_refused_and_nothing_changes() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    let order = json!({ "id": id, "fields": { "status": "BANNED", "colour": "red" } });
    let refused = bench.control("/set_number", order).await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.body["error"]
            .as_str()
            .unwrap_or_default()
            .contains("colour"),
        "{}",
        refused.body
    );
    let status = bench.get(&format!("/{id}?fields=status")).await.ok();
    assert_eq!(
        status["status"], "CONNECTED",
        "an order is carried out as a whole or not at all"
    );
}
