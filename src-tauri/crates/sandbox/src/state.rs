//! What the control and tests do to the world beyond Meta's own calls.

use crate::webhook;
use crate::world::{Assets, Invalidity, Message, Token, TokenKind, World};
use serde_json::{Map, Value, json};

/// A change of fields was refused; the world stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// No such kind of object, or no such object.
    #[error("there is no {kind} {id}")]
    Unknown {
        /// Kind.
        kind: String,
        /// Id.
        id: String,
    },
    /// The object has no such field.
    #[error("there is no field {0}")]
    UnknownField(String),
    /// The result would not be a world.
    #[error("the fields do not fit: {0}")]
    Misfit(#[from] serde_json::Error),
}

/// Overwrites fields of one object.
pub(crate) fn merge(world: &mut World, kind: &str, id: &str, fields: &Value) -> Result<(), SetError> {
    let mut all = serde_json::to_value(&*world)?;
    let unknown = || SetError::Unknown {
        kind: kind.to_owned(),
        id: id.to_owned(),
    };
    let object = all
        .get_mut(kind)
        .and_then(|objects| objects.get_mut(id))
        .ok_or_else(unknown)?;
    overwrite(object, fields);
    let changed: World = serde_json::from_value(all)?;
    let written = serde_json::to_value(&changed)?;
    let object = written.get(kind).and_then(|objects| objects.get(id));
    if let Some(field) = object.and_then(|object| lost(object, fields)) {
        return Err(SetError::UnknownField(field));
    }
    *world = changed;
    Ok(())
}

/// A field that was ordered and is not there any more: the world has none of that name.
fn lost(object: &Value, fields: &Value) -> Option<String> {
    let (Value::Object(object), Value::Object(fields)) = (object, fields) else {
        return None;
    };
    fields.iter().find_map(|(name, value)| match object.get(name) {
        None => Some(name.clone()),
        Some(inner) => lost(inner, value).map(|below| format!("{name}.{below}")),
    })
}

fn overwrite(target: &mut Value, fields: &Value) {
    match (target, fields) {
        (Value::Object(target), Value::Object(fields)) => {
            for (name, value) in fields {
                overwrite(target.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (target, value) => *target = value.clone(),
    }
}

/// Ends all living tokens that the closure picks; answers how many.
pub(crate) fn revoke(world: &mut World, subcode: i64, pick: impl Fn(&str, &Token) -> bool) -> usize {
    let at = world.now_ms();
    let mut count = 0;
    for (text, token) in &mut world.tokens {
        if token.invalid.is_none() && pick(text, token) {
            token.invalid = Some(Invalidity { subcode, at });
            count += 1;
        }
    }
    count
}

/// A long-lived user token with all rights of a person, as a login that grants everything would make.
pub(crate) fn issue_user_token(
    world: &mut World,
    person: &str,
    app: &str,
    scopes: &[&str],
) -> Option<String> {
    let two_factor = world.people.get(person)?.two_factor_code.is_some();
    let now = world.now();
    let token = Token {
        kind: TokenKind::User,
        app: app.to_owned(),
        person: Some(person.to_owned()),
        business: None,
        system_user: None,
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        assets: Assets::default(),
        issued_at: now,
        expires_at: now + crate::graph::LONG_LIFE,
        data_access_expires_at: now + crate::graph::DATA_ACCESS,
        two_factor,
        invalid: None,
    };
    let text = world.mint_token_text();
    world.tokens.insert(text.clone(), token);
    Some(text)
}

/// A webhook ready to be sent.
pub(crate) struct Event {
    pub(crate) app: String,
    pub(crate) url: String,
    pub(crate) secret: String,
    pub(crate) payload: Value,
}

/// An incoming message and where it has to go.
pub(crate) struct Received {
    pub(crate) message_id: String,
    pub(crate) events: Vec<Event>,
}

/// A customer writes to a number; `None` when it carries no messages.
pub(crate) fn receive(world: &mut World, number: &str, from: &str, text: &str) -> Option<Received> {
    let (now, now_ms) = (world.now(), world.now_ms());
    let (history, message_id) = (world.mint_id(), world.mint_text("wamid.HBgN", "inbound"));
    let one = world
        .numbers
        .get_mut(number)
        .filter(|number| number.carries_messages())?;
    one.customers.insert(from.to_owned(), now_ms);
    let one = world.numbers.get(number)?;
    let account = world.account_of(one)?;
    let entry = json!({
        "from": from, "id": message_id, "timestamp": now.to_string(), "type": "text", "text": { "body": text },
    });
    let mut payload = webhook::envelope(one, &account.id, "messages", &entry);
    if let Some(Value::Object(value)) = payload.pointer_mut("/entry/0/changes/0/value") {
        value.insert(
            "contacts".to_owned(),
            json!([{ "wa_id": from, "profile": { "name": "Cliente" } }]),
        );
    }
    let events = account
        .subscriptions
        .keys()
        .filter_map(|app| {
            let (url, secret) = webhook::target(world, one, app)?;
            Some(Event {
                app: app.clone(),
                url,
                secret,
                payload: payload.clone(),
            })
        })
        .collect();
    let message = Message {
        id: history.clone(),
        message_id: message_id.clone(),
        number: number.to_owned(),
        peer: from.to_owned(),
        inbound: true,
        at: now,
        events: Vec::new(),
    };
    world.messages.insert(history, message);
    Some(Received { message_id, events })
}

/// The world at a glance, without tokens and secrets.
pub(crate) fn summary(world: &World) -> Value {
    let people: Map<String, Value> = world
        .people
        .iter()
        .map(|(handle, one)| {
            let view = json!({
                "id": one.id, "name": one.name, "email": one.email, "two_factor": one.two_factor_code.is_some(),
                "checkpoint": one.checkpoint,
            });
            (handle.clone(), view)
        })
        .collect();
    let businesses: Vec<Value> = world
        .businesses
        .values()
        .map(|one| {
            let members: Map<String, Value> =
                one.members.iter().map(|member| (member.person.clone(), json!(member.role))).collect();
            json!({ "id": one.id, "name": one.name, "verification": one.verification, "two_factor": one.two_factor, "members": members })
        })
        .collect();
    let accounts: Vec<Value> = world
        .accounts
        .values()
        .map(|one| json!({ "id": one.id, "name": one.name, "owner": one.owner, "shared_with": one.shared_with, "subscriptions": one.subscriptions, "funded": one.funding.is_some() }))
        .collect();
    let numbers: Vec<Value> = world
        .numbers
        .values()
        .map(|one| {
            json!({
                "id": one.id, "accounts": one.accounts, "display_phone_number": one.display_phone_number,
                "verified_name": one.verified_name, "status": one.status, "registered": one.registered,
                "code_status": one.code_status, "has_pin": one.pin.is_some(),
                "registrations": one.counters.registrations.len(), "overrides": one.overrides,
            })
        })
        .collect();
    json!({
        "world": world.name,
        "now": world.now(),
        "clock_offset_ms": world.clock_offset_ms,
        "people": people,
        "businesses": businesses,
        "accounts": accounts,
        "numbers": numbers,
        "configurations": world.configurations,
        "living_tokens": world.tokens.values().filter(|token| token.invalid.is_none()).count(),
        "messages": world.messages.len(),
    })
}
