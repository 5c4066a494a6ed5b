//! No calls while Meta limits them: a pause for each lane, taken from errors and usage headers. Source: Meta, "Rate
//! limits" (Graph API): limits hold per app and WhatsApp Business Account, and calls during a limit prolong it.

use crate::failure::{GraphFailure, cause};
use crate::usage::{Usage, whole_minutes};
use reconecta_core::cause::Cause;
use reconecta_core::graph_error::GraphProblem;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What a limit holds for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Lane {
    /// Every call of the app.
    App,
    /// Calls about an account, a portfolio or a number.
    Asset(String),
    /// Messages of a number.
    Sending(String),
}

struct Pause {
    until: Instant,
    problem: GraphProblem,
}

/// Pauses of one app.
#[derive(Default)]
pub(crate) struct Pacer(Mutex<Lanes>);

#[derive(Default)]
struct Lanes {
    pauses: HashMap<Lane, Pause>,
    account_of_number: HashMap<String, String>,
}

impl Pacer {
    /// Whether a call of `path` may be made now; otherwise the limit, with the minutes that are left of it.
    pub(crate) fn admit(&self, path: &str, now: Instant) -> Result<(), GraphFailure> {
        let mut lanes = self.lanes();
        lanes.pauses.retain(|_, pause| pause.until > now);
        match lanes.holding(path) {
            None => Ok(()),
            Some(pause) => Err(GraphFailure::Graph(Box::new(GraphProblem {
                regain_minutes: Some(minutes_until(pause.until, now)),
                ..pause.problem.clone()
            }))),
        }
    }

    /// How long calls of `path` still have to wait.
    pub(crate) fn pause_left(&self, path: &str, now: Instant) -> Option<Duration> {
        let left = self.lanes().holding(path)?.until.checked_duration_since(now)?;
        (!left.is_zero()).then_some(left)
    }

    /// Learns from an answer.
    pub(crate) fn note(&self, path: &str, now: Instant, usage: &Usage, failure: Option<&GraphFailure>) {
        let mut lanes = self.lanes();
        let exact = usage.retry_after;
        if usage.app_blocked {
            lanes.pause(Lane::App, now, full(4), exact);
        }
        for (id, minutes) in &usage.blocked {
            let problem = GraphProblem {
                regain_minutes: *minutes,
                ..full(80_008)
            };
            lanes.pause(Lane::Asset(id.clone()), now, problem, exact);
        }
        if let Some(GraphFailure::Graph(problem)) = failure
            && cause(problem) == Cause::CallLimit
        {
            lanes.pause(lane_of_limit(path, problem.code), now, (**problem).clone(), exact);
        }
    }

