//! The callback override: kept where it stands, put back where the channel's own one was lost.

use super::Site;
use crate::session::{CallbackEnd, CallbackPlace};
use reconecta_core::attempt::{Note, StepOutcome};

pub(super) async fn run(work: &Site<'_>) -> StepOutcome {
    let place = CallbackPlace {
        graph: work.graph,
        token: work.token,
        waba: &work.found.waba.id,
        number: work.id(),
    };
    match work.ground.tend_callback(work.found, &place).await {
        CallbackEnd::Untouched(levels) => StepOutcome::Skipped(match levels.overridden() {
            Some(_) => Note::OverrideKept,
            None => Note::OverrideNone,
        }),
        CallbackEnd::Restored => StepOutcome::Done(None),
        CallbackEnd::Failed(problem) => StepOutcome::Failed(problem),
        CallbackEnd::Unknown(problem) => StepOutcome::Unknown(problem),
    }
}
