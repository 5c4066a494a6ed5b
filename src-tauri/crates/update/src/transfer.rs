//! The HTTP client of updates: https only, few redirects, nothing that waits for ever.

use crate::problem::UpdateProblem;
use reconecta_core::address::is_local;
use reconecta_core::network::Route;
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Proxy, Response};
use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls_platform_verifier::Verifier;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

const CONNECT_LIMIT: Duration = Duration::from_secs(20);
/// Longest silence in the middle of an answer.
const SILENCE_LIMIT: Duration = Duration::from_secs(30);
/// Hosts of releases redirect once or twice.
const MOST_REDIRECTS: usize = 5;

/// Trusts what the system trusts and the given certificates.
///
/// # Errors
/// The system's trust store could not be read.
pub(crate) fn client(server: &Url, more_roots: &[Vec<u8>], route: &Route) -> Result<Client, UpdateProblem> {
    let mut builder = Client::builder()
        .tls_backend_preconfigured(tls(more_roots).map_err(|_| UpdateProblem::Certificate)?)
        .https_only(true)
        .redirect(Policy::custom(follow))
        .connect_timeout(CONNECT_LIMIT)
        .read_timeout(SILENCE_LIMIT)
        .user_agent(concat!("Reconecta/", env!("CARGO_PKG_VERSION")));
    builder = match route {
        _ if is_local(server) => builder.no_proxy(),
        // What the environment and the system say is read by the HTTP stack itself.
        Route::System => builder,
        Route::Direct => builder.no_proxy(),
        Route::Through { .. } => {
            let route = route.clone();
            builder.proxy(Proxy::custom(move |url: &Url| {
                url.host_str().and_then(|host| route.proxy_for(host)).cloned()
            }))
        }
    };
    builder.build().map_err(UpdateProblem::from)
}

/// Asks for a file; anything but the file itself is a problem.
pub(crate) async fn get(client: &Client, url: &Url) -> Result<Response, UpdateProblem> {
    let response = client.get(url.clone()).send().await?;
    match response.status().as_u16() {
        200 => Ok(response),
        status => Err(UpdateProblem::Status { status }),
    }
}

/// A whole small answer.
pub(crate) async fn small(client: &Client, url: &Url, limit: usize) -> Result<Vec<u8>, UpdateProblem> {
    let mut response = get(client, url).await?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > limit {
            return Err(UpdateProblem::TooLong { limit: limit as u64 });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn follow(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    if attempt.previous().len() > MOST_REDIRECTS {
        attempt.error("too many redirects")
    } else if attempt.url().scheme() != "https" {
        attempt.error("a redirect without encryption")
    } else {
        attempt.follow()
    }
}

fn tls(more_roots: &[Vec<u8>]) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let roots = more_roots.iter().cloned().map(CertificateDer::from);
    let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider))?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
