//! The real client over HTTP: against the simulator's Chatwoot, and against a server that answers as told.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod house;
mod looking;
mod refusals;
