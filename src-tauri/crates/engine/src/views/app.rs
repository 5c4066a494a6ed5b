//! The application at a glance.

use super::{ManagedView, NoticeView};
use serde::Serialize;
use specta::Type;

/// The whole application at a glance; sent at start and on each change.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct AppView {
    /// `None` until the person has chosen at first start.
    pub environment: Option<EnvironmentView>,
    /// Who is using the app.
    pub operator: OperatorView,
    /// State of the secrets' protection.
    pub vault: VaultView,
    /// Appearance and language.
    pub preferences: PreferencesView,
    /// Hours between two checks of all channels: 1, 6 or 24; 0 is never.
    pub check_every_hours: u32,
    /// How many hours evidence counts.
    pub proof_life_hours: u32,
    /// Set when the data file cannot be used; nothing else works then.
    pub storage_problem: Option<StorageProblemView>,
    /// How backups of the data stand; `None` while no environment is open.
    pub backup: Option<BackupView>,
    /// A reconnection that a closed or crashed app left unfinished.
    pub unfinished: Option<UnfinishedView>,
    /// Whether the Meta connection is complete enough to start a login.
    pub connection_ready: bool,
    /// Version of the app.
    pub version: String,
    /// What the company has set.
    pub managed: ManagedView,
    /// What has to be said.
    pub notices: Vec<NoticeView>,
}

/// Where the app works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum EnvironmentView {
    /// The built-in simulator.
    Demonstration,
    /// Meta.
    Production,
}

/// Local profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct OperatorView {
    /// Active role.
    pub role: RoleView,
    /// Whether an administrator password was set.
    pub has_password: bool,
    /// Whether this role may change anything.
    pub can_change: bool,
}

/// Local roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RoleView {
    /// May change everything.
    Administrator,
    /// Sees everything, changes nothing.
    Attendant,
}

/// How secrets are protected at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum VaultView {
    /// Being opened.
    Opening,
    /// Key in the system's keyring.
    Keyring,
    /// Key derived from a passphrase that was typed.
    Passphrase,
    /// Kept until the app closes.
    MemoryOnly,
    /// A passphrase exists and has to be typed.
    PassphraseNeeded,
    /// There is no keyring: the person has to choose.
    Unavailable,
    /// The keyring is locked.
    Locked,
    /// Sealed rows exist but their key is gone.
    KeyMissing,
    /// The keyring holds another key than the one that sealed the rows.
    KeyChanged,
}

/// Appearance and language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, Type)]
pub struct PreferencesView {
    /// `pt-BR`, `en`, `es` or `system`.
    pub language: String,
    /// `light`, `dark` or `system`.
    pub theme: String,
}

/// Why the data file cannot be used.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StorageProblemView {
    /// Written by a newer version.
    Newer,
    /// Damaged; a backup may exist.
    Damaged {
        /// When the newest backup was made.
        backup_at: Option<f64>,
    },
    /// Another process holds it.
    Busy,
    /// The folder cannot be written.
    NotWritable,
}

/// How backups of the data stand.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct BackupView {
    /// When the newest one was made.
    pub made_at: Option<f64>,
    /// Why the last try failed.
    pub problem: Option<BackupProblemView>,
}

/// Why a backup could not be made. The data themselves go on being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BackupProblemView {
    /// A part of the history cannot be read.
    HistoryDamaged,
    /// No room on the disk.
    DiskFull,
    /// The folder cannot be written.
    NotWritable,
}

/// An attempt that did not end.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct UnfinishedView {
    /// Attempt id.
    pub attempt: String,
    /// Name of the channel, when it was for one.
    pub channel_name: Option<String>,
    /// Whether it can go on where it stopped, or has to log in again.
    pub can_resume: bool,
    /// Time of its last step.
    pub stopped_at: f64,
}

/// About the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct AboutView {
    /// Version.
    pub version: String,
    /// Source revision.
    pub commit: String,
    /// Web view engine and version.
    pub webview: String,
    /// Operating system.
    pub system: String,
    /// Data folder.
    pub data_folder: String,
    /// Log folder.
    pub log_folder: String,
    /// Addresses of the simulator, in demonstration.
    pub simulator: Option<String>,
}
