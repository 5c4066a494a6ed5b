//! The channel that a reconnection is for.

use crate::ids::{BusinessId, ChannelId, NumberId, WabaId};
use serde::{Deserialize, Serialize};

/// The channel that is being reconnected, as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Our channel.
    pub channel: ChannelId,
    /// Its name.
    pub name: String,
    /// The phone number id it has today.
    pub number: NumberId,
    /// The account it has today.
    pub waba: WabaId,
    /// The portfolio it has today, when known.
    pub business: Option<BusinessId>,
    /// The telephone number as stored.
    pub display_phone_number: String,
    /// The callback override that the channel needs; `None` when the app's own callback serves it.
    #[serde(default)]
    pub expected_callback: Option<String>,
}
