//! Updates of the app: what a signed announcement says, and when it is refused.
//!
//! A publisher signs one small file, the *manifest*. It binds version, files, sizes and digests together, carries a
//! counter that only grows, and expires, so an old announcement can neither be relabelled nor shown for ever.

mod envelope;
mod judge;
mod manifest;
mod refusal;

pub use envelope::{Envelope, TrustedKeys, UnknownKey};
pub use judge::{Known, Seen, Verdict, judge};
pub use manifest::{FORMAT, LARGEST_FILE, LONGEST_NOTES, Manifest, PURPOSE, Target};
pub use refusal::Refusal;
pub use semver::Version;

#[cfg(test)]
mod tests;
