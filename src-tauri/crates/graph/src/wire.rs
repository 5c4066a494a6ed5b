//! From Meta's JSON to the vocabulary of `reconecta-core`.

use crate::envelope;
use crate::failure::{GraphFailure, malformed};
use crate::node::Node;
use crate::reads::GrantedAssets;
use reconecta_core::admin::PortfolioUser;
use reconecta_core::ids::{AppId, BusinessId, NumberId, PersonId, WabaId};
use reconecta_core::meta::{
    Ability, AppWebhook, Business, EntityKind, Health, HealthEntity, HealthError, Membership,
    PermissionStatus, Person, PhoneNumber, Subscription, TokenInfo, TokenKind, Waba, WebhookLevels,
};
use smol_str::SmolStr;
use std::collections::BTreeSet;

type Parsed<T> = Result<T, GraphFailure>;

/// Somebody who may do something on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedUser {
    /// Id of the person's or system user's record in the portfolio.
    pub id: PersonId,
    /// Their name.
    pub name: Option<String>,
    /// `BUSINESS_USER`, `SYSTEM_USER` or `PERSONAL_USER`, as Meta spells it.
    pub kind: Option<String>,
    /// What they may do, for example `MANAGE`.
    pub tasks: Vec<String>,
}

pub(crate) fn token_info(answer: Node<'_>) -> Parsed<TokenInfo> {
    let data = answer.inner("data").ok_or(malformed())?;
    let granular = data.items("granular_scopes").into_iter().flatten();
    let mut scopes = data.texts("scopes");
    scopes.extend(granular.filter_map(|scope| scope.text("scope")));
    scopes.sort();
    scopes.dedup();
    Ok(TokenInfo {
        app_id: data.text("app_id"),
        kind: data.text("type").unwrap_or_else(|| TokenKind::from("")),
        // Without this field nothing is known; "invalid" would be a claim.
        valid: data.flag("is_valid").ok_or(malformed())?,
        problem: data.inner("error").map(|error| envelope::problem(error, 200)),
        expires_at: data.whole("expires_at"),
        data_access_expires_at: data.whole("data_access_expires_at"),
        scopes,
        user_id: data.text("user_id"),
    })
}

/// The targets of `business_management` are portfolios, those of the WhatsApp permissions are accounts.
pub(crate) fn granted_assets(answer: Node<'_>) -> Parsed<GrantedAssets> {
    let data = answer.inner("data").ok_or(malformed())?;
    let (mut wabas, mut businesses) = (BTreeSet::new(), BTreeSet::new());
    for scope in data.items("granular_scopes").into_iter().flatten() {
        match scope.get("scope").and_then(Node::as_text) {
            Some("business_management") => businesses.extend(scope.texts::<BusinessId>("target_ids")),
            Some(name) if name.starts_with("whatsapp_business_") => {
                wabas.extend(scope.texts::<WabaId>("target_ids"));
            }
            Some(_) | None => {}
        }
    }
    Ok(GrantedAssets {
        wabas: wabas.into_iter().collect(),
        businesses: businesses.into_iter().collect(),
    })
}

pub(crate) fn person(node: Node<'_>) -> Parsed<Person> {
    Ok(Person {
        id: node.id(PersonId::new)?,
        name: node.text("name"),
    })
}

pub(crate) fn permission(node: Node<'_>) -> Parsed<(String, PermissionStatus)> {
    let name = node.text("permission").ok_or(malformed())?;
    let status = node.text("status").unwrap_or_else(|| PermissionStatus::from(""));
    Ok((name, status))
}

pub(crate) fn business(node: Node<'_>) -> Parsed<Business> {
    Ok(Business {
        id: node.id(BusinessId::new)?,
        name: node.text("name"),
        verification_status: node.text("verification_status"),
        two_factor_type: node.text("two_factor_type"),
    })
}

pub(crate) fn membership(node: Node<'_>) -> Parsed<Membership> {
    let business = business(node.inner("business").ok_or(malformed())?)?;
    Ok(Membership {
        business,
        role: node.text("role"),
    })
}

pub(crate) fn portfolio_user(node: Node<'_>) -> Parsed<PortfolioUser> {
    Ok(PortfolioUser {
        id: node.id(PersonId::new)?,
        role: node.text("role"),
    })
}

