//! Proof of ownership with a code by text message or voice call. A code is never sent or tried by the machine itself.

use super::Work;
use reconecta_core::attempt::{CodeMethod, Need, Note, StepOutcome};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::repair::{Verification, verification};

/// Language of Meta's code message.
const LANGUAGE: &str = "pt_BR";

pub(super) async fn run(work: &Work) -> StepOutcome {
    let number = match work.read_number().await {
        Ok(number) => number,
        Err(problem) => return StepOutcome::Unknown(problem),
    };
    match verification(&number) {
        Verification::Verified => StepOutcome::Skipped(Note::AlreadyVerified),
        Verification::NotNeeded => StepOutcome::Skipped(Note::NotNeeded),
        Verification::Unclear => StepOutcome::Unknown(work.errand.problem(Cause::AnswerUnreadable)),
        Verification::CodeNeeded => match work.errand.slots.take_code(work.id()) {
            Some(code) => confirm(work, &code).await,
            None => StepOutcome::Needs(Need::CodeMethod { problem: None }),
        },
    }
}

async fn confirm(work: &Work, code: &secrecy::SecretString) -> StepOutcome {
    let row = match work.open_journal(CallKind::VerifyCode).await {
        Ok(row) => row,
        Err(problem) => return StepOutcome::Failed(problem),
    };
    let answer = work.graph.verify_code(&work.token, work.id(), code).await;
    let problem = answer
        .err()
        .map(|failure| work.errand.failed(failure, CallKind::VerifyCode));
    work.close_journal(row, problem.as_ref()).await;
    let verified = match work.read_number().await {
        Ok(number) => verification(&number) != Verification::CodeNeeded,
        Err(unread) => return StepOutcome::Unknown(unread),
    };
    match problem {
        _ if verified => StepOutcome::Done(None),
        Some(problem) if problem.cause == Cause::CodeWrong => {
            let (method, sent_at) = work.code_sent();
            StepOutcome::Needs(Need::Code {
                method,
                sent_at,
                problem: Some(problem),
            })
        }
        Some(problem) => StepOutcome::Failed(problem),
        None => StepOutcome::Failed(work.errand.problem(Cause::NumberNotVerified)),
    }
}

pub(super) async fn send(work: &Work, method: CodeMethod) -> StepOutcome {
    let row = match work.open_journal(CallKind::RequestCode).await {
        Ok(row) => row,
        Err(problem) => return StepOutcome::Failed(problem),
    };
    let answer = work
        .graph
        .request_code(&work.token, work.id(), method, LANGUAGE)
        .await;
    let problem = answer
        .err()
        .map(|failure| work.errand.failed(failure, CallKind::RequestCode));
    work.close_journal(row, problem.as_ref()).await;
    match problem {
        None => StepOutcome::Needs(Need::Code {
            method,
            sent_at: work.errand.session.now(),
            problem: None,
        }),
        problem => StepOutcome::Needs(Need::CodeMethod { problem }),
    }
}
