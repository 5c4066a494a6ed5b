//! Login windows: this executable started again, beside the app.

use crate::catalogue::Catalogue;
use crate::environment;
use crate::main_window;
use async_trait::async_trait;
use reconecta_core::network::Route;
use reconecta_engine::surface::{LoginFailure, LoginNews, LoginOrder, LoginSurface, LoginWindow};
use reconecta_login::{
    FailureReason, LoginEvent, LoginOutcome, LoginRequest, LoginRoute, LoginSession, LoginTexts,
};
use tauri::{AppHandle, Wry};

/// Opens login windows over the app's own window.
pub(crate) struct LoginProcesses {
    app: AppHandle<Wry>,
    route: LoginRoute,
}

impl LoginProcesses {
    /// Beside this app; pages take this route.
    pub(crate) fn new(app: AppHandle<Wry>, route: &Route) -> Self {
        Self {
            app,
            route: LoginRoute::from(route),
        }
    }

    fn request(&self, order: LoginOrder) -> LoginRequest {
        LoginRequest {
            url: order.url,
            redirect_uri: order.redirect_uri,
            allowed_hosts: order.allowed_hosts,
            loopback_origins: order.loopback_origins,
            texts: texts(&order.language),
            language: order.language,
            theme: main_window::theme(&self.app),
            route: self.route.clone(),
            over: main_window::place(&self.app),
        }
    }
}

#[async_trait]
impl LoginSurface for LoginProcesses {
    async fn open(&self, order: LoginOrder) -> Result<Box<dyn LoginWindow>, LoginFailure> {
        let executable = std::env::current_exe().map_err(not_started)?;
        let session = reconecta_login::open(&executable, &self.request(order), &environment::given())
            .await
            .map_err(not_started)?;
        Ok(Box::new(OpenLogin(session)))
    }
}

/// An open login window; dropping it closes the window.
struct OpenLogin(LoginSession);

#[async_trait]
impl LoginWindow for OpenLogin {
    async fn next(&mut self) -> LoginNews {
        loop {
            if let Some(news) = news(self.0.next().await) {
                return news;
            }
        }
    }

    async fn focus(&mut self) {
        self.0.focus().await;
    }
}

/// What the engine has to know; nothing for what only belongs into the log.
fn news(event: LoginEvent) -> Option<LoginNews> {
    match event {
        LoginEvent::Ready => {
            tracing::info!("The login window stands");
            None
        }
        LoginEvent::Navigated { host, page } => Some(LoginNews::Moved { host, page }),
        LoginEvent::Blocked { host } => {
            tracing::warn!(
                host,
                "The login window was kept from leaving for a page that is not on its list"
            );
            None
        }
        LoginEvent::NotOpened(reason) => {
            tracing::warn!(
                ?reason,
                "A page of the login did not open; the window offers to try again"
            );
            None
        }
        LoginEvent::Ended(outcome) => Some(ending(outcome)),
    }
}

fn ending(outcome: LoginOutcome) -> LoginNews {
    match outcome {
        LoginOutcome::Redirected(address) => LoginNews::Redirected(address),
        LoginOutcome::Closed => LoginNews::Closed,
        LoginOutcome::Crashed => LoginNews::Crashed,
        LoginOutcome::TimedOut => LoginNews::TimedOut,
        LoginOutcome::Failed(reason) => {
            tracing::error!(?reason, "The login window cannot go on");
            LoginNews::Failed(failure(reason))
        }
    }
}

fn failure(reason: FailureReason) -> LoginFailure {
    match reason {
        FailureReason::IsolationMissing => LoginFailure::IsolationMissing,
        // Without a command that helps, all that is known is that there is no window.
        FailureReason::IsolationRefused(refusal) => {
            refusal.remedy().map_or(LoginFailure::NotStarted, |command| {
                LoginFailure::IsolationRefused { command }
            })
        }
        FailureReason::NotStarted => LoginFailure::NotStarted,
        FailureReason::PageCrashed => LoginFailure::PageCrashed,
        FailureReason::BadRequest => LoginFailure::Other,
        FailureReason::Unreachable => LoginFailure::Unreachable,
        FailureReason::Untrusted => LoginFailure::Untrusted,
        FailureReason::PasswordDemanded => LoginFailure::PasswordDemanded,
    }
}

fn not_started(error: impl std::error::Error) -> LoginFailure {
    tracing::error!(%error, "The login window could not be started");
    LoginFailure::NotStarted
}

fn texts(language: &str) -> LoginTexts {
    let catalogue = Catalogue::of(language);
    let text = |name: &str| catalogue.text(&format!("login_window.{name}"));
    LoginTexts {
        title: text("title"),
        close: text("close"),
        loading: text("loading"),
        blocked: text("blocked"),
        open_in_browser: text("open_in_browser"),
        not_opened: catalogue.text("error.not_opened"),
        failed: text("failed"),
        reload: text("reload"),
        dismiss: text("dismiss"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reconecta_login::Refusal;

    #[test]
    fn a_missing_package_is_told_apart_from_a_window_that_did_not_start() {
        assert_eq!(
            failure(FailureReason::IsolationMissing),
            LoginFailure::IsolationMissing
        );
        assert_eq!(failure(FailureReason::NotStarted), LoginFailure::NotStarted);
    }

    #[test]
    fn a_system_that_refuses_the_isolation_comes_with_what_allows_it() {
        for refusal in [
            Refusal::AppArmor,
            Refusal::Switch,
            Refusal::Limit,
            Refusal::Unknown,
        ] {
            let expected = match refusal.remedy() {
                Some(command) => LoginFailure::IsolationRefused { command },
                None => LoginFailure::NotStarted,
            };
            assert_eq!(failure(FailureReason::IsolationRefused(refusal)), expected);
        }
    }

    #[test]
    fn the_window_has_its_words_in_three_languages() {
        for language in ["pt-BR", "en", "es"] {
            let texts = texts(language);
            let words = [
                &texts.title,
                &texts.close,
                &texts.loading,
                &texts.blocked,
                &texts.open_in_browser,
                &texts.not_opened,
                &texts.failed,
                &texts.reload,
                &texts.dismiss,
            ];
            assert!(
                words.iter().all(|text| !text.is_empty()),
                "a text is missing in {language}: {texts:?}"
            );
            assert!(texts.blocked.contains("{host}"), "the notice names the host");
            assert!(
                texts.not_opened.contains("{target}"),
                "the notice has what to copy"
            );
        }
        assert_ne!(texts("en").close, texts("pt-BR").close);
    }
}
