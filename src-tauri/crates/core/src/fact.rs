//! Three-valued readings: what was read, or why it is unknown. An outage is unknown, never "no".

use crate::graph_error::GraphProblem;
use serde::{Deserialize, Serialize};

/// What one read of the outside world gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact<T> {
    /// The value as read.
    Known(T),
    /// It could not be read; nothing may be concluded and nothing may be written.
    Unknown(Unread),
}

impl<T> Fact<T> {
    /// The value, when known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// Why it is unknown, when it is.
    pub fn unread(&self) -> Option<&Unread> {
        match self {
            Self::Known(_) => None,
            Self::Unknown(reason) => Some(reason),
        }
    }
}

impl<T, E: Into<Unread>> From<Result<T, E>> for Fact<T> {
    fn from(result: Result<T, E>) -> Self {
        match result {
            Ok(value) => Self::Known(value),
            Err(failure) => Self::Unknown(failure.into()),
        }
    }
}

/// Why a reading is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Unread {
    /// An earlier answer made this question pointless, or nobody asked yet.
    NotAsked,
    /// Meta answered with an error.
    Refused {
        /// The classified error.
        problem: GraphProblem,
    },
    /// No answer came: network, DNS, TLS, proxy, time limit.
    Unreachable {
        /// What exactly failed.
        failure: TransportFailure,
    },
    /// An answer came that could not be understood (HTML page, truncated or oversized body, wrong type).
    Malformed,
    /// The answer did not contain the field.
    Missing,
}

/// Why a request got no usable answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransportFailure {
    /// The connection never opened, so nothing can have been processed.
    NotConnected,
    /// The name could not be resolved.
    Dns,
    /// The certificate was refused or the handshake failed.
    Tls,
    /// The deadline passed; the request may have been processed.
    Timeout,
    /// The connection broke after sending; the request may have been processed.
    Interrupted,
    /// A page of the local network (captive portal, proxy) answered instead of Meta.
    NotMeta,
    /// The body exceeded the limit.
    TooLarge,
    /// The body is not what the API answers (not JSON, truncated, wrong shape).
    Malformed,
    /// Pages repeated themselves.
    PagingLoop,
}
