//! The platforms where a company's team answers its customers. They are read, never written.
//!
//! One platform so far: Chatwoot. Each public method is one question; failures are closed codes of
//! [`reconecta_core::platform::PlatformProblem`], so that sentences live in the catalogue.

mod chatwoot;
mod failure;

pub use chatwoot::{Chatwoot, Member};
pub use failure::PlatformFailure;
