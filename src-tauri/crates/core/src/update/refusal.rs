//! Why an announcement is not believed.

use crate::ids::UnixMillis;
use semver::Version;
use thiserror::Error;

/// The closed list of reasons. Each means that nothing was downloaded and nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It is not an announcement at all.
    #[error("the announcement cannot be read")]
    Unreadable,
    /// No key that this copy trusts has signed these bytes.
    #[error("no trusted key signed the announcement")]
    Signature,
    /// A trusted key signed it, but as something else.
    #[error("what was signed is not an announcement of an update")]
    OtherPurpose,
    /// Only other versions understand it.
    #[error("the announcement has form {format}")]
    OtherForm {
        /// The form it has.
        format: u32,
    },
    /// Its time is over, or the computer's clock is ahead.
    #[error("the announcement has expired")]
    Expired {
        /// When.
        at: UnixMillis,
    },
    /// It was signed in what is the future here: the computer's clock is behind.
    #[error("the announcement is from the future")]
    FromTheFuture {
        /// When it was signed.
        issued_at: UnixMillis,
    },
    /// A later announcement was seen before.
    #[error("announcement {counter} after {seen}")]
    CounterWentBack {
        /// What it counts.
        counter: u64,
        /// What was seen.
        seen: u64,
    },
    /// It announces an older version than is installed or was announced before.
    #[error("version {version} after {newest}")]
    VersionWentBack {
        /// What it announces.
        version: Version,
        /// What is installed or was announced.
        newest: Version,
    },
    /// It leads to an address without encryption, or with a user's name in it.
    #[error("the announcement leads to an unsafe address")]
    UnsafeAddress {
        /// The address.
        url: String,
    },
    /// A file would be empty or larger than anything of ours.
    #[error("a file of {size} bytes; at most {limit} are accepted")]
    SizeOutOfBounds {
        /// The announced size.
        size: u64,
        /// The largest accepted.
        limit: u64,
    },
}

impl Refusal {
    /// Its name in the catalogue, under `update.problem.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Signature => "signature",
            Self::OtherPurpose => "other_purpose",
            Self::OtherForm { .. } => "other_form",
            Self::Expired { .. } => "expired",
            Self::FromTheFuture { .. } => "from_the_future",
            Self::CounterWentBack { .. } => "counter_went_back",
            Self::VersionWentBack { .. } => "version_went_back",
            Self::UnsafeAddress { .. } => "unsafe_address",
            Self::SizeOutOfBounds { .. } => "size_out_of_bounds",
        }
    }
}
