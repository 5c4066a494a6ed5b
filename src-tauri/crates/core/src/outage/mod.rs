//! Since when and why a channel does not work, and who did it: from what Meta wrote down and what we saw ourselves.
//!
//! Nothing is made up: each moment says whether it is exact, the latest possible, or unknown, and each name says where
//! it comes from.

mod began;
mod meaning;
mod record;
mod trail;

pub use began::outage;
pub use meaning::{explains, losses};
pub use record::{Act, Change, ChangeActor, Check, OwnAct, Record, Standing};
pub use trail::{Trace, What};

use crate::cause::{Cause, coded};
use crate::ids::UnixMillis;
use std::fmt;

coded! {
    /// How well a moment is known.
    Certainty {
        /// Somebody wrote the moment down.
        Exact = "exact",
        /// It was so by then, and may have been so before.
        AtLatest = "at_latest",
        /// It was so when it was first looked at; nothing is known of the time before.
        Unknown = "unknown",
    }

    /// What a statement rests on.
    Source {
        /// Meta's log of the account.
        MetaLog = "meta_log",
        /// What Meta says about the token itself.
        Token = "token",
        /// What the callback took or missed.
        Callback = "callback",
        /// What was done in this app.
        Here = "here",
        /// Our own checks.
        Checks = "checks",
    }

    /// What may have been lost.
    Loss {
        /// What customers wrote did not arrive, and does not come later by itself.
        Incoming = "incoming",
        /// What customers wrote may arrive late: Meta tries again for a time.
        IncomingLate = "incoming_late",
        /// What the team sent did not go out.
        Outgoing = "outgoing",
    }

    /// What the team has to know or do.
    Advice {
        /// Answer over another way until it works.
        UseOtherWay = "use_other_way",
        /// Send again what was sent in that time.
        SendAgain = "send_again",
        /// Ask customers who wrote in that time to write again.
        AskCustomers = "ask_customers",
        /// Look through late messages before answering.
        ExpectLate = "expect_late",
        /// Do not try to log in or register again meanwhile.
        DoNotTry = "do_not_try",
        /// It works again.
        WorksAgain = "works_again",
    }
}

/// When something began or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time the certainty speaks of.
    pub at: UnixMillis,
    /// How well it is known.
    pub certainty: Certainty,
    /// It still worked then.
    pub not_before: Option<UnixMillis>,
}

/// Who did it. Names are personal data: shown, and never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub enum Who {
    /// Somebody at Meta's side of the account, by name.
    Person(String),
    /// A program, by name where Meta told it.
    Program(Option<String>),
    /// Meta itself.
    Meta,
    /// The person whose Facebook login the channel used.
    Holder(String),
    /// A local profile of this app.
    Here(String),
    /// Nobody: a time ran out.
    Nobody,
}

impl fmt::Debug for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Who {
    /// Stable code and catalogue key.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Program(_) => "program",
            Self::Meta => "meta",
            Self::Holder(_) => "holder",
            Self::Here(_) => "here",
            Self::Nobody => "nobody",
        }
    }

    /// Codes of all, for checks of the text catalogue.
    pub const CODES: [&'static str; 6] = ["person", "program", "meta", "holder", "here", "nobody"];

    /// The name, where there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Person(name) | Self::Holder(name) | Self::Here(name) => Some(name),
            Self::Program(name) => name.as_deref(),
            Self::Meta | Self::Nobody => None,
        }
    }
}

/// The newest time in which the channel did not work.
#[derive(Clone, Debug, PartialEq)]
pub struct Outage {
    /// Why, as the newest check of that time found it.
    pub cause: Cause,
    /// Since when.
    pub began: Moment,
    /// Until when; `None` while it lasts.
    pub ended: Option<Moment>,
    /// What the beginning rests on.
    pub source: Source,
    /// Who did it, when known.
    pub who: Option<Who>,
    /// What may have been lost; empty when nothing is known of it.
    pub losses: Vec<Loss>,
    /// What to tell the team.
    pub advice: Vec<Advice>,
    /// What happened around it, oldest first.
    pub trail: Vec<Trace>,
}

#[cfg(test)]
mod tests;
