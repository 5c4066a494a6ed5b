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

/// Why a person who has connected before is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskAgain {
    /// They declined a permission, or left out an account: without this the dialog repeats the earlier choice.
    Choice,
    /// Ninety days without a login have ended the access to data.
    DataAccess,
    /// Their password must be asked for, although a session exists.
    Password,
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

impl AskAgain {
    fn auth_type(self) -> &'static str {
        match self {
            Self::Choice => "rerequest",
            Self::DataAccess => "reauthorize",
            Self::Password => "reauthenticate",
        }
    }
}

impl Graph {
    /// Address of the dialog. It carries `state`, so it does not print itself. `None` when the login address cannot be
    /// extended.
    pub fn dialog_url(&self, request: &DialogRequest<'_>) -> Option<SecretString> {
        self.dialog(request)
            .map(|url| SecretString::from(String::from(url)))
    }

    /// The same for a person who has connected before and has to choose, or prove, something again.
    pub fn repeated_dialog_url(&self, request: &DialogRequest<'_>, again: AskAgain) -> Option<SecretString> {
        let mut url = self.dialog(request)?;
        url.query_pairs_mut().append_pair("auth_type", again.auth_type());
        Some(SecretString::from(String::from(url)))
    }

    fn dialog(&self, request: &DialogRequest<'_>) -> Option<Url> {
        let path = format!("{}/dialog/oauth", self.settings.version);
        let mut url = self.settings.login.join(&path).ok()?;
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
        // A configuration brings its own permissions; Meta wants no scope beside it.
        match request.configuration_id {
            Some(configuration) => url.query_pairs_mut().append_pair("config_id", configuration),
            None => url.query_pairs_mut().append_pair("scope", SCOPE),
        };
        Some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GraphSettings;
    use std::collections::BTreeMap;

    fn parameters(configuration_id: Option<&str>, again: Option<AskAgain>) -> BTreeMap<String, String> {
        let settings = GraphSettings::new("https://graph.facebook.com", "https://www.facebook.com", "v26.0");
        let graph = Graph::new(settings.unwrap()).unwrap();
        let redirect_uri = Url::parse("https://www.facebook.com/connect/login_success.html?a=1&b=2").unwrap();
        let request = DialogRequest {
            app_id: "634974688087057",
            configuration_id,
            redirect_uri: &redirect_uri,
            state: &SecretString::from("s&t=a te"),
            response: ResponseKind::Code,
        };
        let url = match again {
            None => graph.dialog_url(&request),
            Some(again) => graph.repeated_dialog_url(&request, again),
        };
        let url = url.expect("an address");
        assert_eq!(
            format!("{url:?}"),
            "SecretBox<str>([REDACTED])",
            "it must not print itself"
        );
        let url = Url::parse(url.expose_secret()).expect("an address");
        assert_eq!(url.origin().ascii_serialization(), "https://www.facebook.com");
        assert_eq!(url.path(), "/v26.0/dialog/oauth");
        url.query_pairs().into_owned().collect()
    }

    #[test]
    fn every_value_arrives_as_it_was_given() {
        let sent = parameters(Some("1029384756"), None);
        for (name, value) in [
            ("client_id", "634974688087057"),
            (
                "redirect_uri",
                "https://www.facebook.com/connect/login_success.html?a=1&b=2",
            ),
            ("state", "s&t=a te"),
            ("response_type", "code"),
            ("display", "popup"),
            ("config_id", "1029384756"),
        ] {
            assert_eq!(sent.get(name).map(String::as_str), Some(value), "{name}");
        }
        assert_eq!(sent.len(), 6, "nothing else is sent: {sent:?}");
    }

    #[test]
    fn permissions_are_named_only_without_a_configuration() {
        assert_eq!(
            parameters(None, None).get("scope").map(String::as_str),
            Some(SCOPE)
        );
        assert_eq!(parameters(Some("1"), None).get("scope"), None);
    }

    #[test]
    fn a_returning_person_can_be_asked_again() {
        for (again, value) in [
            (AskAgain::Choice, "rerequest"),
            (AskAgain::DataAccess, "reauthorize"),
            (AskAgain::Password, "reauthenticate"),
        ] {
            let sent = parameters(None, Some(again));
            assert_eq!(
                sent.get("auth_type").map(String::as_str),
                Some(value),
                "{again:?}"
            );
        }
        assert_eq!(parameters(None, None).get("auth_type"), None);
    }
}
