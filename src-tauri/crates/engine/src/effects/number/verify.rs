//! Proof of ownership with a code by text message or voice call. A code is never sent or tried by the machine itself.

use super::Site;
use reconecta_core::attempt::{CodeMethod, Need, Note, StepOutcome};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::repair::{Verification, verification};

pub(super) async fn run(work: &Site<'_>) -> StepOutcome {
    let number = match work.read_number().await {
        Ok(number) => number,
        Err(problem) => return StepOutcome::Unknown(problem),
    };
    match verification(&number) {
        Verification::Verified => StepOutcome::Skipped(Note::AlreadyVerified),
        Verification::NotNeeded => StepOutcome::Skipped(Note::NotNeeded),
        Verification::Unclear => StepOutcome::Unknown(work.problem(Cause::AnswerUnreadable)),
        Verification::CodeNeeded => match work.ground.take_code(work.id()) {
            Some(code) => confirm(work, &code).await,
            None => StepOutcome::Needs(Need::CodeMethod { problem: None }),
        },
    }
}

async fn confirm(work: &Site<'_>, code: &secrecy::SecretString) -> StepOutcome {
    let row = match work.open_journal(CallKind::VerifyCode).await {
        Ok(row) => row,
        Err(problem) => return StepOutcome::Failed(problem),
    };
    let answer = work.graph.verify_code(work.token, work.id(), code).await;
    let problem = answer
        .err()
        .map(|failure| work.failed(failure, CallKind::VerifyCode));
    work.close_journal(row, problem.as_ref()).await;
    let verified = match work.read_number().await {
        Ok(number) => verification(&number) != Verification::CodeNeeded,
        Err(unread) => return StepOutcome::Unknown(unread),
    };
    match problem {
        _ if verified => StepOutcome::Done(None),
        Some(problem) if problem.cause == Cause::CodeWrong => {
            let (method, sent_at) = work.ground.code_sent(work.id());
            StepOutcome::Needs(Need::Code {
                method,
                sent_at,
                problem: Some(problem),
            })
        }
        Some(problem) => StepOutcome::Failed(problem),
        None => StepOutcome::Failed(work.problem(Cause::NumberNotVerified)),
    }
}

/// Has a code sent in the app's language.
pub(super) async fn send(work: &Site<'_>, method: CodeMethod, language: &str) -> StepOutcome {
    let row = match work.open_journal(CallKind::RequestCode).await {
        Ok(row) => row,
        Err(problem) => return StepOutcome::Failed(problem),
    };
    let answer = work
        .graph
        .request_code(work.token, work.id(), method, language)
        .await;
    let problem = answer
        .err()
        .map(|failure| work.failed(failure, CallKind::RequestCode));
    work.close_journal(row, problem.as_ref()).await;
    match problem {
        None => StepOutcome::Needs(Need::Code {
            method,
            sent_at: work.ground.now(),
            problem: None,
        }),
        problem => StepOutcome::Needs(Need::CodeMethod { problem }),
    }
}
