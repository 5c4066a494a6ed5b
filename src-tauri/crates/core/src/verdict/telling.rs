//! How a row of evidence is told: whether it speaks for the channel, and what is said beside it, such as the witness.

use super::{Evidence, EvidenceKind};
use crate::cause::{Cause, coded};

coded! {
    /// What a row says about the channel.
    Bearing {
        /// It works.
        For = "for",
        /// It does not.
        Against = "against",
        /// Neither.
        Neither = "neither",
    }

    /// What can be told beside a row of evidence. The row's values fill its words.
    EvidenceDetail {
        /// The word of a test of what comes in, and that a person looked for it.
        WordByPerson = "word_by_person",
        /// The word, and the platform that shows it.
        WordByPlatform = "word_by_platform",
        /// Whom a message was sent to, masked.
        To = "to",
        /// Whose callback was tried.
        Host = "host",
        /// What a callback answered.
        HttpStatus = "http_status",
        /// Meta's words for a failure.
        Why = "why",
    }
}

impl Evidence {
    /// What it says about the channel. Of a message that failed because of its recipient or its text: nothing, as in
    /// [`super::Proof::from_evidence`].
    pub fn bearing(&self) -> Bearing {
        match self.kind {
            EvidenceKind::MessageDelivered
            | EvidenceKind::MessageRead
            | EvidenceKind::MessageReceived
            | EvidenceKind::CallbackTookEvent
            | EvidenceKind::CallbackAnswered
            | EvidenceKind::LiveRead => Bearing::For,
            EvidenceKind::MessageFailed if self.cause.is_some_and(Cause::is_about_recipient) => {
                Bearing::Neither
            }
            EvidenceKind::MessageFailed
            | EvidenceKind::MessageMissing
            | EvidenceKind::CallbackMissedEvent
            | EvidenceKind::CallbackRefused => Bearing::Against,
            EvidenceKind::MessageAccepted | EvidenceKind::CallbackUnreached => Bearing::Neither,
        }
    }
}

impl EvidenceDetail {
    /// The row's values without which there is nothing to tell, each with what it has to be if that matters.
    fn needs(self) -> &'static [(&'static str, Option<&'static str>)] {
        match self {
            Self::WordByPerson => &[("by", Some("person")), ("reference", None)],
            Self::WordByPlatform => &[("by", Some("platform")), ("reference", None), ("platform", None)],
            Self::To => &[("to", None)],
            Self::Host => &[("host", None)],
            Self::HttpStatus => &[("http_status", None)],
            Self::Why => &[("why", None)],
        }
    }

    /// Those that a row has something to tell of, in the order of telling; `value` reads the row.
    pub fn told<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Vec<Self> {
        let is_there = |(name, wanted): &(&str, Option<&str>)| {
            value(name).is_some_and(|value| !value.is_empty() && wanted.is_none_or(|wanted| wanted == value))
        };
        let details = Self::ALL.iter().copied();
        details
            .filter(|detail| detail.needs().iter().all(is_there))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::EvidenceDetail::*;
    use super::*;
    use crate::ids::UnixMillis;

    #[test]
    fn a_failure_speaks_against_the_channel_unless_it_is_about_the_recipient() {
        for (cause, bearing) in [
            (None, Bearing::Against),
            (Some(Cause::PaymentProblem), Bearing::Against),
            (Some(Cause::WindowClosed), Bearing::Neither),
        ] {
            let failed = Evidence {
                cause,
                ..Evidence::new(EvidenceKind::MessageFailed, UnixMillis(1))
            };
            assert_eq!(failed.bearing(), bearing, "{cause:?}");
        }
        let accepted = Evidence::new(EvidenceKind::MessageAccepted, UnixMillis(1));
        assert_eq!(accepted.bearing(), Bearing::Neither, "this is not delivery");
    }

    #[test]
    fn a_row_tells_what_it_has_and_nothing_else() {
        for (row, told) in [
            (&[][..], vec![]),
            (
                &[("by", "person"), ("reference", "RECONECTA-ABCD9")],
                vec![WordByPerson],
            ),
            (
                &[
                    ("by", "platform"),
                    ("platform", "chatwoot"),
                    ("reference", "RECONECTA-ABCD9"),
                ],
                vec![WordByPlatform],
            ),
            // Which platform it was is what there is to tell.
            (&[("by", "platform"), ("reference", "RECONECTA-ABCD9")], vec![]),
            (&[("by", "meta"), ("reference", "RECONECTA-ABCD9")], vec![]),
            (&[("reference", "wamid.1"), ("to", "…0001")], vec![To]),
            (&[("to", "…0001"), ("why", "")], vec![To]),
            (
                &[("why", "(#131042) Payment issue"), ("to", "…0001")],
                vec![To, Why],
            ),
            (
                &[("http_status", "403"), ("host", "hooks.example.com")],
                vec![Host, HttpStatus],
            ),
            (&[("entities", "AVAILABLE")], vec![]),
        ] {
            let value = |name: &str| {
                row.iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| *value)
            };
            assert_eq!(EvidenceDetail::told(value), told, "{row:?}");
        }
    }
}
