//! The Meta connection: its fields, checked one by one, and what a login needs of it.

use crate::surface::SimulatorAddresses;
use crate::views::{ConnectionCheckView, ConnectionValues};
use reconecta_core::connection::{
    backend_problem, extra_hosts, id_problem, is_host, redirect_problem, version_problem,
};
use reconecta_graph::{META_GRAPH, META_LOGIN};
use std::collections::BTreeMap;
use url::Url;

/// Graph version used until the person chooses another.
pub(crate) const DEFAULT_GRAPH_VERSION: &str = "v26.0";
/// Redirect that Meta offers to programs with an embedded browser.
pub(crate) const DESKTOP_REDIRECT: &str = "https://www.facebook.com/connect/login_success.html";
/// Hosts of Meta's login flow. Meta publishes no list; people can add more in the connection's settings.
const META_HOSTS: [&str; 9] = [
    "facebook.com",
    "facebook.net",
    "fbcdn.net",
    "fbsbx.com",
    "meta.com",
    "instagram.com",
    "whatsapp.com",
    "whatsapp.net",
    "recaptcha.net",
];

/// How a captured grant becomes a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenRoute {
    /// Code, exchanged here with the app's own secret.
    OwnApp,
    /// Code, exchanged by the company's backend.
    Backend(Url),
    /// Token in the redirect's fragment.
    DesktopGrant,
    /// No login at all: tokens are pasted.
    Manual,
}

/// A connection that is complete enough to start a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Connection {
    pub(crate) graph_base: String,
    pub(crate) login_base: String,
    pub(crate) graph_version: String,
    pub(crate) app_id: String,
    pub(crate) configuration_id: Option<String>,
    pub(crate) redirect_uri: String,
    pub(crate) route: TokenRoute,
    pub(crate) allowed_hosts: Vec<String>,
    pub(crate) loopback_origins: Vec<String>,
}

impl Connection {
    /// The simulator's connection.
    pub(crate) fn of_simulator(addresses: &SimulatorAddresses) -> Self {
        Self {
            graph_base: addresses.graph.clone(),
            login_base: addresses.login.clone(),
            graph_version: DEFAULT_GRAPH_VERSION.to_owned(),
            app_id: addresses.app_id.clone(),
            configuration_id: Some(addresses.configuration_id.clone()),
            redirect_uri: addresses.redirect_uri.clone(),
            route: TokenRoute::OwnApp,
            allowed_hosts: Vec::new(),
            loopback_origins: [&addresses.login, &addresses.graph]
                .into_iter()
                .filter_map(|text| origin(text))
                .collect(),
        }
    }

    /// Meta's connection from saved values; `None` while something is missing or wrong.
    pub(crate) fn of_meta(values: &ConnectionValues, has_app_secret: bool) -> Option<Self> {
        if !check(values, has_app_secret).problems.is_empty() {
            return None;
        }
        let route = match values.route.as_str() {
            "own_app" => TokenRoute::OwnApp,
            "backend" => TokenRoute::Backend(Url::parse(values.backend_url.trim()).ok()?),
            "desktop_grant" => TokenRoute::DesktopGrant,
            "manual" => TokenRoute::Manual,
            _ => return None,
        };
        let mut allowed_hosts: Vec<String> = META_HOSTS.iter().map(|host| (*host).to_owned()).collect();
        allowed_hosts.extend(extra_hosts(&values.extra_hosts).map(str::to_owned));
        let redirect_uri = match values.redirect_uri.trim() {
            "" => DESKTOP_REDIRECT.to_owned(),
            given => given.to_owned(),
        };
        Some(Self {
            graph_base: META_GRAPH.to_owned(),
            login_base: META_LOGIN.to_owned(),
            graph_version: values.graph_version.trim().to_owned(),
            app_id: values.app_id.trim().to_owned(),
            configuration_id: Some(values.configuration_id.trim().to_owned()).filter(|id| !id.is_empty()),
            redirect_uri,
            route,
            allowed_hosts,
            loopback_origins: Vec::new(),
        })
    }
}

fn origin(address: &str) -> Option<String> {
    Url::parse(address)
        .ok()
        .map(|url| url.origin().ascii_serialization())
}

