//! The simulator over real HTTP: one test per rule.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod access;
mod autopilot;
mod binary;
mod callback;
mod chatwoot;
mod control;
mod dialog;
mod fields;
mod health;
mod limits;
mod messages;
mod oauth;
mod paging;
mod phone;
mod registration;
mod subscriptions;
mod support;
mod worlds;
