//! The verdict of a channel, and the evidence that alone can make it "proven".

mod telling;

pub use telling::{Bearing, EvidenceDetail};

use crate::cause::{Actor, Cause, NextStep, coded};
use crate::clock;
use crate::ids::UnixMillis;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// How long evidence proves the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProofLife(u32);

impl ProofLife {
    /// Lives that can be chosen, in hours.
    pub const CHOICES: [u32; 3] = [24, 72, 168];

    /// A life in hours; `None` when it is none of the choices.
    pub fn of_hours(hours: u32) -> Option<Self> {
        Self::CHOICES.contains(&hours).then_some(Self(hours))
    }

    /// In hours.
    pub fn hours(self) -> u32 {
        self.0
    }

    fn millis(self) -> i64 {
        i64::from(self.0).saturating_mul(HOUR)
    }

    /// Until when something that was seen at `at` proves anything.
    pub fn end_of(self, at: UnixMillis) -> UnixMillis {
        at.plus(self.millis())
    }

    /// The oldest that still proves something at `now`.
    pub fn start_for(self, now: UnixMillis) -> UnixMillis {
        now.plus(self.millis().saturating_neg())
    }
}

/// Long enough for a quiet weekend.
impl Default for ProofLife {
    fn default() -> Self {
        Self(72)
    }
}

/// When evidence counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// How old it may be.
    pub life: ProofLife,
    /// When the connection last changed: older evidence proves nothing.
    pub changed_at: Option<UnixMillis>,
    /// The present.
    pub now: UnixMillis,
}

coded! {
    /// Something that happened and tells whether messages flow.
    EvidenceKind {
        /// Meta accepted a message; this is not delivery.
        MessageAccepted = "message_accepted",
        /// A message reached the recipient's phone.
        MessageDelivered = "message_delivered",
        /// A message was read.
        MessageRead = "message_read",
        /// A message failed.
        MessageFailed = "message_failed",
        /// A customer's message came in.
        MessageReceived = "message_received",
        /// The callback took the event of one of our messages.
        CallbackTookEvent = "callback_took_event",
        /// The callback did not take the event of one of our messages.
        CallbackMissedEvent = "callback_missed_event",
        /// The callback answered the handshake.
        CallbackAnswered = "callback_answered",
        /// The callback answered the handshake, but not as Meta demands.
        CallbackRefused = "callback_refused",
        /// Nothing certain came of a handshake from this computer.
        CallbackUnreached = "callback_unreached",
        /// A person sent a message that never came in.
        MessageMissing = "message_missing",
        /// A live read with the channel's token succeeded.
        LiveRead = "live_read",
    }
}

impl EvidenceKind {
    /// Kinds that show a message on its whole way, out or in. A read of ours shows none.
    pub const OF_MESSAGES: [Self; 3] = [Self::MessageDelivered, Self::MessageRead, Self::MessageReceived];
}

/// One row of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What happened.
    pub kind: EvidenceKind,
    /// When.
    pub at: UnixMillis,
    /// Message id or the like, for a technician.
    pub reference: Option<String>,
    /// Why, for failures.
    pub cause: Option<Cause>,
    /// What a callback answered.
    pub http_status: Option<u16>,
}

impl Evidence {
    /// Evidence without reference and cause.
    pub fn new(kind: EvidenceKind, at: UnixMillis) -> Self {
        Self {
            kind,
            at,
            reference: None,
            cause: None,
            http_status: None,
        }
    }

    /// Whether it still says something about the connection.
    pub fn is_fresh(&self, when: &Freshness) -> bool {
        // Evidence from further ahead than clocks differ is disbelieved.
        let age = when.now.since(self.at);
        (-clock::TOLERANCE..=when.life.millis()).contains(&age)
            && when.changed_at.is_none_or(|changed| self.at >= changed)
    }

    fn proves_out(&self) -> bool {
        matches!(
            self.kind,
            EvidenceKind::MessageDelivered | EvidenceKind::MessageRead
        )
    }

    fn proves_in(&self) -> bool {
        self.kind == EvidenceKind::MessageReceived
    }
}

/// A real message out and a real message in, both fresh. Can only be made from evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    out_at: UnixMillis,
    in_at: UnixMillis,
}