/// Values of a connection that nobody has edited.
pub(crate) fn default_values() -> ConnectionValues {
    ConnectionValues {
        graph_version: DEFAULT_GRAPH_VERSION.to_owned(),
        route: "own_app".to_owned(),
        redirect_uri: DESKTOP_REDIRECT.to_owned(),
        ..ConnectionValues::default()
    }
}

/// Checks every field; the answer has one problem code for each field that is not right.
pub(crate) fn check(values: &ConnectionValues, has_app_secret: bool) -> ConnectionCheckView {
    let mut problems = BTreeMap::new();
    let mut add = |field: &str, problem: Option<&str>| {
        if let Some(code) = problem {
            problems.insert(field.to_owned(), code.to_owned());
        }
    };
    let needs_login = values.route != "manual";
    add("app_id", id_problem(&values.app_id, needs_login));
    add("configuration_id", id_problem(&values.configuration_id, false));
    add("graph_version", version_problem(&values.graph_version));
    add("redirect_uri", redirect_problem(&values.redirect_uri));
    add(
        "extra_hosts",
        extra_hosts(&values.extra_hosts)
            .any(|host| !is_host(host))
            .then_some("not_a_host"),
    );
    match values.route.as_str() {
        "own_app" => add("app_secret", (!has_app_secret).then_some("required")),
        "backend" => add("backend_url", backend_problem(&values.backend_url)),
        "desktop_grant" | "manual" => {}
        _ => add("route", Some("required")),
    }
    let can_save = problems.keys().all(|field| field == "app_secret");
    ConnectionCheckView { problems, can_save }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> ConnectionValues {
        ConnectionValues {
            app_id: "634974688087057".into(),
            configuration_id: "1029384756".into(),
            ..default_values()
        }
    }

    #[test]
    fn a_complete_connection_has_no_problem() {
        assert!(check(&complete(), true).problems.is_empty());
        assert!(Connection::of_meta(&complete(), true).is_some());
    }

    #[test]
    fn each_field_names_its_problem() {
        type Change = fn(&mut ConnectionValues);
        let table: [(&str, Change, &str); 9] = [
            ("app_id", |values| values.app_id.clear(), "required"),
            ("app_id", |values| values.app_id = "12a45".into(), "not_an_id"),
            (
                "configuration_id",
                |values| values.configuration_id = "abc".into(),
                "not_an_id",
            ),
            (
                "graph_version",
                |values| values.graph_version = "26".into(),
                "not_a_version",
            ),
            (
                "graph_version",
                |values| values.graph_version = "v12.0".into(),
                "version_too_old",
            ),
            (
                "redirect_uri",
                |values| values.redirect_uri = "http://example.com/".into(),
                "https_needed",
            ),
            (
                "redirect_uri",
                |values| values.redirect_uri = "nonsense".into(),
                "not_an_address",
            ),
            (
                "extra_hosts",
                |values| values.extra_hosts = "example.com, http://x".into(),
                "not_a_host",
            ),
            ("route", |values| values.route = "magic".into(), "required"),
        ];
        for (field, change, expected) in table {
            let mut values = complete();
            change(&mut values);
            let problems = check(&values, true).problems;
            assert_eq!(
                problems.get(field).map(String::as_str),
                Some(expected),
                "{field} of {values:?}"
            );
            assert!(
                Connection::of_meta(&values, true).is_none(),
                "{field} is wrong, so no login can start"
            );
        }
    }

    #[test]
    fn a_backend_needs_https_except_on_loopback() {
        for (address, expected) in [
            ("", Some("required")),
            ("http://backend.example.com/exchange", Some("https_needed")),
            ("https://backend.example.com/exchange", None),
            ("http://127.0.0.1:9000/exchange", None),
        ] {
            let values = ConnectionValues {
                route: "backend".into(),
                backend_url: address.into(),
                ..complete()
            };
            assert_eq!(
                check(&values, false)
                    .problems
                    .get("backend_url")
                    .map(String::as_str),
                expected,
                "{address}"
            );
        }
    }

    #[test]
    fn without_the_secret_the_own_app_route_can_be_saved_but_not_used() {
        let checked = check(&complete(), false);
        assert!(
            checked.can_save,
            "other fields are kept while the secret is missing"
        );
        assert!(Connection::of_meta(&complete(), false).is_none());
    }
}
