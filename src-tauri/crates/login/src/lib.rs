//! The Facebook login window: a process of its own with a bare web view.
//!
//! The app starts its own executable again and talks to it in JSON lines: the request and the
//! commands go in through standard input, what happened comes out through standard output. The
//! window has no bridge to the app, keeps nothing on disk and may crash alone.
//!
//! [`open`] is the app's side, [`run_from_stdio`] the window's.

mod address;
mod environment;
mod isolation;
mod line;
mod page;
mod place;
mod platform;
mod process;
mod protocol;
mod session;
mod window;

#[cfg(target_os = "linux")]
pub use platform::{Changes, launch_context, screen_answers, start_others_with, tell};

pub use environment::is_forbidden;
pub use isolation::{Isolation, Refusal, isolation};
pub use place::LoginPlace;
pub use process::run_from_stdio;
pub use protocol::{FailureReason, LoginRequest, LoginRoute, LoginTexts, LoginTheme};
pub use session::{LoginEvent, LoginOutcome, LoginSession, LoginStartError, open};

/// The argument with which the app starts its own executable as a login window.
pub const LOGIN_WINDOW_ARGUMENT: &str = "login-window";
