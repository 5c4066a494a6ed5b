//! The login window: opened with a fresh profile, watched, and its redirect parsed strictly.

use super::Errand;
use crate::connection::{Connection, TokenRoute};
use crate::surface::{LoginFailure, LoginNews, LoginOrder, LoginWindow};
use reconecta_core::attempt::{LoginEnding, Report};
use reconecta_core::cause::Cause;
use reconecta_core::problem::Problem;
use reconecta_core::redirect::{Rejection, parse_redirect};
use reconecta_graph::{DialogRequest, ResponseKind};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::mpsc;
use url::Url;

/// The desk's end of an open login; dropping it closes the window.
pub(crate) struct LoginControl(mpsc::UnboundedSender<()>);

impl LoginControl {
    /// Brings the window to the front.
    pub(crate) fn focus(&self) {
        let _gone = self.0.send(());
    }
}

/// Opens the login window beside the desk.
pub(crate) fn open(errand: Errand) -> LoginControl {
    let (sender, focus) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        if let Some(ending) = show(&errand, focus).await {
            errand.report(Report::LoginEnded(ending));
        }
    });
    LoginControl(sender)
}

async fn show(errand: &Errand, mut focus: mpsc::UnboundedReceiver<()>) -> Option<LoginEnding> {
    let Some(connection) = errand.session.connection().await else {
        return Some(LoginEnding::Failed(errand.problem(Cause::ConnectionIncomplete)));
    };
    let Some(order) = order(errand, &connection).await else {
        return Some(LoginEnding::Failed(errand.problem(Cause::ConnectionIncomplete)));
    };
    let mut window = match errand.session.login_surface().open(order).await {
        Ok(window) => window,
        Err(failure) => return Some(LoginEnding::Failed(failed(errand, failure))),
    };
    watch(errand, &connection, window.as_mut(), &mut focus).await
}

/// Waits for the end; `None` when the desk closed the window.
async fn watch(
    errand: &Errand,
    connection: &Connection,
    window: &mut dyn LoginWindow,
    focus: &mut mpsc::UnboundedReceiver<()>,
) -> Option<LoginEnding> {
    loop {
        let news = tokio::select! {
            news = window.next() => news,
            wanted = focus.recv() => match wanted {
                Some(()) => { window.focus().await; continue }
                None => return None,
            },
        };
        let ending = match news {
            LoginNews::Moved { host, page } => {
                errand.report(Report::LoginMoved { host, page });
                continue;
            }
            LoginNews::Redirected(url) => match captured(errand, connection, &url) {
                Some(ending) => ending,
                None => continue,
            },
            LoginNews::Closed => LoginEnding::Closed,
            LoginNews::Crashed | LoginNews::TimedOut => {
                LoginEnding::Failed(errand.problem(Cause::LoginInterrupted))
            }
            LoginNews::Failed(failure) => LoginEnding::Failed(failed(errand, failure)),
        };
        return Some(ending);
    }
}

async fn order(errand: &Errand, connection: &Connection) -> Option<LoginOrder> {
    let state = errand.session.new_state()?;
    let redirect_uri = Url::parse(&connection.redirect_uri).ok()?;
    let graph = errand.session.graph().await?;
    let response = match connection.route {
        TokenRoute::OwnApp | TokenRoute::Backend(_) => ResponseKind::Code,
        TokenRoute::DesktopGrant => ResponseKind::Token,
        TokenRoute::Manual => return None,
    };
    let url = graph.dialog_url(&DialogRequest {
        app_id: &connection.app_id,
        configuration_id: connection.configuration_id.as_deref(),
        redirect_uri: &redirect_uri,
        state: &state,
        response,
    })?;
    errand.slots.put_state(state);
    Some(LoginOrder {
        url,
        redirect_uri: connection.redirect_uri.clone(),
        allowed_hosts: connection.allowed_hosts.clone(),
        loopback_origins: connection.loopback_origins.clone(),
        language: errand.session.language(),
    })
}

/// Parses the captured redirect. A stray call of the redirect ends nothing.
fn captured(errand: &Errand, connection: &Connection, url: &SecretString) -> Option<LoginEnding> {
    let refused = || LoginEnding::Failed(errand.problem(Cause::RedirectRefused));
    let (Ok(url), Ok(redirect)) = (
        Url::parse(url.expose_secret()),
        Url::parse(&connection.redirect_uri),
    ) else {
        return Some(refused());
    };
    let Some(state) = errand.slots.take_state() else {
        return Some(refused());
    };
    match parse_redirect(&url, &redirect, &state) {
        Ok(grant) => {
            errand.slots.put_grant(grant);
            Some(LoginEnding::Captured)
        }
        Err(Rejection::Stray) => {
            errand.slots.put_state(state);
            None
        }
        Err(rejection) => Some(LoginEnding::Failed(errand.problem(rejection.cause()))),
    }
}

fn failed(errand: &Errand, failure: LoginFailure) -> Problem {
    if let LoginFailure::IsolationRefused { command } = failure {
        return errand
            .problem(Cause::LoginIsolationRefused)
            .with("command", command);
    }
    errand.problem(cause(failure))
}

fn cause(failure: LoginFailure) -> Cause {
    match failure {
        LoginFailure::IsolationRefused { .. } => Cause::LoginIsolationRefused,
        LoginFailure::IsolationMissing => Cause::LoginIsolationMissing,
        LoginFailure::NotStarted | LoginFailure::Other => Cause::LoginWindowUnavailable,
        LoginFailure::PageCrashed => Cause::LoginInterrupted,
        LoginFailure::Unreachable => Cause::NoConnection,
        LoginFailure::Untrusted => Cause::TlsRefused,
        // Meta's pages demand none: it is the network that stands between.
        LoginFailure::PasswordDemanded => Cause::CaptivePortal,
    }
}
