//! The values of each kind of node.

use super::record::Record;
use super::shapes::{ACCOUNT, APP, BUSINESS, EVENT, HISTORY, MEMBER, NUMBER, PERSON, SYSTEM_USER};
use super::view::{Node, View};
use crate::world::{
    Account, App, Business, Member, Message, MessageEvent, Number, NumberStatus, Person, SystemUser, iso,
};
use serde_json::{Value, json};

/// A node's record.
pub(crate) fn record(view: &View<'_>, node: &Node<'_>) -> Record {
    match node {
        Node::Person(one) => person(view, one),
        Node::SystemUser(one, business) => system_user(view, one, business),
        Node::Member(one, business) => member(view, one, business),
        Node::Business(one) => business(one),
        Node::Account(one) => account(view, one),
        Node::Number(one) => number(view, one),
        Node::App(one) => app(one),
        Node::History(one) => history(one),
    }
}

fn names(name: &str) -> (&str, &str) {
    name.split_once(' ').unwrap_or((name, ""))
}

fn person(view: &View<'_>, person: &Person) -> Record {
    let (first, last) = names(&person.name);
    let email = view.viewer.has_scope("email").then_some(&person.email);
    let values = json!({ "name": person.name, "first_name": first, "last_name": last, "email": email });
    Record::new(&PERSON, Some(&person.id), values)
}

pub(crate) fn system_user(view: &View<'_>, user: &SystemUser, business: &Business) -> Record {
    let own = view
        .viewer
        .system_user(view.world)
        .is_some_and(|(one, _)| one.id == user.id);
    let values = json!({
        "name": user.name,
        "role": user.role,
        "created_time": iso(user.created_at),
        "system_user_id": user.id,
        "client_business_id": own.then_some(&business.id),
        "business": { "id": business.id, "name": business.name },
    });
    Record::new(&SYSTEM_USER, Some(&user.id), values)
}

pub(crate) fn member(view: &View<'_>, member: &Member, business: &Business) -> Record {
    let person = view.world.people.get(&member.person);
    let (first, last) = person.map_or(("", ""), |person| names(&person.name));
    let values = json!({
        "name": person.map(|person| &person.name),
        "first_name": first,
        "last_name": last,
        "email": person.map(|person| &person.email),
        "business": { "id": business.id, "name": business.name },
        "role": member.role,
        "two_fac_status": person.map(|person| if person.two_factor_code.is_some() { "two_fac_enabled" } else { "two_fac_disabled" }),
        "invited_user_type": ["FB"],
    });
    Record::new(&MEMBER, Some(&member.id), values)
}

pub(crate) fn business(business: &Business) -> Record {
    let values = json!({
        "name": business.name,
        "created_time": iso(business.created_at),
        "link": format!("https://www.facebook.com/{}", business.id),
        "is_hidden": false,
        "block_offline_analytics": false,
        "timezone_id": business.timezone_id,
        "two_factor_type": business.two_factor,
        "verification_status": business.verification,
        "whatsapp_business_manager_messaging_limit": business.messaging_limit,
    });
    Record::new(&BUSINESS, Some(&business.id), values)
}

pub(crate) fn account(view: &View<'_>, account: &Account) -> Record {
    let owner = view.world.businesses.get(&account.owner);
    let values = json!({
        "name": account.name,
        "status": account.status,
        "account_review_status": account.review,
        "business_verification_status": owner.map(|owner| &owner.verification),
        "country": account.country,
        "currency": account.currency,
        "timezone_id": account.timezone_id,
        "creation_time": account.created_at / 1000,
        "ownership_type": "SELF",
        "owner_business": owner.map(|owner| json!({ "id": owner.id, "name": owner.name })),
        "owner_business_info": owner.map(|owner| json!({ "id": owner.id, "name": owner.name })),
        "primary_funding_id": account.funding,
        "message_template_namespace": account.template_namespace,
        "is_enabled_for_insights": true,
        "is_shared_with_partners": !account.shared_with.is_empty(),
        "health_status": view.world.account_health(account, &view.viewer.app),
        "whatsapp_business_manager_messaging_limit": owner.map(|owner| &owner.messaging_limit),
    });
    Record::new(&ACCOUNT, Some(&account.id), values)
}

