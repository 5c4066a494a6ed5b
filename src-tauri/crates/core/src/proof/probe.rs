//! A handshake with the callback from this computer, stage by stage.
//!
//! Source: Meta, "Webhooks: Getting started" (verification requests).

use crate::cause::coded;
use crate::ids::UnixMillis;
use crate::verdict::{Evidence, EvidenceKind};
use serde::{Deserialize, Serialize};

coded! {
    /// A stage of the way to the callback, in order.
    ProbeStage {
        /// The host's name leads to an address.
        Name = "name",
        /// The server takes the connection.
        Connection = "connection",
        /// Its certificate is one that Meta would accept.
        Certificate = "certificate",
        /// It answers over HTTP, at this address.
        Answer = "answer",
        /// It knows the verify token and repeats the challenge.
        VerifyToken = "verify_token",
    }

    /// What became of a stage.
    StageState {
        /// Passed.
        Passed = "passed",
        /// Failed.
        Failed = "failed",
        /// It could not be told.
        Unclear = "unclear",
        /// An earlier stage ended the way.
        NotReached = "not_reached",
    }

    /// How a handshake ended.
    ProbeEnd {
        /// 200 with the challenge, for the channel's own verify token.
        Answered = "answered",
        /// 200 with the challenge, for a verify token that nobody has set.
        AnyTokenAccepted = "any_token_accepted",
        /// A made-up verify token was refused, as it should be; the right one is not known here.
        UnknownTokenRefused = "unknown_token_refused",
        /// 401 or 403 for the channel's own verify token.
        TokenRefused = "token_refused",
        /// A redirect, which Meta does not follow.
        Redirected = "redirected",
        /// 404 or 410.
        NotFound = "not_found",
        /// 5xx.
        ServerFailed = "server_failed",
        /// Any other status.
        OtherStatus = "other_status",
        /// 200 with something else than the challenge.
        OtherBody = "other_body",
        /// The name leads to no address.
        NameUnknown = "name_unknown",
        /// The name leads into a private network, where Meta cannot follow.
        PrivateAddress = "private_address",
        /// The server refused the connection.
        ConnectionRefused = "connection_refused",
        /// The connection never opened: typical of a firewall.
        NoConnection = "no_connection",
        /// The certificate has expired or is not valid yet.
        CertificateExpired = "certificate_expired",
        /// The certificate is of another host.
        CertificateOfOtherHost = "certificate_of_other_host",
        /// Nobody that systems trust has signed the certificate.
        CertificateUntrusted = "certificate_untrusted",
        /// The encryption could not be agreed on.
        EncryptionFailed = "encryption_failed",
        /// The connection opened and no answer came.
        NoAnswer = "no_answer",
        /// The connection broke.
        Interrupted = "interrupted",
    }
}

impl ProbeEnd {
    /// The stage that it ended at.
    pub fn stage(self) -> ProbeStage {
        match self {
            Self::NameUnknown | Self::PrivateAddress => ProbeStage::Name,
            Self::ConnectionRefused | Self::NoConnection => ProbeStage::Connection,
            Self::CertificateExpired
            | Self::CertificateOfOtherHost
            | Self::CertificateUntrusted
            | Self::EncryptionFailed => ProbeStage::Certificate,
            Self::Redirected
            | Self::NotFound
            | Self::ServerFailed
            | Self::OtherStatus
            | Self::NoAnswer
            | Self::Interrupted => ProbeStage::Answer,
            Self::Answered
            | Self::AnyTokenAccepted
            | Self::UnknownTokenRefused
            | Self::TokenRefused
            | Self::OtherBody => ProbeStage::VerifyToken,
        }
    }

    /// What became of each stage.
    pub fn stages(self) -> [(ProbeStage, StageState); 5] {
        let ended = self.stage();
        [
            ProbeStage::Name,
            ProbeStage::Connection,
            ProbeStage::Certificate,
            ProbeStage::Answer,
            ProbeStage::VerifyToken,
        ]
        .map(|stage| {
            let state = match stage.cmp(&ended) {
                std::cmp::Ordering::Less => StageState::Passed,
                std::cmp::Ordering::Equal => self.state(),
                std::cmp::Ordering::Greater => StageState::NotReached,
            };
            (stage, state)
        })
    }

    fn state(self) -> StageState {
        match self {
            Self::Answered | Self::AnyTokenAccepted => StageState::Passed,
            Self::UnknownTokenRefused => StageState::Unclear,
            _ => StageState::Failed,
        }
    }

    /// What it is evidence of. Whatever stopped on the way is not certain: our way to the callback is not Meta's.
    pub fn evidence(self) -> EvidenceKind {
        match self {
            Self::Answered | Self::AnyTokenAccepted => EvidenceKind::CallbackAnswered,
            Self::TokenRefused
            | Self::Redirected
            | Self::NotFound
            | Self::ServerFailed
            | Self::OtherStatus
            | Self::OtherBody => EvidenceKind::CallbackRefused,
            _ => EvidenceKind::CallbackUnreached,
        }
    }
}

/// One handshake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeReading {
    /// How it ended.
    pub end: ProbeEnd,
    /// HTTP status, when there was an answer.
    pub http_status: Option<u16>,
    /// Where a redirect leads: host only, or the same host's other scheme or path.
    pub redirect: Option<String>,
    /// When.
    pub at: UnixMillis,
}

impl ProbeReading {
    /// The reading as evidence.
    pub fn evidence(&self) -> Evidence {
        Evidence {
            reference: Some(self.end.code().to_owned()),
            http_status: self.http_status,
            ..Evidence::new(self.end.evidence(), self.at)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_before_the_end_have_passed_and_later_ones_were_not_reached() {
        for end in ProbeEnd::ALL {
            let stages = end.stages();
            let place = stages
                .iter()
                .position(|(stage, _)| *stage == end.stage())
                .unwrap();
            for (index, (_, state)) in stages.iter().enumerate() {
                match index.cmp(&place) {
                    std::cmp::Ordering::Less => assert_eq!(*state, StageState::Passed, "{end:?}"),
                    std::cmp::Ordering::Greater => assert_eq!(*state, StageState::NotReached, "{end:?}"),
                    std::cmp::Ordering::Equal => {
                        let passed = end.evidence() == EvidenceKind::CallbackAnswered;
                        assert_eq!(*state == StageState::Passed, passed, "{end:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_did_not_reach_the_server_proves_nothing() {
        for end in ProbeEnd::ALL {
            if end.stage() < ProbeStage::Answer {
                assert_eq!(end.evidence(), EvidenceKind::CallbackUnreached, "{end:?}");
            }
        }
        for end in [
            ProbeEnd::NoAnswer,
            ProbeEnd::Interrupted,
            ProbeEnd::UnknownTokenRefused,
        ] {
            assert_eq!(end.evidence(), EvidenceKind::CallbackUnreached, "{end:?}");
        }
    }
}
