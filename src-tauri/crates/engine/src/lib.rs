//! The controller: owns state, runs effects, journals, recovers.
//!
//! [`Engine`] is what the shell talks to. An environment is a [`session`]; the wizard is owned by one task, the
//! attempt's desk, which applies the pure rules of `reconecta-core` and starts [`effects`].

mod api;
mod attempt_desk;
mod connection;
mod effects;
mod error;
pub mod fleet;
mod look;
mod managed;
mod outside;
mod preferences;
mod project;
mod session;
pub mod surface;
pub mod views;

pub use api::{AttemptAction, Engine, EngineOptions, HandOffTopic, SecretInput, TestContent};
pub use error::EngineError;
pub use look::{DataState, data_state, meta_time};
pub use outside::{Change, language};
pub use preferences::{PreferencesState, chosen_language, preferences_state};
