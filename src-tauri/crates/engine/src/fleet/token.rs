//! What is read once for a token.

use super::order::FleetOrder;
use reconecta_core::diagnosis::GrantedPermission;
use reconecta_core::fact::{Fact, Unread};
use reconecta_core::fleet::TokenReadings;
use reconecta_core::ids::{AppId, BusinessId, WabaId};
use reconecta_core::meta::{AppWebhook, Business, Waba};
use reconecta_graph::{Graph, Unlisted, shows_role};
use secrecy::SecretString;
use std::collections::{BTreeMap, BTreeSet};

/// A token with everything that it can see.
#[derive(Debug)]
pub(super) struct TokenBranch {
    pub(super) readings: TokenReadings,
    /// Accounts by id, with the portfolio that led to each.
    pub(super) accounts: BTreeMap<WabaId, (Waba, Option<Business>)>,
    pub(super) unread: Vec<Unlisted>,
    /// Why no call with this token can succeed.
    pub(super) dead: Option<Unread>,
}

impl TokenBranch {
    pub(super) async fn read(graph: &Graph, order: &FleetOrder, token: &SecretString) -> Self {
        let asker = order.asker.as_ref().unwrap_or(token);
        let (info, person, permissions, accounts) = tokio::join!(
            graph.debug_token(token, asker),
            graph.me(token),
            graph.permissions(token),
            accounts(graph, order, token),
        );
        let granted = |list: Vec<_>| {
            list.into_iter()
                .map(|(name, status)| GrantedPermission { name, status })
                .collect()
        };
        let mut readings = TokenReadings {
            token: Fact::from(info),
            app_asked: order.asker.is_some(),
            person: Fact::from(person),
            permissions: Fact::from(permissions.map(granted)),
            ..TokenReadings::unread()
        };
        let mut branch = Self {
            dead: readings.dead().cloned(),
            ..Self::unread()
        };
        match (accounts, &branch.dead) {
            (Some(accounts), _) => {
                readings.memberships = accounts.memberships;
                branch.accounts = accounts.found;
                branch.unread = accounts.unread;
            }
            (None, Some(unread)) => readings.memberships = Fact::Unknown(unread.clone()),
            (None, None) if readings.may_be_person() => {
                readings.memberships = Fact::from(graph.memberships(token).await);
            }
            (None, None) => {}
        }
        branch.readings = readings;
        branch
    }

    /// Nothing was read.
    pub(super) fn unread() -> Self {
        Self {
            readings: TokenReadings::unread(),
            accounts: BTreeMap::new(),
            unread: Vec::new(),
            dead: None,
        }
    }

    /// The same with our app's own webhook, which is read once for all tokens.
    pub(super) fn of_app(mut self, webhook: Fact<Option<AppWebhook>>) -> Self {
        self.readings.app_webhook = webhook;
        self
    }

    /// Reads the people of portfolios in which memberships do not tell the role, each once.
    pub(super) async fn read_roles(
        &mut self,
        graph: &Graph,
        token: &SecretString,
        portfolios: BTreeSet<BusinessId>,
    ) {
        if !self.readings.may_be_person() || self.dead.is_some() {
            return;
        }
        for portfolio in portfolios {
            if !self.readings.portfolio_users.contains_key(&portfolio)
                && !shows_role(&self.readings.memberships, &portfolio)
            {
                let users = Fact::from(graph.business_users(token, &portfolio).await);
                self.readings.portfolio_users.insert(portfolio, users);
            }
        }
    }
}

async fn accounts(
    graph: &Graph,
    order: &FleetOrder,
    token: &SecretString,
) -> Option<reconecta_graph::Accounts> {
    if order.needs_lists() {
        Some(graph.accounts(token, &[]).await)
    } else {
        None
    }
}

/// The webhook of our own app; not asked where the app's own token is not here.
pub(crate) async fn app_webhook(
    graph: &Graph,
    app: Option<&AppId>,
    token: Option<&SecretString>,
) -> Fact<Option<AppWebhook>> {
    match (app, token) {
        (Some(app), Some(token)) => Fact::from(graph.app_webhook(token, app).await),
        _ => Fact::Unknown(Unread::NotAsked),
    }
}
