use crate::support::{Bench, EVENTS, number};
use serde_json::{Value, json};

async fn health(bench: &Bench, id: &str) -> Value {
    bench.get(&format!("/{id}?fields=health_status")).await.ok()["health_status"].clone()
}

fn entity<'a>(health: &'a Value, kind: &str) -> &'a Value {
    let entities = health["entities"].as_array().expect("entities");
    entities
        .iter()
        .find(|one| one["entity_type"] == kind)
        .expect("an entity of that kind")
}

#[tokio::test]
async fn health_follows_from_state() {
    let bench = Bench::demo().await;
    for (cause, overall, kind, code) in [
        ("healthy", "AVAILABLE", "PHONE_NUMBER", None),
        ("needs_register", "BLOCKED", "PHONE_NUMBER", Some(141_000)),
        ("banned", "BLOCKED", "PHONE_NUMBER", Some(131_031)),
        ("payment_missing", "BLOCKED", "WABA", Some(141_006)),
        ("quality_red", "LIMITED", "PHONE_NUMBER", None),
        ("name_pending", "LIMITED", "PHONE_NUMBER", None),
    ] {
        let health = health(&bench, number(cause)).await;
        assert_eq!(health["can_send_message"], overall, "{cause}");
        let found = entity(&health, kind)["errors"][0]["error_code"].as_i64();
        assert_eq!(found, code, "{cause}");
    }
}

#[tokio::test]
async fn repairing_the_state_repairs_the_health() {
    let bench = Bench::demo().await;
    let id = number("needs_register");
    bench
        .post(
            &format!("/{id}/register"),
            &[("messaging_product", "whatsapp"), ("pin", "482615")],
        )
        .await
        .ok();
    assert_eq!(health(&bench, id).await["can_send_message"], "AVAILABLE");
}

#[tokio::test]
async fn a_pending_name_is_explained() {
    let bench = Bench::demo().await;
    let health = health(&bench, number("name_pending")).await;
    let info = entity(&health, "PHONE_NUMBER")["additional_info"][0]
        .as_str()
        .expect("words");
    assert!(info.starts_with("Your display name has not been approved yet"));
}

#[tokio::test]
async fn sip_alone_blocks_the_overall_answer_but_not_the_messages() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    bench
        .sandbox
        .set("numbers", id, &json!({ "sip_blocked": true }))
        .expect("a switch");
    let health = health(&bench, id).await;
    assert_eq!(health["can_send_message"], "BLOCKED");
    assert_eq!(entity(&health, "PHONE_NUMBER")["can_send_message"], "AVAILABLE");
    assert_eq!(
        entity(&health, "PHONE_NUMBER")["errors"][0]["error_code"],
        138_024
    );
    assert_eq!(entity(&health, "APP")["errors"][0]["error_code"], 138_025);
}

#[tokio::test]
async fn portfolio_and_account_have_their_share() {
    let bench = Bench::demo().await;
    bench
        .sandbox
        .set(
            "businesses",
            crate::support::AURORA,
            &json!({ "verification": "pending" }),
        )
        .expect("a word");
    let health_of_number = health(&bench, number("healthy")).await;
    assert_eq!(health_of_number["can_send_message"], "LIMITED");
    assert_eq!(
        entity(&health_of_number, "BUSINESS")["errors"][0]["error_code"],
        141_010
    );
    let account = health(&bench, EVENTS).await;
    assert_eq!(entity(&account, "WABA")["errors"][0]["error_code"], 141_006);
}
