//! What the interface shows of updates.

use serde::Serialize;
use specta::Type;

/// Why this copy never looks for updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UpdatesOff {
    /// It was built without a key that could verify one.
    NoKey,
    /// Whoever manages this computer has switched them off.
    Policy,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UpdateStage {
    /// Never looks; `off` says why.
    Off,
    /// Nobody has asked yet, or what was asked failed; `problem` says why.
    Idle,
    /// Asking.
    Checking,
    /// The newest version runs.
    UpToDate,
    /// `offer` can be had.
    Available,
    /// The file is on its way.
    Downloading,
    /// The file is here and waits for the end of a reconnection.
    Waiting,
    /// The program is being replaced.
    Installing,
    /// The new version is in place and begins with the next start.
    Installed,
    /// The system's installer took over; the app has to close.
    HandedOver,
}

/// What *Atualizar agora* does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UpdateWay {
    /// Replaces the program.
    Replace,
    /// Starts the system's installer and closes the app.
    Installer,
    /// Only a person or the system's package manager can: opens the page.
    Page,
}

/// A newer version.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct OfferView {
    /// Its version.
    pub version: String,
    /// What changed, as plain text.
    pub notes: String,
    /// Bytes to download; 0 where there is no file for this copy.
    pub size: f64,
    /// What can be done here.
    pub way: UpdateWay,
}

/// Why the last try failed. Its sentence is under `update.problem.<code>`.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct UpdateProblemView {
    /// One of a closed list.
    pub code: String,
    /// The moment that the sentence names, in milliseconds.
    pub at: Option<f64>,
}

/// Updates at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct UpdateView {
    /// How far it is.
    pub stage: UpdateStage,
    /// Why it never looks.
    pub off: Option<UpdatesOff>,
    /// The version that runs.
    pub installed: String,
    /// When the last answer came, in milliseconds.
    pub checked_at: Option<f64>,
    /// The newer version.
    pub offer: Option<OfferView>,
    /// Bytes that have come.
    pub received: f64,
    /// Why the last try failed.
    pub problem: Option<UpdateProblemView>,
}
