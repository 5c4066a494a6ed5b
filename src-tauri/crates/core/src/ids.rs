//! Identifiers. Meta's are digits kept as text, because their length may grow; ours are UUIDv7 text.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::fmt;

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(SmolStr);

        impl $name {
            /// Wraps the text as it came; no check is made.
            pub fn new(text: impl Into<SmolStr>) -> Self {
                Self(text.into())
            }

            /// The text as it came.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }
    )+};
}

text_id! {
    /// Phone number id of the Graph API (not the telephone number itself).
    NumberId,
    /// WhatsApp Business Account id (a Messaging Account id under the account model of 2026).
    WabaId,
    /// Business portfolio (Business Manager) id.
    BusinessId,
    /// Meta app id.
    AppId,
    /// App-scoped id of a person or system user.
    PersonId,
    /// Our channel: keeps its identity over every reconnection.
    ChannelId,
    /// One run of the reconnection wizard.
    AttemptId,
    /// One sealed credential row.
    CredentialId,
    /// One number on offer in the wizard.
    ChoiceId,
}

/// Milliseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMillis(pub i64);

impl UnixMillis {
    /// This instant moved by `millis` (negative moves back), saturating.
    pub fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative when `earlier` is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}
