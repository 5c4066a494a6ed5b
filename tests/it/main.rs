//! The shell's promises, checked on the real configuration: permissions, content policy, version floors.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod advisories;
mod configuration;
mod permissions;
