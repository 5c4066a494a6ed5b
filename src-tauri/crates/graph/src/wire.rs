//! From Meta's JSON to the vocabulary of `reconecta-core`.

use crate::envelope;
use crate::failure::{GraphFailure, malformed};
use crate::node::Node;
use crate::reads::GrantedAssets;
use reconecta_core::admin::PortfolioUser;
use reconecta_core::ids::{AppId, BusinessId, NumberId, PersonId, WabaId};
use reconecta_core::meta::{
    Ability, Business, BusinessRole, EntityKind, Health, HealthEntity, HealthError, Membership,
    PermissionStatus, Person, PhoneNumber, Subscription, TokenInfo, TokenKind, Waba, WebhookLevels,
};
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
        app_id: data.text("app_id").map(AppId::new),
        kind: TokenKind::from(data.text("type").unwrap_or_default()),
        // Without this field nothing is known; "invalid" would be a claim.
        valid: data.flag("is_valid").ok_or(malformed())?,
        problem: data.inner("error").map(|error| envelope::problem(error, 200)),
        expires_at: data.whole("expires_at"),
        data_access_expires_at: data.whole("data_access_expires_at"),
        scopes,
        user_id: data.text("user_id").map(PersonId::new),
    })
}

/// The targets of `business_management` are portfolios, those of the WhatsApp permissions are accounts.
pub(crate) fn granted_assets(answer: Node<'_>) -> Parsed<GrantedAssets> {
    let data = answer.inner("data").ok_or(malformed())?;
    let (mut wabas, mut businesses) = (BTreeSet::new(), BTreeSet::new());
    for scope in data.items("granular_scopes").into_iter().flatten() {
        let targets = scope.texts("target_ids");
        match scope.text("scope").as_deref() {
            Some("business_management") => businesses.extend(targets.into_iter().map(BusinessId::new)),
            Some(name) if name.starts_with("whatsapp_business_") => {
                wabas.extend(targets.into_iter().map(WabaId::new))
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
        health: node.inner("health_status").and_then(health),
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

/// `None` without a list of entities: an empty one would read as healthy.
fn health(node: Node<'_>) -> Option<Health> {
    let entities = node.items("entities")?.map(health_entity).collect();
    Some(Health { entities })
}

fn health_entity(node: Node<'_>) -> HealthEntity {
    HealthEntity {
        kind: EntityKind::from(node.text("entity_type").unwrap_or_default()),
        id: node.text("id"),
        can_send: Ability::from(node.text("can_send_message").unwrap_or_default()),
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
        override_callback: node.text("override_callback_uri").filter(|url| !url.is_empty()),
    })
}

#[cfg(test)]
mod tests;
