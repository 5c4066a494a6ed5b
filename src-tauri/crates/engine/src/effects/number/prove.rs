//! Evidence: what the channel answers with its new credential. Nothing here sets "proven": the verdict is derived.

use super::{Site, Work};
use reconecta_core::attempt::StepOutcome;
use reconecta_core::cause::Cause;

pub(super) async fn read_health(work: &Site<'_>) -> StepOutcome {
    match work.read_number().await {
        Ok(number) if number.health.is_some() => StepOutcome::Done(None),
        Ok(_) => StepOutcome::Unknown(work.problem(Cause::AnswerUnreadable)),
        Err(problem) => StepOutcome::Unknown(problem),
    }
}

pub(super) async fn prove(work: &Work) -> StepOutcome {
    let channels = work.errand.session.channel_of(work.id()).await;
    let Some(channel) = channels else {
        return StepOutcome::Unknown(work.errand.problem(Cause::NumberNotConfigured));
    };
    match work.errand.session.diagnose(&channel).await {
        Ok(diagnosis) => StepOutcome::Proved(Box::new(diagnosis.verdict)),
        Err(_error) => StepOutcome::Unknown(work.errand.problem(Cause::StorageFailed)),
    }
}
