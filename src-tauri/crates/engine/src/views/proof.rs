//! What proves that messages flow.

use super::{PlatformProblemView, ProblemView};
use serde::Serialize;
use specta::Type;

/// The proof of a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ProofView {
    /// How long evidence counts, in hours.
    pub life_hours: u32,
    /// Where messages go; `None` when that was never read.
    pub callback: Option<String>,
    /// Host of it: what a handshake would contact.
    pub callback_host: Option<String>,
    /// Whether the verify token is kept, so that the handshake needs nothing from the person.
    pub verify_token_kept: bool,
    /// The last handshake.
    pub probe: Option<ProbeView>,
    /// The last test message.
    pub outgoing: Option<OutgoingView>,
    /// What a person saw arrive, or not.
    pub incoming: Option<IncomingView>,
    /// The word that is waited for.
    pub word: Option<WordView>,
}

/// A handshake with the callback.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ProbeView {
    /// Catalogue key `probe.<end>`.
    pub end: String,
    /// Each stage in order.
    pub stages: Vec<ProbeStageView>,
    /// HTTP status, when there was an answer.
    pub http_status: Option<u16>,
    /// Where a redirect leads.
    pub redirect: Option<String>,
    /// Host that was asked.
    pub host: Option<String>,
    /// When.
    pub at: f64,
}

/// A stage of the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ProbeStageView {
    /// Catalogue key `probe.stage.<stage>`.
    pub stage: String,
    /// `passed`, `failed`, `unclear`, `not_reached`.
    pub state: String,
}

/// A test message.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct OutgoingView {
    /// `accepted`, `delivered`, `read`, `failed`.
    pub state: String,
    /// Last digits of the recipient.
    pub to: Option<String>,
    /// Message id, for a technician.
    pub message: Option<String>,
    /// When it was sent.
    pub sent_at: f64,
    /// When the state was reached.
    pub at: f64,
    /// Whether the callback took Meta's event about it; `None` as long as that is not known.
    pub callback_took: Option<bool>,
    /// Meta's words for what failed.
    pub why: Option<String>,
    /// Why it failed.
    pub problem: Option<ProblemView>,
    /// Whether its fate is being looked at.
    pub following: bool,
}

/// What came in.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct IncomingView {
    /// Whether the word arrived.
    pub arrived: bool,
    /// Who said so: `person`, or the company's `platform`.
    pub by: String,
    /// Which platform said so; catalogue key `platform.<kind>`.
    pub platform: Option<String>,
    /// The word.
    pub word: Option<String>,
    /// When.
    pub at: f64,
}

/// A word that a person is to send.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct WordView {
    /// The word.
    pub word: String,
    /// Address that opens the chat with it.
    pub link: String,
    /// The address as a QR code.
    pub qr: QrView,
    /// How long it is waited for.
    pub until: f64,
    /// What the company's platform is asked, where one is connected.
    pub search: Option<SearchView>,
}

/// A look for the word on the company's platform.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct SearchView {
    /// Catalogue key `platform.<kind>`.
    pub platform: String,
    /// Since when.
    pub since: f64,
    /// Whether it goes on by itself.
    pub goes_on: bool,
    /// Why the platform could not be read.
    pub problem: Option<PlatformProblemView>,
}

/// A QR code: a square of `size` modules and the dark ones as an SVG path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct QrView {
    /// Modules on each side, without margin.
    pub size: u32,
    /// Path of unit squares.
    pub path: String,
}
