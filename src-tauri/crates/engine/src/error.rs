//! Why a request of the interface was not carried out: closed codes, no sentences.

use serde::Serialize;
use specta::Type;

/// A refused or failed request. Sentences are in the catalogue under `error.<code>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum EngineError {
    /// The present profile may not change anything.
    #[error("the present profile may not change anything")]
    NotAllowed,
    /// Wrong administrator password.
    #[error("wrong administrator password")]
    WrongPassword,
    /// The new password is too short.
    #[error("the password has fewer than {min} characters")]
    PasswordTooShort {
        /// Least number of characters.
        min: u32,
    },
    /// The new password is among the first that anybody tries.
    #[error("the password is easily guessed")]
    PasswordGuessable,
    /// The new passphrase is too short.
    #[error("the passphrase has fewer than {min} characters")]
    PassphraseTooShort {
        /// Least number of characters.
        min: u32,
    },
    /// The new password or passphrase is too long.
    #[error("more than {max} characters")]
    TooLong {
        /// Greatest number of characters.
        max: u32,
    },
    /// Another attempt or check is running.
    #[error("another attempt is running")]
    Busy,
    /// It does not exist any more.
    #[error("not found")]
    NotFound,
    /// Secrets cannot be kept or read at the moment.
    #[error("the vault is closed")]
    VaultClosed,
    /// The passphrase does not open the vault.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// A value cannot be used.
    #[error("invalid {field}")]
    InvalidInput {
        /// Name of the field.
        field: String,
    },
    /// The data file refused the change; nothing was changed.
    #[error("the data file refused the change")]
    Storage,
    /// A part of the history cannot be read, so that no backup was made.
    #[error("the history is damaged")]
    HistoryDamaged,
    /// There is no attempt.
    #[error("there is no attempt")]
    NoAttempt,
    /// The request does not fit the present screen.
    #[error("the request does not fit the present screen")]
    OutOfOrder,
    /// No environment was chosen yet, or it could not be opened.
    #[error("no environment is open")]
    NoEnvironment,
    /// The disk is full; nothing was saved.
    #[error("the disk is full")]
    NoSpace,
    /// The folder may not be written; nothing was saved.
    #[error("the folder may not be written")]
    NoPermission,
    /// A file could not be written; nothing was saved.
    #[error("the file could not be written")]
    NotSaved,
    /// The company has set this value and keeps it.
    #[error("{key} is set by the company")]
    Managed {
        /// Name of the setting.
        key: String,
    },
    /// The system refused a change of its own settings; nothing was changed.
    #[error("the system refused the change")]
    SystemRefused,
    /// No program of this computer opened it.
    #[error("no program opened it")]
    NotOpened {
        /// Address of the page, or path of the file or folder.
        target: String,
    },
    /// The simulator could not be started.
    #[error("the simulator could not be started")]
    SimulatorUnavailable,
}
