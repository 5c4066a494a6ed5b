//! The callback override: kept where it stands, put back where the channel's own one was lost.

use super::Work;
use crate::session::{CallbackEnd, CallbackPlace};
use reconecta_core::attempt::{Note, StepOutcome};

pub(super) async fn run(work: &Work) -> StepOutcome {
    let session = &work.errand.session;
    let expected = session.callback_for(&work.errand.attempt, &work.found).await;
    let place = CallbackPlace {
        journal: &work.errand.attempt.id,
        graph: &work.graph,
        token: &work.token,
        waba: &work.found.waba.id,
        number: work.id(),
    };
    match session.tend_callback(&place, expected.as_ref()).await {
        CallbackEnd::Untouched(levels) => StepOutcome::Skipped(match levels.overridden() {
            Some(_) => Note::OverrideKept,
            None => Note::OverrideNone,
        }),
        CallbackEnd::Restored => StepOutcome::Done(None),
        CallbackEnd::Failed(problem) => StepOutcome::Failed(problem),
        CallbackEnd::Unknown(problem) => StepOutcome::Unknown(problem),
    }
}
