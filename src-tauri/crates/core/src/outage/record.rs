//! What is known about the past of a channel.

use super::Who;
use crate::cause::{Cause, coded};
use crate::fact::Fact;
use crate::ids::{AppId, NumberId, UnixMillis};
use crate::verdict::Evidence;
use std::fmt;

/// Whether messages could flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They could, as far as was read.
    Up,
    /// They could not.
    Down,
    /// It could not be read; says nothing.
    Unclear,
}

impl Standing {
    /// What a verdict's code says; codes of a newer version say nothing.
    pub fn of_verdict(code: &str) -> Self {
        match code {
            "proven" | "connected_unproven" | "attention" => Self::Up,
            "disconnected" | "blocked" | "wait" => Self::Down,
            _ => Self::Unclear,
        }
    }
}

/// One look at the channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// When.
    pub at: UnixMillis,
    /// The verdict's code.
    pub verdict: String,
    /// The blocking cause.
    pub cause: Option<Cause>,
    /// When the token ended, as Meta said then.
    pub token_ended_at: Option<UnixMillis>,
}

impl Check {
    /// Whether messages could flow.
    pub fn standing(&self) -> Standing {
        Standing::of_verdict(&self.verdict)
    }
}

coded! {
    /// Kind of who made a change, as Meta tells it.
    ChangeActor {
        /// A person.
        Person = "person",
        /// A program over the API.
        Program = "program",
        /// Meta itself.
        Meta = "meta",
        /// Not told, or of a kind that nobody knows.
        Unknown = "unknown",
    }
}

impl ChangeActor {
    /// Of Meta's `actor_type`.
    pub fn of_meta(text: &str) -> Self {
        match text {
            "USER" | "ADMIN" => Self::Person,
            "API" => Self::Program,
            "SYSTEM" | "AUTOMATED_PROCESS" => Self::Meta,
            _ => Self::Unknown,
        }
    }
}

/// A line of Meta's log of the account. The name is personal data: shown, and never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// For example `API_ACCESS_REVOKED`, as Meta spells it.
    pub kind: String,
    /// When.
    pub at: UnixMillis,
    /// Kind of who did it.
    pub actor: ChangeActor,
    /// Their name.
    pub actor_name: Option<String>,
    /// The Meta app it is about, where told.
    pub app: Option<AppId>,
    /// The number it is about, where told.
    pub number: Option<NumberId>,
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("kind", &self.kind)
            .field("at", &self.at)
            .field("actor", &self.actor)
            .field("app", &self.app)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl Change {
    /// Who did it, when told.
    pub fn who(&self) -> Option<Who> {
        match self.actor {
            ChangeActor::Person => self.actor_name.clone().map(Who::Person),
            ChangeActor::Program => Some(Who::Program(self.actor_name.clone())),
            ChangeActor::Meta => Some(Who::Meta),
            ChangeActor::Unknown => None,
        }
    }
}

coded! {
    /// Something done in this app that touches the connection.
    Act {
        /// The channel was created.
        ChannelCreated = "channel_created",
        /// A new token went into use.
        TokenReplaced = "token_replaced",
        /// The previous token went into use again.
        RolledBack = "rolled_back",
        /// A reconnection was finished.
        Reconnected = "reconnected",
        /// Our app was subscribed.
        AppSubscribed = "app_subscribed",
        /// The channel's own callback was put back.
        CallbackRestored = "callback_restored",
        /// The number was registered.
        NumberRegistered = "number_registered",
    }
}

/// A line of our own history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAct {
    /// What was done.
    pub act: Act,
    /// When.
    pub at: UnixMillis,
    /// The local profile.
    pub by: Option<String>,
}

/// All that is known, in any order.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The channel's number.
    pub number: Option<NumberId>,
    /// Our Meta app.
    pub app: Option<AppId>,
    /// Person of the token in use, where it is a person's own token.
    pub holder: Option<String>,
    /// Our looks at the channel.
    pub checks: Vec<Check>,
    /// Meta's log of the account; readable only with rights, and not switched on everywhere.
    pub changes: Fact<Vec<Change>>,
    /// What was done here.
    pub acts: Vec<OwnAct>,
    /// What was observed of messages and the callback.
    pub evidence: Vec<Evidence>,
}
