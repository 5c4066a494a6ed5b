//! Reading and repairing numbers, with every effect counted in the simulator.

use crate::server::refused;
use crate::simulator::{Bench, DELIVERY, SERVICE, client, number};
use meta_sandbox::FaultBody;
use reconecta_core::attempt::CodeMethod;
use reconecta_core::fact::TransportFailure;
use reconecta_core::ids::{AppId, NumberId, WabaId};
use reconecta_core::meta::{Ability, EntityKind, NumberStatus};
use reconecta_core::pin::Pin;
use reconecta_graph::{
    Callback, DeliveryStatus, GraphFailure, MessageEvent, MessageId, Template, WebhookDelivery,
};
use secrecy::SecretString;
use std::time::Duration;
use url::Url;

fn pin(digits: &str) -> Pin {
    Pin::existing(&SecretString::from(digits)).expect("six digits")
}

fn registrations(bench: &Bench, id: &NumberId) -> usize {
    bench
        .sandbox
        .with_world(|world| world.numbers[id.as_str()].counters.registrations.len())
}

#[tokio::test]
async fn a_healthy_number_is_read_with_everything_in_one_call() {
    let bench = Bench::demo().await;
    let read = bench
        .graph
        .phone_number(&bench.token, &number("healthy"))
        .await
        .unwrap();
    assert_eq!(read.status, Some(NumberStatus::Connected));
    let health = read.health.expect("health");
    let phone = health
        .entities
        .iter()
        .find(|entity| entity.kind == EntityKind::PhoneNumber)
        .expect("the number");
    assert_eq!(phone.can_send, Ability::Available);
    assert!(
        read.webhook
            .and_then(|levels| levels.effective().map(str::to_owned))
            .is_some()
    );
    assert_eq!(bench.calls(read.id.as_str()), 1);
    let listed = bench
        .graph
        .phone_numbers(&bench.token, &WabaId::from(SERVICE))
        .await
        .unwrap();
    assert!(
        listed
            .iter()
            .all(|one| one.health.is_some() && one.status.is_some()),
        "the list has the same fields"
    );
}

#[tokio::test]
async fn a_number_registers_once_even_when_the_answer_is_lost() {
    let bench = Bench::demo().await;
    let id = number("needs_register");
    bench.fail(&format!("POST /{id}/register"), 1, FaultBody::DropAfter);
    let failure = bench
        .graph
        .register(&bench.token, &id, &pin("731946"))
        .await
        .unwrap_err();
    assert_eq!(failure, GraphFailure::Transport(TransportFailure::Interrupted));
    assert!(failure.may_have_been_processed());
    assert_eq!(registrations(&bench, &id), 1, "the effect happened once");
    let read = bench.graph.phone_number(&bench.token, &id).await.unwrap();
    assert_eq!(
        read.status,
        Some(NumberStatus::Connected),
        "reading tells what the lost answer did not"
    );
}

