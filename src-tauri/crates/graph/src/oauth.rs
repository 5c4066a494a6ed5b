//! From code to token. A code lives 30 seconds and works once, so the exchange is made exactly once, as a POST form:
//! neither code nor secret is ever part of an address.

use crate::client::Graph;
use crate::failure::GraphFailure;
use crate::node::{Node, malformed};
use crate::settings::is_safe;
use crate::transport;
use oauth2::basic::BasicClient;
use oauth2::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, HttpRequest, HttpResponse, RedirectUrl,
    RequestTokenError, TokenResponse, TokenUrl,
};
use reconecta_core::fact::TransportFailure;
use reqwest::{Client, Method, Request};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

/// A token as it was issued.
pub struct IssuedToken {
    /// The token.
    pub access_token: SecretString,
    /// Seconds until it expires; `None` when it does not, or nobody said.
    pub expires_in: Option<u64>,
}

fn unusable() -> GraphFailure {
    GraphFailure::Transport(TransportFailure::NotConnected)
}

impl Graph {
    /// Exchanges a code with the app's own secret. Never repeated, whatever comes back.
    ///
    /// # Errors
    /// See [`GraphFailure`]; anything but a clear refusal leaves open whether the code was used.
    pub async fn exchange_code(
        &self,
        app_id: &str,
        secret: &SecretString,
        code: &SecretString,
        redirect_uri: &str,
    ) -> Result<IssuedToken, GraphFailure> {
        let redirect = RedirectUrl::new(redirect_uri.to_owned()).map_err(|_| unusable())?;
        let client = BasicClient::new(ClientId::new(app_id.to_owned()))
            .set_client_secret(ClientSecret::new(secret.expose_secret().to_owned()))
            .set_token_uri(TokenUrl::from_url(self.token_address()?))
            .set_redirect_uri(redirect)
            .set_auth_type(AuthType::RequestBody);
        let (http, body_limit) = (self.http.clone(), self.settings.body_limit);
        let answer = client
            .exchange_code(AuthorizationCode::new(code.expose_secret().to_owned()))
            .request_async(&move |request| bridge(http.clone(), body_limit, request))
            .await;
        match answer {
            Ok(token) => Ok(IssuedToken {
                access_token: SecretString::from(token.access_token().secret().to_owned()),
                expires_in: token.expires_in().map(|life| life.as_secs()),
            }),
            Err(RequestTokenError::Request(failure)) => Err(failure),
            Err(_) => Err(malformed()),
        }
    }

    /// Turns a person's short token into the long one (about 60 days).
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn extend_user_token(
        &self,
        app_id: &str,
        secret: &SecretString,
        token: &SecretString,
    ) -> Result<IssuedToken, GraphFailure> {
        let form = [
            ("grant_type", "fb_exchange_token"),
            ("client_id", app_id),
            ("client_secret", secret.expose_secret()),
            ("fb_exchange_token", token.expose_secret()),
        ];
        let request = self
            .http
            .post(self.token_address()?)
            .form(&form)
            .build()
            .map_err(|_| unusable())?;
        issued(&transport::send(&self.http, request, self.settings.body_limit).await?)
    }

    /// Lets the company's backend exchange a code: one POST of JSON, answered with a token.
    ///
    /// # Errors
    /// See [`GraphFailure`]; an address that is neither https nor loopback is never contacted.
    pub async fn exchange_with_backend(
        &self,
        backend: &Url,
        code: &SecretString,
        redirect_uri: &str,
    ) -> Result<IssuedToken, GraphFailure> {
        if !is_safe(backend) {
            return Err(unusable());
        }
        let body = json!({"code": code.expose_secret(), "redirect_uri": redirect_uri});
        let request = self
            .http
            .post(backend.clone())
            .json(&body)
            .build()
            .map_err(|_| unusable())?;
        issued(&transport::send(&self.http, request, self.settings.body_limit).await?)
    }

    /// `debug_token` wants the inspected token as a parameter: it travels in the body of a POST that Graph reads as a GET.
    pub(crate) async fn inspect(
        &self,
        token: &SecretString,
        asker: &SecretString,
    ) -> Result<Value, GraphFailure> {
        let form = [
            ("method", "get"),
            ("input_token", token.expose_secret()),
            ("access_token", asker.expose_secret()),
        ];
        let request = self
            .http
            .post(self.address("debug_token")?)
            .form(&form)
            .build()
            .map_err(|_| unusable())?;
        transport::send(&self.http, request, self.settings.body_limit).await
    }

    fn token_address(&self) -> Result<Url, GraphFailure> {
        self.address("oauth/access_token")
    }
}

/// The one HTTP stack, for the OAuth library.
async fn bridge(http: Client, body_limit: usize, request: HttpRequest) -> Result<HttpResponse, GraphFailure> {
    let (parts, body) = request.into_parts();
    let url = Url::parse(&parts.uri.to_string()).map_err(|_| unusable())?;
    let mut request = Request::new(Method::POST, url);
    *request.headers_mut() = parts.headers;
    *request.body_mut() = Some(body.into());
    let answer = transport::send(&http, request, body_limit).await?;
    let mut response = HttpResponse::new(answer.to_string().into_bytes());
    let json = ::http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(::http::header::CONTENT_TYPE, json);
    Ok(response)
}

fn issued(answer: &Value) -> Result<IssuedToken, GraphFailure> {
    let node = Node(answer);
    let access_token = node
        .text("access_token")
        .filter(|token| !token.is_empty())
        .ok_or(malformed())?;
    let expires_in = node
        .whole("expires_in")
        .and_then(|seconds| u64::try_from(seconds).ok());
    Ok(IssuedToken {
        access_token: SecretString::from(access_token),
        expires_in,
    })
}
