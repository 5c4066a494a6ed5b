//! Apps and their login configurations.

use super::Id;
use serde::{Deserialize, Serialize};

/// What an app declares itself to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppKind {
    /// Keeps its secret on a server.
    #[default]
    Business,
    /// Ships its secret: its app access token is not accepted anywhere.
    NativeDesktop,
}

/// Where an app receives webhooks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callback {
    /// Address.
    pub url: String,
    /// Text that the handshake must carry.
    pub verify_token: String,
    /// Subscribed webhook fields, for example `messages`.
    pub fields: Vec<String>,
}

/// An app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct App {
    /// App id.
    pub id: Id,
    /// Name shown in the dialog.
    pub name: String,
    /// App secret (invented).
    pub secret: String,
    /// Valid redirect URIs, compared exactly. `{login}` stands for the simulator's own login address.
    pub redirect_uris: Vec<String>,
    /// Whether it is live; in development mode only its own developers can log in.
    pub live: bool,
    /// Declared type.
    #[serde(default)]
    pub kind: AppKind,
    /// "Require App Secret": every call must carry `appsecret_proof`.
    #[serde(default)]
    pub require_proof: bool,
    /// Handles of its developers.
    #[serde(default)]
    pub developers: Vec<String>,
    /// Webhook subscription of the object `whatsapp_business_account`.
    #[serde(default)]
    pub callback: Option<Callback>,
    /// Tokens made by `client_credentials`.
    #[serde(default)]
    pub app_tokens: Vec<String>,
}

/// Who the tokens of a configuration speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TokenKind {
    /// A person.
    User,
    /// A business (business integration system user).
    SystemUser,
}

/// A configuration of Facebook Login for Business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Configuration {
    /// Configuration id.
    pub id: Id,
    /// App it belongs to.
    pub app: Id,
    /// Name in the dashboard.
    pub name: String,
    /// Kind of token.
    pub token: TokenKind,
    /// Permissions, granted all or none.
    pub scopes: Vec<String>,
    /// Whether system user tokens end after 60 days.
    #[serde(default)]
    pub expiring: bool,
    /// Deleted configurations answer a bare error page.
    pub alive: bool,
}