pub(crate) fn number(view: &View<'_>, number: &Number) -> Record {
    let owner = view.world.owner_of(number);
    let on_cloud = number.registered || (number.on_biz_app && number.status != NumberStatus::Unverified);
    let throughput = if number.registered {
        "STANDARD"
    } else {
        "NOT_APPLICABLE"
    };
    let limit = owner.map(|owner| &owner.messaging_limit);
    let values = json!({
        "display_phone_number": number.display_phone_number,
        "country_code": number.country_code,
        "country_dial_code": number.country_dial_code,
        "verified_name": number.verified_name,
        "status": number.status,
        "code_verification_status": number.code_status,
        "quality_rating": number.quality,
        "quality_score": { "score": number.quality },
        "name_status": number.name_status,
        "new_name_status": number.new_name_status,
        "new_display_name": number.new_display_name,
        "platform_type": if on_cloud { "CLOUD_API" } else { "NOT_APPLICABLE" },
        "host_platform": if on_cloud { "CLOUD_API" } else { "NOT_APPLICABLE" },
        "throughput": { "level": throughput },
        "messaging_limit_tier": limit.map(|limit| if limit == "TIER_2K" { "TIER_1K" } else { limit }),
        "whatsapp_business_manager_messaging_limit": limit,
        "account_mode": if number.sandbox { "SANDBOX" } else { "LIVE" },
        "is_on_biz_app": number.on_biz_app,
        "is_pin_enabled": number.pin.is_some(),
        "is_official_business_account": number.official,
        "is_preverified_number": false,
        "health_status": view.world.number_health(number, &view.viewer.app),
        "webhook_configuration": callbacks(view, number),
        "last_onboarded_time": (number.onboarded_at > 0).then(|| iso(number.onboarded_at)),
        "search_visibility": "NON_VISIBLE",
        "eligibility_for_api_business_global_search": "NON_ELIGIBLE_VERIFIED_LEVEL",
    });
    Record::new(&NUMBER, Some(&number.id), values)
}

/// Callback addresses by level, as the calling app sees them.
fn callbacks(view: &View<'_>, number: &Number) -> Value {
    let app = view.viewer.app.as_str();
    let subscription = view
        .world
        .account_of(number)
        .and_then(|account| account.subscriptions.get(app));
    let mut levels = serde_json::Map::new();
    let mut add = |level: &str, url: Option<&String>| {
        if let Some(url) = url {
            levels.insert(level.to_owned(), Value::String(url.clone()));
        }
    };
    add("phone_number", number.overrides.get(app).map(|one| &one.url));
    add(
        "whatsapp_business_account",
        subscription
            .and_then(|one| one.callback.as_ref())
            .map(|one| &one.url),
    );
    add(
        "application",
        view.world
            .apps
            .get(app)
            .and_then(|app| app.callback.as_ref())
            .map(|one| &one.url),
    );
    if levels.is_empty() {
        Value::Null
    } else {
        Value::Object(levels)
    }
}

fn app(app: &App) -> Record {
    let link = format!("https://www.facebook.com/games/?app_id={}", app.id);
    Record::new(&APP, Some(&app.id), json!({ "name": app.name, "link": link }))
}

pub(crate) fn history(message: &Message) -> Record {
    let events: Vec<Value> = message
        .events
        .iter()
        .map(|one| with_id(one, event_values(one)))
        .collect();
    let values = json!({ "message_id": message.message_id, "events": { "data": events } });
    Record::new(&HISTORY, Some(&message.id), values)
}

pub(crate) fn event(event: &MessageEvent) -> Record {
    Record::new(&EVENT, Some(&event.id), event_values(event))
}

fn with_id(event: &MessageEvent, mut values: Value) -> Value {
    if let Value::Object(values) = &mut values {
        values.retain(|_, value| !value.is_null());
        values.insert("id".to_owned(), event.id.clone().into());
    }
    values
}

fn event_values(event: &MessageEvent) -> Value {
    json!({
        "delivery_status": event.status,
        "timestamp": event.at,
        "application": { "id": event.app },
        "webhook_uri": event.webhook_uri,
        "webhook_update_state": event.webhook,
        "error_description": event.error,
    })
}
