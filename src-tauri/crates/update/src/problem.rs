//! What can go wrong with an update. In every case the installed app is as it was.

use reconecta_core::ids::UnixMillis;
use reconecta_core::update::Refusal;
use reconecta_network::find_error;
use std::io;
use thiserror::Error;

/// The closed list.
#[derive(Debug, Error)]
pub enum UpdateProblem {
    /// The announcement is not believed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The server could not be reached.
    #[error("the server could not be reached")]
    Offline,
    /// The server's certificate is not trusted.
    #[error("the server's certificate is not trusted")]
    Certificate,
    /// The server sent us somewhere without encryption, or in circles.
    #[error("the server redirects to where nobody should go")]
    Redirect,
    /// The server answered something else than the file.
    #[error("the server answered with status {status}")]
    Status {
        /// HTTP status.
        status: u16,
    },
    /// More came than was announced.
    #[error("more than {limit} bytes came")]
    TooLong {
        /// What was announced.
        limit: u64,
    },
    /// Less came than was announced.
    #[error("{got} of {expected} bytes came")]
    TooShort {
        /// What came.
        got: u64,
        /// What was announced.
        expected: u64,
    },
    /// The right number of bytes, but others.
    #[error("the file is not the announced one")]
    OtherContent,
    /// The file does not contain what it should.
    #[error("the file does not contain the program")]
    Archive,
    /// The new program does not start on this computer.
    #[error("the new program does not start")]
    DoesNotStart,
    /// The new program is another version than was announced.
    #[error("the new program calls itself {found}")]
    OtherVersion {
        /// What it calls itself.
        found: String,
    },
    /// The system does not accept the bundle's signature.
    #[error("the system refuses the new bundle")]
    SystemRefuses,
    /// The disk is full.
    #[error("the disk is full")]
    NoSpace,
    /// The app's folder or its data folder may not be written.
    #[error("a folder may not be written")]
    NotWritable,
    /// A reconnection is running; nothing is replaced under it.
    #[error("a reconnection is running")]
    Reconnecting,
    /// Nothing is on offer that this copy could install.
    #[error("there is nothing to install")]
    NothingToInstall,
}

impl UpdateProblem {
    /// Its name in the catalogue, under `update.problem.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Offline => "offline",
            Self::Certificate => "certificate",
            Self::Redirect => "redirect",
            Self::Status { .. } => "status",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::OtherContent => "other_content",
            Self::Archive => "archive",
            Self::DoesNotStart => "does_not_start",
            Self::OtherVersion { .. } => "other_version",
            Self::SystemRefuses => "system_refuses",
            Self::NoSpace => "no_space",
            Self::NotWritable => "not_writable",
            Self::Reconnecting => "reconnecting",
            Self::NothingToInstall => "nothing_to_install",
        }
    }

    /// The moment that the sentence names, where it names one.
    pub(crate) fn moment(&self) -> Option<UnixMillis> {
        match self {
            Self::Refused(Refusal::Expired { at } | Refusal::FromTheFuture { issued_at: at }) => Some(*at),
            _ => None,
        }
    }
}

impl From<io::Error> for UpdateProblem {
    fn from(error: io::Error) -> Self {
        tracing::warn!(%error, "An update met the disk");
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace,
            _ => Self::NotWritable,
        }
    }
}

impl From<reqwest::Error> for UpdateProblem {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        tracing::warn!(%error, "An update met the network");
        if error.is_redirect() {
            return Self::Redirect;
        }
        match find_error(&error) {
            Some(rustls::Error::InvalidCertificate(_)) => Self::Certificate,
            _ => Self::Offline,
        }
    }
}
