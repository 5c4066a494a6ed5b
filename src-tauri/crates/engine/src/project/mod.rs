//! From what is known to what the interface shows: the only place that makes views.

mod attempt;
mod channel;
mod home;
mod outage;
mod platform;
mod problem;
mod proof;

pub(crate) use attempt::{EvidenceByNumber, attempt_view};
pub(crate) use channel::{
    Brief, Standing, callback_fields, channel_row, diagnosis_view, evidence_view, timeline_view, verdict_view,
};
pub(crate) use home::Home;
pub(crate) use outage::{hand_off_view, outage_view};
pub(crate) use platform::{platform_connection_view, platform_problem_view};
pub(crate) use problem::problem_view;
pub(crate) use proof::proof_view;

use reconecta_core::ids::UnixMillis;

/// Times cross as numbers; JavaScript's are exact for some 280,000 years.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 fit a double exactly"
)]
pub(crate) fn time(at: UnixMillis) -> f64 {
    at.0 as f64
}
