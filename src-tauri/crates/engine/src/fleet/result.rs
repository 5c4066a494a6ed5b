//! What was read, and what the pure rules make of it.

use super::order::{FleetTarget, Scope};
use reconecta_core::attempt::FoundNumber;
use reconecta_core::cause::CallKind;
use reconecta_core::diagnosis::{Diagnosis, Expected};
use reconecta_core::fact::Fact;
use reconecta_core::fleet::{Listed, Target, TokenReadings, judge, judge_target, judge_unlisted};
use reconecta_core::ids::{BusinessId, NumberId, UnixMillis, WabaId};
use reconecta_core::meta::{Business, PhoneNumber, Subscription};
use reconecta_core::pin::RegisterWait;
use reconecta_core::problem::Problem;
use reconecta_graph::{Branch, Unlisted};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// One number with its diagnosis.
#[derive(Debug)]
pub struct Judged {
    /// Phone number id.
    pub number: NumberId,
    /// Its account; `None` when no account lists it and none is expected.
    pub waba: Option<WabaId>,
    /// The portfolio that owns the account, or led to it, or is expected.
    pub business: Option<BusinessId>,
    /// The telephone number as Meta shows it, or as it is expected.
    pub display_phone_number: Option<SmolStr>,
    /// Other accounts that list it as well.
    pub also_in: Vec<WabaId>,
    /// Place among the order's targets.
    pub target: Option<usize>,
    /// Place of the token that it was read with.
    pub token: Option<usize>,
    /// The number in its account, where both could be read and the order asks for it.
    pub found: Option<FoundNumber>,
    /// Apps subscribed to its account, where they could be read and the order asks for it.
    pub subscriptions: Option<Vec<Subscription>>,
    /// What the rules say.
    pub diagnosis: Diagnosis,
}

/// A branch that could not be read.
#[derive(Debug)]
pub struct UnreadBranch {
    /// `token`, `portfolios`, `assigned`, `accounts`, `account` or `numbers`.
    pub branch: &'static str,
    /// The portfolio or account that it belongs to.
    pub id: Option<String>,
    /// Why.
    pub problem: Problem,
}

/// All readings of a check.
#[derive(Debug)]
pub struct Fleet {
    pub(super) tokens: Vec<TokenReadings>,
    pub(super) accounts: Vec<Listed>,
    /// The portfolio that led to each account.
    pub(super) via: Vec<Option<Business>>,
    pub(super) targets: Vec<FleetTarget>,
    pub(super) scope: Scope,
    /// By the account's place: expected numbers that its list does not hold.
    pub(super) alone: BTreeMap<(usize, NumberId), Fact<PhoneNumber>>,
    /// Wanted numbers that no account lists, with the token that asked last.
    pub(super) missing: BTreeMap<NumberId, (usize, Fact<PhoneNumber>)>,
    pub(super) unread: Vec<Unlisted>,
    /// Numbers that must not be registered now.
    pub(super) register_waits: BTreeMap<NumberId, RegisterWait>,
    pub(super) detailed: bool,
    read_at: UnixMillis,
}

/// Where a number is to be judged.
enum Seat {
    Listed(NumberId, Vec<usize>),
    Target(usize, Option<usize>),
    Missing(NumberId),
}

impl Fleet {
    pub(super) fn new(read_at: UnixMillis) -> Self {
        Self {
            tokens: Vec::new(),
            accounts: Vec::new(),
            via: Vec::new(),
            targets: Vec::new(),
            scope: Scope::Everything,
            alone: BTreeMap::new(),
            missing: BTreeMap::new(),
            unread: Vec::new(),
            register_waits: BTreeMap::new(),
            detailed: false,
            read_at,
        }
    }

    /// Branches that could not be read; numbers behind them are unknown.
    pub fn unread(&self) -> &[Unlisted] {
        &self.unread
    }

