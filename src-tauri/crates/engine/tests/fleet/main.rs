//! Checks of many numbers against the simulator, which counts the calls.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "tests fail with a sentence"
)]

#[allow(dead_code, reason = "shared with the other tests")]
#[path = "../it/browser.rs"]
mod browser;
#[path = "../it/demonstration.rs"]
mod demonstration;
#[allow(dead_code, reason = "shared with the other tests")]
#[path = "../it/house.rs"]
mod house;

mod bad_input;
mod bench;
mod calls;
mod causes;
mod portions;
mod repair;
