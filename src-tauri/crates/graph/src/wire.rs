//! From Meta's JSON to the vocabulary of `reconecta-core`.

use crate::envelope;
use crate::failure::GraphFailure;
use crate::node::{Node, malformed};
use reconecta_core::admin::PortfolioUser;
use reconecta_core::ids::{AppId, BusinessId, NumberId, PersonId, WabaId};
use reconecta_core::meta::{
    Ability, Business, BusinessRole, EntityKind, Health, HealthEntity, HealthError, Membership,
    PermissionStatus, Person, PhoneNumber, Subscription, TokenInfo, TokenKind, Waba, WebhookLevels,
};

type Parsed<T> = Result<T, GraphFailure>;

pub(crate) fn token_info(answer: Node<'_>) -> Parsed<TokenInfo> {
    let data = answer.inner("data").ok_or(malformed())?;
    let granular = data
        .list("granular_scopes")
        .filter_map(|scope| scope.text("scope"));
    let plain = data
        .0
        .get("scopes")
        .and_then(serde_json::Value::as_array)
        .into_iter()
        .flatten();
    let mut scopes: Vec<String> = plain
        .filter_map(|scope| scope.as_str().map(str::to_owned))
        .chain(granular)
        .collect();
    scopes.sort();
    scopes.dedup();
    Ok(TokenInfo {
        app_id: data.text("app_id").map(AppId::new),
        kind: data
            .text("type")
            .map_or_else(|| TokenKind::Other(String::new()), TokenKind::from),
        valid: data.flag("is_valid").unwrap_or(false),
        problem: data.inner("error").map(|error| envelope::problem(error.0, 200)),
        expires_at: data.whole("expires_at"),
        data_access_expires_at: data.whole("data_access_expires_at"),
        scopes,
        user_id: data.text("user_id").map(PersonId::new),
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
    let status = node
        .text("status")
        .map_or_else(|| PermissionStatus::Other(String::new()), PermissionStatus::from);
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
        role: node.text("role").map(BusinessRole::from),
    })
}

pub(crate) fn portfolio_user(node: Node<'_>) -> Parsed<PortfolioUser> {
    Ok(PortfolioUser {
        id: node.id(PersonId::new)?,
        role: node.text("role").map(BusinessRole::from),
    })
}

pub(crate) fn waba(node: Node<'_>) -> Parsed<Waba> {
    Ok(Waba {
        id: node.id(WabaId::new)?,
        name: node.text("name"),
        owner: node.inner("owner_business_info").map(business).transpose()?,
        review_status: node.text("account_review_status"),
        verification_status: node.text("business_verification_status"),
        currency: node.text("currency"),
    })
}

pub(crate) fn phone_number(node: Node<'_>) -> Parsed<PhoneNumber> {
    Ok(PhoneNumber {
        id: node.id(NumberId::new)?,
        display_phone_number: node.text("display_phone_number"),
        verified_name: node.text("verified_name"),
        status: node.text("status").map(Into::into),
        code_verification: node.text("code_verification_status").map(Into::into),
        quality: node.text("quality_rating").map(Into::into),
        platform_type: node.text("platform_type").map(Into::into),
        name_status: node.text("name_status").map(Into::into),
        account_mode: node.text("account_mode"),
        on_business_app: node.flag("is_on_biz_app"),
        pin_enabled: node.flag("is_pin_enabled"),
        throughput: node
            .inner("throughput")
            .and_then(|throughput| throughput.text("level")),
        messaging_limit: node.text("whatsapp_business_manager_messaging_limit"),
        last_onboarded_time: node.text("last_onboarded_time"),
        webhook: node.inner("webhook_configuration").map(webhook),
        health: node.inner("health_status").map(health),
    })
}

fn webhook(node: Node<'_>) -> WebhookLevels {
    let level = |key| node.text(key).filter(|url| !url.is_empty());
    WebhookLevels {
        phone_number: level("phone_number"),
        waba: level("whatsapp_business_account"),
        application: level("application"),
    }
}

fn health(node: Node<'_>) -> Health {
    Health {
        entities: node.list("entities").map(health_entity).collect(),
    }
}

fn health_entity(node: Node<'_>) -> HealthEntity {
    let unknown = String::new;
    HealthEntity {
        kind: EntityKind::from(node.text("entity_type").unwrap_or_else(unknown)),
        id: node.text("id"),
        can_send: Ability::from(node.text("can_send_message").unwrap_or_else(unknown)),
        errors: node
            .list("errors")
            .filter_map(|error| {
                Some(HealthError {
                    code: error.whole("error_code")?,
                    description: error.text("error_description"),
                    solution: error.text("possible_solution"),
                })
            })
            .collect(),
        notes: node
            .0
            .get("additional_info")
            .and_then(serde_json::Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|note| note.as_str().map(str::to_owned))
            .collect(),
    }
}

pub(crate) fn subscription(node: Node<'_>) -> Parsed<Subscription> {
    let app = node.inner("whatsapp_business_api_data").ok_or(malformed())?;
    Ok(Subscription {
        app_id: app.id(AppId::new)?,
        app_name: app.text("name"),
        override_callback: node.text("override_callback_uri").filter(|url| !url.is_empty()),
    })
}