impl Proof {
    /// The newest proof in `evidence`; `None` unless both directions are proved, and when a later message out failed for
    /// a reason that lies with the channel, or a later message in is missing.
    pub fn from_evidence(evidence: &[Evidence], when: &Freshness) -> Option<Self> {
        let newest = |proves: fn(&Evidence) -> bool| {
            evidence
                .iter()
                .filter(|row| proves(row) && row.is_fresh(when))
                .map(|row| row.at)
                .max()
        };
        let (out_at, in_at) = (newest(Evidence::proves_out)?, newest(Evidence::proves_in)?);
        let broken_since = evidence.iter().any(|row| match row.kind {
            EvidenceKind::MessageFailed => {
                row.at > out_at && !row.cause.is_some_and(Cause::is_about_recipient)
            }
            EvidenceKind::MessageMissing => row.at > in_at,
            _ => false,
        });
        (!broken_since).then_some(Self { out_at, in_at })
    }

    /// When the newest message out was delivered.
    pub fn out_at(self) -> UnixMillis {
        self.out_at
    }

    /// When the newest message came in.
    pub fn in_at(self) -> UnixMillis {
        self.in_at
    }

    /// Age of the older of the two, in milliseconds.
    pub fn age_millis(self, now: UnixMillis) -> i64 {
        now.since(self.out_at.min(self.in_at)).max(0)
    }

    /// When it stops proving anything.
    pub fn ends_at(self, life: ProofLife) -> UnixMillis {
        life.end_of(self.out_at.min(self.in_at))
    }
}

/// Verdict of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// *Comprovado*: connected, with evidence of a message out and in.
    Proven(Proof),
    /// *Conectado, sem prova*.
    ConnectedUnproven,
    /// *Atenção*: works, but something will break.
    Attention,
    /// *Desconectado*: the person at this computer or a technician can repair it.
    Disconnected,
    /// *Bloqueado*: only Meta or the owner of the portfolio can act.
    Blocked,
    /// *Aguarde*.
    Wait {
        /// Until when.
        until: UnixMillis,
    },
    /// *Desconhecido*: it could not be read.
    Unknown,
}

impl Verdict {
    /// Codes of all verdicts, for checks of the text catalogue.
    pub const CODES: [&'static str; 7] = [
        "proven",
        "connected_unproven",
        "attention",
        "disconnected",
        "blocked",
        "wait",
        "unknown",
    ];

    /// Stable code and catalogue key.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Proven(_) => "proven",
            Self::ConnectedUnproven => "connected_unproven",
            Self::Attention => "attention",
            Self::Disconnected => "disconnected",
            Self::Blocked => "blocked",
            Self::Wait { .. } => "wait",
            Self::Unknown => "unknown",
        }
    }

    /// The verdict some time after it was given, by time alone. A proof that has outlived its life is none. After a wait
    /// either somebody is asked because of the cause that stops messages, or nobody knows before the next look.
    pub fn aged(self, stopping: Option<Cause>, life: ProofLife, now: UnixMillis) -> Self {
        match self {
            Self::Proven(proof) if now > proof.ends_at(life) => Self::ConnectedUnproven,
            Self::Wait { until } if now >= until => {
                match stopping.map(|cause| Self::stopped_by(&Problem::new(cause, now))) {
                    Some(Self::Wait { .. }) | None => Self::Unknown,
                    Some(asked) => asked,
                }
            }
            other => other,
        }
    }

    /// Until when to wait, if waiting is all there is.
    pub fn until(&self) -> Option<UnixMillis> {
        match self {
            Self::Wait { until } => Some(*until),
            _ => None,
        }
    }

    /// Whether somebody has to do something.
    pub fn needs_action(&self) -> bool {
        matches!(self, Self::Disconnected | Self::Blocked | Self::Attention)
    }

    /// Order for lists, most urgent first.
    pub fn urgency(&self) -> u8 {
        match self {
            Self::Disconnected => 0,
            Self::Blocked => 1,
            Self::Wait { .. } => 2,
            Self::Unknown => 3,
            Self::Attention => 4,
            Self::ConnectedUnproven => 5,
            Self::Proven(_) => 6,
        }
    }

    /// The verdict of a channel that this problem stops.
    pub fn stopped_by(problem: &Problem) -> Self {
        let (cause, until) = (problem.cause, problem.until());
        match (cause.next_step(), until, cause.actor()) {
            (NextStep::WaitUntil, Some(until), _) | (_, Some(until), Actor::Meta) => Self::Wait { until },
            (_, _, Actor::Meta | Actor::BusinessAdmin) => Self::Blocked,
            (_, _, Actor::You | Actor::Technician | Actor::Nobody) => Self::Disconnected,
        }
    }
}

#[cfg(test)]
mod tests;
