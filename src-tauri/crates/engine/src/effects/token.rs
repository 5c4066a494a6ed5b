//! From the login's grant, or a typed token, to a sealed staged credential. The code is used once and at once.

use super::Errand;
use crate::connection::{Connection, TokenRoute};
use reconecta_core::attempt::{CheckStep, Report, Route, StepState};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::ids::CredentialId;
use reconecta_core::problem::Problem;
use reconecta_core::redirect::LoginGrant;
use reconecta_graph::{Graph, GraphFailure, IssuedToken};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

/// Tokens with less than this left, in milliseconds, are extended: short ones live one or two hours, long ones sixty
/// days. Source: Meta, "Long-lived access tokens".
const SHORT_LIVED: i64 = 24 * 3_600_000;

/// Obtains, seals and stages a token; answers with its credential or the refusal.
pub(crate) async fn obtain(errand: Errand) {
    errand.tick(CheckStep::ExchangeCode, StepState::Running);
    let staged = match token_of(&errand).await {
        Ok(token) => errand.session.stage_token(&errand.attempt, token).await,
        Err(problem) => Err(problem),
    };
    match staged {
        Ok(credential) => {
            errand.tick(CheckStep::ExchangeCode, StepState::Done);
            errand.report(Report::TokenStaged(credential));
        }
        Err(problem) => errand.report(Report::TokenRefused(problem)),
    }
}

async fn token_of(errand: &Errand) -> Result<IssuedToken, Problem> {
    if errand.attempt.route == Route::ManualToken {
        return typed(errand);
    }
    let grant = errand
        .slots
        .take_grant()
        .ok_or_else(|| errand.problem(Cause::RedirectRefused))?;
    let connection = errand
        .session
        .connection()
        .await
        .ok_or_else(|| errand.problem(Cause::ConnectionIncomplete))?;
    let graph = errand.graph().await?;
    match (grant, &connection.route) {
        (
            LoginGrant::Token {
                access_token,
                long_lived,
                expires_in,
                ..
            },
            TokenRoute::DesktopGrant,
        ) => Ok(IssuedToken {
            access_token: long_lived.unwrap_or(access_token),
            expires_in,
        }),
        (LoginGrant::Code(code), TokenRoute::OwnApp) => own_app(errand, &graph, &connection, &code).await,
        (LoginGrant::Code(code), TokenRoute::Backend(address)) => graph
            .exchange_with_backend(address, &code, &connection.redirect_uri)
            .await
            .map_err(|failure| exchange_problem(errand, failure, Cause::BackendRefused)),
        (LoginGrant::Code(_) | LoginGrant::Token { .. }, _) => Err(errand.problem(Cause::RedirectRefused)),
    }
}

fn typed(errand: &Errand) -> Result<IssuedToken, Problem> {
    let token = errand
        .slots
        .take_token()
        .ok_or_else(|| errand.problem(Cause::TokenMissing))?;
    let text = token.expose_secret().trim();
    let plausible = text.len() >= 20
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_|.".contains(c));
    if !plausible {
        return Err(errand.problem(Cause::TokenInvalid));
    }
    Ok(IssuedToken {
        access_token: SecretString::from(text.to_owned()),
        expires_in: None,
    })
}

/// The secret of the app is asked for, or read from its seal, and the code is exchanged from here.
async fn own_app(
    errand: &Errand,
    graph: &Arc<Graph>,
    connection: &Connection,
    code: &SecretString,
) -> Result<IssuedToken, Problem> {
    let secret = errand.session.app_secret().await?;
    graph
        .exchange_code(&connection.app_id, &secret, code, &connection.redirect_uri)
        .await
        .map_err(|failure| exchange_problem(errand, failure, Cause::ExchangeRefused))
}

/// Stages the long-lived form of a person's token that soon ends; the short one is kept when Meta does not give it.
/// Separate from the exchange, so that what a single-use code was spent for is sealed before anything else is asked.
pub(super) async fn extend(
    errand: &Errand,
    graph: &Arc<Graph>,
    token: &SecretString,
) -> Result<Option<CredentialId>, Problem> {
    let Some((connection, secret)) = extendable(errand).await else {
        return Ok(None);
    };
    match graph.extend_user_token(&connection.app_id, &secret, token).await {
        Ok(long) => errand.session.stage_token(&errand.attempt, long).await.map(Some),
        Err(failure) => {
            tracing::info!(%failure, "The token could not be extended; the short one is used");
            Ok(None)
        }
    }
}

/// The app and its secret, where the staged token is a person's short one.
async fn extendable(errand: &Errand) -> Option<(Connection, SecretString)> {
    let staged = errand
        .session
        .store()
        .credential(errand.attempt.credential.clone()?)
        .await;
    let ends = staged.ok()??.expires_at?;
    let connection = errand.session.connection().await?;
    let is_short = ends < errand.session.now().plus(SHORT_LIVED);
    if !is_short || errand.attempt.route != Route::Login || connection.route != TokenRoute::OwnApp {
        return None;
    }
    Some((connection, errand.session.app_secret().await.ok()?))
}

/// A code works once: whatever is not a clear refusal is unclear, and only a new login helps.
fn exchange_problem(errand: &Errand, failure: GraphFailure, refused: Cause) -> Problem {
    let problem = errand.failed(failure, CallKind::ExchangeCode);
    match problem.cause {
        Cause::Unrecognized | Cause::RequestRefused => Problem {
            cause: refused,
            ..problem
        },
        _ => problem,
    }
}
