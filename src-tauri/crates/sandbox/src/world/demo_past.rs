//! What happened before the demonstration starts: tokens that were issued, changes that were made, messages.

use super::demo::{
    AURORA, AURORA_CALLBACK, DEAD_TOKEN, DELIVERY, DEMO_APP_ID, EVENTS, FRANCHISE, FRANCHISE_TOKEN,
    PLATFORM_TOKEN, SCOPES, SERVICE, STORES,
};
use super::{Assets, Invalidity, Message, MessageEvent, Token, TokenKind, WebhookState, World, demo_numbers};
use serde_json::json;

pub(super) fn add_tokens(world: &mut World) {
    let now = world.now();
    let scopes = SCOPES.map(str::to_owned).to_vec();
    let platform = |business: &str, user: &str, accounts: &[&str]| Token {
        kind: TokenKind::SystemUser,
        app: DEMO_APP_ID.to_owned(),
        person: None,
        business: Some(business.to_owned()),
        system_user: Some(user.to_owned()),
        scopes: scopes.clone(),
        assets: Assets {
            businesses: Some(vec![business.to_owned()]),
            accounts: Some(accounts.iter().map(|id| (*id).to_owned()).collect()),
        },
        issued_at: now - 200 * 86_400,
        expires_at: 0,
        data_access_expires_at: 0,
        two_factor: false,
        invalid: None,
    };
    world.tokens.insert(
        PLATFORM_TOKEN.to_owned(),
        platform(AURORA, "4450018273645519", &[SERVICE, DELIVERY]),
    );
    world.tokens.insert(
        FRANCHISE_TOKEN.to_owned(),
        platform(FRANCHISE, "4451190462837755", &[STORES, EVENTS]),
    );
    let dead = Token {
        kind: TokenKind::User,
        person: Some("ana".to_owned()),
        business: None,
        system_user: None,
        assets: Assets::default(),
        expires_at: now + 30 * 86_400,
        data_access_expires_at: now + 60 * 86_400,
        invalid: Some(Invalidity {
            subcode: 460,
            at: (now - 2 * 86_400) * 1000,
        }),
        ..platform(AURORA, "", &[])
    };
    world.tokens.insert(DEAD_TOKEN.to_owned(), dead);
}

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
    let Some(healthy) = demo_numbers::numbers().into_iter().next() else {
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
