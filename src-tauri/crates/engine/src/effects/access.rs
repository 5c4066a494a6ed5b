//! The first screen: what has to be true before a login, and the diagnosis of the channel.

use super::Errand;
use reconecta_core::attempt::{Prerequisite, PrerequisiteKind, Report};
use reconecta_core::cause::Cause;
use reconecta_core::diagnosis::{Answer, Question};
use reconecta_core::problem::Problem;

/// Reads prerequisites and, for a channel, the whole chain.
pub(crate) async fn read(errand: Errand) {
    let mut items = local(&errand).await;
    errand.report(Report::Prerequisites(items.clone()));
    items.push(network(&errand).await);
    let mut number = prerequisite(PrerequisiteKind::NumberConfigured, Answer::Unknown, None);
    if let Some(target) = &errand.attempt.target
        && let Ok(diagnosis) = errand.session.diagnose(&target.channel).await
    {
        number.answer = diagnosis.answer(Question::NumberVerified);
        if number.answer == Answer::No {
            number.problem = Some(errand.problem(Cause::NumberNotVerified));
        }
        errand.report(Report::Diagnosed(Box::new(diagnosis)));
    }
    items.push(number);
    errand.report(Report::Prerequisites(items));
    errand.report(Report::AccessRead);
}

fn prerequisite(kind: PrerequisiteKind, answer: Answer, problem: Option<Problem>) -> Prerequisite {
    Prerequisite {
        kind,
        answer,
        problem,
    }
}

async fn local(errand: &Errand) -> Vec<Prerequisite> {
    let session = &errand.session;
    let facts = [
        (
            PrerequisiteKind::PlatformAccount,
            session.has_account().await,
            Cause::PlatformAccountMissing,
        ),
        (
            PrerequisiteKind::AdministratorProfile,
            session.may_change(),
            Cause::ProfileNotAllowed,
        ),
        (
            PrerequisiteKind::MetaConnection,
            session.connection().await.is_some(),
            Cause::ConnectionIncomplete,
        ),
        (
            PrerequisiteKind::VaultReady,
            session.vault_is_ready().await,
            Cause::VaultUnavailable,
        ),
    ];
    facts
        .into_iter()
        .map(|(kind, holds, cause)| {
            let answer = if holds { Answer::Yes } else { Answer::No };
            prerequisite(kind, answer, (!holds).then(|| errand.problem(cause)))
        })
        .collect()
}

/// Any answer of Meta's shows that the way to it is free; only a missing answer is a problem.
async fn network(errand: &Errand) -> Prerequisite {
    let Some(graph) = errand.session.graph().await else {
        return prerequisite(PrerequisiteKind::Network, Answer::Unknown, None);
    };
    match graph.reach().await {
        Ok(()) => prerequisite(PrerequisiteKind::Network, Answer::Yes, None),
        Err(transport) => {
            let problem = errand.problem(Cause::from(transport));
            prerequisite(PrerequisiteKind::Network, Answer::No, Some(problem))
        }
    }
}