    /// The same with what they mean, refused tokens first.
    pub fn unread_branches(&self) -> Vec<UnreadBranch> {
        let refused = self.tokens.iter().filter_map(TokenReadings::dead);
        let refused = refused.map(|unread| UnreadBranch {
            branch: "token",
            id: None,
            problem: Problem::of_unread(unread, CallKind::ReadPerson, self.read_at),
        });
        let unlisted = self.unread.iter().map(|one| {
            let (branch, id) = match &one.branch {
                Branch::Portfolios => ("portfolios", None),
                Branch::Assigned => ("assigned", None),
                Branch::Accounts(id) => ("accounts", Some(id.to_string())),
                Branch::Account(id) => ("account", Some(id.to_string())),
                Branch::Numbers(id) => ("numbers", Some(id.to_string())),
            };
            UnreadBranch {
                branch,
                id,
                problem: Problem::of_unread(&one.unread, one.call, self.read_at),
            }
        });
        refused.chain(unlisted).collect()
    }

    /// Whether every token was refused as such.
    pub fn is_refused(&self) -> bool {
        !self.tokens.is_empty() && self.tokens.iter().all(|token| token.dead().is_some())
    }

    /// When it was read.
    pub fn read_at(&self) -> UnixMillis {
        self.read_at
    }

    /// What was read about each token, in the order's order.
    pub fn tokens(&self) -> &[TokenReadings] {
        &self.tokens
    }

    /// How many accounts were read or tried.
    pub fn accounts(&self) -> usize {
        self.accounts.len()
    }

    /// Numbers of an account, where its list could be read.
    pub fn numbers_of(&self, waba: &WabaId) -> Option<Vec<NumberId>> {
        let account = self
            .accounts
            .iter()
            .find(|account| account.id() == waba && account.is_complete())?;
        Some(account.numbers().iter().map(|number| number.id.clone()).collect())
    }

    /// Judges every wanted number at `now`: those that are listed in the order of accounts and ids, then targets that
    /// stand nowhere, then wanted numbers that nobody lists.
    pub fn judge(&mut self, now: UnixMillis, mut each: impl FnMut(Judged)) {
        for seat in self.seats() {
            each(match seat {
                Seat::Listed(number, places) => match self.listed(number, &places, now) {
                    Some(judged) => judged,
                    None => continue,
                },
                Seat::Target(index, place) => match self.targets.get(index).cloned() {
                    Some(target) => self.target(index, target, place, now),
                    None => continue,
                },
                Seat::Missing(number) => self.missing(number),
            });
        }
    }

    fn seats(&self) -> Vec<Seat> {
        let mut seats: Vec<((usize, NumberId), Seat)> = Vec::new();
        let mut targeted = BTreeSet::new();
        for (index, target) in self.targets.iter().enumerate() {
            let expected = &target.target.expected;
            targeted.insert(&expected.number);
            let place = self
                .accounts
                .iter()
                .position(|account| Some(account.token()) == target.token && account.id() == &expected.waba);
            let order = (place.unwrap_or(usize::MAX), expected.number.clone());
            seats.push((order, Seat::Target(index, place)));
        }
        let mut listed: BTreeMap<&NumberId, Vec<usize>> = BTreeMap::new();
        for (place, account) in self.accounts.iter().enumerate() {
            for number in account.numbers() {
                if self.wants(&number.id) && !targeted.contains(&number.id) {
                    let places = listed.entry(&number.id).or_default();
                    // The same account read with another token says the same.
                    let known = places.iter().any(|known| {
                        self.accounts
                            .get(*known)
                            .is_some_and(|known| known.id() == account.id())
                    });
                    if !known {
                        places.push(place);
                    }
                }
            }
        }
        for (number, places) in listed {
            let first = places.first().copied().unwrap_or(usize::MAX);
            seats.push(((first, number.clone()), Seat::Listed(number.clone(), places)));
        }
        for number in self.missing.keys() {
            seats.push(((usize::MAX, number.clone()), Seat::Missing(number.clone())));
        }
        seats.sort_by(|(a, _), (b, _)| a.cmp(b));
        seats.into_iter().map(|(_, seat)| seat).collect()
    }

