//! The JSON lines between the app and its login window.

use reconecta_core::attempt::LoginPage;
use reconecta_core::network::Route;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::json;
use zeroize::Zeroizing;

use crate::isolation::Refusal;
use crate::page::Page;
use crate::place::LoginPlace;

#[cfg(test)]
mod tests;

/// What to open, and within which border.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// The login dialog's full address. It carries the attempt's `state`, hence a secret.
    pub url: SecretString,
    /// The address that ends the login; matched by scheme, host, port and path.
    pub redirect_uri: String,
    /// Registrable domains whose https pages may be shown, subdomains included.
    pub allowed_hosts: Vec<String>,
    /// Exact `http://127.0.0.1:PORT` origins, for the demonstration.
    pub loopback_origins: Vec<String>,
    /// The window's words, in the person's language.
    pub texts: LoginTexts,
    /// BCP 47 tag asked of the pages, such as `pt-BR`.
    pub language: String,
    /// The window's look.
    pub theme: LoginTheme,
    /// How its pages reach the network.
    pub route: LoginRoute,
    /// The app's own window, over which it opens; without one the system chooses.
    pub over: Option<LoginPlace>,
}

/// How the window's pages reach the network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum LoginRoute {
    /// As the environment's variables and the desktop's settings say.
    #[default]
    System,
    /// Without any proxy.
    Direct,
    /// Through a proxy.
    Through {
        /// `http://host:port`.
        proxy: String,
        /// Hosts, addresses and ranges that are reached directly; a name stands for what is below it too.
        except: Vec<String>,
    },
}

impl From<&Route> for LoginRoute {
    fn from(route: &Route) -> Self {
        match route {
            Route::System => Self::System,
            Route::Direct => Self::Direct,
            Route::Through { except, .. } if except.is_everything() => Self::Direct,
            Route::Through { proxy, except } => Self::Through {
                proxy: proxy.to_string(),
                except: except.entries(),
            },
        }
    }
}

/// The window's words.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginTexts {
    /// Name of the window.
    pub title: String,
    /// The button that gives up the login.
    pub close: String,
    /// Said until the first page stands.
    pub loading: String,
    /// Said when a page tried to leave the login; `{host}` in it stands for where to.
    pub blocked: String,
    /// The button that opens such a page in the person's own browser.
    pub open_in_browser: String,
    /// Said when no program opened it; `{target}` in it stands for the page's address.
    pub not_opened: String,
    /// Said when a page did not open.
    pub failed: String,
    /// The button that tries it again.
    pub reload: String,
    /// The button that puts a notice away.
    pub dismiss: String,
}

/// The window's look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoginTheme {
    /// As the desktop says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Why a login window gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureReason {
    /// A program that isolates the page is not installed.
    IsolationMissing,
    /// The system does not let the page be isolated.
    IsolationRefused(Refusal),
    /// The page's process died.
    PageCrashed,
    /// The window could not be opened.
    NotStarted,
    /// The request was not well formed.
    BadRequest,
    /// The login page could not be reached.
    Unreachable,
    /// The connection to the login page is not trustworthy: its certificate does not fit.
    Untrusted,
    /// A server or proxy on the way demands a password of its own, which is never asked for here.
    PasswordDemanded,
}

/// What the app asks of an open window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub(crate) enum Command {
    Focus,
    Close,
    /// Asks for [`Report::Alive`].
    Ping,
}

impl Command {
    pub(crate) fn to_line(self) -> &'static str {
        match self {
            Self::Focus => "{\"command\":\"focus\"}\n",
            Self::Close => "{\"command\":\"close\"}\n",
            Self::Ping => "{\"command\":\"ping\"}\n",
        }
    }

    pub(crate) fn parse(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }
}

impl LoginRequest {
    /// The request as the window's first line; wiped when dropped.
    pub(crate) fn to_line(&self) -> Zeroizing<String> {
        let body = json!({
            "url": self.url.expose_secret(),
            "redirect_uri": self.redirect_uri,
            "allowed_hosts": self.allowed_hosts,
            "loopback_origins": self.loopback_origins,
            "texts": self.texts,
            "language": self.language,
            "theme": self.theme,
            "route": self.route,
            "over": self.over,
        });
        Zeroizing::new(format!("{body}\n"))
    }

    pub(crate) fn parse(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }
}

/// What the window reports.
#[derive(Debug)]
pub(crate) enum Report {
    /// The window stands, and its page was seen to run isolated.
    Ready,
    Navigated {
        host: String,
        page: LoginPage,
    },
    Blocked {
        host: String,
    },
    /// A page did not open; the window stays, with the page before it.
    NotOpened(FailureReason),
    Alive,
    Redirected(SecretString),
    Closed,
    Failed(FailureReason),
}

// One flat line rather than an enum of lines: serde would keep a copy of the redirect while it
// looks for the variant.
#[derive(Deserialize)]
struct ReportLine {
    event: Option<String>,
    outcome: Option<String>,
    host: Option<String>,
    page: Option<LoginPage>,
    url: Option<SecretString>,
    reason: Option<FailureReason>,
}

impl Report {
    pub(crate) fn navigated(page: &Page) -> Self {
        Self::Navigated {
            host: page.host.clone(),
            page: page.kind,
        }
    }

    /// The report as one line; wiped when dropped, as it may hold the redirect.
    pub(crate) fn to_line(&self) -> Zeroizing<String> {
        let body = match self {
            Self::Ready => json!({"event": "ready"}),
            Self::Navigated { host, page } => {
                json!({"event": "navigated", "host": host, "page": page})
            }
            Self::Blocked { host } => json!({"event": "blocked", "host": host}),
            Self::NotOpened(reason) => json!({"event": "not_opened", "reason": reason}),
            Self::Alive => json!({"event": "alive"}),
            Self::Redirected(url) => json!({"outcome": "redirected", "url": url.expose_secret()}),
            Self::Closed => json!({"outcome": "closed"}),
            Self::Failed(reason) => json!({"outcome": "failed", "reason": reason}),
        };
        Zeroizing::new(format!("{body}\n"))
    }

    /// Reads a line; nothing for one that says what nobody of ours says.
    pub(crate) fn parse(line: &[u8]) -> Option<Self> {
        let line: ReportLine = serde_json::from_slice(line).ok()?;
        Some(match (line.event.as_deref(), line.outcome.as_deref()) {
            (Some("ready"), None) => Self::Ready,
            (Some("navigated"), None) => Self::Navigated {
                host: line.host?,
                page: line.page?,
            },
            (Some("blocked"), None) => Self::Blocked { host: line.host? },
            (Some("not_opened"), None) => Self::NotOpened(line.reason?),
            (Some("alive"), None) => Self::Alive,
            (None, Some("redirected")) => Self::Redirected(line.url?),
            (None, Some("closed")) => Self::Closed,
            (None, Some("failed")) => Self::Failed(line.reason?),
            _ => return None,
        })
    }
}
