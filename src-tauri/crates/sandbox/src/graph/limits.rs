//! Call budgets and the headers that report them (Meta: Rate limits).

use super::error::GraphError;
use crate::control::Refused;
use crate::world::World;
use serde_json::json;
use std::collections::{HashMap, VecDeque};

const HOUR_MS: i64 = 3_600_000;
/// Management calls per app and account without, and with, a registered number.
const SMALL: u32 = 200;
const LARGE: u32 = 5000;
/// Calls per app: 200 times its active users; the simulator assumes a hundred.
const APP: u32 = 20_000;

const TOO_MANY: &str =
    "There have been too many calls to this WhatsApp Business account. Wait a bit and try again.";

/// Calls of the last hour.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    accounts: HashMap<(String, String), VecDeque<i64>>,
    apps: HashMap<String, VecDeque<i64>>,
}

/// What the headers say about one call.
#[derive(Clone, Debug)]
pub(crate) struct Charge {
    app_percent: usize,
    account: Option<(String, &'static str, usize, i64)>,
    retry_after: Option<u32>,
}

impl Usage {
    /// Counts a call. Calls over the budget count too: going on prolongs the wait.
    pub(crate) fn charge(
        &mut self,
        world: &World,
        app: &str,
        account: Option<(&str, &'static str)>,
    ) -> (Charge, Option<GraphError>) {
        let now = world.now_ms();
        let (used, limit, _) = count(
            self.apps.entry(app.to_owned()).or_default(),
            now,
            world.limits.app_per_hour.unwrap_or(APP),
        );
        let mut charge = Charge {
            app_percent: percent(used, limit),
            account: None,
            retry_after: None,
        };
        if used > limit {
            let error = GraphError::numbered(4, "Application request limit reached").subcode(2_446_079);
            return (charge, Some(error.transient(true)));
        }
        let Some((account, kind)) = account else {
            return (charge, None);
        };
        let registered = world
            .numbers
            .values()
            .any(|one| one.registered && one.accounts.iter().any(|id| id == account));
        let budget = world
            .limits
            .management_per_hour
            .unwrap_or(if registered { LARGE } else { SMALL });
        let calls = self
            .accounts
            .entry((app.to_owned(), account.to_owned()))
            .or_default();
        let (used, limit, oldest) = count(calls, now, budget);
        let blocked = used > limit;
        let regain = if blocked {
            (oldest + HOUR_MS - now + 59_999) / 60_000
        } else {
            0
        };
        charge.account = Some((account.to_owned(), kind, percent(used, limit), regain));
        (charge, blocked.then(|| GraphError::numbered(80_008, TOO_MANY)))
    }
}

/// Adds a call; answers calls used, the budget, and when the oldest one was made.
fn count(calls: &mut VecDeque<i64>, now: i64, budget: u32) -> (usize, usize, i64) {
    while calls.front().is_some_and(|at| now - at >= HOUR_MS) {
        calls.pop_front();
    }
    calls.push_back(now);
    let limit = usize::try_from(budget).unwrap_or(usize::MAX);
    let over = calls.len().saturating_sub(limit.saturating_add(1));
    (calls.len(), limit, calls.get(over).copied().unwrap_or(now))
}

fn percent(used: usize, limit: usize) -> usize {
    (used * 100 / limit.max(1)).min(100)
}

impl Charge {
    /// The call was refused by order of the control: the headers tell until when.
    pub(crate) fn refuse(&mut self, refused: Refused) -> GraphError {
        if let Some((_, _, percent, regain)) = &mut self.account {
            *percent = 100;
            *regain = i64::from(refused.minutes);
        }
        self.retry_after = refused.retry_after;
        let title = match refused.code {
            130_429 => "Rate limit hit",
            _ => TOO_MANY,
        };
        GraphError::numbered(refused.code, title)
    }

    /// `X-App-Usage` and `X-Business-Use-Case-Usage`.
    pub(crate) fn headers(&self) -> Vec<(&'static str, String)> {
        let app = json!({ "call_count": self.app_percent, "total_cputime": 0, "total_time": 0 });
        let mut headers = vec![("x-app-usage", app.to_string())];
        if let Some((account, kind, percent, regain)) = &self.account {
            let item = json!({
                "type": kind, "call_count": percent, "total_cputime": 1, "total_time": 1,
                "estimated_time_to_regain_access": regain,
            });
            headers.push((
                "x-business-use-case-usage",
                json!({ account.as_str(): [item] }).to_string(),
            ));
        }
        headers.extend(
            self.retry_after
                .map(|seconds| ("retry-after", seconds.to_string())),
        );
        headers
    }
}
