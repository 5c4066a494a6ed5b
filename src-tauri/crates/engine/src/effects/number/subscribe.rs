//! Our app's subscription to the account. A plain subscription removes an override, so it is made only when ours is
//! missing. Source: Meta, "Webhooks overrides" and "Subscribed apps".

use super::Site;
use reconecta_core::attempt::{Note, StepOutcome};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::ids::AppId;
use reconecta_core::meta::Subscription;
use reconecta_core::problem::Problem;
use reconecta_core::repair::our_subscription;

pub(super) async fn run(work: &Site<'_>) -> StepOutcome {
    let (before, ours) = match (read(work).await, our_app(work).await) {
        (Ok(before), Ok(ours)) => (before, ours),
        (Err(problem), _) | (_, Err(problem)) => return StepOutcome::Unknown(problem),
    };
    if our_subscription(&before, &ours).is_some() {
        return StepOutcome::Skipped(Note::AlreadySubscribed);
    }
    let row = match work.open_journal(CallKind::Subscribe).await {
        Ok(row) => row,
        Err(problem) => return StepOutcome::Failed(problem),
    };
    let answer = work.graph.subscribe(work.token, &work.found.waba.id).await;
    let problem = answer
        .err()
        .map(|failure| work.failed(failure, CallKind::Subscribe));
    work.close_journal(row, problem.as_ref()).await;
    match (read(work).await, problem) {
        (Ok(after), _) if our_subscription(&after, &ours).is_some() => {
            work.ground.note_subscribed(work.found).await;
            StepOutcome::Done(None)
        }
        (_, Some(problem)) => StepOutcome::Failed(problem),
        (Ok(_), None) => StepOutcome::Failed(work.problem(Cause::AppNotSubscribed)),
        (Err(unread), None) => StepOutcome::Unknown(unread),
    }
}

async fn read(work: &Site<'_>) -> Result<Vec<Subscription>, Problem> {
    let read = work.graph.subscriptions(work.token, &work.found.waba.id).await;
    read.map_err(|failure| work.failed(failure, CallKind::ReadSubscriptions))
}

async fn our_app(work: &Site<'_>) -> Result<AppId, Problem> {
    let ours = work.ground.our_app().await;
    ours.ok_or_else(|| work.problem(Cause::ConnectionIncomplete))
}
