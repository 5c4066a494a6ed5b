//! Whether pages can run apart from everything else here.

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Isolation {
    /// They can.
    Possible,
    /// These programs are not installed.
    Missing(Vec<&'static str>),
    /// The programs are there, and the system does not let them work.
    Refused,
}

/// Looks for it without opening a window.
pub fn isolation() -> Isolation {
    crate::platform::isolation()
}
