//! One request, one classified answer: deadlines, body limit, and what exactly failed on the way.

use crate::envelope;
use crate::failure::GraphFailure;
use crate::settings::{GraphSettings, SettingsRefused};
use crate::usage;
use futures_util::StreamExt;
use reconecta_core::fact::TransportFailure;
use reqwest::{Client, Request, Response, redirect};
use serde_json::Value;
use std::error::Error;
use std::io;

/// The HTTP stack: system trust store and proxy, no redirects, so that a token never follows one.
pub(crate) fn client(settings: &GraphSettings) -> Result<Client, SettingsRefused> {
    Client::builder()
        .connect_timeout(settings.connect_limit)
        .timeout(settings.answer_limit)
        .redirect(redirect::Policy::none())
        .user_agent(concat!("Reconecta/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|_| SettingsRefused::NoHttpStack)
}

/// Sends a request and reads its JSON answer.
///
/// # Errors
/// Meta's error, or no usable answer.
pub(crate) async fn send(
    client: &Client,
    request: Request,
    body_limit: usize,
) -> Result<Value, GraphFailure> {
    let response = client
        .execute(request)
        .await
        .map_err(|error| GraphFailure::Transport(failure(&error)))?;
    let status = response.status();
    let usage = usage::read(response.headers());
    let trace_id = header(&response, "x-fb-request-id").or_else(|| header(&response, "x-fb-trace-id"));
    if let Some(version) = header(&response, "x-ad-api-version-warning") {
        tracing::debug!(warning = version, "Meta lifted the call to another version");
    }
    let is_page = header(&response, "content-type").is_some_and(|kind| kind.contains("text/html"));
    let bytes = body(response, body_limit)
        .await
        .map_err(GraphFailure::Transport)?;
    let not_ours = if is_page || status.is_redirection() {
        TransportFailure::NotMeta
    } else {
        TransportFailure::Malformed
    };
    let Ok(value) = serde_json::from_slice::<Value>(&bytes) else {
        return Err(GraphFailure::Transport(not_ours));
    };
    if status.is_redirection() {
        return Err(GraphFailure::Transport(TransportFailure::NotMeta));
    }
    match envelope::error_in(&value, status.as_u16()) {
        None => Ok(value),
        Some(mut problem) => {
            problem.regain_minutes = usage.regain_minutes;
            problem.trace_id = problem.trace_id.or(trace_id);
            Err(GraphFailure::Graph(Box::new(problem)))
        }
    }
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name)?.to_str().ok().map(str::to_owned)
}

/// Reads at most `limit` bytes.
async fn body(response: Response, limit: usize) -> Result<Vec<u8>, TransportFailure> {
    let mut bytes = Vec::new();
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| failure(&error))?;
        if bytes.len() + chunk.len() > limit {
            return Err(TransportFailure::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What failed, from the chain of causes. Texts are looked at only for the resolver, which has no error type.
pub(crate) fn failure(error: &reqwest::Error) -> TransportFailure {
    if error.is_connect() {
        return connecting(error);
    }
    if error.is_timeout() {
        return TransportFailure::Timeout;
    }
    if error.is_decode() {
        return TransportFailure::Malformed;
    }
    TransportFailure::Interrupted
}

fn connecting(error: &reqwest::Error) -> TransportFailure {
    let mut source: Option<&(dyn Error + 'static)> = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        if text.contains("dns error") || text.contains("failed to lookup address") {
            return TransportFailure::Dns;
        }
        let handshake = cause
            .downcast_ref::<io::Error>()
            .is_some_and(|io| io.kind() == io::ErrorKind::InvalidData);
        if handshake || text.contains("certificate") || text.contains("TLS") || text.contains("handshake") {
            return TransportFailure::Tls;
        }
        source = cause.source();
    }
    TransportFailure::NotConnected
}
