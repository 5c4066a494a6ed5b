//! All numbers of all accounts that a token can see. A branch that cannot be read is kept as such and never hides the
//! others.

use crate::client::Graph;
use crate::failure::GraphFailure;
use futures_util::{StreamExt, stream};
use reconecta_core::cause::CallKind;
use reconecta_core::fact::{Fact, Unread};
use reconecta_core::ids::{BusinessId, WabaId};
use reconecta_core::meta::{Business, Membership, PhoneNumber, Waba};
use secrecy::SecretString;
use std::collections::{BTreeMap, BTreeSet};

/// Branches read side by side.
const SIDE_BY_SIDE: usize = 16;
/// Code of an edge that a kind of token does not have; a refused edge has another one, or a subcode.
const NO_SUCH_EDGE: i64 = 100;

/// One account with its numbers.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account.
    pub waba: Waba,
    /// Its owner, or else the portfolio through which it was found.
    pub business: Option<Business>,
    /// Its numbers. The same number may stand under several accounts.
    pub numbers: Vec<PhoneNumber>,
}

/// What a branch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Branch {
    /// The list of portfolios.
    Portfolios,
    /// Accounts assigned to the person.
    Assigned,
    /// Accounts of a portfolio.
    Accounts(BusinessId),
    /// An account that was known before.
    Account(WabaId),
    /// Numbers of an account.
    Numbers(WabaId),
}

/// A branch that could not be read.
#[derive(Clone, Debug)]
pub struct Unlisted {
    /// Which.
    pub branch: Branch,
    /// The call that failed.
    pub call: CallKind,
    /// Why.
    pub unread: Unread,
}

/// Everything found.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// Accounts with their numbers, in the order of their ids.
    pub accounts: Vec<Account>,
    /// What could not be read.
    pub unread: Vec<Unlisted>,
}

/// Every account that a token can see.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// Each with the portfolio that led to it, in the order of their ids.
    pub found: BTreeMap<WabaId, (Waba, Option<Business>)>,
    /// `/me/business_users`, which led to portfolios and tells the person's role in each.
    pub memberships: Fact<Vec<Membership>>,
    /// What could not be read.
    pub unread: Vec<Unlisted>,
}

impl Graph {
    /// Lists accounts through the token's portfolios, its assignments and the ids already `known`, each once, then
    /// their numbers. `hints` are ids of accounts that the token may see, gathered meanwhile: one that it may not see is
    /// no branch that is missing. `progress` gets how many accounts and numbers were read so far.
    pub async fn discover(
        &self,
        token: &SecretString,
        known: &[WabaId],
        hints: impl Future<Output = Vec<WabaId>> + Send,
        progress: impl Fn(u32, u32) + Send,
    ) -> Discovery {
        let (mut accounts, hints) = tokio::join!(self.accounts(token, known), hints);
        let before = accounts.unread.len();
        self.search_known(token, &hints, &mut accounts).await;
        let asked = accounts.unread.split_off(before);
        accounts
            .unread
            .extend(asked.into_iter().filter(|branch| !is_refusal(&branch.unread)));
        self.read_numbers(token, accounts, progress).await
    }

    /// Lists accounts through the token's portfolios, its assignments and the ids already `known`, each once.
    pub async fn accounts(&self, token: &SecretString, known: &[WabaId]) -> Accounts {
        let (businesses, memberships, assigned) = tokio::join!(
            self.businesses(token),
            self.memberships(token),
            self.assigned_wabas(token)
        );
        let mut accounts = Accounts {
            found: BTreeMap::new(),
            memberships: Fact::Unknown(Unread::NotAsked),
            unread: Vec::new(),
        };
        let portfolios = self
            .portfolios(token, businesses, &memberships, &mut accounts.unread)
            .await;
        accounts.memberships = match memberships {
            Ok(memberships) => Fact::Known(memberships),
            Err(failure) => Fact::Unknown(failure.into()),
        };
        let mut lists = stream::iter(portfolios.into_values().map(|business| async move {
            let owned = self.owned_wabas(token, &business.id);
            let shared = self.client_wabas(token, &business.id);
            let (owned, shared) = tokio::join!(owned, shared);
            (business, [owned, shared])
        }))
        .buffer_unordered(SIDE_BY_SIDE);
        while let Some((business, both)) = lists.next().await {
            for list in both {
                let branch = Branch::Accounts(business.id.clone());
                accounts.add(list, Some(&business), branch);
            }
        }
        accounts.add(assigned, None, Branch::Assigned);
        self.search_known(token, known, &mut accounts).await;
        accounts
    }

