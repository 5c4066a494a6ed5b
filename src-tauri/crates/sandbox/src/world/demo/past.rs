//! What happened before the demonstration starts: changes that were made, messages.

use super::accounts::{DELIVERY, SERVICE};
use super::app::DEMO_APP_ID;
use super::{AURORA_CALLBACK, numbers};
use crate::world::{Message, MessageEvent, WebhookState, World};
use serde_json::json;

/// Bruno did something so many days ago.
fn happened(world: &mut World, account: &str, days_ago: i64, kind: &str, details: serde_json::Value) {
    let bruno = world
        .people
        .get("bruno")
        .map(|person| (person.id.clone(), person.name.clone()));
    world.record(account, kind, ("USER", bruno), details);
    let at = world.now_ms() - days_ago * 86_400_000;
    if let Some(activity) = world
        .accounts
        .get_mut(account)
        .and_then(|account| account.activities.last_mut())
    {
        activity.at = at;
    }
}

/// What happened before the demonstration starts.
pub(super) fn add_history(world: &mut World) {
    let now = world.now();
    let change = json!({"change": "override_removed", "phone_number_id": "5503918264705537"});
    let revoked = json!({"app_id": DEMO_APP_ID, "app_name": "Atende Fácil"});
    happened(world, SERVICE, 30, "PHONE_NUMBER_ADDED", json!({}));
    happened(world, SERVICE, 3, "WEBHOOK_CONFIGURED", change);
    happened(world, DELIVERY, 1, "API_ACCESS_REVOKED", revoked);
    let Some(healthy) = numbers::numbers().into_iter().next() else {
        return;
    };
    let event = |id: &str, status: &str, at: i64| MessageEvent {
        id: id.to_owned(),
        status: status.to_owned(),
        at,
        app: DEMO_APP_ID.to_owned(),
        webhook_uri: Some(AURORA_CALLBACK.to_owned()),
        webhook: Some(WebhookState::Delivered),
        error: None,
        error_code: None,
    };
    let outbound = Message {
        id: "6601827364509182".to_owned(),
        message_id: "wamid.HBgNNTUxMTkxMjM0MDAwMRUCABEYEkRFTU8wMQA=".to_owned(),
        number: healthy.id.clone(),
        peer: "5511912340001".to_owned(),
        inbound: false,
        at: now - 3600,
        events: vec![
            event("6601827364509183", "SENT", now - 3600),
            event("6601827364509184", "DELIVERED", now - 3598),
        ],
    };
    let inbound = Message {
        id: "6601827364509190".to_owned(),
        message_id: "wamid.HBgNNTUxMTkxMjM0MDAwMRUCABIYEkRFTU8wMgA=".to_owned(),
        inbound: true,
        at: now - 1800,
        events: Vec::new(),
        ..outbound.clone()
    };
    for message in [outbound, inbound] {
        world.messages.insert(message.id.clone(), message);
    }
}
