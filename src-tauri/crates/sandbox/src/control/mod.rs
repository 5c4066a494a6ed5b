//! The control: what a test or a curious person can see and switch while the simulator runs.

mod fault;
mod routes;
mod throttle;

pub use fault::{Fault, FaultBody};
pub(crate) use routes::router;
pub use throttle::{Calls, Throttling};
pub(crate) use throttle::{Refused, Throttle};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::VecDeque;

/// Longest list that is kept.
const KEPT: usize = 5000;

/// A request that was answered. Tokens, codes and secrets are not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenRequest {
    /// `GET`, `POST`, `DELETE`.
    pub method: String,
    /// Path as it was called.
    pub path: String,
    /// Query without secrets.
    pub query: String,
    /// HTTP status; 0 when the connection was dropped.
    pub status: u16,
    /// `person ana`, `business 22...`, `app 83...`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
}

/// Who drives the next login dialog, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Autopilot {
    /// Scenario, for example `happy`.
    pub scenario: String,
    /// Handle of the person; each scenario has its own default.
    #[serde(default)]
    pub person: Option<String>,
    /// Whether it drives all further dialogs, not just the next.
    #[serde(default)]
    pub sticky: bool,
}

/// Switches and records of the control.
#[derive(Debug, Default)]
pub(crate) struct Controls {
    pub(crate) history: VecDeque<SeenRequest>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) latency_ms: u64,
    pub(crate) reports: VecDeque<Value>,
    pub(crate) autopilot: Option<Autopilot>,
    pub(crate) deliveries: VecDeque<Value>,
    pub(crate) throttle: Throttle,
}

fn keep<T>(list: &mut VecDeque<T>, item: T) {
    if list.len() >= KEPT {
        list.pop_front();
    }
    list.push_back(item);
}

impl Controls {
    pub(crate) fn see(&mut self, request: SeenRequest) {
        keep(&mut self.history, request);
    }

    pub(crate) fn report(&mut self, report: Value) {
        keep(&mut self.reports, report);
    }

    /// A webhook that was sent; status 0 = no answer.
    pub(crate) fn deliver(&mut self, url: &str, status: u16, payload: &Value) {
        keep(
            &mut self.deliveries,
            json!({ "url": url, "status": status, "payload": payload }),
        );
    }

    /// The fault for this request, if one is waiting.
    pub(crate) fn take_fault(&mut self, method: &str, path: &str) -> Option<Fault> {
        let index = self.faults.iter().position(|fault| fault.matches(method, path))?;
        let fault = self.faults.get_mut(index)?;
        fault.times = fault.times.saturating_sub(1);
        let taken = fault.clone();
        if fault.times == 0 {
            self.faults.remove(index);
        }
        Some(taken)
    }

    /// The autopilot for a dialog that starts now.
    pub(crate) fn take_autopilot(&mut self) -> Option<Autopilot> {
        let sticky = self.autopilot.as_ref().is_some_and(|autopilot| autopilot.sticky);
        if sticky {
            self.autopilot.clone()
        } else {
            self.autopilot.take()
        }
    }
}
