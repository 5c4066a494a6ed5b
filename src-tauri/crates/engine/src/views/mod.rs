//! What the user interface may know, already decided: it never re-derives policy and never sees a secret.
//!
//! Codes (`cause`, `question`, `reason`, `step`, ...) are keys of the text catalogue; times are Unix milliseconds.

mod app;
mod attempt;
mod channel;
mod connection;
mod managed;
mod news;
mod outage;
mod platform;
mod proof;

pub use app::*;
pub use attempt::*;
pub use channel::*;
pub use connection::*;
pub use managed::*;
pub use news::*;
pub use outage::*;
pub use platform::*;
pub use proof::*;
