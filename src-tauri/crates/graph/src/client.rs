//! The client: joins addresses, adds the token as a header, retries reads.

use crate::failure::GraphFailure;
use crate::retry;
use crate::settings::{GraphSettings, SettingsRefused};
use crate::transport;
use reconecta_core::fact::TransportFailure;
use reqwest::{Client, Method, Request};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::fmt;
use url::Url;

/// The client for one Graph address and version.
pub struct Graph {
    pub(crate) http: Client,
    pub(crate) settings: GraphSettings,
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Graph")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// Parameters of a call: never the token, never a secret in an address.
pub(crate) type Parameters<'a> = &'a [(&'a str, &'a str)];

impl Graph {
    /// A client with these settings.
    ///
    /// # Errors
    /// The HTTP stack could not be set up.
    pub fn new(settings: GraphSettings) -> Result<Self, SettingsRefused> {
        Ok(Self {
            http: transport::client(&settings)?,
            settings,
        })
    }

    /// Address of a Graph path under the configured version.
    pub(crate) fn address(&self, path: &str) -> Result<Url, GraphFailure> {
        let joined = self
            .settings
            .graph
            .join(&format!("{}/{path}", self.settings.version));
        joined.map_err(|_| GraphFailure::Transport(TransportFailure::NotConnected))
    }

    /// A read, retried where that is harmless.
    pub(crate) async fn get(
        &self,
        token: &SecretString,
        path: &str,
        parameters: Parameters<'_>,
    ) -> Result<Value, GraphFailure> {
        retry::reads(self.settings.first_delay, || async {
            let mut url = self.address(path)?;
            url.query_pairs_mut().extend_pairs(parameters);
            self.send(token, Request::new(Method::GET, url)).await
        })
        .await
    }

    /// A write with a JSON body, made exactly once.
    pub(crate) async fn post(
        &self,
        token: &SecretString,
        path: &str,
        body: &Value,
    ) -> Result<Value, GraphFailure> {
        let request = self.http.post(self.address(path)?).json(body).build();
        let request = request.map_err(|_| GraphFailure::Transport(TransportFailure::NotConnected))?;
        self.send(token, request).await
    }

    async fn send(&self, token: &SecretString, mut request: Request) -> Result<Value, GraphFailure> {
        let bearer = format!("Bearer {}", token.expose_secret());
        let mut value = http::HeaderValue::try_from(bearer)
            .map_err(|_| GraphFailure::Transport(TransportFailure::NotConnected))?;
        value.set_sensitive(true);
        request.headers_mut().insert(http::header::AUTHORIZATION, value);
        transport::send(&self.http, request, self.settings.body_limit).await
    }

    /// Whether Meta answers at all. Its refusal of a call without a token is an answer.
    ///
    /// # Errors
    /// Why no answer came.
    pub async fn reach(&self) -> Result<(), TransportFailure> {
        let Ok(url) = self.address("me") else {
            return Err(TransportFailure::NotConnected);
        };
        let answer = transport::send(
            &self.http,
            Request::new(Method::GET, url),
            self.settings.body_limit,
        )
        .await;
        match answer {
            Ok(_) | Err(GraphFailure::Graph(_)) => Ok(()),
            Err(GraphFailure::Transport(failure)) => Err(failure),
        }
    }
}
