//! The diagnosis of a channel: a fixed chain of questions, each answered yes, no or unknown.
//!
//! The first "no" is the blocking cause. A refused or failed read is "unknown" and never becomes "no"; nothing may be
//! written because of an "unknown". Where two readings contradict each other, the answer says so instead of choosing
//! the pleasant one.

mod chain;
mod facts;
mod finding;
mod question;
mod rules;

pub use chain::{Blocking, Diagnosis, diagnose, reconcile};
pub use facts::{ChannelFacts, Expected, GrantedPermission, Held, PlatformCopy};
pub use finding::{EvidenceLine, Finding};
pub use question::{Answer, Field, Question, Reason};

#[cfg(test)]
mod tests;
