//! Address of the login dialog. Source: Meta, "Manually build a login flow" and "Facebook Login for Business".

use crate::client::Graph;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// What the redirect brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseKind {
    /// A code in the query.
    Code,
    /// A token in the fragment.
    Token,
}

/// A login to be opened.
pub struct DialogRequest<'a> {
    /// Meta app id.
    pub app_id: &'a str,
    /// Configuration of Facebook Login for Business; without one the permissions are asked for by name.
    pub configuration_id: Option<&'a str>,
    /// Redirect registered in the app.
    pub redirect_uri: &'a Url,
    /// Random value of this login.
    pub state: &'a SecretString,
    /// What the redirect brings.
    pub response: ResponseKind,
}

const SCOPE: &str = "business_management,whatsapp_business_management,whatsapp_business_messaging";

impl Graph {
    /// Address of the dialog. It carries `state`, so it does not print itself.
    pub fn dialog_url(&self, request: &DialogRequest<'_>) -> Option<SecretString> {
        let mut url = self
            .settings
            .login
            .join(&format!("{}/dialog/oauth", self.settings.version))
            .ok()?;
        let response = match request.response {
            ResponseKind::Code => "code",
            ResponseKind::Token => "token",
        };
        url.query_pairs_mut()
            .append_pair("client_id", request.app_id)
            .append_pair("redirect_uri", request.redirect_uri.as_str())
            .append_pair("state", request.state.expose_secret())
            .append_pair("response_type", response)
            .append_pair("display", "popup");
        match request.configuration_id {
            Some(configuration) => url.query_pairs_mut().append_pair("config_id", configuration),
            None => url.query_pairs_mut().append_pair("scope", SCOPE),
        };
        Some(SecretString::from(String::from(url)))
    }
}
