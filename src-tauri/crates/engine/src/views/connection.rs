//! The Meta connection.

use serde::Serialize;
use specta::Type;
use std::collections::BTreeMap;

/// The Meta connection of the present environment.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ConnectionView {
    /// Values as saved.
    pub values: ConnectionValues,
    /// Whether an app secret is in the vault.
    pub has_app_secret: bool,
    /// Whether the simulator provides them (nothing can be edited).
    pub provided: bool,
    /// Whether a login can start.
    pub ready: bool,
}

/// Editable values; none of them is a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize, Type)]
pub struct ConnectionValues {
    /// Meta app id.
    pub app_id: String,
    /// Configuration of Facebook Login for Business.
    pub configuration_id: String,
    /// For example `v26.0`.
    pub graph_version: String,
    /// `own_app`, `backend`, `desktop_grant` or `manual`.
    pub route: String,
    /// Redirect URI registered in the app.
    pub redirect_uri: String,
    /// Backend that exchanges codes.
    pub backend_url: String,
    /// More hosts that the login window may show, comma separated.
    pub extra_hosts: String,
}

/// What is wrong with a connection's fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ConnectionCheckView {
    /// Field name → catalogue key `connection.problem.<code>`; fields without an entry are fine.
    pub problems: BTreeMap<String, String>,
    /// Whether it can be saved.
    pub can_save: bool,
}
