//! A named cause as it happened: with Meta's own error, the values for its sentence, and the time.

use crate::cause::{CallKind, Cause, RetryRule};
use crate::fact::Unread;
use crate::graph_error::GraphProblem;
use crate::ids::UnixMillis;
use crate::permission;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the value that holds the permissions that are missing.
pub const PERMISSION: &str = "permission";
/// Name of the value that holds the end of a wait, in Unix milliseconds.
const UNTIL: &str = "until";
const MINUTE_MILLIS: i64 = 60_000;

/// What went wrong, when, and with which values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The named cause; it knows who acts and what is next.
    pub cause: Cause,
    /// Meta's error, for technical details.
    pub graph: Option<Box<GraphProblem>>,
    /// Values for the sentence. Never a secret.
    pub params: BTreeMap<String, String>,
    /// When it happened.
    pub at: UnixMillis,
}

impl Problem {
    /// A problem without Meta's error.
    pub fn new(cause: Cause, at: UnixMillis) -> Self {
        Self {
            cause,
            graph: None,
            params: BTreeMap::new(),
            at,
        }
    }

    /// What a missing answer to a call means.
    pub fn of_unread(unread: &Unread, call: CallKind, at: UnixMillis) -> Self {
        let cause = Cause::from_unread(unread, call).unwrap_or(Cause::AnswerUnreadable);
        match unread {
            Unread::Refused { problem } => {
                let minutes = cause.wait_minutes(problem);
                let named = Self::new(cause, at).with_graph(problem.clone());
                let named = match (cause, permission::demanded_by(call)) {
                    (Cause::PermissionMissing, demanded @ [_, ..]) => {
                        named.with(PERMISSION, demanded.join(", "))
                    }
                    (_, _) => named,
                };
                minutes
                    .into_iter()
                    .fold(named, |named, minutes| named.with("minutes", minutes.to_string()))
            }
            Unread::NotAsked | Unread::Unreachable { .. } | Unread::Malformed | Unread::Missing => {
                Self::new(cause, at)
            }
        }
    }

    /// Before which time trying again is of no use: the announced one, Meta's own, or else the shortest that the cause
    /// takes. `None` for causes that no time cures.
    pub fn until(&self) -> Option<UnixMillis> {
        let RetryRule::Later { min_minutes } = self.cause.retry_rule() else {
            return None;
        };
        let announced = self.params.get(UNTIL).and_then(|until| until.parse().ok());
        if let Some(until) = announced {
            return Some(UnixMillis(until));
        }
        let graph = self.graph.as_deref();
        let minutes = graph.and_then(|graph| self.cause.wait_minutes(graph));
        let wait = i64::from(minutes.unwrap_or(min_minutes)).saturating_mul(MINUTE_MILLIS);
        Some(self.at.plus(wait))
    }

    /// The same with the announced end of the wait.
    pub fn until_at(self, until: UnixMillis) -> Self {
        self.with(UNTIL, until.0.to_string())
    }

    /// The same with Meta's error behind it.
    pub fn with_graph(mut self, graph: GraphProblem) -> Self {
        self.graph = Some(Box::new(graph));
        self
    }

    /// The same with one more value for the sentence.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

    fn in_minutes(minutes: i64) -> Option<UnixMillis> {
        Some(NOW.plus(minutes * MINUTE_MILLIS))
    }

    #[test]
    fn every_cause_that_time_cures_tells_until_when_and_no_other_does() {
        for cause in Cause::ALL.iter().copied() {
            let expected = match cause.retry_rule() {
                RetryRule::Later { min_minutes } => in_minutes(i64::from(min_minutes)),
                RetryRule::Automatic | RetryRule::AfterPerson | RetryRule::Never => None,
            };
            assert_eq!(Problem::new(cause, NOW).until(), expected, "{}", cause.code());
        }
    }

    #[test]
    fn a_refusal_for_want_of_a_permission_names_the_one_that_the_call_demands() {
        let refused = |code| Unread::Refused {
            problem: GraphProblem {
                code,
                ..GraphProblem::default()
            },
        };
        for (call, code, named) in [
            (CallKind::ListNumbers, 10, Some("whatsapp_business_management")),
            (CallKind::SendMessage, 10, Some("whatsapp_business_messaging")),
            (
                CallKind::Register,
                10,
                Some("whatsapp_business_management, whatsapp_business_messaging"),
            ),
            (CallKind::ListAccounts, 200, Some("business_management")),
            (CallKind::ReadPerson, 10, None),
            (CallKind::ListNumbers, 190, None),
        ] {
            let problem = Problem::of_unread(&refused(code), call, NOW);
            let told = problem.params.get(PERMISSION).map(String::as_str);
            assert_eq!(told, named, "{} {code}", call.code());
        }
    }

    #[test]
    fn an_announced_time_counts_before_metas_minutes_and_those_before_the_shortest_wait() {
        let limited = Problem::new(Cause::CallLimit, NOW);
        let by_meta = limited.clone().with_graph(GraphProblem {
            code: 80_008,
            regain_minutes: Some(42),
            ..GraphProblem::default()
        });
        let announced = by_meta.clone().until_at(NOW.plus(1));
        let unreadable = limited.clone().with("until", "soon");
        assert_eq!(limited.until(), in_minutes(15));
        assert_eq!(by_meta.until(), in_minutes(42));
        assert_eq!(announced.until(), Some(NOW.plus(1)));
        assert_eq!(unreadable.until(), in_minutes(15));
        let dead = Problem::new(Cause::TokenExpired, NOW).until_at(NOW);
        assert_eq!(dead.until(), None, "time does not cure it");
    }
}
