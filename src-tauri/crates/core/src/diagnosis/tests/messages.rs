use super::fixture::*;
use crate::cause::Cause;
use crate::diagnosis::{Answer::*, ChannelFacts, Question, Reason};
use crate::ids::UnixMillis;
use crate::verdict::{Evidence, EvidenceKind};

#[test]
fn messages() {
    let rows = |rows: Vec<(EvidenceKind, i64, Option<Cause>)>| {
        let evidence = rows
            .into_iter()
            .map(|(kind, hours, cause)| Evidence {
                cause,
                ..Evidence::new(kind, NOW.plus(-hours * HOUR))
            })
            .collect();
        with(|facts| facts.evidence = evidence)
    };
    use EvidenceKind::*;
    let recipient = Some(Cause::RecipientUnreachable);
    let changed = |facts: ChannelFacts, hours: i64| ChannelFacts {
        changed_at: Some(UnixMillis(NOW.0 - hours * HOUR)),
        ..facts
    };
    check(
        Question::MessageOut,
        vec![
            ("delivered", healthy(), Yes, Reason::Delivered, None),
            ("none", rows(vec![]), Unknown, Reason::NoEvidence, None),
            (
                "accepted",
                rows(vec![(MessageAccepted, 1, None)]),
                Unknown,
                Reason::AcceptedOnly,
                None,
            ),
            (
                "accepted after delivered",
                rows(vec![(MessageDelivered, 2, None), (MessageAccepted, 1, None)]),
                Yes,
                Reason::Delivered,
                None,
            ),
            (
                "failed",
                rows(vec![(MessageFailed, 1, None)]),
                No,
                Reason::Failed,
                Some(Cause::MessageFailed),
            ),
            (
                "payment",
                rows(vec![
                    (MessageDelivered, 5, None),
                    (MessageFailed, 1, Some(Cause::PaymentProblem)),
                ]),
                No,
                Reason::Failed,
                Some(Cause::PaymentProblem),
            ),
            (
                "the recipient's fault",
                rows(vec![(MessageFailed, 1, recipient)]),
                Unknown,
                Reason::FailedForRecipient,
                recipient,
            ),
            (
                "the recipient's fault after a delivery",
                rows(vec![(MessageDelivered, 5, None), (MessageFailed, 1, recipient)]),
                Yes,
                Reason::Delivered,
                None,
            ),
            (
                "old",
                rows(vec![(MessageDelivered, 100, None)]),
                Unknown,
                Reason::Stale,
                None,
            ),
            (
                "before the change",
                changed(rows(vec![(MessageDelivered, 5, None)]), 4),
                Unknown,
                Reason::Stale,
                None,
            ),
            (
                "an old failure was repaired",
                changed(rows(vec![(MessageFailed, 5, None)]), 4),
                Unknown,
                Reason::Stale,
                None,
            ),
        ],
    );
    check(
        Question::MessageIn,
        vec![
            ("received", healthy(), Yes, Reason::Received, None),
            (
                "silence",
                rows(vec![(MessageDelivered, 1, None)]),
                Unknown,
                Reason::NoEvidence,
                None,
            ),
            (
                "somebody wrote and nothing arrived",
                rows(vec![(MessageReceived, 5, None), (MessageMissing, 1, None)]),
                No,
                Reason::SentButMissing,
                Some(Cause::MessagesDoNotArrive),
            ),
            (
                "it arrives again",
                rows(vec![(MessageMissing, 5, None), (MessageReceived, 1, None)]),
                Yes,
                Reason::Received,
                None,
            ),
            (
                "missing before the change",
                changed(rows(vec![(MessageMissing, 5, None)]), 4),
                Unknown,
                Reason::Stale,
                None,
            ),
            (
                "old",
                rows(vec![(MessageReceived, 100, None)]),
                Unknown,
                Reason::Stale,
                None,
            ),
            (
                "before the change",
                changed(healthy(), 0),
                Unknown,
                Reason::Stale,
                None,
            ),
        ],
    );
}