    fn wants(&self, number: &NumberId) -> bool {
        match &self.scope {
            Scope::Everything => true,
            Scope::Numbers(wanted) => wanted.contains(number),
            Scope::Targets => false,
        }
    }

    fn listed(&mut self, number: NumberId, places: &[usize], now: UnixMillis) -> Option<Judged> {
        let wait = self.register_waits.get(&number).copied();
        let diagnosis = judge(&self.tokens, &mut self.accounts, places, &number, wait, now)?;
        let (first, others) = places.split_first()?;
        let others = others.iter().filter_map(|place| self.accounts.get(*place));
        let also_in = others.map(|account| account.id().clone()).collect();
        Some(self.described(number, Some(*first), also_in, None, diagnosis))
    }

    fn target(
        &mut self,
        index: usize,
        mut wanted: FleetTarget,
        place: Option<usize>,
        now: UnixMillis,
    ) -> Judged {
        let expected = wanted.target.expected.clone();
        let number = expected.number.clone();
        wanted.target.register_wait = self.register_waits.get(&number).copied();
        let token = wanted.token.and_then(|token| self.tokens.get(token));
        let account = place.and_then(|place| Some((place, self.accounts.get_mut(place)?)));
        let diagnosis = match (token, account) {
            (Some(token), Some((place, account))) => {
                let alone = self.alone.get(&(place, number.clone()));
                judge_target(token, account, wanted.target, alone, now)
            }
            (token, _) => judge_unlisted(token, wanted.target, None, self.read_at),
        };
        let mut judged = self.described(number, place, Vec::new(), Some(index), diagnosis);
        judged.token = wanted.token;
        judged.waba = Some(expected.waba);
        judged.business = judged.business.or(expected.business);
        let stored = Some(SmolStr::from(expected.display_phone_number)).filter(|stored| !stored.is_empty());
        judged.display_phone_number = judged.display_phone_number.or(stored);
        judged
    }

    fn missing(&self, number: NumberId) -> Judged {
        let (token, alone) = match self.missing.get(&number) {
            Some((token, alone)) => (self.tokens.get(*token), Some(alone)),
            None => (None, None),
        };
        let expected = Expected {
            number: number.clone(),
            waba: WabaId::new(""),
            business: None,
            display_phone_number: String::new(),
            app: None,
            callback: None,
            held: None,
        };
        let target = Target {
            register_wait: self.register_waits.get(&number).copied(),
            ..Target::new(expected)
        };
        let diagnosis = judge_unlisted(token, target, alone, self.read_at);
        let shown = alone.and_then(Fact::known);
        Judged {
            display_phone_number: shown.and_then(|number| number.display_phone_number.clone()),
            token: self.missing.get(&number).map(|(token, _)| *token),
            ..self.described(number, None, Vec::new(), None, diagnosis)
        }
    }

    fn described(
        &self,
        number: NumberId,
        place: Option<usize>,
        also_in: Vec<WabaId>,
        target: Option<usize>,
        diagnosis: Diagnosis,
    ) -> Judged {
        let account = place.and_then(|place| self.accounts.get(place));
        let via = place.and_then(|place| self.via.get(place)?.as_ref());
        let waba = account.and_then(Listed::waba);
        let business = waba.and_then(|waba| waba.owner.as_ref()).or(via);
        let phone = account.and_then(|account| account.numbers().iter().find(|one| one.id == number));
        let shown = waba.zip(phone).filter(|_| self.detailed);
        let found = shown.map(|(waba, phone)| FoundNumber {
            number: phone.clone(),
            waba: waba.clone(),
            business: business.cloned(),
        });
        Judged {
            display_phone_number: phone.and_then(|phone| phone.display_phone_number.clone()),
            waba: account.map(|account| account.id().clone()),
            business: business.map(|business| business.id.clone()),
            also_in,
            target,
            token: account.map(Listed::token),
            found,
            subscriptions: account
                .filter(|_| self.detailed)
                .and_then(|account| account.subscriptions().map(<[_]>::to_vec)),
            number,
            diagnosis,
        }
    }
}
