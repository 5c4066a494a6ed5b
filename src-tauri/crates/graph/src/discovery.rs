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

/// Lists read side by side.
const SIDE_BY_SIDE: usize = 8;

/// One account with its numbers.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account.
    pub waba: Waba,
    /// The portfolio through which it was found, or its owner.
    pub business: Option<Business>,
    /// Its numbers.
    pub numbers: Vec<PhoneNumber>,
}

/// What a branch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Branch {
    /// The list of portfolios.
    Portfolios,
    /// Accounts of a portfolio.
    Accounts(BusinessId),
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
    /// Accounts with their numbers.
    pub accounts: Vec<Account>,
    /// What could not be read.
    pub unread: Vec<Unlisted>,
}

impl Graph {
    /// Lists accounts through the token's portfolios, its assignments and the ids already `known`, each once, then
    /// their numbers. `progress` gets accounts and numbers read so far.
    pub async fn discover(
        &self,
        token: &SecretString,
        known: &[WabaId],
        progress: impl Fn(u32, u32) + Send,
    ) -> Discovery {
        let mut unread = Vec::new();
        let accounts = self.accounts(token, known, &mut unread).await;
        let mut found = Discovery {
            accounts: Vec::new(),
            unread,
        };
        let mut reads = stream::iter(accounts.into_values().map(|(waba, business)| async move {
            let numbers = self.phone_numbers(token, &waba.id).await;
            (waba, business, numbers)
        }))
        .buffer_unordered(SIDE_BY_SIDE);
        let (mut read, mut numbers_found) = (0_u32, 0_u32);
        while let Some((waba, business, numbers)) = reads.next().await {
            read += 1;
            match numbers {
                Ok(numbers) => {
                    numbers_found =
                        numbers_found.saturating_add(u32::try_from(numbers.len()).unwrap_or(u32::MAX));
                    let business = waba.owner.clone().or(business);
                    found.accounts.push(Account {
                        waba,
                        business,
                        numbers,
                    });
                }
                Err(failure) => {
                    found
                        .unread
                        .push(unlisted(Branch::Numbers(waba.id), CallKind::ListNumbers, failure));
                }
            }
            progress(read, numbers_found);
        }
        found
    }

    async fn accounts(
        &self,
        token: &SecretString,
        known: &[WabaId],
        unread: &mut Vec<Unlisted>,
    ) -> BTreeMap<WabaId, (Waba, Option<Business>)> {
        let mut accounts = BTreeMap::new();
        let (businesses, assigned) = tokio::join!(self.businesses(token), self.assigned_wabas(token));
        let businesses = businesses.unwrap_or_else(|failure| {
            unread.push(unlisted(Branch::Portfolios, CallKind::ReadMemberships, failure));
            Vec::new()
        });
        let mut lists = stream::iter(businesses.into_iter().map(|business| async move {
            let (owned, client) = tokio::join!(
                self.owned_wabas(token, &business.id),
                self.client_wabas(token, &business.id)
            );
            (business, owned, client)
        }))
        .buffer_unordered(SIDE_BY_SIDE);
        while let Some((business, owned, client)) = lists.next().await {
            for list in [owned, client] {
                match list {
                    Ok(wabas) => wabas.into_iter().for_each(|waba| {
                        accounts
                            .entry(waba.id.clone())
                            .or_insert((waba, Some(business.clone())));
                    }),
                    Err(failure) => {
                        unread.push(unlisted(
                            Branch::Accounts(business.id.clone()),
                            CallKind::ListAccounts,
                            failure,
                        ));
                    }
                }
            }
        }
        for waba in assigned.unwrap_or_default() {
            accounts.entry(waba.id.clone()).or_insert((waba, None));
        }
        for id in known {
            if accounts.contains_key(id) {
                continue;
            }
            // An account that the portfolios do not list may still be readable by its id.
            if let Ok(waba) = self.waba(token, id).await {
                accounts.insert(id.clone(), (waba, None));
            }
        }
        accounts
    }
}

fn unlisted(branch: Branch, call: CallKind, failure: GraphFailure) -> Unlisted {
    Unlisted {
        branch,
        call,
        unread: failure.into(),
    }
}
