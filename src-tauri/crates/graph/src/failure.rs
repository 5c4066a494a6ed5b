//! Why a call gave no answer: Meta's error, or no usable answer at all.

use reconecta_core::cause::{CallKind, Cause, RetryRule};
use reconecta_core::fact::{TransportFailure, Unread};
use reconecta_core::graph_error::GraphProblem;
use std::fmt;
use std::time::Duration;

/// A failed call. Prints codes only, never a body.
#[derive(Clone, PartialEq, Eq)]
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
            Self::Graph(problem) => match cause(problem) {
                // Going on prolongs a limit, and a cursor that was refused stays refused.
                Cause::CallLimit | Cause::ListingInterrupted => false,
                // Lasts about a minute.
                Cause::NumberInMaintenance => true,
                cause => {
                    problem.transient
                        || problem.http_status >= 500
                        || cause.retry_rule() == RetryRule::Automatic
                }
            },
            // What is not even JSON is half an answer; the whole one may come next time.
            Self::Transport(failure) => matches!(
                failure,
                TransportFailure::NotConnected
                    | TransportFailure::Timeout
                    | TransportFailure::Interrupted
                    | TransportFailure::Malformed
            ),
        }
    }

    /// Whether only a new login by the person can help.
    pub fn needs_login(&self) -> bool {
        match self {
            Self::Graph(problem) => {
                let cause = cause(problem);
                cause.is_token_dead() || cause == Cause::TwoFactorNeeded
            }
            Self::Transport(_) => false,
        }
    }

    /// Whether the call may have had its effect although it failed. `false` only where that is certain.
    pub fn may_have_been_processed(&self) -> bool {
        match self {
            Self::Graph(_) => self.is_transient(),
            Self::Transport(failure) => match failure {
                TransportFailure::NotConnected
                | TransportFailure::Dns
                | TransportFailure::Tls
                | TransportFailure::NotMeta => false,
                TransportFailure::Timeout
                | TransportFailure::Interrupted
                | TransportFailure::TooLarge
                | TransportFailure::Malformed
                | TransportFailure::PagingLoop => true,
            },
        }
    }

    /// Whether Meta limits calls: the same read succeeds when the limit's time is over.
    pub fn is_limit(&self) -> bool {
        matches!(self, Self::Graph(problem) if cause(problem) == Cause::CallLimit)
    }

    /// How long to wait before the next call, where a limit or a lock demands it.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Graph(problem) => {
                let minutes = cause(problem).wait_minutes(problem)?;
                Some(Duration::from_secs(u64::from(minutes) * 60))
            }
            Self::Transport(_) => None,
        }
    }
}

/// The meaning, as far as it does not depend on the call.
pub(crate) fn cause(problem: &GraphProblem) -> Cause {
    Cause::from_graph(problem, CallKind::ReadNumber)
}

/// An answer of the wrong shape.
pub(crate) fn malformed() -> GraphFailure {
    GraphFailure::Transport(TransportFailure::Malformed)
}

/// A request that cannot even be made.
pub(crate) fn unsendable() -> GraphFailure {
    GraphFailure::Transport(TransportFailure::NotConnected)
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
            Self::Graph(problem) => {
                write!(f, "Graph error {}", problem.code)?;
                if let Some(subcode) = problem.subcode {
                    write!(f, "/{subcode}")?;
                }
                write!(f, ", status {}", problem.http_status)
            }
            Self::Transport(failure) => write!(f, "no usable answer: {failure:?}"),
        }
    }
}

// Texts of an error may quote what was sent.
impl fmt::Debug for GraphFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GraphFailure({self})")
    }
}

impl std::error::Error for GraphFailure {}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(code: i64, subcode: Option<i64>, http_status: u16, transient: bool) -> GraphFailure {
        GraphFailure::Graph(Box::new(GraphProblem {
            code,
            subcode,
            http_status,
            transient,
            ..GraphProblem::default()
        }))
    }

    #[test]
    fn reads_are_repeated_for_failures_that_pass_by_themselves() {
        for code in [1, 2, 131_000, 131_016, 131_057, 133_004, 2_494_100] {
            assert!(
                graph(code, None, 400, false).is_transient(),
                "{code} passes by itself"
            );
        }
        assert!(
            graph(0, None, 503, false).is_transient(),
            "a server error passes by itself"
        );
        assert!(graph(9_999_999, None, 400, true).is_transient(), "Meta says so");
        for code in [
            10, 100, 102, 190, 200, 368, 415, 803, 2642, 131_059, 133_005, 133_010,
        ] {
            assert!(!graph(code, None, 400, false).is_transient(), "{code} stays");
        }
    }

    #[test]
    fn a_limit_is_never_repeated_even_where_meta_calls_it_transient() {
        for (code, minutes) in [
            (4, 15),
            (17, 15),
            (32, 15),
            (613, 15),
            (80_007, 30),
            (80_008, 30),
            (130_429, 1),
            (131_056, 1),
        ] {
            let failure = graph(code, None, 503, true);
            assert!(!failure.is_transient(), "{code} is a limit");
            assert_eq!(
                failure.retry_after(),
                Some(Duration::from_secs(minutes * 60)),
                "{code}"
            );
            assert!(!failure.may_have_been_processed(), "{code} was refused");
        }
        let named = GraphFailure::Graph(Box::new(GraphProblem {
            code: 80_008,
            regain_minutes: Some(19),
            ..GraphProblem::default()
        }));
        assert_eq!(
            named.retry_after(),
            Some(Duration::from_secs(19 * 60)),
            "Meta's own time wins"
        );
    }

    #[test]
    fn a_dead_token_and_two_factor_need_a_login() {
        for subcode in [
            None,
            Some(458),
            Some(459),
            Some(460),
            Some(463),
            Some(467),
            Some(492),
        ] {
            assert!(graph(190, subcode, 400, false).needs_login(), "190/{subcode:?}");
        }
        assert!(graph(415, Some(1_404_120), 400, false).needs_login());
        for code in [1, 4, 10, 100, 200, 133_005] {
            assert!(
                !graph(code, None, 400, false).needs_login(),
                "{code} is not about the session"
            );
        }
        assert!(!GraphFailure::Transport(TransportFailure::Timeout).needs_login());
    }

    #[test]
    fn only_a_lost_answer_leaves_the_effect_open() {
        use TransportFailure as T;
        for (failure, open) in [
            (T::NotConnected, false),
            (T::Dns, false),
            (T::Tls, false),
            (T::NotMeta, false),
            (T::Timeout, true),
            (T::Interrupted, true),
            (T::TooLarge, true),
            (T::Malformed, true),
        ] {
            assert_eq!(
                GraphFailure::Transport(failure).may_have_been_processed(),
                open,
                "{failure:?}"
            );
        }
        assert!(
            graph(2, None, 500, false).may_have_been_processed(),
            "a server error proves nothing"
        );
        assert!(
            !graph(133_005, None, 400, false).may_have_been_processed(),
            "a clear refusal"
        );
    }

    #[test]
    fn it_prints_codes_and_no_texts() {
        let failure = GraphFailure::Graph(Box::new(GraphProblem {
            code: 190,
            subcode: Some(460),
            message: "Error validating EAAGtoken".to_owned(),
            details: Some("EAAGtoken".to_owned()),
            user_message: Some("EAAGtoken".to_owned()),
            http_status: 401,
            ..GraphProblem::default()
        }));
        assert_eq!(failure.to_string(), "Graph error 190/460, status 401");
        assert!(!format!("{failure:?}").contains("EAAG"), "{failure:?}");
    }
}
