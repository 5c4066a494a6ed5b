//! What is wrong with a policy, by place and key. Values are never repeated: one may be a secret that does not belong there.

/// One mistake. The rest of its file counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// File, or place in the registry.
    pub source: String,
    /// The key, where it is about one.
    pub key: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong. Sentences are in the catalogue under `policy.warning.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It could not be read.
    Unreadable,
    /// It is not of its format, too large, or no object.
    Malformed,
    /// Everybody may write it, so it is not the company's word.
    NotProtected,
    /// No such key.
    UnknownKey,
    /// Another type was expected.
    WrongType {
        /// Which.
        expected: &'static str,
    },
    /// The type is right, the value is not.
    WrongValue {
        /// What it may be.
        expected: &'static str,
    },
    /// The file that it names cannot be read, or holds no certificate authority in PEM form.
    NoCertificate,
    /// A secret does not belong into a file that everybody can read.
    Secret,
}

impl Fault {
    /// Its name in the catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Malformed => "malformed",
            Self::NotProtected => "not_protected",
            Self::UnknownKey => "unknown_key",
            Self::WrongType { .. } => "wrong_type",
            Self::WrongValue { .. } => "wrong_value",
            Self::NoCertificate => "no_certificate",
            Self::Secret => "secret",
        }
    }

    /// What would have been right, where that can be said.
    pub fn expected(self) -> Option<&'static str> {
        match self {
            Self::WrongType { expected } | Self::WrongValue { expected } => Some(expected),
            Self::Unreadable
            | Self::Malformed
            | Self::NotProtected
            | Self::UnknownKey
            | Self::NoCertificate
            | Self::Secret => None,
        }
    }
}
