//! People, their login sessions, and what they have connected before.

use super::{Assets, Id};
use serde::{Deserialize, Serialize};

/// Somebody with a Facebook account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// App-scoped id.
    pub id: Id,
    /// Full name.
    pub name: String,
    /// Login name.
    pub email: String,
    /// Password (invented).
    pub password: String,
    /// Code of the second factor; `None` when it is switched off.
    #[serde(default)]
    pub two_factor_code: Option<String>,
    /// Meta holds the account at a checkpoint: the next login has to confirm it.
    #[serde(default)]
    pub checkpoint: bool,
    /// Permissions that the person leaves unticked in every login.
    #[serde(default)]
    pub declines: Vec<String>,
}

/// A browser's login session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Handle of the person.
    pub person: String,
    /// Whether the second factor was passed in it.
    pub two_factor: bool,
}

/// What a person has connected to an app: the returning person is offered exactly this again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Handle of the person.
    pub person: String,
    /// App.
    pub app: Id,
    /// Configuration; `None` for a plain `scope` login.
    pub configuration: Option<Id>,
    /// Portfolios and accounts chosen.
    pub assets: Assets,
}
