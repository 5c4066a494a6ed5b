//! The switch: only after a real call for this number has answered with the new credential.

use super::Work;
use crate::attempt_desk::PinToKeep;
use reconecta_core::attempt::StepOutcome;
use reconecta_core::cause::{CallKind, Cause};

pub(super) async fn switch(work: &Work) -> StepOutcome {
    let listed = match work.graph.phone_numbers(&work.token, &work.found.waba.id).await {
        Ok(listed) => listed,
        Err(failure) => return StepOutcome::Unknown(work.errand.failed(failure, CallKind::ListNumbers)),
    };
    let Some(number) = listed.into_iter().find(|number| &number.id == work.id()) else {
        return StepOutcome::Failed(work.errand.problem(Cause::NumberNotInWaba));
    };
    let mut found = work.found.clone();
    found.number = number;
    match work
        .errand
        .session
        .switch_channel(&work.errand.attempt, &found)
        .await
    {
        Ok(channel) => {
            let (session, attempt) = (&work.errand.session, &work.errand.attempt);
            match work.errand.slots.take_pin_to_keep(work.id()) {
                Some(PinToKeep::Known(pin)) => session.keep_pin(attempt, &channel, &pin).await,
                Some(PinToKeep::New(pin)) => session.keep_new_pin(&channel, &pin).await,
                None => {}
            }
            StepOutcome::Switched(channel)
        }
        Err(problem) => StepOutcome::Failed(problem),
    }
}
