//! A handshake with a callback, made from this computer as Meta makes it: one `GET`, no redirect followed, nothing sent
//! but the verify token that the callback is there to check.
//!
//! Source: Meta, "Webhooks: Getting started" (verification requests).

mod cause;
mod network;

pub use network::{CallbackNetwork, Names};

use network::Resolver;
use reconecta_core::ids::UnixMillis;
use reconecta_core::proof::{ProbeEnd, ProbeReading};
use reconecta_network::client_of_authority;
use reqwest::header::LOCATION;
use reqwest::{Client, Response};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use url::Url;

const CONNECT_LIMIT: Duration = Duration::from_secs(6);
const ANSWER_LIMIT: Duration = Duration::from_secs(12);
/// The challenge is ten digits; what is longer is something else.
const BODY_LIMIT: usize = 4096;

/// Asks a callback to repeat a challenge. Without `verify_token` a made-up one is shown, which a callback should refuse.
/// Ends within [`ANSWER_LIMIT`]; `now` tells the time when it has.
pub async fn handshake(
    network: &CallbackNetwork,
    callback: &Url,
    verify_token: Option<&SecretString>,
    now: impl FnOnce() -> UnixMillis,
) -> ProbeReading {
    let (end, answer) = match ask(network, callback, verify_token).await {
        Ok((end, answer)) => (end, Some(answer)),
        Err(end) => (end, None),
    };
    ProbeReading {
        end,
        http_status: answer.as_ref().map(|answer| answer.status),
        redirect: answer.and_then(|answer| answer.redirect),
        at: now(),
    }
}

/// What was answered, as far as it is told.
struct Answer {
    status: u16,
    redirect: Option<String>,
}

async fn ask(
    network: &CallbackNetwork,
    callback: &Url,
    verify_token: Option<&SecretString>,
) -> Result<(ProbeEnd, Answer), ProbeEnd> {
    let resolver = Resolver::of(network);
    if resolver.refuses_literal(callback) {
        return Err(ProbeEnd::PrivateAddress);
    }
    let client = client(network, resolver).ok_or(ProbeEnd::EncryptionFailed)?;
    let challenge = random_digits().ok_or(ProbeEnd::Interrupted)?;
    let made_up = SecretString::from(format!("reconecta-{challenge}"));
    let shown = verify_token.unwrap_or(&made_up);
    let mut url = callback.clone();
    url.query_pairs_mut()
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.challenge", &challenge)
        .append_pair("hub.verify_token", shown.expose_secret());
    let response = client.get(url).send().await.map_err(|error| cause::of(&error))?;
    let answer = Answer {
        status: response.status().as_u16(),
        redirect: redirect_of(callback, &response),
    };
    let end = match answer.status {
        200..=299 => {
            let repeated = body(response).await?.trim() == challenge;
            match (repeated, verify_token) {
                (true, Some(_)) => ProbeEnd::Answered,
                (true, None) => ProbeEnd::AnyTokenAccepted,
                (false, _) => ProbeEnd::OtherBody,
            }
        }
        300..=399 => ProbeEnd::Redirected,
        401 | 403 if verify_token.is_some() => ProbeEnd::TokenRefused,
        401 | 403 => ProbeEnd::UnknownTokenRefused,
        404 | 410 => ProbeEnd::NotFound,
        500..=599 => ProbeEnd::ServerFailed,
        _ => ProbeEnd::OtherStatus,
    };
    Ok((end, answer))
}

fn client(network: &CallbackNetwork, resolver: Resolver) -> Option<Client> {
    let builder = match network {
        CallbackNetwork::Internet { way, .. } => way.client(),
        CallbackNetwork::Simulated { authority, .. } => client_of_authority(authority),
    };
    let builder = builder.ok()?.dns_resolver(resolver);
    let builder = builder.connect_timeout(CONNECT_LIMIT).timeout(ANSWER_LIMIT);
    builder.build().ok()
}

/// Where a redirect leads, without query: a login page often carries secrets there.
fn redirect_of(callback: &Url, response: &Response) -> Option<String> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let mut to = callback.join(location).ok()?;
    to.set_query(None);
    to.set_fragment(None);
    let _kept_as_it_is = to.set_password(None);
    Some(to.to_string())
}

async fn body(mut response: Response) -> Result<String, ProbeEnd> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| cause::of(&error))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > BODY_LIMIT {
            return Err(ProbeEnd::OtherBody);
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn random_digits() -> Option<String> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).ok()?;
    Some(format!("{:010}", u64::from_le_bytes(bytes) % 10_000_000_000))
}
