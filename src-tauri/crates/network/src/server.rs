//! Reads from a company's own platform, with deadlines and a limit for bodies.

use crate::answer::{before_answer, whole_body};
use crate::way::{NoHttpStack, Way};
use http::{HeaderName, HeaderValue};
use reconecta_core::address::is_safe;
use reconecta_core::fact::TransportFailure;
use reqwest::{Client, Method, Request};
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::time::Duration;
use url::Url;
use zeroize::Zeroizing;

const CONNECT_LIMIT: Duration = Duration::from_secs(10);
const ANSWER_LIMIT: Duration = Duration::from_secs(20);
const BODY_LIMIT: usize = 8 * 1024 * 1024;

/// Why a server cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServerRefused {
    /// Plain http outside this computer.
    #[error("plain http is accepted on loopback only")]
    NotSecure,
    /// There is no HTTP stack.
    #[error(transparent)]
    NoHttpStack(#[from] NoHttpStack),
}

/// A client for one server.
pub struct PlainServer {
    http: Client,
}

/// An answer as it came; its body may hold secrets, which are wiped with it.
pub struct PlainAnswer {
    /// HTTP status.
    pub status: u16,
    /// Seconds after which the server wants to be asked again, where it says so.
    pub retry_after: Option<u32>,
    /// The whole body.
    pub body: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for PlainServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainServer").finish_non_exhaustive()
    }
}

impl fmt::Debug for PlainAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainAnswer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl PlainServer {
    /// A client for the server of this address: https, or http on this computer, where no proxy is in between.
    ///
    /// # Errors
    /// The address may not carry secrets, or the HTTP stack could not be set up.
    pub fn new(server: &Url, way: &Way) -> Result<Self, ServerRefused> {
        if !is_safe(server) {
            return Err(ServerRefused::NotSecure);
        }
        let builder = way.client_for(server)?;
        let http = builder.connect_timeout(CONNECT_LIMIT).timeout(ANSWER_LIMIT);
        Ok(Self {
            http: http.build().map_err(|_| NoHttpStack)?,
        })
    }

    /// Asks for a page, with a secret in a header. Anything that the server answers is an answer.
    ///
    /// # Errors
    /// Why none came. A secret that cannot be in a header is never sent.
    pub async fn get(
        &self,
        url: Url,
        header: &'static str,
        secret: &SecretString,
    ) -> Result<PlainAnswer, TransportFailure> {
        if !is_safe(&url) {
            return Err(TransportFailure::NotConnected);
        }
        let mut value = HeaderValue::try_from(secret.expose_secret())
            .map_err(|_unsendable| TransportFailure::NotConnected)?;
        value.set_sensitive(true);
        let mut request = Request::new(Method::GET, url);
        request
            .headers_mut()
            .insert(HeaderName::from_static(header), value);
        let response = self
            .http
            .execute(request)
            .await
            .map_err(|error| before_answer(&error))?;
        let retry_after = response.headers().get(http::header::RETRY_AFTER);
        let retry_after = retry_after.and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let status = response.status().as_u16();
        let body = whole_body(response, BODY_LIMIT).await?;
        Ok(PlainAnswer {
            status,
            retry_after,
            body: Zeroizing::new(body),
        })
    }
}
