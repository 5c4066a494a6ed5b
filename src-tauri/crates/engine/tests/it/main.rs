//! The engine with the real client, the real data file, a key store in memory, and the simulator of Meta over HTTP. The
//! login window is played by a browser without a window that walks the simulator's pages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "tests fail with a sentence"
)]

mod account;
mod accounts;
mod backup;
mod batch;
mod browser;
mod callback;
mod demonstration;
mod failures;
mod house;
mod main_job;
mod managed;
mod needs;
mod one_cause_each;
mod one_click;
mod outage;
mod platform;
mod proof;
mod repair;
mod round;
mod typed_secrets;
mod undo;
mod undo_after_crash;
mod undo_pin;
mod vault;
mod waits;
mod watching;
