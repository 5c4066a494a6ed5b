//! The store as other processes and the disk see it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod canary;
mod crash;
mod locking;
#[cfg(unix)]
mod permissions;
