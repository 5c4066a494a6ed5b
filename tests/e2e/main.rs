//! The real program in a real window: clicked by role and name, as a person would.
//!
//! Each test has a screen, a window manager, a message bus, a keyring and a home of its own. The login window
//! is driven by the simulator's own pages. A screenshot of every step is kept in `tests/e2e/out`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod accessibility;
mod album;
mod app;
mod audit;
#[path = "../bus/mod.rs"]
mod bus;
mod desktop;
mod journey;
mod page;
#[path = "../programs/mod.rs"]
mod programs;
#[path = "../../src-tauri/crates/update/tests/it/publisher.rs"]
#[expect(dead_code, reason = "the crate's own tests lie in more ways")]
mod publisher;
mod simulator;
mod windows;

mod attendant;
mod backup;
mod bad_start;
mod batch;
mod causes;
mod crash;
mod declined;
mod going_back;
mod hardening;
mod looks;
mod main_job;
mod not_administrator;
mod opening;
mod pictures;
mod proof;
mod repairs;
mod rounds;
mod update;
mod watching;
mod wayland;
mod window_closed;
mod wrong_number;
