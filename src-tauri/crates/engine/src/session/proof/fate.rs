//! What the history of a message proves.

use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::graph_error::GraphProblem;
use reconecta_core::ids::UnixMillis;
use reconecta_core::verdict::{Evidence, EvidenceKind};
use reconecta_graph::{DeliveryStatus, MessageEvent, WebhookDelivery};

/// A message's way so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fate {
    /// Rows that it gives, with Meta's words for a failure.
    pub(super) rows: Vec<(Evidence, Option<String>)>,
    /// Whether nothing more is to be expected.
    pub(super) ended: bool,
}

/// Reads a history. Times before `sent_at` are taken for it: Meta gives whole seconds.
pub(super) fn fate(events: &[MessageEvent], sent_at: UnixMillis) -> Fate {
    let mut rows: Vec<(Evidence, Option<String>)> = events
        .iter()
        .filter_map(|event| {
            let kind = match event.status {
                DeliveryStatus::Delivered => EvidenceKind::MessageDelivered,
                DeliveryStatus::Read => EvidenceKind::MessageRead,
                DeliveryStatus::Failed => EvidenceKind::MessageFailed,
                DeliveryStatus::Sent | DeliveryStatus::Deleted | DeliveryStatus::Other(_) => return None,
            };
            let failed = kind == EvidenceKind::MessageFailed;
            let cause = failed.then(|| cause_of(event.error.as_deref()));
            let row = Evidence {
                cause,
                ..Evidence::new(kind, time(event, sent_at))
            };
            Some((row, event.error.clone().filter(|_| failed)))
        })
        .collect();
    let arrived_or_failed = !rows.is_empty();
    let states: Vec<_> = events
        .iter()
        .filter_map(|event| Some((event.webhook.as_ref()?, event)))
        .collect();
    // The newest webhook speaks for the callback as it is now.
    if let Some((state, event)) = states.last() {
        let kind = match state {
            WebhookDelivery::Delivered => Some(EvidenceKind::CallbackTookEvent),
            WebhookDelivery::Failed => Some(EvidenceKind::CallbackMissedEvent),
            _ => None,
        };
        if let Some(kind) = kind {
            let missed = kind == EvidenceKind::CallbackMissedEvent;
            let row = Evidence::new(kind, time(event, sent_at));
            rows.push((row, event.error.clone().filter(|_| missed)));
        }
    }
    let told = states
        .iter()
        .all(|(state, _)| matches!(state, WebhookDelivery::Delivered | WebhookDelivery::Failed));
    Fate {
        rows,
        ended: arrived_or_failed && told,
    }
}

fn time(event: &MessageEvent, sent_at: UnixMillis) -> UnixMillis {
    let at = event.at.map(|seconds| UnixMillis(seconds.saturating_mul(1000)));
    at.unwrap_or(sent_at).max(sent_at)
}

/// The history has Meta's words only; its form begins with the code in brackets.
fn cause_of(words: Option<&str>) -> Cause {
    let code = words
        .and_then(|words| words.strip_prefix("(#"))
        .and_then(|rest| rest.split_once(')'))
        .and_then(|(code, _)| code.parse::<i64>().ok());
    let Some(code) = code else {
        return Cause::MessageFailed;
    };
    let problem = GraphProblem {
        code,
        ..GraphProblem::default()
    };
    match Cause::from_graph(&problem, CallKind::SendMessage) {
        Cause::Unrecognized => Cause::MessageFailed,
        cause => cause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: UnixMillis = UnixMillis(1_790_000_000_500);

    fn event(status: &str, webhook: Option<&str>, error: Option<&str>) -> MessageEvent {
        MessageEvent {
            status: status.into(),
            at: Some(1_790_000_000),
            webhook: webhook.map(Into::into),
            error: error.map(str::to_owned),
        }
    }

    #[test]
    fn each_history_proves_what_it_says_and_no_more() {
        use EvidenceKind::*;
        let ok = Some("DELIVERED");
        for (name, events, kinds, ended) in [
            ("nothing yet", vec![], vec![], false),
            (
                "sent",
                vec![event("SENT", ok, None)],
                vec![CallbackTookEvent],
                false,
            ),
            (
                "delivered",
                vec![event("SENT", ok, None), event("DELIVERED", ok, None)],
                vec![MessageDelivered, CallbackTookEvent],
                true,
            ),
            (
                "delivered, nobody subscribed",
                vec![event("DELIVERED", None, None)],
                vec![MessageDelivered],
                true,
            ),
            (
                "delivered, the callback is being tried again",
                vec![event(
                    "DELIVERED",
                    Some("RETRYING"),
                    Some("HTTP Status Code = 500"),
                )],
                vec![MessageDelivered],
                false,
            ),
            (
                "delivered, the callback missed it",
                vec![event("DELIVERED", Some("FAILED"), Some("HTTP Status Code = 500"))],
                vec![MessageDelivered, CallbackMissedEvent],
                true,
            ),
            (
                "failed",
                vec![event(
                    "FAILED",
                    ok,
                    Some("(#131042) Business eligibility payment issue"),
                )],
                vec![MessageFailed, CallbackTookEvent],
                true,
            ),
            (
                "a status of tomorrow",
                vec![event("TELEPORTED", None, None)],
                vec![],
                false,
            ),
        ] {
            let fate = fate(&events, SENT);
            let found: Vec<_> = fate.rows.iter().map(|(row, _)| row.kind).collect();
            assert_eq!((found, fate.ended), (kinds, ended), "{name}");
            assert!(
                fate.rows.iter().all(|(row, _)| row.at == SENT),
                "{name}: whole seconds lie before the message"
            );
        }
    }

    #[test]
    fn a_failure_has_the_cause_of_its_code() {
        for (words, cause) in [
            (
                Some("(#131042) Business eligibility payment issue"),
                Cause::PaymentProblem,
            ),
            (Some("(#131047) Re-engagement message"), Cause::WindowClosed),
            (Some("(#999999) Something new"), Cause::MessageFailed),
            (Some("Something else"), Cause::MessageFailed),
            (Some("(#"), Cause::MessageFailed),
            (None, Cause::MessageFailed),
        ] {
            assert_eq!(cause_of(words), cause, "{words:?}");
        }
    }
}
