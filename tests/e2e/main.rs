//! The real program in a real window: clicked by role and name, as a person would.
//!
//! Each test has a screen, a window manager, a message bus, an unlocked keyring and a home of its own. The login window
//! is driven by the simulator's own pages. A screenshot of every step is kept in `tests/e2e/out`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod app;
mod desktop;
mod hardening;
mod simulator;