pub(crate) fn assigned_user(node: Node<'_>) -> Parsed<AssignedUser> {
    Ok(AssignedUser {
        id: node.id(PersonId::new)?,
        name: node.text("name"),
        kind: node.text("user_type"),
        tasks: node.texts("tasks"),
    })
}

pub(crate) fn waba(node: Node<'_>) -> Parsed<Waba> {
    Ok(Waba {
        id: node.id(WabaId::new)?,
        name: node.text("name"),
        owner: node
            .inner("owner_business_info")
            .and_then(|owner| business(owner).ok()),
        status: node.text("status"),
        review_status: node.text("account_review_status"),
        verification_status: node.text("business_verification_status"),
        currency: node.text("currency"),
    })
}

/// The fields are taken as they come: an account may have hundreds of numbers, and looking each field up by its name
/// costs more than the reading.
pub(crate) fn phone_number(node: Node<'_>) -> Parsed<PhoneNumber> {
    let mut number = PhoneNumber::unread(node.id(NumberId::new)?);
    for (name, value) in node.fields().into_iter().flatten() {
        match name {
            "display_phone_number" => number.display_phone_number = value.to_text(),
            "verified_name" => number.verified_name = value.to_text(),
            "status" => number.status = value.to_text(),
            "code_verification_status" => number.code_verification = value.to_text(),
            "quality_rating" => number.quality = value.to_text(),
            "platform_type" => number.platform_type = value.to_text(),
            "name_status" => number.name_status = value.to_text(),
            "account_mode" => number.account_mode = value.to_text(),
            "is_on_biz_app" => number.on_business_app = value.to_flag(),
            "is_pin_enabled" => number.pin_enabled = value.to_flag(),
            "throughput" => number.throughput = value.to_object().and_then(|of| of.text("level")),
            "whatsapp_business_manager_messaging_limit" => number.messaging_limit = value.to_text(),
            "last_onboarded_time" => number.last_onboarded_time = value.to_text(),
            "webhook_configuration" => number.webhook = value.to_object().map(webhook),
            "health_status" => number.health = value.to_object().and_then(health),
            _ => {}
        }
    }
    Ok(number)
}

fn webhook(node: Node<'_>) -> WebhookLevels {
    let level = |key| node.text(key).filter(|url: &SmolStr| !url.is_empty());
    WebhookLevels {
        phone_number: level("phone_number"),
        waba: level("whatsapp_business_account"),
        application: level("application"),
    }
}

/// `None` without a list of entities: an empty one would read as healthy.
fn health(node: Node<'_>) -> Option<Health> {
    let entities = node.items("entities")?.map(health_entity).collect();
    Some(Health { entities })
}

fn health_entity(node: Node<'_>) -> HealthEntity {
    HealthEntity {
        kind: node.text("entity_type").unwrap_or_else(|| EntityKind::from("")),
        id: node.text("id"),
        can_send: node.text("can_send_message").unwrap_or_else(|| Ability::from("")),
        errors: node
            .items("errors")
            .into_iter()
            .flatten()
            .filter_map(health_error)
            .collect(),
        notes: node.texts("additional_info"),
    }
}

fn health_error(node: Node<'_>) -> Option<HealthError> {
    Some(HealthError {
        code: node.whole("error_code")?,
        description: node.text("error_description"),
        solution: node.text("possible_solution"),
    })
}

pub(crate) fn subscription(node: Node<'_>) -> Parsed<Subscription> {
    let app = node.inner("whatsapp_business_api_data").ok_or(malformed())?;
    Ok(Subscription {
        app_id: app.id(AppId::new)?,
        app_name: app.text("name"),
        override_callback: node
            .text("override_callback_uri")
            .filter(|url: &SmolStr| !url.is_empty()),
    })
}

/// `None` for webhooks of other objects: pages, persons.
pub(crate) fn app_webhook(node: Node<'_>) -> Parsed<Option<AppWebhook>> {
    let object: SmolStr = node.text("object").ok_or(malformed())?;
    if object != "whatsapp_business_account" {
        return Ok(None);
    }
    // A name that cannot be read may be any: then nothing is said of the fields.
    let name = |field: Node<'_>| field.text("name").or_else(|| field.to_text());
    Ok(Some(AppWebhook {
        active: node.flag("active"),
        fields: node.items("fields").and_then(|fields| fields.map(name).collect()),
    }))
}

#[cfg(test)]
mod tests;
