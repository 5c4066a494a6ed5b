//! The whole way of an update, from a server that lies in every way we know to a program on the disk.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod copy;
mod journey;
mod lies;
mod network;
mod publisher;