    /// Portfolios from every list that a token of this kind has. One complete list is enough.
    async fn portfolios(
        &self,
        token: &SecretString,
        businesses: Result<Vec<Business>, GraphFailure>,
        memberships: &Result<Vec<Membership>, GraphFailure>,
        unread: &mut Vec<Unlisted>,
    ) -> BTreeMap<BusinessId, Business> {
        let mut found = BTreeMap::new();
        let mut take = |business: Business| {
            found.insert(business.id.clone(), business);
        };
        match (businesses, memberships) {
            (Err(first), Err(second)) => {
                return self.own_portfolio(token, [first, second.clone()], unread).await;
            }
            (businesses, memberships) => {
                businesses.into_iter().flatten().for_each(&mut take);
                let memberships = memberships.iter().flatten();
                memberships.for_each(|item| take(item.business.clone()));
            }
        }
        found
    }

    /// The portfolio that a business token is for; why there is none, where it is not for one.
    async fn own_portfolio(
        &self,
        token: &SecretString,
        failures: [GraphFailure; 2],
        unread: &mut Vec<Unlisted>,
    ) -> BTreeMap<BusinessId, Business> {
        if let Ok(Some(id)) = self.client_business_id(token).await {
            let business = Business {
                id: id.clone(),
                name: None,
                verification_status: None,
                two_factor_type: None,
            };
            let read = self.business(token, &id).await;
            return BTreeMap::from([(id, read.unwrap_or(business))]);
        }
        let failure = failures.into_iter().find(|failure| !is_missing_edge(failure));
        unread
            .extend(failure.map(|failure| unlisted(Branch::Portfolios, CallKind::ReadMemberships, failure)));
        BTreeMap::new()
    }

    /// Accounts that no portfolio lists may still be readable by their id.
    async fn search_known(&self, token: &SecretString, known: &[WabaId], accounts: &mut Accounts) {
        let missing: BTreeSet<WabaId> = known
            .iter()
            .filter(|id| !accounts.found.contains_key(id) && !accounts.was_asked(id))
            .cloned()
            .collect();
        let mut reads = stream::iter(
            missing
                .into_iter()
                .map(|id| async move { (self.waba(token, &id).await, id) }),
        )
        .buffer_unordered(SIDE_BY_SIDE);
        while let Some((read, id)) = reads.next().await {
            match read {
                Ok(waba) => {
                    accounts.found.entry(id).or_insert((waba, None));
                }
                Err(failure) => {
                    let unlisted = unlisted(Branch::Account(id), CallKind::ReadAccount, failure);
                    accounts.unread.push(unlisted);
                }
            }
        }
    }

    async fn read_numbers(
        &self,
        token: &SecretString,
        accounts: Accounts,
        progress: impl Fn(u32, u32) + Send,
    ) -> Discovery {
        let mut found = Discovery {
            accounts: Vec::new(),
            unread: accounts.unread,
        };
        let mut reads = stream::iter(accounts.found.into_values().map(|(waba, business)| async move {
            let numbers = self.phone_numbers(token, &waba.id).await;
            (waba, business, numbers)
        }))
        .buffer_unordered(SIDE_BY_SIDE);
        let (mut accounts_read, mut numbers_read) = (0_u32, 0_u32);
        while let Some((waba, business, numbers)) = reads.next().await {
            accounts_read = accounts_read.saturating_add(1);
            match numbers {
                Ok(numbers) => {
                    let count = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                    numbers_read = numbers_read.saturating_add(count);
                    let business = waba.owner.clone().or(business);
                    found.accounts.push(Account {
                        waba,
                        business,
                        numbers,
                    });
                }
                Err(failure) => {
                    let unlisted = unlisted(Branch::Numbers(waba.id), CallKind::ListNumbers, failure);
                    found.unread.push(unlisted);
                }
            }
            progress(accounts_read, numbers_read);
        }
        found.accounts.sort_by(|a, b| a.waba.id.cmp(&b.waba.id));
        found
    }
}

impl Accounts {
    fn was_asked(&self, id: &WabaId) -> bool {
        self.unread
            .iter()
            .any(|one| matches!(&one.branch, Branch::Account(asked) if asked == id))
    }

    fn add(&mut self, list: Result<Vec<Waba>, GraphFailure>, business: Option<&Business>, branch: Branch) {
        match list {
            Ok(wabas) => {
                for waba in wabas {
                    let found = (waba, business.cloned());
                    self.found.entry(found.0.id.clone()).or_insert(found);
                }
            }
            Err(failure) if is_missing_edge(&failure) => {
                tracing::debug!(?branch, "A token of this kind has no such list");
            }
            Err(failure) => self
                .unread
                .push(unlisted(branch, CallKind::ListAccounts, failure)),
        }
    }
}

fn is_missing_edge(failure: &GraphFailure) -> bool {
    matches!(failure, GraphFailure::Graph(problem) if problem.code == NO_SUCH_EDGE && problem.subcode.is_none())
}

/// Meta answered, and not about a disturbance of its own.
fn is_refusal(unread: &Unread) -> bool {
    match unread {
        Unread::Refused { problem } => !GraphFailure::Graph(Box::new(problem.clone())).is_transient(),
        _ => false,
    }
}

fn unlisted(branch: Branch, call: CallKind, failure: GraphFailure) -> Unlisted {
    Unlisted {
        branch,
        call,
        unread: failure.into(),
    }
}
