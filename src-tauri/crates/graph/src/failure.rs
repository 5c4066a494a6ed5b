//! Why a call gave no answer: Meta's error, or no usable answer at all.

use reconecta_core::cause::{CallKind, Cause, RetryRule};
use reconecta_core::fact::{TransportFailure, Unread};
use reconecta_core::graph_error::GraphProblem;
use std::fmt;

/// A failed call. Prints codes only, never a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphFailure {
    /// Meta's error.
    Graph(Box<GraphProblem>),
    /// No usable answer.
    Transport(TransportFailure),
}

impl GraphFailure {
    /// Whether the same read may be tried again at once.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Graph(problem) => {
                problem.transient
                    || problem.http_status >= 500
                    || Cause::from_graph(problem, CallKind::ReadNumber).retry_rule() == RetryRule::Automatic
            }
            Self::Transport(failure) => matches!(
                failure,
                TransportFailure::NotConnected | TransportFailure::Timeout | TransportFailure::Interrupted
            ),
        }
    }

    /// Whether nothing can have been processed.
    pub fn was_surely_not_processed(&self) -> bool {
        match self {
            Self::Graph(_) => true,
            Self::Transport(failure) => {
                matches!(
                    failure,
                    TransportFailure::NotConnected | TransportFailure::Dns | TransportFailure::Tls
                )
            }
        }
    }

    /// Minutes that Meta asks to wait, when it does.
    pub fn retry_after_minutes(&self) -> Option<u32> {
        match self {
            Self::Graph(problem) => Cause::from_graph(problem, CallKind::ReadNumber).wait_minutes(problem),
            Self::Transport(_) => None,
        }
    }
}

impl From<GraphFailure> for Unread {
    fn from(failure: GraphFailure) -> Self {
        match failure {
            GraphFailure::Graph(problem) => Self::Refused { problem: *problem },
            GraphFailure::Transport(TransportFailure::Malformed) => Self::Malformed,
            GraphFailure::Transport(failure) => Self::Unreachable { failure },
        }
    }
}

impl fmt::Display for GraphFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Graph(problem) => write!(f, "Graph error {} (subcode {:?})", problem.code, problem.subcode),
            Self::Transport(failure) => write!(f, "no usable answer: {failure:?}"),
        }
    }
}

impl std::error::Error for GraphFailure {}
