//! The callback override: kept where it stands, put back where the channel's own one was lost.
//!
//! Source: Meta, "Webhooks overrides".

use super::Work;
use crate::session::ChannelCallback;
use reconecta_core::attempt::{Note, StepOutcome};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::meta::WebhookLevels;
use reconecta_core::problem::Problem;
use reconecta_core::repair::{CallbackLevel, CallbackState, callback_level, callback_state};
use reconecta_graph::Callback;
use url::Url;

pub(super) async fn run(work: &Work) -> StepOutcome {
    let levels = match read(work).await {
        Ok(levels) => levels,
        Err(problem) => return StepOutcome::Unknown(problem),
    };
    let expected = work
        .errand
        .session
        .callback_for(&work.errand.attempt, &work.found)
        .await;
    let address = expected.as_ref().map(|expected| expected.address.as_str());
    match (expected.as_ref(), callback_state(address, levels.as_ref())) {
        (Some(expected), CallbackState::Lost) => restore(work, expected, &levels.unwrap_or_default()).await,
        (_, CallbackState::Unclear) => StepOutcome::Unknown(work.errand.problem(Cause::AnswerUnreadable)),
        (_, _) => StepOutcome::Skipped(untouched(&levels.unwrap_or_default())),
    }
}

fn untouched(levels: &WebhookLevels) -> Note {
    match levels.overridden() {
        Some(_) => Note::OverrideKept,
        None => Note::OverrideNone,
    }
}

async fn restore(work: &Work, expected: &ChannelCallback, levels: &WebhookLevels) -> StepOutcome {
    let session = &work.errand.session;
    let Ok(url) = Url::parse(&expected.address) else {
        return StepOutcome::Failed(work.errand.problem(Cause::CallbackRefused));
    };
    let verify_token = match session.verify_token(&expected.channel).await {
        Ok(verify_token) => verify_token,
        Err(cause) => return StepOutcome::Failed(work.errand.problem(cause)),
    };
    let level = match level(work, expected, levels).await {
        Ok(level) => level,
        Err(problem) => return StepOutcome::Unknown(problem),
    };
    let row = match work.open_journal(CallKind::OverrideCallback).await {
        Ok(row) => row,
        Err(problem) => return StepOutcome::Failed(problem),
    };
    let (token, waba) = (&work.token, &work.found.waba.id);
    let callback = Callback {
        url: &url,
        verify_token: &verify_token,
    };
    let answer = match level {
        CallbackLevel::Account => work.graph.subscribe_with_override(token, waba, callback).await,
        CallbackLevel::Number => {
            work.graph
                .override_number_callback(token, work.id(), callback)
                .await
        }
    };
    let problem = answer
        .err()
        .map(|failure| work.errand.failed(failure, CallKind::OverrideCallback));
    work.close_journal(row, problem.as_ref()).await;
    let state = read(work)
        .await
        .map(|levels| callback_state(Some(&expected.address), levels.as_ref()));
    match (state, problem) {
        (Ok(CallbackState::InForce), _) => StepOutcome::Done(None),
        (_, Some(problem)) => StepOutcome::Failed(problem),
        (Ok(_), None) => StepOutcome::Failed(work.errand.problem(Cause::CallbackDiffers)),
        (Err(unread), None) => StepOutcome::Unknown(unread),
    }
}

/// Reads where messages go now.
async fn read(work: &Work) -> Result<Option<WebhookLevels>, Problem> {
    Ok(work.read_number().await?.webhook)
}

/// Reads which other numbers an override on the account would touch.
async fn level(
    work: &Work,
    expected: &ChannelCallback,
    levels: &WebhookLevels,
) -> Result<CallbackLevel, Problem> {
    let listed = work
        .graph
        .phone_numbers(&work.token, &work.found.waba.id)
        .await
        .map_err(|failure| work.errand.failed(failure, CallKind::ListNumbers))?;
    let ids: Vec<_> = listed.into_iter().map(|number| number.id).collect();
    let all_agree = work.errand.session.all_expect(&ids, &expected.address).await;
    Ok(callback_level(levels, all_agree))
}