#[tokio::test]
async fn a_registration_that_never_arrived_has_no_effect_and_is_not_repeated() {
    for fault in [FaultBody::DropBefore, FaultBody::Hang] {
        let bench = Bench::demo().await;
        let id = number("needs_register");
        bench.fail(&format!("POST /{id}/register"), 9, fault.clone());
        let graph = client(&bench.sandbox, Duration::from_millis(300));
        let failure = graph
            .register(&bench.token, &id, &pin("731946"))
            .await
            .unwrap_err();
        assert!(
            failure.may_have_been_processed(),
            "{fault:?}: the client cannot know"
        );
        assert_eq!(registrations(&bench, &id), 0, "{fault:?}");
        assert_eq!(bench.calls("/register"), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn each_refusal_of_a_registration_is_certain() {
    let bench = Bench::demo().await;
    let wrong = bench
        .graph
        .register(&bench.token, &number("needs_register_with_pin"), &pin("000001"))
        .await;
    assert_eq!(refused(wrong), (133_005, None));
    let unverified = bench
        .graph
        .register(&bench.token, &number("not_verified"), &pin("731946"))
        .await;
    assert_eq!(refused(unverified), (133_006, None));
    let locked = bench
        .graph
        .register(&bench.token, &number("pin_locked"), &pin("731946"))
        .await;
    assert_eq!(refused(locked), (133_008, None));
    assert_eq!(bench.calls("/register"), 3);
}

#[tokio::test]
async fn a_new_pin_is_the_way_out_of_a_lost_one() {
    let bench = Bench::demo().await;
    let id = number("needs_register_with_pin");
    bench
        .graph
        .set_pin(&bench.token, &id, &pin("731946"))
        .await
        .unwrap();
    bench
        .graph
        .register(&bench.token, &id, &pin("731946"))
        .await
        .unwrap();
    let read = bench.graph.phone_number(&bench.token, &id).await.unwrap();
    assert_eq!(
        (read.status, read.pin_enabled),
        (Some(NumberStatus::Connected), Some(true))
    );
}

#[tokio::test]
async fn a_verification_code_is_requested_and_a_wrong_one_refused() {
    let bench = Bench::demo().await;
    let id = number("not_verified");
    bench
        .graph
        .request_code(&bench.token, &id, CodeMethod::Sms, "pt_BR")
        .await
        .unwrap();
    let answer = bench
        .graph
        .verify_code(&bench.token, &id, &SecretString::from("000000"))
        .await;
    assert_eq!(refused(answer).0, 136_025);
    let code = bench.sandbox.with_world(|world| {
        let number = serde_json::to_value(&world.numbers[id.as_str()]).expect("JSON");
        number["sent_code"]
            .as_str()
            .or(number["code"].as_str())
            .map(str::to_owned)
    });
    let code = SecretString::from(code.expect("the code that was sent"));
    bench.graph.verify_code(&bench.token, &id, &code).await.unwrap();
}

#[tokio::test]
async fn a_missing_subscription_is_made_and_read_back() {
    let bench = Bench::demo().await;
    let (waba, ours) = (WabaId::from(DELIVERY), bench.sandbox.app().id);
    assert!(
        bench
            .graph
            .subscriptions(&bench.token, &waba)
            .await
            .unwrap()
            .is_empty()
    );
    bench.graph.subscribe(&bench.token, &waba).await.unwrap();
    let after = bench.graph.subscriptions(&bench.token, &waba).await.unwrap();
    assert_eq!(after.len(), 1);
    assert_eq!(
        (after[0].app_id.as_str(), &after[0].override_callback),
        (ours.as_str(), &None)
    );
}

#[tokio::test]
async fn a_callback_is_put_in_place_for_an_account_and_for_a_number() {
    let bench = Bench::demo().await;
    let (waba, id) = (WabaId::from(SERVICE), number("healthy"));
    let url = Url::parse("https://aurora.atendefacil.example/webhooks/whatsapp").unwrap();
    let (right, wrong) = (
        SecretString::from("aurora-verifica-2026"),
        SecretString::from("wrong"),
    );
    let with = |verify_token| Callback {
        url: &url,
        verify_token,
    };
    let refusal = bench
        .graph
        .subscribe_with_override(&bench.token, &waba, with(&wrong))
        .await;
    assert_eq!(refused(refusal), (2200, None));
    bench.graph.subscribe(&bench.token, &waba).await.unwrap();
    bench
        .graph
        .subscribe_with_override(&bench.token, &waba, with(&right))
        .await
        .unwrap();
    let after = bench.graph.subscriptions(&bench.token, &waba).await.unwrap();
    assert_eq!(after[0].override_callback.as_deref(), Some(url.as_str()));

    bench
        .graph
        .override_number_callback(&bench.token, &id, with(&right))
        .await
        .unwrap();
    let levels = bench
        .graph
        .phone_number(&bench.token, &id)
        .await
        .unwrap()
        .webhook
        .unwrap();
    assert_eq!(levels.phone_number.as_deref(), Some(url.as_str()));
    bench
        .graph
        .remove_number_callback(&bench.token, &id)
        .await
        .unwrap();
    let levels = bench
        .graph
        .phone_number(&bench.token, &id)
        .await
        .unwrap()
        .webhook
        .unwrap();
    assert_eq!(levels.phone_number, None);
}

/// Asks until the message has got this far.
async fn fate(
    bench: &Bench,
    id: &NumberId,
    message: &MessageId,
    status: &DeliveryStatus,
) -> Vec<MessageEvent> {
    for _ in 0..2000 {
        let events = bench
            .graph
            .message_history(&bench.token, id, message)
            .await
            .unwrap();
        if events
            .iter()
            .any(|event| event.status == *status && event.webhook.is_some())
        {
            return events;
        }
        tokio::task::yield_now().await;
    }
    panic!("the message never became {status:?}");
}

#[tokio::test]
async fn a_test_message_goes_out_and_its_fate_is_told() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    let template = Template {
        name: "hello_world",
        language: "en_US",
    };
    let message = bench
        .graph
        .send_template(&bench.token, &id, "5511912340001", template)
        .await
        .unwrap();
    assert!(message.as_str().starts_with("wamid."), "{message}");
    let events = fate(&bench, &id, &message, &DeliveryStatus::Delivered).await;
    assert!(
        events.iter().any(|event| event.status == DeliveryStatus::Sent),
        "{events:?}"
    );
    assert!(events.iter().all(|event| event.at.is_some()), "{events:?}");
    let known = |event: &MessageEvent| !matches!(event.webhook, Some(WebhookDelivery::Other(_)));
    assert!(events.iter().all(known), "{events:?}");

    let unknown = Template {
        name: "no_such_template",
        ..template
    };
    let refusal = bench
        .graph
        .send_template(&bench.token, &id, "5511912340001", unknown)
        .await;
    assert_eq!(refused(refusal), (132_001, None));
}

#[tokio::test]
async fn a_text_to_somebody_who_has_not_written_is_accepted_and_fails() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    let message = bench
        .graph
        .send_text(&bench.token, &id, "5511900000001", "Olá")
        .await
        .unwrap();
    let events = fate(&bench, &id, &message, &DeliveryStatus::Failed).await;
    assert!(
        events
            .iter()
            .all(|event| event.status != DeliveryStatus::Delivered),
        "{events:?}"
    );
}

#[tokio::test]
async fn what_was_done_to_an_account_is_told_newest_first() {
    let bench = Bench::demo().await;
    let waba = WabaId::from(DELIVERY);
    bench.graph.subscribe(&bench.token, &waba).await.unwrap();
    let activities = bench.graph.activities(&bench.token, &waba).await.unwrap();
    assert!(!activities.is_empty());
    assert!(
        activities.iter().all(|one| !one.kind.is_empty()),
        "{activities:?}"
    );
    let revoked = activities.iter().find(|one| one.kind == "API_ACCESS_REVOKED");
    let app = revoked.and_then(|one| one.app.as_ref()).map(AppId::as_str);
    assert_eq!(
        app,
        Some(bench.sandbox.app().id.as_str()),
        "it is told whose access ended"
    );
    let names: Vec<&String> = activities
        .iter()
        .filter_map(|one| one.actor_name.as_ref())
        .collect();
    let printed = format!("{activities:?}");
    assert!(
        names.iter().all(|name| !printed.contains(name.as_str())),
        "names are not printed: {printed}"
    );
}

#[tokio::test]
async fn an_exhausted_budget_stops_the_account_before_meta_counts_more() {
    let bench = Bench::demo().await;
    bench
        .sandbox
        .with_world(|world| world.limits.management_per_hour = Some(4));
    let waba = WabaId::from(SERVICE);
    let mut limited = 0;
    for _ in 0..12 {
        if let Err(failure) = bench.graph.subscriptions(&bench.token, &waba).await {
            assert!(failure.retry_after().is_some(), "{failure}");
            limited += 1;
        }
    }
    assert_eq!(limited, 8);
    assert!(
        bench.calls("subscribed_apps") <= 5,
        "{} calls went out",
        bench.calls("subscribed_apps")
    );
    assert!(
        bench.graph.me(&bench.token).await.is_ok(),
        "calls that are not about the account go on"
    );
}
