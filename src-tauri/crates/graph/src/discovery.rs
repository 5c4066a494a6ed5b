//! All numbers of all accounts that a token can see. A branch that cannot be read is kept as such and never hides the
//! others.

use crate::client::Graph;
use crate::failure::GraphFailure;
use futures_util::{StreamExt, stream};
use reconecta_core::cause::CallKind;
use reconecta_core::fact::Unread;
use reconecta_core::ids::{BusinessId, WabaId};
use reconecta_core::meta::{Business, PhoneNumber, Waba};
use secrecy::SecretString;
use std::collections::BTreeMap;

/// Branches read side by side.
const SIDE_BY_SIDE: usize = 8;
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

/// Accounts found so far, with the portfolio that led to each.
#[derive(Default)]
struct Search {
    accounts: BTreeMap<WabaId, (Waba, Option<Business>)>,
    unread: Vec<Unlisted>,
}

impl Graph {
    /// Lists accounts through the token's portfolios, its assignments and the ids already `known`, each once, then
    /// their numbers. `progress` gets how many accounts and numbers were read so far.
    pub async fn discover(
        &self,
        token: &SecretString,
        known: &[WabaId],
        progress: impl Fn(u32, u32) + Send,
    ) -> Discovery {
        let mut search = Search::default();
        self.search_portfolios(token, &mut search).await;
        self.search_known(token, known, &mut search).await;
        self.read_numbers(token, search, progress).await
    }

    async fn search_portfolios(&self, token: &SecretString, search: &mut Search) {
        let (portfolios, assigned) = tokio::join!(
            self.portfolios(token, &mut search.unread),
            self.assigned_wabas(token)
        );
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
                search.add(list, Some(&business), branch);
            }
        }
        search.add(assigned, None, Branch::Assigned);
    }

    /// Portfolios from every list that a token of this kind has.
    async fn portfolios(
        &self,
        token: &SecretString,
        unread: &mut Vec<Unlisted>,
    ) -> BTreeMap<BusinessId, Business> {
        let (businesses, memberships) = tokio::join!(self.businesses(token), self.memberships(token));
        let memberships = memberships.map(|list| list.into_iter().map(|item| item.business).collect());
        let mut found = BTreeMap::new();
        let mut failures = Vec::new();
        for list in [businesses, memberships] {
            match list {
                Ok(list) => found.extend(list.into_iter().map(|business| (business.id.clone(), business))),
                Err(failure) => failures.push(failure),
            }
        }
        // One complete list is enough.
        if failures.len() < 2 {
            return found;
        }
        if let Ok(Some(id)) = self.client_business_id(token).await {
            let business = Business {
                id: id.clone(),
                name: None,
                verification_status: None,
                two_factor_type: None,
            };
            let read = self.business(token, &id).await;
            found.insert(id, read.unwrap_or(business));
            return found;
        }
        let failure = failures.into_iter().find(|failure| !is_missing_edge(failure));
        unread
            .extend(failure.map(|failure| unlisted(Branch::Portfolios, CallKind::ReadMemberships, failure)));
        found
    }

    /// Accounts that no portfolio lists may still be readable by their id.
    async fn search_known(&self, token: &SecretString, known: &[WabaId], search: &mut Search) {
        let missing: Vec<WabaId> = known
            .iter()
            .filter(|id| !search.accounts.contains_key(id))
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
                    search.accounts.entry(id).or_insert((waba, None));
                }
                Err(failure) => {
                    let unlisted = unlisted(Branch::Account(id), CallKind::ReadAccount, failure);
                    search.unread.push(unlisted);
                }
            }
        }
    }

    async fn read_numbers(
        &self,
        token: &SecretString,
        search: Search,
        progress: impl Fn(u32, u32) + Send,
    ) -> Discovery {
        let mut found = Discovery {
            accounts: Vec::new(),
            unread: search.unread,
        };
        let mut reads = stream::iter(search.accounts.into_values().map(|(waba, business)| async move {
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

impl Search {
    fn add(&mut self, list: Result<Vec<Waba>, GraphFailure>, business: Option<&Business>, branch: Branch) {
        match list {
            Ok(wabas) => {
                for waba in wabas {
                    let found = (waba, business.cloned());
                    self.accounts.entry(found.0.id.clone()).or_insert(found);
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

fn unlisted(branch: Branch, call: CallKind, failure: GraphFailure) -> Unlisted {
    Unlisted {
        branch,
        call,
        unread: failure.into(),
    }
}
