//! Phone numbers in all their states.

use super::{Id, Override};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// State of a number (Meta: phone number node, `status`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the names are Meta's own words")]
pub enum NumberStatus {
    Pending,
    Connected,
    Disconnected,
    Unverified,
    Migrated,
    Banned,
    Flagged,
    Restricted,
    RateLimited,
    Deleted,
    Unknown,
    /// A word that Meta may invent tomorrow.
    #[serde(untagged)]
    Unlisted(String),
}

/// Whether the owner of the number has confirmed a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the names are Meta's own words")]
pub enum CodeStatus {
    Verified,
    NotVerified,
    Expired,
}

/// Review of a display name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the names are Meta's own words")]
pub enum NameStatus {
    Approved,
    PendingReview,
    Declined,
    Expired,
    AvailableWithoutReview,
    NonExists,
    None,
}

/// Quality seen by customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the names are Meta's own words")]
pub enum Quality {
    Green,
    Yellow,
    Red,
    Na,
    Unknown,
}

/// What Meta counts per number. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counters {
    /// Calls of `register`, the window moves.
    pub registrations: Vec<i64>,
    /// No registering before this time.
    pub registration_locked_until: i64,
    /// Calls of `deregister`.
    pub deregistrations: Vec<i64>,
    /// Wrong PINs.
    pub pin_failures: Vec<i64>,
    /// No PIN is accepted before this time.
    pub pin_locked_until: i64,
    /// Calls of `request_code`.
    pub code_requests: Vec<i64>,
    /// Wrong codes.
    pub code_failures: Vec<i64>,
    /// No code is accepted before this time.
    pub code_locked_until: i64,
}

/// A phone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// Node id.
    pub id: Id,
    /// Messaging accounts that hold it; usually one.
    pub accounts: Vec<Id>,
    /// As people write it.
    pub display_phone_number: String,
    /// `BR`
    pub country_code: String,
    /// `55`
    pub country_dial_code: String,
    /// Display name.
    pub verified_name: String,
    /// State.
    pub status: NumberStatus,
    /// Ownership of the number.
    pub code_status: CodeStatus,
    /// Review of the display name.
    pub name_status: NameStatus,
    /// Name under review.
    #[serde(default)]
    pub new_display_name: Option<String>,
    /// Review of that name.
    #[serde(default)]
    pub new_name_status: Option<NameStatus>,
    /// Quality.
    pub quality: Quality,
    /// Registered for Cloud API.
    pub registered: bool,
    /// App that registered it.
    #[serde(default)]
    pub registered_by: Option<Id>,
    /// Coexistence: it also runs in the phone's WhatsApp Business app.
    #[serde(default)]
    pub on_biz_app: bool,
    /// Two-step PIN (invented).
    #[serde(default)]
    pub pin: Option<String>,
    /// A test number of Meta's.
    #[serde(default)]
    pub sandbox: bool,
    /// Green tick.
    #[serde(default)]
    pub official: bool,
    /// Calling over SIP is not set up (blocks calls, never messages).
    #[serde(default)]
    pub sip_blocked: bool,
    /// Callback addresses of this number by app.
    #[serde(default)]
    pub overrides: BTreeMap<Id, Override>,
    /// Unix milliseconds of the last completed sign-up.
    #[serde(default)]
    pub onboarded_at: i64,
    /// An earlier deletion runs until this time (Unix milliseconds).
    #[serde(default)]
    pub deleting_until: i64,
    /// Code on its way by SMS or voice.
    #[serde(default)]
    pub code: Option<String>,
    /// Language in which the last code was asked for.
    #[serde(default)]
    pub code_language: Option<String>,
    /// The next code, when it is to be known in advance.
    #[serde(default)]
    pub next_code: Option<String>,
    /// When each customer last wrote (Unix milliseconds): the 24-hour window.
    #[serde(default)]
    pub customers: BTreeMap<String, i64>,
    /// Counters of attempts.
    #[serde(default)]
    pub counters: Counters,
}

impl Number {
    /// A registered, healthy number.
    pub fn connected(id: &str, account: &str, display_phone_number: &str, verified_name: &str) -> Self {
        Self {
            id: id.to_owned(),
            accounts: vec![account.to_owned()],
            display_phone_number: display_phone_number.to_owned(),
            country_code: "BR".to_owned(),
            country_dial_code: "55".to_owned(),
            verified_name: verified_name.to_owned(),
            status: NumberStatus::Connected,
            code_status: CodeStatus::Verified,
            name_status: NameStatus::Approved,
            new_display_name: None,
            new_name_status: None,
            quality: Quality::Green,
            registered: true,
            registered_by: None,
            on_biz_app: false,
            pin: None,
            sandbox: false,
            official: false,
            sip_blocked: false,
            overrides: BTreeMap::new(),
            onboarded_at: 0,
            deleting_until: 0,
            code: None,
            code_language: None,
            next_code: None,
            customers: BTreeMap::new(),
            counters: Counters::default(),
        }
    }

    /// Digits of the number, for comparing and for webhooks.
    pub fn digits(&self) -> String {
        self.display_phone_number
            .chars()
            .filter(char::is_ascii_digit)
            .collect()
    }

    /// Whether messages can pass through Cloud API at all.
    pub fn carries_messages(&self) -> bool {
        self.registered
            && matches!(
                self.status,
                NumberStatus::Connected
                    | NumberStatus::Flagged
                    | NumberStatus::RateLimited
                    | NumberStatus::Unlisted(_)
            )
    }

    /// Takes the number off Cloud API, as a deregistration or an offboarding does.
    pub fn disconnect(&mut self) {
        self.registered = false;
        self.registered_by = None;
        self.status = NumberStatus::Disconnected;
    }
}
