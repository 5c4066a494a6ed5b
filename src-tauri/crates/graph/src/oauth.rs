//! From code to token. A code lives 30 seconds and works once, so the exchange is made exactly once, as a POST form:
//! neither code nor secret is ever part of an address. Source: Meta, "Manually build a login flow".

use crate::client::Graph;
use crate::failure::{GraphFailure, malformed, unsendable};
use crate::json::Json;
use crate::transport::{self, Server};
use oauth2::basic::BasicClient;
use oauth2::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, HttpRequest, HttpResponse, RedirectUrl,
    RequestTokenError, TokenResponse, TokenUrl,
};
use reconecta_core::address::is_safe;
use reqwest::{Client, Method, Request};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use url::Url;

/// A token as it was issued.
#[derive(Debug)]
pub struct IssuedToken {
    /// The token.
    pub access_token: SecretString,
    /// Seconds until it expires; `None` when it does not, or nobody said.
    pub expires_in: Option<u64>,
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
        let redirect = RedirectUrl::new(redirect_uri.to_owned()).map_err(|_| unsendable())?;
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
            Ok(token) if !token.access_token().secret().is_empty() => Ok(IssuedToken {
                access_token: SecretString::from(token.access_token().secret().to_owned()),
                expires_in: token.expires_in().map(|life| life.as_secs()),
            }),
            Err(RequestTokenError::Request(failure)) => Err(failure),
            Ok(_) | Err(_) => Err(malformed()),
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
        let request = self.http.post(self.token_address()?).form(&form).build();
        issued(&self.once(request, Server::Meta).await?)
    }

    /// Lets the company's backend exchange a code: one POST of `{"code", "redirect_uri"}`, answered with
    /// `{"access_token", "expires_in"?}`.
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
            return Err(unsendable());
        }
        let body = json!({"code": code.expose_secret(), "redirect_uri": redirect_uri});
        let request = self.http.post(backend.clone()).json(&body).build();
        issued(&self.once(request, Server::Backend).await?)
    }

    /// A call without a bearer, made exactly once.
    async fn once(&self, request: reqwest::Result<Request>, server: Server) -> Result<Json, GraphFailure> {
        let request = request.map_err(|_| unsendable())?;
        let answer = transport::send(&self.http, request, self.settings.body_limit, server).await;
        answer.body
    }

    fn token_address(&self) -> Result<Url, GraphFailure> {
        self.address("oauth/access_token")
    }
}

/// The one HTTP stack, for the OAuth library. It owns what it uses, so that its future may move between threads.
async fn bridge(http: Client, body_limit: usize, request: HttpRequest) -> Result<HttpResponse, GraphFailure> {
    let (parts, body) = request.into_parts();
    let url = Url::parse(&parts.uri.to_string()).map_err(|_| unsendable())?;
    let mut request = Request::new(Method::POST, url);
    *request.headers_mut() = parts.headers;
    *request.body_mut() = Some(body.into());
    let answer = transport::send(&http, request, body_limit, Server::Meta)
        .await
        .body?;
    let mut response = HttpResponse::new(answer.into_text().into_bytes());
    let json = ::http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(::http::header::CONTENT_TYPE, json);
    Ok(response)
}

fn issued(answer: &Json) -> Result<IssuedToken, GraphFailure> {
    let node = answer.node();
    let access_token = node
        .text("access_token")
        .filter(|token: &String| !token.is_empty())
        .ok_or(malformed())?;
    let expires_in = node
        .whole("expires_in")
        .and_then(|seconds| u64::try_from(seconds).ok());
    Ok(IssuedToken {
        access_token: SecretString::from(access_token),
        expires_in,
    })
}
