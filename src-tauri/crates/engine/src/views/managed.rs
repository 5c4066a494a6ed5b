//! What the company has set.

use serde::Serialize;
use specta::Type;

/// The policy of this computer; empty where nobody manages it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
pub struct ManagedView {
    /// What is set.
    pub values: Vec<ManagedValueView>,
    /// What is wrong with it; the rest counts.
    pub warnings: Vec<PolicyWarningView>,
}

/// One value. None is a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ManagedValueView {
    /// Name of the setting, `policy.key.<key>` in the catalogue.
    pub key: String,
    /// The value as text.
    pub value: String,
    /// Whether the person cannot change it.
    pub locked: bool,
    /// File, or place in the registry.
    pub source: String,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PolicyWarningView {
    /// File, or place in the registry.
    pub source: String,
    /// The key, where it is about one.
    pub key: Option<String>,
    /// `policy.warning.<code>` in the catalogue.
    pub code: String,
    /// What would have been right, the same in every language.
    pub expected: Option<String>,
}

/// What has to be said above the screens: `notice.<code>` in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NoticeView {
    /// The file of choices was damaged; it was kept aside and everything is as at first.
    SettingsDamaged,
    /// The computer's clock is before the day on which this version was made.
    ClockWrong,
    /// It differs from Meta's.
    ClockOff,
}
