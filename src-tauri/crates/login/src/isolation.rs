//! Whether pages can run apart from everything else here.

use serde::{Deserialize, Serialize};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Isolation {
    /// They can.
    Possible,
    /// These programs are not installed.
    Missing(Vec<&'static str>),
    /// The programs are there, and the system does not let them work.
    Refused(Refusal),
}

/// What of the system keeps processes from isolating others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// AppArmor, which on Ubuntu since 23.10 lets only programs with a profile of their own make user name spaces.
    AppArmor,
    /// Debian's switch for user name spaces.
    Switch,
    /// The kernel's limit allows no user name space at all.
    Limit,
    /// Something that is not known here, such as a container around.
    Unknown,
}

impl Refusal {
    /// The command that whoever looks after the computer types to allow it; `None` where none is known.
    pub fn remedy(self) -> Option<&'static str> {
        match self {
            // The profile that newer releases of Ubuntu load by themselves. Switching the restriction off would open more.
            Self::AppArmor => Some(
                "sudo apt-get install apparmor-profiles && sudo install -m 644 \
                 /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/ && \
                 sudo apparmor_parser --replace /etc/apparmor.d/bwrap-userns-restrict",
            ),
            Self::Switch => Some(
                "echo kernel.unprivileged_userns_clone=1 | sudo tee /etc/sysctl.d/60-userns.conf && sudo sysctl --system",
            ),
            Self::Limit => Some(
                "echo user.max_user_namespaces=15000 | sudo tee /etc/sysctl.d/60-userns.conf && sudo sysctl --system",
            ),
            Self::Unknown => None,
        }
    }
}

/// Looks for it without opening a window.
pub fn isolation() -> Isolation {
    crate::platform::isolation()
}
