//! The real login window on a virtual screen, against a hostile site.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod confinement;
mod desk;
mod endings;
mod header;
mod menu;
mod obstacles;
mod pages;
mod place;
#[path = "../../../../../tests/programs/mod.rs"]
#[expect(dead_code, reason = "the app's tests take the program away again")]
mod programs;
mod proxy;
mod site;
mod visit;
