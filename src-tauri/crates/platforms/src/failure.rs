//! What went wrong while a platform was read.

use reconecta_core::fact::TransportFailure;
use reconecta_core::platform::PlatformProblem;

/// Seconds to wait where a platform names none; its limits count by the minute.
const PAUSE_SECONDS: u32 = 60;

/// A question without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the platform could not be read: {}", problem.code())]
pub struct PlatformFailure {
    /// Why.
    pub problem: PlatformProblem,
    /// Seconds after which it may be asked again, for a limit.
    pub wait_seconds: Option<u32>,
}

impl From<PlatformProblem> for PlatformFailure {
    fn from(problem: PlatformProblem) -> Self {
        Self {
            problem,
            wait_seconds: None,
        }
    }
}

impl From<TransportFailure> for PlatformFailure {
    fn from(failure: TransportFailure) -> Self {
        let problem = match failure {
            TransportFailure::NotConnected
            | TransportFailure::Dns
            | TransportFailure::Timeout
            | TransportFailure::Interrupted => PlatformProblem::Unreachable,
            TransportFailure::Tls => PlatformProblem::Untrusted,
            TransportFailure::NotMeta => PlatformProblem::NotFound,
            TransportFailure::TooLarge | TransportFailure::Malformed | TransportFailure::PagingLoop => {
                PlatformProblem::Unexpected
            }
        };
        problem.into()
    }
}

impl PlatformFailure {
    /// A limit, with the pause that the platform asks for.
    pub(crate) fn limit(retry_after: Option<u32>) -> Self {
        Self {
            problem: PlatformProblem::RateLimited,
            wait_seconds: Some(retry_after.unwrap_or(PAUSE_SECONDS)),
        }
    }
}
