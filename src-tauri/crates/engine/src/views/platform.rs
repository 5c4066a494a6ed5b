//! The platform where the company's team answers.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The platform of the present environment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Type)]
pub struct PlatformView {
    /// The connection, if there is one.
    pub connected: Option<PlatformConnectionView>,
    /// What the simulator offers, in demonstration; its access token is at hand.
    pub provided: Option<PlatformValues>,
    /// Whether the profile may change it and secrets can be kept.
    pub can_change: bool,
}

/// A connection that answered.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct PlatformConnectionView {
    /// Catalogue key `platform.<kind>`.
    pub kind: String,
    /// Its address.
    pub address: String,
    /// Account of the platform.
    pub account: u32,
    /// Its name.
    pub account_name: String,
    /// Whose access token it is.
    pub person: String,
    /// `administrator` or `agent`.
    pub role: String,
    /// When it last answered as it should.
    pub tested_at: f64,
}

/// What a person fills in, beside the access token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PlatformValues {
    /// Address as typed.
    pub address: String,
    /// Account number as typed.
    pub account: String,
}

/// Why a platform could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PlatformProblemView {
    /// Catalogue key `platform.problem.<code>`.
    pub code: String,
    /// Seconds after which it may be asked again, for a limit.
    pub wait_seconds: Option<u32>,
}
