//! From a missing answer to a cause.

use super::{CallKind, Cause};
use crate::fact::{TransportFailure, Unread};

impl Cause {
    /// Why a request got no usable answer.
    ///
    /// For a call that may have had an effect, an answer that was lost after sending is not a mere network problem:
    /// the present state has to be read first.
    pub fn from_transport(failure: TransportFailure, call: CallKind) -> Self {
        let lost = matches!(
            failure,
            TransportFailure::Timeout
                | TransportFailure::Interrupted
                | TransportFailure::TooLarge
                | TransportFailure::Malformed
        );
        if lost && call == CallKind::ExchangeCode {
            return Self::ExchangeUnclear;
        }
        if lost && !call.is_repeatable() {
            return Self::ResultUnclear;
        }
        Self::from(failure)
    }

    /// Why a reading is missing; `None` when nobody asked or when Meta left the field out.
    pub fn from_unread(unread: &Unread, call: CallKind) -> Option<Self> {
        match unread {
            Unread::NotAsked | Unread::Missing => None,
            Unread::Refused { problem } => Some(Self::from_graph(problem, call)),
            Unread::Unreachable { failure } => Some(Self::from_transport(*failure, call)),
            Unread::Malformed => Some(Self::AnswerUnreadable),
        }
    }
}

impl From<TransportFailure> for Cause {
    fn from(failure: TransportFailure) -> Self {
        match failure {
            TransportFailure::NotConnected => Self::NoConnection,
            TransportFailure::Dns => Self::DnsFailed,
            TransportFailure::Tls => Self::TlsRefused,
            TransportFailure::Timeout => Self::TimedOut,
            TransportFailure::Interrupted => Self::ConnectionBroken,
            TransportFailure::NotMeta => Self::CaptivePortal,
            TransportFailure::TooLarge | TransportFailure::Malformed => Self::AnswerUnreadable,
            TransportFailure::PagingLoop => Self::ListingInterrupted,
        }
    }
}
