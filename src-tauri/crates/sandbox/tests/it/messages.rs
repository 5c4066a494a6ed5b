use crate::callback::Endpoint;
use crate::support::{Bench, EVENTS, SERVICE, number};
use hmac::Mac as _;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use std::time::Duration;

const PEER: &str = "5511912340001";

fn template(name: &str) -> Value {
    json!({
        "messaging_product": "whatsapp", "to": PEER, "type": "template",
        "template": { "name": name, "language": { "code": "en_US" } },
    })
}

async fn send(bench: &Bench, id: &str, message: &Value) -> crate::support::Reply {
    let url = bench.url(&format!("/{id}/messages"));
    bench
        .send(bench.http.post(url).bearer_auth(&bench.token).json(message))
        .await
}

/// Sends the number's webhooks to a real endpoint.
async fn listen(bench: &Bench, id: &str) -> Endpoint {
    let hook = Endpoint::start().await;
    let order =
        json!({ "webhook_configuration": { "override_callback_uri": hook.url, "verify_token": "segredo" } });
    bench
        .send(
            bench
                .http
                .post(bench.url(&format!("/{id}")))
                .bearer_auth(&bench.token)
                .json(&order),
        )
        .await
        .ok();
    hook
}

/// Asks until the history satisfies the closure; each answer is a real read.
async fn history(bench: &Bench, id: &str, message: &str, enough: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..500 {
        let answer = bench
            .get(&format!("/{id}/message_history?message_id={message}"))
            .await
            .ok();
        if enough(&answer["data"][0]) {
            return answer["data"][0].clone();
        }
        tokio::task::yield_now().await;
    }
    panic!("the message never reached the expected state");
}

fn states(history: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let events = history["events"]["data"].as_array().expect("events");
    events
        .iter()
        .map(|one| (text(&one["delivery_status"]), text(&one["webhook_update_state"])))
        .collect()
}

#[tokio::test]
async fn a_message_goes_out_and_its_fate_is_told_twice() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    let hook = listen(&bench, id).await;
    let body = send(&bench, id, &template("hello_world")).await.ok();
    assert_eq!(body["contacts"][0]["wa_id"], PEER);
    let message = body["messages"][0]["id"].as_str().expect("an id").to_owned();
    for status in ["sent", "delivered"] {
        let event = hook.next().await;
        let mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(bench.sandbox.app().secret.as_bytes())
            .expect("any key");
        let right = hex::encode(mac.chain_update(&event.raw).finalize().into_bytes());
        assert_eq!(
            event.signature,
            format!("sha256={right}"),
            "events are signed over the raw body"
        );
        assert_eq!(event.body["entry"][0]["id"], SERVICE);
        let entry = &event.body["entry"][0]["changes"][0]["value"]["statuses"][0];
        assert_eq!(
            (entry["status"].as_str(), entry["id"].as_str()),
            (Some(status), Some(message.as_str()))
        );
    }
    let seen = history(&bench, id, &message, |one| {
        states(one).iter().filter(|(_, hook)| hook == "DELIVERED").count() == 2
    })
    .await;
    assert_eq!(states(&seen)[1].0, "DELIVERED");
    let events = bench
        .get(&format!("/{}/events", seen["id"].as_str().expect("an id")))
        .await
        .ok();
    assert_eq!(events["data"].as_array().expect("events").len(), 2);
    assert_eq!(events["data"][0]["webhook_uri"], hook.url.as_str());
}

#[tokio::test]
async fn a_failing_callback_is_visible_in_the_history() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    let hook = listen(&bench, id).await;
    hook.status.store(500, Ordering::SeqCst);
    let body = send(&bench, id, &template("hello_world")).await.ok();
    let message = body["messages"][0]["id"].as_str().expect("an id").to_owned();
    for _ in 0..6 {
        hook.next().await;
    }
    let seen = history(&bench, id, &message, |one| {
        states(one).iter().filter(|(_, hook)| hook == "FAILED").count() == 2
    })
    .await;
    assert!(
        seen["events"]["data"][0]["error_description"]
            .as_str()
            .expect("words")
            .contains("500")
    );
}

