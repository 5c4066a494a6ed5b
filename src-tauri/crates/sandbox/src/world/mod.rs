//! Everything that the simulated Meta knows: the state behind every answer.
//!
//! A [`World`] can be built by [`World::demo`], [`World::empty`], [`World::agency`] or read from a JSON file. Its
//! secrets are invented and worthless elsewhere, which is why it may be written to a file as it is.

mod access;
mod account;
mod agency;
mod app;
mod business;
mod chatwoot;
pub(crate) mod clock;
mod demo;
mod endpoint;
mod file;
mod fleet;
mod health;
mod message;
mod mint;
mod number;
mod person;
mod token;

pub(crate) use access::Refusal;
pub use access::Viewer;
pub use account::{Account, Activity, Assignment, Override, Subscription, Template};
pub use agency::AgencySize;
pub use app::{App, AppKind, Callback, Configuration, TokenKind};
pub use business::{Business, Member, Role, SystemUser, TwoFactor};
pub use chatwoot::{Chatwoot, ChatwootConversation, ChatwootInbox, ChatwootMessage, ChatwootUser};
pub(crate) use clock::iso;
pub use demo::{
    DEMO_APP_ID, DEMO_BISU_CONFIGURATION, DEMO_DEAD_CONFIGURATION, DEMO_USER_CONFIGURATION, SeedChannel,
    demo_channels,
};
pub use endpoint::{Endpoint, Manner};
pub use file::WorldFileError;
pub use fleet::{FleetSize, fleet_causes};
pub use message::{Message, MessageEvent, WebhookState};
pub use number::{CodeStatus, NameStatus, Number, NumberStatus, Quality};
pub use person::{Grant, Person, Session};
pub use token::{Assets, Code, Invalidity, Token};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An id as Meta writes it: digits as text.
pub type Id = String;

/// Budgets that Meta enforces; `None` takes Meta's own value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Management calls per app and WABA per hour (Meta: 200, or 5000 once the WABA has a registered number).
    pub management_per_hour: Option<u32>,
    /// Calls per app per hour.
    pub app_per_hour: Option<u32>,
}

/// The whole simulated state.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct World {
    /// Name shown in the control.
    pub name: String,
    /// Mixed into every generated token and code; the same nonce repeats a run exactly.
    pub nonce: String,
    /// How many ids and secrets were generated so far.
    pub minted: u64,
    /// Difference between the virtual and the real clock, in milliseconds.
    pub clock_offset_ms: i64,
    /// The person whose token the program prints at start.
    pub administrator: Option<String>,
    /// People by handle (`ana`).
    pub people: BTreeMap<String, Person>,
    /// Portfolios.
    pub businesses: BTreeMap<Id, Business>,
    /// Apps.
    pub apps: BTreeMap<Id, App>,
    /// Configurations of Facebook Login for Business.
    pub configurations: BTreeMap<Id, Configuration>,
    /// WhatsApp Business Accounts.
    pub accounts: BTreeMap<Id, Account>,
    /// Phone numbers.
    pub numbers: BTreeMap<Id, Number>,
    /// Tokens by their text.
    pub tokens: BTreeMap<String, Token>,
    /// Authorization codes by their text.
    pub codes: BTreeMap<String, Code>,
    /// Login sessions by the value of the `xs` cookie.
    pub sessions: BTreeMap<String, Session>,
    /// What people have already connected.
    pub grants: Vec<Grant>,
    /// Messages by the id of their history.
    pub messages: BTreeMap<Id, Message>,
    /// The simulated internet.
    pub endpoints: Vec<Endpoint>,
    /// The company's customer-service platform.
    pub chatwoot: Chatwoot,
    /// Call budgets.
    pub limits: Limits,
}

impl World {
    /// A world with the demonstration's app and its configurations, and nobody who owns anything.
    pub fn empty() -> Self {
        let mut world = Self {
            name: "empty".to_owned(),
            ..Self::default()
        };
        demo::add_app(&mut world);
        demo::add_person(&mut world, "ana", "Ana Prado", None);
        world.administrator = Some("ana".to_owned());
        world
    }

    /// A world that needs no further choices: `demo`, `empty`, `fleet`, or `fleet:1000x50` for so many numbers in so
    /// many accounts.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "demo" => Some(Self::demo()),
            "empty" => Some(Self::empty()),
            _ => FleetSize::named(name).map(|size| Self::fleet(size, 0)),
        }
    }

    /// The handle of the person with this e-mail address, upper and lower case alike.
    pub fn person_by_email(&self, email: &str) -> Option<&str> {
        let wanted = email.trim();
        self.people
            .iter()
            .find(|(_, person)| person.email.eq_ignore_ascii_case(wanted))
            .map(|(handle, _)| handle.as_str())
    }

    /// Numbers of an account, latest onboarded first (Meta's default order).
    pub fn numbers_of(&self, account: &str) -> Vec<&Number> {
        let mut numbers: Vec<&Number> = self
            .numbers
            .values()
            .filter(|number| number.accounts.iter().any(|id| id == account))
            .collect();
        numbers.sort_by(|a, b| b.onboarded_at.cmp(&a.onboarded_at).then_with(|| a.id.cmp(&b.id)));
        numbers
    }

    /// The account that holds a number.
    pub fn account_of(&self, number: &Number) -> Option<&Account> {
        number.accounts.first().and_then(|id| self.accounts.get(id))
    }

    /// The portfolio that owns a number's account.
    pub fn owner_of(&self, number: &Number) -> Option<&Business> {
        self.account_of(number)
            .and_then(|account| self.businesses.get(&account.owner))
    }

    /// Writes a line into the account's activity log.
    pub fn record(
        &mut self,
        account: &str,
        kind: &str,
        actor: (&str, Option<(String, String)>),
        details: serde_json::Value,
    ) {
        let at = self.now_ms();
        let id = self.mint_id();
        let (actor_type, who) = actor;
        if let Some(account) = self.accounts.get_mut(account) {
            let (actor_id, actor_name) = who.unzip();
            let actor_type = actor_type.to_owned();
            account.activities.push(Activity {
                id,
                kind: kind.to_owned(),
                at,
                actor_type,
                actor_id,
                actor_name,
                details,
            });
        }
    }
}
