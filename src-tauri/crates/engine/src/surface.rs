//! What the engine needs from the outside and cannot do itself: a login window, a clock, the simulator.

pub use reconecta_graph::{CallbackNetwork, Names};
pub use reconecta_network::Way;

use async_trait::async_trait;
use reconecta_core::attempt::LoginPage;
use reconecta_core::ids::{BusinessId, NumberId, UnixMillis, WabaId};
use secrecy::SecretString;
use std::path::Path;

/// Everything the login window has to know. The address carries `state`, so it never prints itself.
pub struct LoginOrder {
    /// Address of the login dialog.
    pub url: SecretString,
    /// Redirect to be captured before it goes on the wire.
    pub redirect_uri: String,
    /// Registrable domains that may be shown.
    pub allowed_hosts: Vec<String>,
    /// Exact loopback origins that may be shown (the simulator's).
    pub loopback_origins: Vec<String>,
    /// Language for the window's own few words.
    pub language: String,
}

/// What the login window tells.
#[derive(Debug)]
pub enum LoginNews {
    /// It shows this host now.
    Moved {
        /// Host only, never the address.
        host: String,
        /// What the page means.
        page: LoginPage,
    },
    /// The redirect was captured; the window is closed.
    Redirected(SecretString),
    /// The person closed it.
    Closed,
    /// It ended by itself.
    Crashed,
    /// It never became ready, or stopped answering.
    TimedOut,
    /// It could not be opened for a known reason, for example a missing system package.
    Failed(LoginFailure),
}

/// Why a login window could not be opened or kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginFailure {
    /// The isolation of the web engine cannot be switched on: a system package is missing.
    IsolationMissing,
    /// The system does not let the web engine isolate its pages.
    IsolationRefused {
        /// What whoever looks after the computer types to allow it.
        command: &'static str,
    },
    /// The process could not be started.
    NotStarted,
    /// The page's own process ended.
    PageCrashed,
    /// The login page could not be reached.
    Unreachable,
    /// The connection to the login page is not trustworthy.
    Untrusted,
    /// A server or proxy on the way demands a password of its own.
    PasswordDemanded,
    /// Anything else.
    Other,
}

/// An open login window. Dropping it closes the window.
#[async_trait]
pub trait LoginWindow: Send {
    /// Waits for the next news; after an ending, [`LoginNews::Closed`] for ever.
    async fn next(&mut self) -> LoginNews;
    /// Brings the window to the front.
    async fn focus(&mut self);
}

/// Opens login windows.
#[async_trait]
pub trait LoginSurface: Send + Sync {
    /// Opens a window with a fresh profile.
    async fn open(&self, order: LoginOrder) -> Result<Box<dyn LoginWindow>, LoginFailure>;
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> UnixMillis;
}

/// The computer's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> UnixMillis {
        let elapsed = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        UnixMillis(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A channel that the demonstration account starts with.
#[derive(Clone)]
pub struct DemonstrationChannel {
    /// Channel's name.
    pub name: String,
    /// Phone number id.
    pub number: NumberId,
    /// Account.
    pub waba: WabaId,
    /// Portfolio.
    pub business: BusinessId,
    /// The telephone number as the platform stores it.
    pub display_phone_number: String,
    /// The token that the channel uses, if it has one.
    pub token: Option<SecretString>,
    /// Where the platform expects its messages; `None` when the app's own callback serves it.
    pub callback: Option<ExpectedCallback>,
}

/// A callback override with what Meta has to show there when it is set.
#[derive(Clone)]
pub struct ExpectedCallback {
    /// Its address.
    pub url: String,
    /// Its verify token.
    pub verify_token: SecretString,
}

/// Addresses and keys of a running simulator.
pub struct SimulatorAddresses {
    /// Base address of the Graph API.
    pub graph: String,
    /// Base address of the login dialog.
    pub login: String,
    /// A customer's phone: what a telephone number is appended to for opening a chat.
    pub chat: String,
    /// Where callbacks are.
    pub internet: CallbackNetwork,
    /// The company's customer-service platform.
    pub platform: SimulatedPlatform,
    /// Control interface, for people who want to play.
    pub control: String,
    /// Meta app id.
    pub app_id: String,
    /// Login configuration.
    pub configuration_id: String,
    /// App secret of the simulated app; worthless elsewhere.
    pub app_secret: SecretString,
    /// Registered redirect.
    pub redirect_uri: String,
    /// Channels of the demonstration account.
    pub channels: Vec<DemonstrationChannel>,
}

/// The simulator's customer-service platform.
#[derive(Clone)]
pub struct SimulatedPlatform {
    /// Its address.
    pub address: String,
    /// Its account.
    pub account: u32,
    /// An administrator's access token; worthless elsewhere.
    pub token: SecretString,
}

/// Starts the simulator of Meta for the demonstration.
#[async_trait]
pub trait Simulator: Send + Sync {
    /// Starts it on a free loopback port, keeping its state in `folder`; a second call answers the same addresses.
    async fn start(&self, folder: &Path) -> Result<SimulatorAddresses, SimulatorUnavailable>;
}

/// The simulator could not be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the simulator could not be started")]
pub struct SimulatorUnavailable;
