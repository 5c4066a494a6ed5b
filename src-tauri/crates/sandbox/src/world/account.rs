//! WhatsApp Business Accounts.

use super::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A callback address other than the app's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Address.
    pub url: String,
    /// Text that the handshake carried.
    pub verify_token: String,
}

/// An app's subscription to an account's webhooks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Subscription {
    /// Address for `messages` of this account.
    #[serde(rename = "override")]
    pub callback: Option<Override>,
}

/// Who may do what on an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Node id of a membership or a system user.
    pub user: Id,
    /// Tasks, for example `MANAGE`.
    pub tasks: Vec<String>,
}

/// A message template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Node id.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Language code.
    pub language: String,
    /// `UTILITY`, `MARKETING` or `AUTHENTICATION`.
    pub category: String,
    /// `APPROVED`, `PENDING`, `REJECTED`, `PAUSED`, `DISABLED`.
    pub status: String,
    /// Text of the body.
    pub body: String,
}

/// A line of the activity log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// Node id.
    pub id: Id,
    /// `WEBHOOK_CONFIGURED`, `API_ACCESS_REVOKED`, ...
    pub kind: String,
    /// Unix milliseconds.
    pub at: i64,
    /// `USER`, `SYSTEM`, `API`, `ADMIN`, `AUTOMATED_PROCESS`.
    pub actor_type: String,
    /// Who.
    #[serde(default)]
    pub actor_id: Option<Id>,
    /// Name of who.
    #[serde(default)]
    pub actor_name: Option<String>,
    /// Free form.
    #[serde(default)]
    pub details: serde_json::Value,
}

/// A WhatsApp Business Account (in the account model of 2026: a messaging account).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Node id.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Owning portfolio.
    pub owner: Id,
    /// Portfolios it is shared with.
    #[serde(default)]
    pub shared_with: Vec<Id>,
    /// `ACTIVE` and others.
    pub status: String,
    /// `APPROVED`, `PENDING`, `REJECTED`.
    pub review: String,
    /// Currency.
    pub currency: String,
    /// Country.
    pub country: String,
    /// Number in Meta's list of time zones, as text.
    pub timezone_id: String,
    /// Namespace of templates.
    pub template_namespace: String,
    /// Means of payment; without it nothing that costs money goes out.
    #[serde(default)]
    pub funding: Option<Id>,
    /// Unix milliseconds.
    #[serde(default)]
    pub created_at: i64,
    /// Subscribed apps.
    #[serde(default)]
    pub subscriptions: BTreeMap<Id, Subscription>,
    /// Assigned people and system users.
    #[serde(default)]
    pub assigned: Vec<Assignment>,
    /// Templates.
    #[serde(default)]
    pub templates: Vec<Template>,
    /// Activity log, oldest first.
    #[serde(default)]
    pub activities: Vec<Activity>,
}
