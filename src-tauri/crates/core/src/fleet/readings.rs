//! What was read once for many numbers.

use crate::admin::{AdminReading, PortfolioUser};
use crate::cause::{CallKind, Cause};
use crate::diagnosis::{ChannelFacts, Diagnosis, Expected, GrantedPermission, diagnose, reconcile};
use crate::fact::{Fact, Unread};
use crate::ids::{AppId, BusinessId, NumberId, UnixMillis, WabaId};
use crate::meta::{AppWebhook, Membership, Person, PhoneNumber, Subscription, TokenInfo, TokenKind, Waba};
use crate::pin::RegisterWait;
use crate::verdict::{Evidence, ProofLife};
use std::collections::BTreeMap;

/// Read once for a token.
#[derive(Clone, Debug)]
pub struct TokenReadings {
    /// Facts of the token.
    pub token: Fact<TokenInfo>,
    /// Whether the app itself asked for them, and not the token.
    pub app_asked: bool,
    /// The webhook of our app; the same for each token.
    pub app_webhook: Fact<Option<AppWebhook>>,
    /// Who it belongs to.
    pub person: Fact<Person>,
    /// `/me/permissions`.
    pub permissions: Fact<Vec<GrantedPermission>>,
    /// `/me/business_users`.
    pub memberships: Fact<Vec<Membership>>,
    /// `/{portfolio}/business_users`, of portfolios in which memberships tell no role.
    pub portfolio_users: BTreeMap<BusinessId, Fact<Vec<PortfolioUser>>>,
}

impl TokenReadings {
    /// Nothing was read.
    pub fn unread() -> Self {
        Self {
            token: Fact::Unknown(Unread::NotAsked),
            app_asked: false,
            app_webhook: Fact::Unknown(Unread::NotAsked),
            person: Fact::Unknown(Unread::NotAsked),
            permissions: Fact::Unknown(Unread::NotAsked),
            memberships: Fact::Unknown(Unread::NotAsked),
            portfolio_users: BTreeMap::new(),
        }
    }

    /// A refusal that every further call with the token would meet, too.
    pub fn dead(&self) -> Option<&Unread> {
        let mut unread = self.person.unread().into_iter().chain(self.permissions.unread());
        unread.find(|unread| {
            let cause = Cause::from_unread(unread, CallKind::ReadPerson);
            cause.is_some_and(Cause::is_token_dead)
        })
    }

    /// Whether it may speak for a person: only a business token certainly does not.
    pub fn may_be_person(&self) -> bool {
        let kind = self.token.known().map(|info| &info.kind);
        kind.is_none_or(|kind| *kind == TokenKind::User)
    }

    /// The readings for the person's role in the portfolio of an account.
    fn admin(&self, waba: &Fact<Waba>, expected_business: Option<BusinessId>) -> AdminReading {
        let person = self.person.clone();
        if !self.may_be_person() {
            return AdminReading {
                person,
                ..AdminReading::unread(expected_business)
            };
        }
        let owner = match waba {
            Fact::Known(waba) => waba
                .owner
                .clone()
                .map_or(Fact::Unknown(Unread::Missing), Fact::Known),
            Fact::Unknown(unread) => Fact::Unknown(unread.clone()),
        };
        let portfolio = owner
            .known()
            .map(|owner| &owner.id)
            .or(expected_business.as_ref());
        let users = portfolio.and_then(|portfolio| self.portfolio_users.get(portfolio));
        let fallback_users = users.cloned().unwrap_or(Fact::Unknown(Unread::NotAsked));
        AdminReading {
            owner,
            memberships: self.memberships.clone(),
            fallback_users,
            person,
            expected_business,
        }
    }
}

/// Read once for an account.
#[derive(Clone, Debug)]
pub struct AccountReadings {
    /// Its id.
    pub id: WabaId,
    /// The account.
    pub waba: Fact<Waba>,
    /// Its numbers, all pages.
    pub numbers: Fact<Vec<PhoneNumber>>,
    /// Its subscribed apps.
    pub subscriptions: Fact<Vec<Subscription>>,
}

/// What is known of a number beforehand, which its readings are compared with.
#[derive(Clone, Debug)]
pub struct Target {
    /// As it should be.
    pub expected: Expected,
    /// Evidence of its channel.
    pub evidence: Vec<Evidence>,
    /// How long that evidence counts.
    pub proof_life: ProofLife,
    /// Since when checks have found the phone app disconnected.
    pub phone_app_gone_since: Option<UnixMillis>,
    /// Why it must not be registered now.
    pub register_wait: Option<RegisterWait>,
    /// When its channel last changed.
    pub changed_at: Option<UnixMillis>,
}

impl Target {
    /// A number without history.
    pub fn new(expected: Expected) -> Self {
        Self {
            expected,
            evidence: Vec::new(),
            proof_life: ProofLife::default(),
            phone_app_gone_since: None,
            register_wait: None,
            changed_at: None,
        }
    }

    /// A number that nothing is known of but where it is listed.
    fn of_listed(number: &NumberId, waba: &WabaId, app: Option<AppId>) -> Self {
        Self::new(Expected {
            number: number.clone(),
            waba: waba.clone(),
            business: None,
            display_phone_number: String::new(),
            app,
            callback: None,
            held: None,
        })
    }
}

/// An account with the facts that all of its numbers share. Takes the lists over instead of copying them.
#[derive(Debug)]
pub struct Listed {
    facts: ChannelFacts,
    token: usize,
}

