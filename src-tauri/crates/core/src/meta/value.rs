//! Meta's enumerations. They are open: a text of tomorrow is kept as it came.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

macro_rules! open_enum {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A value this version does not know, kept as it came.
            Other(SmolStr),
        }

        impl $name {
            /// The values that this version knows, as Meta spells them.
            pub const KNOWN: &'static [&'static str] = &[$($text),+];

            /// The value as Meta spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $(known if known.eq_ignore_ascii_case($text) => Self::$variant,)+
                    _ => Self::Other(text.into()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }
    )+};
}

open_enum! {
    /// `debug_token.type`.
    TokenKind {
        /// A person's token: inherits their rights.
        User = "USER",
        /// A business integration system user's or system user's token: delegated assets only.
        SystemUser = "SYSTEM_USER",
        /// A page token.
        Page = "PAGE",
        /// The app itself.
        App = "APP",
    }

    /// Base role of a person in a portfolio.
    BusinessRole {
        /// Full control.
        Admin = "ADMIN",
        /// Member without administration rights.
        Employee = "EMPLOYEE",
    }

    /// `status` of a phone number.
    NumberStatus {
        /// Not registered yet.
        Pending = "PENDING",
        /// Registered.
        Connected = "CONNECTED",
        /// Was registered, is not any more.
        Disconnected = "DISCONNECTED",
        /// Ownership not proved.
        Unverified = "UNVERIFIED",
        /// Moved to another account.
        Migrated = "MIGRATED",
        /// Banned by policy.
        Banned = "BANNED",
        /// Quality flagged.
        Flagged = "FLAGGED",
        /// Restricted by policy.
        Restricted = "RESTRICTED",
        /// Sending limit reached.
        RateLimited = "RATE_LIMITED",
        /// Deleted.
        Deleted = "DELETED",
    }

    /// `code_verification_status` of a phone number.
    CodeVerification {
        /// Ownership proved.
        Verified = "VERIFIED",
        /// Never proved.
        NotVerified = "NOT_VERIFIED",
        /// Proof expired; harmless on a connected number.
        Expired = "EXPIRED",
    }

    /// `quality_rating` of a phone number.
    Quality {
        /// Good.
        Green = "GREEN",
        /// Medium.
        Yellow = "YELLOW",
        /// Low: restrictions may follow.
        Red = "RED",
        /// Not rated yet.
        NotAvailable = "NA",
        /// Not rated yet.
        Unknown = "UNKNOWN",
    }

    /// `platform_type` of a phone number.
    PlatformType {
        /// Registered on Cloud API.
        CloudApi = "CLOUD_API",
        /// Registered on the retired on-premises API.
        OnPremise = "ON_PREMISE",
        /// Registered nowhere.
        NotApplicable = "NOT_APPLICABLE",
    }

    /// `name_status` of a phone number.
    NameStatus {
        /// In force.
        Approved = "APPROVED",
        /// Under review.
        PendingReview = "PENDING_REVIEW",
        /// Refused.
        Declined = "DECLINED",
        /// Approval expired.
        Expired = "EXPIRED",
        /// Usable without review.
        AvailableWithoutReview = "AVAILABLE_WITHOUT_REVIEW",
        /// No name.
        NonExists = "NON_EXISTS",
        /// No name.
        None = "NONE",
    }

    /// `account_mode` of a phone number.
    AccountMode {
        /// A real number.
        Live = "LIVE",
        /// Meta's test number.
        Sandbox = "SANDBOX",
    }

    /// `account_review_status` of a WhatsApp Business Account.
    ReviewStatus {
        /// In force.
        Approved = "APPROVED",
        /// Under review.
        Pending = "PENDING",
        /// Refused.
        Rejected = "REJECTED",
        /// Not reviewed again: the limit of reviews is reached.
        LimitReached = "LIMIT_REACHED",
    }

    /// `status` of a WhatsApp Business Account. Meta lists no other value.
    WabaStatus {
        /// In use.
        Active = "ACTIVE",
    }

    /// `can_send_message` of an entity.
    Ability {
        /// Works.
        Available = "AVAILABLE",
        /// Works with limits.
        Limited = "LIMITED",
        /// Does not work.
        Blocked = "BLOCKED",
    }

    /// `entity_type` in `health_status`.
    EntityKind {
        /// The phone number.
        PhoneNumber = "PHONE_NUMBER",
        /// The WhatsApp Business Account.
        Waba = "WABA",
        /// The business portfolio.
        Business = "BUSINESS",
        /// The app.
        App = "APP",
        /// A message template.
        MessageTemplate = "MESSAGE_TEMPLATE",
    }

    /// Status of one permission in `/me/permissions`.
    PermissionStatus {
        /// Given.
        Granted = "GRANTED",
        /// Refused by the person.
        Declined = "DECLINED",
        /// Given once, expired.
        Expired = "EXPIRED",
    }
}
