//! Access tokens and authorization codes.

use super::{Id, TokenKind};
use serde::{Deserialize, Serialize};

/// What a login delegates. `None` means everything of that kind, now and later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assets {
    /// Portfolio ids (targets of `business_management`).
    pub businesses: Option<Vec<Id>>,
    /// WABA ids (targets of the WhatsApp permissions).
    pub accounts: Option<Vec<Id>>,
}

/// Why a token stopped working.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invalidity {
    /// Subcode of error 190, for example 460 (password changed).
    pub subcode: i64,
    /// When, in Unix milliseconds.
    pub at: i64,
}

/// An access token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Who it speaks for.
    pub kind: TokenKind,
    /// App it was issued to.
    pub app: Id,
    /// Handle of the person (user tokens).
    #[serde(default)]
    pub person: Option<String>,
    /// Portfolio that delegated it (system user tokens).
    #[serde(default)]
    pub business: Option<Id>,
    /// Node id of the system user (system user tokens).
    #[serde(default)]
    pub system_user: Option<Id>,
    /// Permissions.
    pub scopes: Vec<String>,
    /// Delegated assets.
    #[serde(default)]
    pub assets: Assets,
    /// Unix seconds.
    pub issued_at: i64,
    /// Unix seconds; 0 = never.
    #[serde(default)]
    pub expires_at: i64,
    /// Unix seconds; 0 = never.
    #[serde(default)]
    pub data_access_expires_at: i64,
    /// Whether the session that made it had passed a second factor.
    #[serde(default)]
    pub two_factor: bool,
    /// Set once it was revoked.
    #[serde(default)]
    pub invalid: Option<Invalidity>,
}

/// An authorization code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// App of the dialog.
    pub app: Id,
    /// Redirect of the dialog, compared with the exchange's.
    pub redirect_uri: String,
    /// Unix milliseconds.
    pub issued_at_ms: i64,
    /// Set by the first exchange.
    #[serde(default)]
    pub used: bool,
    /// The token that the exchange hands out.
    pub token: Token,
}
