//! The permission check with real reads: whose token, which app, what was granted, and whether the person
//! administers the portfolio. Three-valued: a refused read is unknown, never "no".

use super::{Errand, token};
use reconecta_core::admin::{AdminDecision, AdminReading, decide};
use reconecta_core::attempt::{CheckStep, PermissionReading, Report, StepState};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::fact::{Fact, Unread};
use reconecta_core::ids::AppId;
use reconecta_core::meta::{Membership, PermissionStatus, Person, TokenInfo, TokenKind};
use reconecta_core::permission::NEEDED;
use reconecta_core::problem::{PERMISSION, Problem};
use reconecta_graph::{Graph, GraphFailure};
use secrecy::SecretString;
use std::sync::Arc;

/// Runs the check with the staged credential. Reads that do not need each other's answer are made side by side.
pub(crate) async fn check(errand: Errand) {
    let reading = match read(&errand).await {
        Ok(reading) => reading,
        Err(problem) => PermissionReading {
            person: None,
            memberships: Vec::new(),
            extended: None,
            admin: AdminDecision::Unknown {
                unread: Unread::NotAsked,
            },
            refusal: Some(problem),
            role_problem: None,
        },
    };
    errand.report(Report::PermissionRead(Box::new(reading)));
}

async fn read(errand: &Errand) -> Result<PermissionReading, Problem> {
    let token = errand.staged_token().await?;
    let graph = errand.graph().await?;

    for step in [
        CheckStep::CheckToken,
        CheckStep::ReadPerson,
        CheckStep::ReadPermissions,
    ] {
        errand.tick(step, StepState::Running);
    }
    let (extended, info, person, permissions) = tokio::join!(
        token::extend(errand, &graph, &token),
        token_info(errand, &graph, &token),
        async { Fact::from(graph.me(&token).await) },
        async { Fact::from(graph.permissions(&token).await) },
    );
    let info = info?;
    errand.tick(
        CheckStep::CheckToken,
        if info.is_some() {
            StepState::Done
        } else {
            StepState::Unknown
        },
    );
    if let Fact::Unknown(unread @ Unread::Refused { .. }) = &person {
        return Err(Problem::of_unread(
            unread,
            CallKind::ReadPerson,
            errand.session.now(),
        ));
    }
    errand.tick(CheckStep::ReadPerson, state_of(&person));
    errand.tick(CheckStep::ReadPermissions, state_of(&permissions));
    let extended = extended?;
    let missing = permissions
        .known()
        .map(|granted| missing_permissions(granted))
        .filter(|missing| !missing.is_empty());

    errand.tick(CheckStep::CheckAdministrator, StepState::Running);
    let is_person = info.as_ref().is_none_or(|info| info.kind == TokenKind::User);
    let admin_reading = admin_reading(errand, &graph, &token, person.clone(), is_person).await;
    let admin = decide(&admin_reading);
    let state = match &admin {
        refusal if refusal.is_refusal() => StepState::Failed,
        AdminDecision::Unknown { .. } => StepState::Unknown,
        _ => StepState::Done,
    };
    errand.tick(CheckStep::CheckAdministrator, state);

    let refusal = missing.map(|names| {
        let problem = errand.problem(Cause::PermissionMissing);
        problem.with(PERMISSION, names.join(", "))
    });
    let memberships: Vec<Membership> = admin_reading.memberships.known().cloned().unwrap_or_default();
    let role_problem = role_problem(errand, &admin);
    Ok(PermissionReading {
        person: person.known().cloned(),
        memberships,
        extended,
        admin,
        refusal,
        role_problem,
    })
}

/// Reads what the token is. With the app's own secret Meta answers best; otherwise the token is asked about itself. A
/// refused description proves nothing: the real reads that follow do.
async fn token_info(
    errand: &Errand,
    graph: &Arc<Graph>,
    token: &SecretString,
) -> Result<Option<TokenInfo>, Problem> {
    let asker = errand.session.app_token().await;
    let call = if asker.is_some() {
        CallKind::DebugToken
    } else {
        CallKind::InspectOwnToken
    };
    let info = match graph.debug_token(token, asker.as_ref().unwrap_or(token)).await {
        Ok(info) => info,
        Err(failure) => {
            let unreachable = matches!(failure, GraphFailure::Transport(_));
            let problem = errand.failed(failure, call);
            let decides = unreachable || problem.cause == Cause::TokenOfOtherApp;
            return if decides { Err(problem) } else { Ok(None) };
        }
    };
    if !info.valid {
        let dead = |problem| {
            Problem::of_unread(
                &Unread::Refused { problem },
                CallKind::ReadPerson,
                errand.session.now(),
            )
        };
        return Err(info
            .problem
            .map_or_else(|| errand.problem(Cause::TokenInvalid), dead));
    }
    let ours = errand
        .session
        .connection()
        .await
        .map(|connection| AppId::new(connection.app_id));
    if info.app_id.is_some() && ours.is_some() && info.app_id != ours {
        return Err(errand.problem(Cause::TokenOfOtherApp));
    }
    if matches!(info.kind, TokenKind::Page | TokenKind::App) {
        return Err(errand.problem(Cause::TokenKindUnsuitable));
    }
    Ok(Some(info))
}

fn role_problem(errand: &Errand, admin: &AdminDecision) -> Option<Problem> {
    let problem = errand.problem(admin.cause()?);
    Some(match admin {
        AdminDecision::Unknown {
            unread: Unread::Refused { problem: graph },
        } => problem.with_graph(graph.clone()),
        AdminDecision::NotAdministrator { business, .. } => problem.with("business", business.as_str()),
        AdminDecision::DifferentPortfolio { expected, found } => problem
            .with("expected", expected.as_str())
            .with("found", found.as_str()),
        _ => problem,
    })
}

fn missing_permissions(granted: &[(String, PermissionStatus)]) -> Vec<&'static str> {
    let is_refused = |needed: &&str| {
        granted
            .iter()
            .any(|(name, status)| name == needed && *status != PermissionStatus::Granted)
    };
    NEEDED.into_iter().filter(is_refused).collect()
}

/// Only a person's token can show a role; a system user's token leaves the question open.
async fn admin_reading(
    errand: &Errand,
    graph: &Arc<Graph>,
    token: &SecretString,
    person: Fact<Person>,
    is_person: bool,
) -> AdminReading {
    let target = errand.attempt.target.as_ref();
    let expected = target.and_then(|target| target.business.clone());
    if !is_person {
        return AdminReading {
            person,
            ..AdminReading::unread(expected)
        };
    }
    graph
        .admin_reading(token, target.map(|target| &target.waba), expected, person)
        .await
}

fn state_of<T>(fact: &Fact<T>) -> StepState {
    match fact {
        Fact::Known(_) => StepState::Done,
        Fact::Unknown(_) => StepState::Unknown,
    }
}
