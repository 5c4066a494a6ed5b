//! The meaning of errors and findings: one closed list of causes, each with who acts, what is next, and whether the
//! machine may try again.
//!
//! Graph answers are read by [`Cause::from_graph`], missing answers by [`Cause::from_unread`]. Only `code` and
//! `subcode` decide; texts are never looked at.

mod call;
mod catalogue;
mod graph;
mod handling;
mod unread;

pub use call::CallKind;
pub use catalogue::Cause;
pub use handling::{Actor, MetaPage, NextStep, RetryRule};

pub(crate) use handling::coded;

/// Every cause, for checks of the text catalogue.
pub fn all() -> &'static [Cause] {
    Cause::ALL
}

#[cfg(test)]
mod tests;
