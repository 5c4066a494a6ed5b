//! The HTTP client of updates: https only, few redirects, nothing that waits for ever.

use crate::problem::UpdateProblem;
use reconecta_network::Way;
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Response};
use std::time::Duration;
use url::Url;

const CONNECT_LIMIT: Duration = Duration::from_secs(20);
/// Longest silence in the middle of an answer.
const SILENCE_LIMIT: Duration = Duration::from_secs(30);
/// Hosts of releases redirect once or twice.
const MOST_REDIRECTS: usize = 5;

/// A client for the updates of this server.
///
/// # Errors
/// The system's trust store could not be read.
pub(crate) fn client(server: &Url, way: &Way) -> Result<Client, UpdateProblem> {
    let builder = way.client_for(server).map_err(|_| UpdateProblem::Certificate)?;
    let builder = builder
        .https_only(true)
        .redirect(Policy::custom(follow))
        .connect_timeout(CONNECT_LIMIT)
        .read_timeout(SILENCE_LIMIT);
    Ok(builder.build()?)
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
