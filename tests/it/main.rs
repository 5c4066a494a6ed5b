//! The shell's promises, checked on the real configuration: permissions, content policy, version floors.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod advisories;
mod command_line;
mod configuration;
mod permissions;
#[cfg(target_os = "linux")]
mod reports;
mod schema;
#[cfg(target_os = "linux")]
mod updates;