#[tokio::test]
async fn the_window_is_opened_by_the_customer() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    let text =
        json!({ "messaging_product": "whatsapp", "to": PEER, "type": "text", "text": { "body": "Oi" } });
    let closed = send(&bench, id, &text).await.ok()["messages"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let seen = history(&bench, id, &closed, |one| !states(one).is_empty()).await;
    assert!(
        seen["events"]["data"][0]["error_description"]
            .as_str()
            .expect("words")
            .contains("131047")
    );
    bench
        .control(
            "/messages/inbound",
            json!({ "phone": id, "text": "Bom dia", "from": PEER }),
        )
        .await
        .ok();
    let open = send(&bench, id, &text).await.ok()["messages"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    history(&bench, id, &open, |one| states(one).len() == 2).await;
    bench.sandbox.advance(Duration::from_secs(25 * 3600));
    let late = send(&bench, id, &text).await.ok()["messages"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let seen = history(&bench, id, &late, |one| !states(one).is_empty()).await;
    assert_eq!(states(&seen)[0].0, "FAILED");
}

#[tokio::test]
async fn without_payment_templates_fail_later() {
    let bench = Bench::demo().await;
    let id = number("payment_missing");
    let body = send(&bench, id, &template("hello_world")).await.ok();
    let message = body["messages"][0]["id"].as_str().expect("an id").to_owned();
    let seen = history(&bench, id, &message, |one| !states(one).is_empty()).await;
    assert!(
        seen["events"]["data"][0]["error_description"]
            .as_str()
            .expect("words")
            .contains("131042")
    );
    bench
        .sandbox
        .set("accounts", EVENTS, &json!({ "funding": "5500000000000001" }))
        .expect("a card");
    let body = send(&bench, id, &template("hello_world")).await.ok();
    let message = body["messages"][0]["id"].as_str().expect("an id").to_owned();
    history(&bench, id, &message, |one| states(one).len() == 2).await;
}

#[tokio::test]
async fn an_unverified_portfolio_sends_without_delivering() {
    let bench = Bench::demo().await;
    bench
        .sandbox
        .set(
            "businesses",
            crate::support::AURORA,
            &json!({ "verification": "not_verified" }),
        )
        .expect("a word");
    let id = number("healthy");
    let hook = listen(&bench, id).await;
    send(&bench, id, &template("hello_world")).await.ok();
    let event = hook.next().await;
    assert_eq!(
        event.body["entry"][0]["changes"][0]["value"]["statuses"][0]["status"],
        "sent"
    );
}

#[tokio::test]
async fn refusals_at_sending_have_their_codes() {
    let bench = Bench::demo().await;
    let healthy = number("healthy");
    send(&bench, number("needs_register"), &template("hello_world"))
        .await
        .refused(133_010, 0);
    send(&bench, number("banned"), &template("hello_world"))
        .await
        .refused(131_031, 0);
    send(&bench, healthy, &template("no_such_template"))
        .await
        .refused(132_001, 0);
    send(&bench, healthy, &json!({ "messaging_product": "whatsapp" }))
        .await
        .refused(131_008, 0);
    send(&bench, healthy, &json!({ "to": PEER }))
        .await
        .refused(100, 0);
    send(
        &bench,
        healthy,
        &json!({ "messaging_product": "whatsapp", "to": "12", "text": {} }),
    )
    .await
    .refused(131_009, 0);
    send(
        &bench,
        healthy,
        &json!({ "messaging_product": "whatsapp", "to": PEER, "type": "text" }),
    )
    .await
    .refused(131_008, 0);
    let own = "+55 11 91234-0101";
    send(
        &bench,
        healthy,
        &json!({ "messaging_product": "whatsapp", "to": own, "text": {} }),
    )
    .await
    .refused(131_021, 0);
    bench
        .sandbox
        .set("numbers", healthy, &json!({ "sandbox": true }))
        .expect("a test number");
    send(&bench, healthy, &template("hello_world"))
        .await
        .refused(131_030, 0);
}

#[tokio::test]
async fn templates_are_listed_and_their_state_counts() {
    let bench = Bench::demo().await;
    let list = bench
        .get(&format!("/{SERVICE}/message_templates?name=hello"))
        .await
        .ok();
    assert_eq!(list["data"][0]["components"][0]["type"], "BODY");
    for (status, code) in [("PAUSED", 132_015), ("DISABLED", 132_016), ("REJECTED", 132_001)] {
        bench.sandbox.with_world(|world| {
            world.accounts.get_mut(SERVICE).expect("an account").templates[0].status = status.to_owned();
        });
        send(&bench, number("healthy"), &template("hello_world"))
            .await
            .refused(code, 0);
    }
}

#[tokio::test]
async fn incoming_messages_go_to_the_nearest_callback() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    let order = json!({ "phone": id, "text": "Tem pão quente?" });
    let account_level = bench.control("/messages/inbound", order.clone()).await.ok();
    assert!(
        account_level["deliveries"][0]["url"]
            .as_str()
            .expect("a URL")
            .contains("aurora."),
        "the account's override"
    );
    let hook = listen(&bench, id).await;
    let number_level = bench.control("/messages/inbound", order.clone()).await.ok();
    assert_eq!(number_level["deliveries"][0]["delivered"], true);
    let event = hook.next().await;
    let message = &event.body["entry"][0]["changes"][0]["value"]["messages"][0];
    assert_eq!(message["text"]["body"], "Tem pão quente?");
    bench.delete(&format!("/{SERVICE}/subscribed_apps")).await.ok();
    let nobody = bench.control("/messages/inbound", order).await.ok();
    assert_eq!(
        nobody["deliveries"],
        json!([]),
        "without a subscription nobody hears of it"
    );
    let lost = bench
        .control(
            "/messages/inbound",
            json!({ "phone": number("needs_register"), "text": "?" }),
        )
        .await;
    assert_eq!(lost.status, 409);
}
