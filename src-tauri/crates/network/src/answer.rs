//! Bodies with a limit, and what exactly failed before an answer or within it.

use futures_util::StreamExt;
use reconecta_core::fact::TransportFailure;
use reqwest::Response;
use std::error::Error;
use std::io;

/// Reads a body of at most `limit` bytes.
///
/// # Errors
/// It is longer, or its end never came.
pub async fn whole_body(response: Response, limit: usize) -> Result<Vec<u8>, TransportFailure> {
    let announced = response.content_length().unwrap_or(0);
    let announced = usize::try_from(announced).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(TransportFailure::TooLarge);
    }
    let mut bytes = Vec::with_capacity(announced);
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| within_answer(&error))?;
        if bytes.len().saturating_add(chunk.len()) > limit {
            return Err(TransportFailure::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What failed before an answer began.
pub fn before_answer(error: &reqwest::Error) -> TransportFailure {
    if error.is_dns() {
        TransportFailure::Dns
    } else if error.is_connect() && find_error::<rustls::Error>(error).is_some() {
        TransportFailure::Tls
    } else if error.is_connect() {
        TransportFailure::NotConnected
    } else {
        within_answer(error)
    }
}

/// What failed after the request was on its way.
fn within_answer(error: &reqwest::Error) -> TransportFailure {
    if error.is_timeout() {
        TransportFailure::Timeout
    } else {
        TransportFailure::Interrupted
    }
}

/// The first error of a kind within an error. An I/O error does not tell its inner error as source.
pub fn find_error<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    if let Some(found) = error.downcast_ref::<E>() {
        return Some(found);
    }
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    wrapped
        .and_then(|inner| find_error::<E>(inner))
        .or_else(|| error.source().and_then(find_error::<E>))
}
