//! Targets account by account: those of an account are judged as soon as it was read, while others are still read.
//! Dropping it ends the reading; what was told before stands.

use super::order::{FleetOrder, FleetTarget, Scope};
use super::reading::{self, Read};
use super::result::{Fleet, Judged};
use super::token::TokenBranch;
use reconecta_core::ids::{UnixMillis, WabaId};
use reconecta_graph::Graph;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::task::JoinSet;

/// A check of an order's targets that is under way.
#[derive(Debug)]
pub struct Portions {
    graph: Arc<Graph>,
    order: Arc<FleetOrder>,
    branches: Vec<TokenBranch>,
    reads: JoinSet<Read>,
    /// Places of the targets, by account and token.
    targets: BTreeMap<(WabaId, usize), Vec<usize>>,
    /// Targets that nothing was told of yet.
    left: BTreeSet<usize>,
    read_at: UnixMillis,
}

impl Portions {
    /// Begins to read. `now` is the time of the readings. Numbers that nothing is expected of are not read.
    ///
    /// Must run inside a tokio runtime.
    pub async fn begin(graph: Arc<Graph>, order: FleetOrder, now: UnixMillis) -> Self {
        let order = Arc::new(FleetOrder {
            scope: Scope::Targets,
            ..order
        });
        let branches = reading::branches(&graph, &order).await;
        let reads = reading::start(&graph, &order, &branches);
        let mut targets: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, wanted) in order.targets.iter().enumerate() {
            if let Some(token) = wanted.token.filter(|token| *token < branches.len()) {
                let account = wanted.target.expected.waba.clone();
                targets.entry((account, token)).or_default().push(index);
            }
        }
        Self {
            left: (0..order.targets.len()).collect(),
            graph,
            order,
            branches,
            reads,
            targets,
            read_at: now,
        }
    }

    /// The targets of the next account that was read, or could not be; at last those that stand nowhere. `None` when
    /// each was told once.
    pub async fn next(&mut self, now: UnixMillis) -> Option<Vec<Judged>> {
        while let Some(joined) = self.reads.join_next().await {
            if let Ok(read) = joined {
                return Some(self.judge(read, now).await);
            }
        }
        let left: Vec<usize> = std::mem::take(&mut self.left).into_iter().collect();
        if left.is_empty() {
            return None;
        }
        let mut told = Vec::new();
        for index in left {
            let token = self.order.targets.get(index).and_then(|wanted| wanted.token);
            told.extend(self.rule(&[index], token, None, now));
        }
        Some(told)
    }

    async fn judge(&mut self, read: Read, now: UnixMillis) -> Vec<Judged> {
        reading::read_roles(
            &self.graph,
            &self.order,
            &mut self.branches,
            std::slice::from_ref(&read),
        )
        .await;
        let token = read.token;
        let account = (read.readings.id.clone(), token);
        let places = self.targets.remove(&account).unwrap_or_default();
        self.rule(&places, Some(token), Some(read), now)
    }

    /// The rules of a whole fleet, for these targets of one token.
    fn rule(
        &mut self,
        places: &[usize],
        token: Option<usize>,
        read: Option<Read>,
        now: UnixMillis,
    ) -> Vec<Judged> {
        let branch = token.and_then(|token| self.branches.get(token));
        let mut fleet = Fleet::new(self.read_at);
        fleet.scope = Scope::Targets;
        fleet.register_waits = self.order.register_waits.clone();
        fleet.detailed = self.order.detailed;
        fleet.tokens.extend(branch.map(|branch| branch.readings.clone()));
        fleet.targets = places
            .iter()
            .filter_map(|place| self.order.targets.get(*place))
            .map(|wanted| FleetTarget {
                token: branch.map(|_| 0),
                target: wanted.target.clone(),
            })
            .collect();
        if let Some(read) = read {
            reading::take(&mut fleet, &self.order, Read { token: 0, ..read }, self.read_at);
        }
        let mut told = Vec::new();
        fleet.judge(now, |one| told.push(one));
        for one in &mut told {
            one.target = one.target.and_then(|place| places.get(place).copied());
            one.token = one.token.and(token);
            if let Some(target) = one.target {
                self.left.remove(&target);
            }
        }
        told
    }
}