    /// Calls about a number count for its account.
    pub(crate) fn learn(&self, number: &str, account: &str) {
        let mut lanes = self.lanes();
        lanes
            .account_of_number
            .insert(number.to_owned(), account.to_owned());
    }

    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lanes {
    fn of(&self, path: &str) -> Vec<Lane> {
        let mut lanes = vec![Lane::App];
        if let Some(id) = asset(path) {
            lanes.push(Lane::Asset(id.to_owned()));
            lanes.extend(self.account_of_number.get(id).cloned().map(Lane::Asset));
            if path.ends_with("/messages") {
                lanes.push(Lane::Sending(id.to_owned()));
            }
        }
        lanes
    }

    /// The longest pause that holds calls of `path`.
    fn holding(&self, path: &str) -> Option<&Pause> {
        let lanes = self.of(path).into_iter();
        let held = lanes.filter_map(|lane| self.pauses.get(&lane));
        held.max_by_key(|pause| pause.until)
    }

    /// Meta names whole minutes; `exact` counts where it is the same time in seconds.
    fn pause(&mut self, lane: Lane, now: Instant, problem: GraphProblem, exact: Option<Duration>) {
        let lane = match lane {
            Lane::Asset(id) => Lane::Asset(self.account_of_number.get(&id).cloned().unwrap_or(id)),
            lane => lane,
        };
        let minutes = cause(&problem).wait_minutes(&problem).unwrap_or_default();
        let length = exact
            .filter(|exact| whole_minutes(*exact) >= minutes)
            .unwrap_or(Duration::from_secs(u64::from(minutes) * 60));
        let Some(until) = now.checked_add(length) else {
            return;
        };
        let known = self.pauses.get(&lane);
        if known.is_none_or(|known| known.until < until) {
            tracing::warn!(
                ?lane,
                code = problem.code,
                minutes,
                "Meta limits calls; none is made until then"
            );
            self.pauses.insert(lane, Pause { until, problem });
        }
    }
}

/// The id that a path begins with.
fn asset(path: &str) -> Option<&str> {
    let first = path.split('/').next()?;
    let is_id = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then_some(first)
}

/// Limits of the app and of its users hold for everything; the others for what was called.
fn lane_of_limit(path: &str, code: i64) -> Lane {
    match (code, asset(path)) {
        (4 | 17 | 32 | 341, _) | (_, None) => Lane::App,
        (130_429 | 131_056, Some(number)) if path.ends_with("/messages") => Lane::Sending(number.to_owned()),
        (_, Some(id)) => Lane::Asset(id.to_owned()),
    }
}

/// A limit that a header announces before any call was refused.
fn full(code: i64) -> GraphProblem {
    GraphProblem {
        code,
        message: "The allowance is used up".to_owned(),
        ..GraphProblem::default()
    }
}

fn minutes_until(until: Instant, now: Instant) -> u32 {
    whole_minutes(until.saturating_duration_since(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WABA: &str = "102290129340398";
    const NUMBER: &str = "106540352242922";

    fn limit(code: i64, regain_minutes: Option<u32>) -> GraphFailure {
        GraphFailure::Graph(Box::new(GraphProblem {
            code,
            regain_minutes,
            http_status: 400,
            ..GraphProblem::default()
        }))
    }

    fn minutes(pacer: &Pacer, path: &str, now: Instant) -> Option<u32> {
        match pacer.admit(path, now) {
            Err(GraphFailure::Graph(problem)) => problem.regain_minutes,
            Err(GraphFailure::Transport(_)) | Ok(()) => None,
        }
    }

    fn after(start: Instant, minutes: u64) -> Instant {
        start + Duration::from_secs(minutes * 60)
    }

    #[test]
    fn an_account_limit_holds_its_account_only_and_ends_by_itself() {
        let (pacer, start) = (Pacer::default(), Instant::now());
        let path = format!("{WABA}/phone_numbers");
        pacer.note(&path, start, &Usage::default(), Some(&limit(80_008, Some(19))));
        assert_eq!(minutes(&pacer, &path, start), Some(19));
        assert_eq!(minutes(&pacer, &path, after(start, 5)), Some(14));
        assert!(pacer.admit("me", start).is_ok(), "other calls go on");
        assert!(
            pacer.admit("999/phone_numbers", start).is_ok(),
            "other accounts go on"
        );
        assert!(pacer.admit(&path, after(start, 19)).is_ok(), "the time is over");
    }

    #[test]
    fn numbers_count_for_their_account() {
        let (pacer, start) = (Pacer::default(), Instant::now());
        pacer.learn(NUMBER, WABA);
        pacer.note(NUMBER, start, &Usage::default(), Some(&limit(80_007, None)));
        assert_eq!(
            minutes(&pacer, &format!("{WABA}/subscribed_apps"), start),
            Some(30)
        );
        assert_eq!(minutes(&pacer, NUMBER, start), Some(30));
        assert!(
            pacer.admit("999", start).is_ok(),
            "a number of another account goes on"
        );
    }

    #[test]
    fn an_app_limit_holds_everything() {
        let (pacer, start) = (Pacer::default(), Instant::now());
        pacer.note("me", start, &Usage::default(), Some(&limit(4, None)));
        for path in ["me", WABA, "me/businesses"] {
            assert_eq!(minutes(&pacer, path, start), Some(15), "{path}");
        }
    }

    #[test]
    fn a_full_number_may_still_be_read() {
        let (pacer, start) = (Pacer::default(), Instant::now());
        let sending = format!("{NUMBER}/messages");
        pacer.note(&sending, start, &Usage::default(), Some(&limit(131_056, None)));
        assert_eq!(minutes(&pacer, &sending, start), Some(1));
        assert!(pacer.admit(NUMBER, start).is_ok());
    }

    #[test]
    fn headers_hold_calls_before_one_is_refused() {
        let (pacer, start) = (Pacer::default(), Instant::now());
        let usage = Usage {
            percent: 100,
            regain_minutes: Some(7),
            app_blocked: false,
            retry_after: None,
            blocked: vec![(WABA.to_owned(), Some(7))],
        };
        pacer.note(WABA, start, &usage, None);
        assert_eq!(minutes(&pacer, WABA, start), Some(7));
        assert!(pacer.admit("me", start).is_ok());
        let usage = Usage {
            app_blocked: true,
            ..Usage::default()
        };
        pacer.note("me", start, &usage, None);
        assert_eq!(minutes(&pacer, "me", start), Some(15));
    }

    #[test]
    fn throughput_limits_of_reads_hold_the_account() {
        let (pacer, start) = (Pacer::default(), Instant::now());
        let listing = format!("{WABA}/phone_numbers");
        pacer.note(&listing, start, &Usage::default(), Some(&limit(130_429, Some(2))));
        assert_eq!(
            minutes(&pacer, &format!("{WABA}/subscribed_apps"), start),
            Some(2)
        );
    }

    #[test]
    fn seconds_count_where_they_are_the_same_time_as_the_minutes() {
        for (seconds, regain, held) in [(5, 1, 5), (61, 2, 61), (5, 19, 19 * 60), (600, 1, 600)] {
            let (pacer, start) = (Pacer::default(), Instant::now());
            let usage = Usage {
                retry_after: Some(Duration::from_secs(seconds)),
                ..Usage::default()
            };
            pacer.note(WABA, start, &usage, Some(&limit(80_008, Some(regain))));
            assert_eq!(
                pacer.pause_left(WABA, start),
                Some(Duration::from_secs(held)),
                "{seconds} s beside {regain} minutes"
            );
            assert_eq!(pacer.pause_left("999", start), None);
        }
    }

    #[test]
    fn a_longer_pause_is_not_shortened_and_other_errors_pause_nothing() {
        let (pacer, start) = (Pacer::default(), Instant::now());
        pacer.note(WABA, start, &Usage::default(), Some(&limit(80_008, Some(60))));
        pacer.note(WABA, start, &Usage::default(), Some(&limit(80_008, Some(1))));
        assert_eq!(minutes(&pacer, WABA, start), Some(60));
        for failure in [limit(190, None), limit(133_016, None), limit(2, None)] {
            pacer.note("777", start, &Usage::default(), Some(&failure));
        }
        assert!(
            pacer.admit("777", start).is_ok(),
            "a locked number is no limit of calls"
        );
    }
}
