//! Since when and why a channel does not work.

use super::{ChannelRefView, ProblemView};
use serde::Serialize;
use specta::Type;

/// The newest time in which a channel did not work.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct OutageView {
    /// Which channel.
    pub channel: ChannelRefView,
    /// Why.
    pub problem: ProblemView,
    /// Since when.
    pub began: MomentView,
    /// Until when; `None` while it lasts.
    pub ended: Option<MomentView>,
    /// What the beginning rests on, catalogue key `outage_source.<source>`.
    pub source: String,
    /// Who did it, when known.
    pub who: Option<WhoView>,
    /// What may have been lost, catalogue keys `outage_loss.<loss>`.
    pub losses: Vec<String>,
    /// What to tell the team, catalogue keys `outage_advice.<advice>`.
    pub advice: Vec<String>,
    /// What happened around it, oldest first.
    pub trail: Vec<TraceView>,
    /// `read`, or why Meta's log of the account is missing: `not_asked`, `refused`, `unread`.
    pub meta_log: String,
}

/// When something began or ended.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct MomentView {
    /// The time.
    pub at: f64,
    /// `exact`, `at_latest`, `unknown`.
    pub certainty: String,
    /// It still worked then.
    pub not_before: Option<f64>,
}

/// Who did something.
#[derive(Clone, PartialEq, Eq, Serialize, Type)]
pub struct WhoView {
    /// Catalogue key `outage_who.<kind>`.
    pub kind: String,
    /// The name, or the code of a local profile.
    pub name: Option<String>,
}

impl std::fmt::Debug for WhoView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.kind)
    }
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct TraceView {
    /// When.
    pub at: f64,
    /// `change`, `check`, `act`, `evidence`, `token_ended`.
    pub kind: String,
    /// Code within its kind: `change.<code>`, `verdict.<code>`, `event.<code>`, `evidence.<code>`.
    pub code: String,
    /// Cause of a check.
    pub cause: Option<String>,
    /// By whom, when known.
    pub who: Option<WhoView>,
    /// Whether the outage began with it.
    pub is_beginning: bool,
}

/// What the administrator of the portfolio has to do.
#[derive(Clone, PartialEq, Eq, Serialize, Type)]
pub struct HandOffView {
    /// What is missing, catalogue key `hand_off.need.<need>`.
    pub need: String,
    /// The permission, where it is one.
    pub permission: Option<String>,
    /// Who logged in.
    pub person: Option<String>,
    /// The role they have now, as Meta spells it.
    pub role: Option<String>,
    /// Portfolio id.
    pub business: Option<String>,
    /// Portfolio name.
    pub business_name: Option<String>,
    /// WhatsApp account id.
    pub waba: Option<String>,
    /// Phone number id.
    pub number_id: Option<String>,
    /// Channel name and number.
    pub channel: Option<ChannelRefView>,
    /// Address of the portfolio's settings.
    pub page: String,
    /// What to do, in order, catalogue keys `hand_off.step.<step>`.
    pub steps: Vec<String>,
    /// Whether the administrator can log in at this computer instead.
    pub can_log_in_instead: bool,
}

impl std::fmt::Debug for HandOffView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HandOffView")
            .field("need", &self.need)
            .finish_non_exhaustive()
    }
}