impl Listed {
    /// Puts the shared facts together; `index` is the token's place, `app` our own Meta app.
    pub fn new(
        token: &TokenReadings,
        index: usize,
        account: AccountReadings,
        app: Option<AppId>,
        read_at: UnixMillis,
    ) -> Self {
        let nobody = Target::of_listed(&NumberId::new(""), &account.id, app);
        let mut facts = ChannelFacts::unread(nobody.expected, read_at);
        facts.admin = token.admin(&account.waba, None);
        facts.token = token.token.clone();
        facts.app_asked = token.app_asked;
        facts.app_webhook = token.app_webhook.clone();
        facts.permissions = token.permissions.clone();
        facts.waba = account.waba;
        facts.numbers = account.numbers;
        facts.subscriptions = account.subscriptions;
        Self { facts, token: index }
    }

    /// The account's id.
    pub fn id(&self) -> &WabaId {
        &self.facts.expected.waba
    }

    /// The place of the token that it was read with.
    pub fn token(&self) -> usize {
        self.token
    }

    /// The account, when it could be read.
    pub fn waba(&self) -> Option<&Waba> {
        self.facts.waba.known()
    }

    /// Its numbers; none when they could not be read.
    pub fn numbers(&self) -> &[PhoneNumber] {
        self.facts.numbers.known().map(Vec::as_slice).unwrap_or_default()
    }

    /// Its subscribed apps, when they could be read.
    pub fn subscriptions(&self) -> Option<&[Subscription]> {
        self.facts.subscriptions.known().map(Vec::as_slice)
    }

    /// Whether all pages of its numbers were read.
    pub fn is_complete(&self) -> bool {
        self.facts.numbers.known().is_some()
    }

    fn numbered(&self, id: &NumberId) -> Option<&PhoneNumber> {
        self.numbers().iter().find(|number| &number.id == id)
    }

    /// The diagnosis of one number, which is in the list or was read by itself.
    fn diagnose(
        &mut self,
        token: &TokenReadings,
        target: Target,
        alone: Option<&Fact<PhoneNumber>>,
        now: UnixMillis,
    ) -> Diagnosis {
        let listed = self.numbered(&target.expected.number).cloned();
        let number = match (listed, alone, self.facts.numbers.unread()) {
            (Some(number), _, _) => Fact::Known(number),
            (None, Some(alone), _) => alone.clone(),
            (None, None, Some(unread)) => Fact::Unknown(unread.clone()),
            (None, None, None) => Fact::Unknown(Unread::NotAsked),
        };
        let facts = &mut self.facts;
        let kept = std::mem::replace(&mut facts.expected, target.expected);
        if facts.expected.business != facts.admin.expected_business {
            facts.admin = token.admin(&facts.waba, facts.expected.business.clone());
        }
        facts.number = number;
        facts.evidence = target.evidence;
        facts.proof_life = target.proof_life;
        facts.phone_app_gone_since = target.phone_app_gone_since;
        facts.register_wait = target.register_wait;
        facts.changed_at = target.changed_at;
        let diagnosis = diagnose(facts, now);
        facts.expected = kept;
        diagnosis
    }
}

/// The diagnosis of a number in each of these accounts, which all list it; where the accounts contradict each other,
/// so does the diagnosis. `None` without accounts. `register_wait` tells why the number must not be registered now.
pub fn judge(
    tokens: &[TokenReadings],
    accounts: &mut [Listed],
    places: &[usize],
    number: &NumberId,
    register_wait: Option<RegisterWait>,
    now: UnixMillis,
) -> Option<Diagnosis> {
    let mut joined: Option<Diagnosis> = None;
    for place in places {
        let Some(account) = accounts.get_mut(*place) else {
            continue;
        };
        let Some(token) = tokens.get(account.token) else {
            continue;
        };
        let app = account.facts.expected.app.clone();
        let target = Target {
            register_wait,
            ..Target::of_listed(number, account.id(), app)
        };
        let next = account.diagnose(token, target, None, now);
        joined = Some(match joined {
            None => next,
            Some(first) => reconcile(first, &next, &account.facts, now),
        });
    }
    joined
}

/// The diagnosis of a number as its channel expects it, from the account's readings. `alone` is the number's own node,
/// read where the list does not hold it.
pub fn judge_target(
    token: &TokenReadings,
    account: &mut Listed,
    target: Target,
    alone: Option<&Fact<PhoneNumber>>,
    now: UnixMillis,
) -> Diagnosis {
    account.diagnose(token, target, alone, now)
}

/// The diagnosis of a channel without readings of its account: it has no token, or its number stands nowhere.
pub fn judge_unlisted(
    token: Option<&TokenReadings>,
    target: Target,
    alone: Option<&Fact<PhoneNumber>>,
    read_at: UnixMillis,
) -> Diagnosis {
    let mut facts = ChannelFacts::unread(target.expected, read_at);
    facts.evidence = target.evidence;
    facts.proof_life = target.proof_life;
    facts.phone_app_gone_since = target.phone_app_gone_since;
    facts.register_wait = target.register_wait;
    facts.changed_at = target.changed_at;
    facts.has_token = token.is_some();
    if let Some(token) = token {
        facts.token = token.token.clone();
        facts.app_asked = token.app_asked;
        facts.app_webhook = token.app_webhook.clone();
        facts.permissions = token.permissions.clone();
        facts.admin = token.admin(&facts.waba, facts.expected.business.clone());
    }
    if let Some(alone) = alone {
        facts.number = alone.clone();
    }
    diagnose(&facts, read_at)
}
