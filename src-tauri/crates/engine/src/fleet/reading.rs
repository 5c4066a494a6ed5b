//! Reading a whole fleet.

use super::order::{FleetOrder, FleetProgress, Scope};
use super::result::Fleet;
use super::token::{TokenBranch, app_webhook};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::fact::{Fact, Unread};
use reconecta_core::fleet::{AccountReadings, Listed, TokenReadings};
use reconecta_core::ids::{BusinessId, NumberId, UnixMillis, WabaId};
use reconecta_core::meta::{Business, PhoneNumber, Waba};
use reconecta_graph::{Branch, Graph, Unlisted};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::task::JoinSet;

/// An account that is to be read.
struct Place {
    token: usize,
    id: WabaId,
    /// As a list showed it.
    waba: Option<Waba>,
    via: Option<Business>,
    /// Why no call about it can succeed.
    dead: Option<Unread>,
    /// Numbers that are expected in it.
    expected: Vec<NumberId>,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) token: usize,
    pub(super) via: Option<Business>,
    pub(super) readings: AccountReadings,
    /// Expected numbers that the list does not hold, read by themselves.
    pub(super) alone: Vec<(NumberId, Fact<PhoneNumber>)>,
}

/// Reads all facts that the order needs. `now` is the time of the readings; `progress` is told after each account.
///
/// Must run inside a tokio runtime.
pub async fn read(
    graph: Arc<Graph>,
    order: FleetOrder,
    now: UnixMillis,
    progress: impl Fn(FleetProgress) + Send,
) -> Fleet {
    let order = Arc::new(order);
    let mut branches = branches(&graph, &order).await;
    let places = places(&order, &branches);
    let mut told = FleetProgress {
        accounts: places.len(),
        numbers: order.targets.len(),
        ..FleetProgress::default()
    };
    progress(told);
    let mut reads = read_places(&graph, &order, places);
    let mut accounts = Vec::new();
    while let Some(joined) = reads.join_next().await {
        let Ok(read) = joined else { continue };
        let listed = read.readings.numbers.known().map_or(0, Vec::len);
        told.accounts_done += 1;
        told.numbers_done += listed;
        told.numbers = told.numbers.max(told.numbers_done);
        progress(told);
        accounts.push(read);
    }
    accounts.sort_by(|a, b| (&a.readings.id, a.token).cmp(&(&b.readings.id, b.token)));
    read_roles(&graph, &order, &mut branches, &accounts).await;
    let mut fleet = Fleet::new(now);
    for branch in branches {
        fleet.tokens.push(branch.readings);
        fleet.unread.extend(branch.unread);
    }
    for read in accounts {
        take(&mut fleet, &order, read, now);
    }
    read_missing(&graph, &order, &mut fleet).await;
    if let Ok(order) = Arc::try_unwrap(order) {
        fleet.targets = order.targets;
        fleet.scope = order.scope;
        fleet.register_waits = order.register_waits;
        fleet.detailed = order.detailed;
    }
    fleet
}

/// Starts to read each account in which a target is expected.
pub(super) fn start(graph: &Arc<Graph>, order: &Arc<FleetOrder>, branches: &[TokenBranch]) -> JoinSet<Read> {
    read_places(graph, order, places(order, branches))
}

fn read_places(graph: &Arc<Graph>, order: &Arc<FleetOrder>, places: Vec<Place>) -> JoinSet<Read> {
    places
        .into_iter()
        .map(|place| read_account(Arc::clone(graph), Arc::clone(order), place))
        .collect()
}

/// What is read once for each token, and once for the app.
pub(super) async fn branches(graph: &Arc<Graph>, order: &Arc<FleetOrder>) -> Vec<TokenBranch> {
    let mut reads: JoinSet<(usize, TokenBranch)> = (0..order.tokens.len())
        .map(|index| {
            let (graph, order) = (Arc::clone(graph), Arc::clone(order));
            async move {
                let branch = match order.tokens.get(index) {
                    Some(token) => TokenBranch::read(&graph, &order, token).await,
                    None => TokenBranch::unread(),
                };
                (index, branch)
            }
        })
        .collect();
    let webhook = app_webhook(graph, order.app.as_ref(), order.asker.as_ref()).await;
    let mut branches = BTreeMap::new();
    while let Some(joined) = reads.join_next().await {
        branches.extend(joined.ok());
    }
    (0..order.tokens.len())
        .map(|index| branches.remove(&index).unwrap_or_else(TokenBranch::unread))
        .map(|branch| branch.of_app(webhook.clone()))
        .collect()
}

/// Each account once, and once more for each other token that a channel expects it with.
fn places(order: &FleetOrder, branches: &[TokenBranch]) -> Vec<Place> {
    let mut places: BTreeMap<(WabaId, usize), Place> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (token, branch) in branches.iter().enumerate() {
        for (id, (waba, via)) in &branch.accounts {
            if seen.insert(id.clone()) {
                let place = Place {
                    token,
                    id: id.clone(),
                    waba: Some(waba.clone()),
                    via: via.clone(),
                    dead: None,
                    expected: Vec::new(),
                };
                places.insert((id.clone(), token), place);
            }
        }
    }
    for wanted in &order.targets {
        let Some((token, branch)) = wanted.token.and_then(|token| Some((token, branches.get(token)?))) else {
            continue;
        };
        let expected = &wanted.target.expected;
        let place = places.entry((expected.waba.clone(), token)).or_insert_with(|| {
            let listed = branch.accounts.get(&expected.waba);
            Place {
                token,
                id: expected.waba.clone(),
                waba: listed.map(|(waba, _)| waba.clone()),
                via: listed.and_then(|(_, via)| via.clone()),
                dead: branch.dead.clone(),
                expected: Vec::new(),
            }
        });
        place.expected.push(expected.number.clone());
    }
    places.into_values().collect()
}

/// The calls about one account, one after another.
async fn read_account(graph: Arc<Graph>, order: Arc<FleetOrder>, place: Place) -> Read {
    let mut read = Read {
        token: place.token,
        via: place.via,
        readings: AccountReadings {
            id: place.id,
            waba: Fact::Unknown(Unread::NotAsked),
            numbers: Fact::Unknown(Unread::NotAsked),
            subscriptions: Fact::Unknown(Unread::NotAsked),
        },
        alone: Vec::new(),
    };
    let readings = &mut read.readings;
    if let Some(unread) = place.dead {
        readings.waba = Fact::Unknown(unread.clone());
        readings.numbers = Fact::Unknown(unread.clone());
        readings.subscriptions = Fact::Unknown(unread);
        return read;
    }
    let Some(token) = order.tokens.get(place.token) else {
        return read;
    };
    readings.waba = match place.waba {
        Some(waba) => Fact::Known(waba),
        None => Fact::from(graph.waba(token, &readings.id).await),
    };
    readings.numbers = Fact::from(graph.phone_numbers(token, &readings.id).await);
    let listed = readings.numbers.known().map(Vec::as_slice).unwrap_or_default();
    if !place.expected.is_empty() || listed.iter().any(|number| order.wants(&number.id)) {
        readings.subscriptions = Fact::from(graph.subscriptions(token, &readings.id).await);
    }
    let is_listed = |id: &NumberId| listed.iter().any(|number| &number.id == id);
    if readings.numbers.unread().is_none_or(is_about_the_account) {
        for id in place.expected.into_iter().filter(|id| !is_listed(id)) {
            let number = Fact::from(graph.phone_number(token, &id).await);
            read.alone.push((id, number));
        }
    }
    read
}

/// Whether a list was refused for what the account is to this token, which tells nothing of the next call: no pause, no
/// outage.
fn is_about_the_account(unread: &Unread) -> bool {
    matches!(
        Cause::from_unread(unread, CallKind::ListNumbers),
        Some(
            Cause::WabaNotVisible
                | Cause::AssetAccessMissing
                | Cause::PermissionMissing
                | Cause::RequestRefused
        )
    )
}

/// The portfolios whose people have to be asked for a role: owners of what was read, or what channels expect.
pub(super) async fn read_roles(
    graph: &Graph,
    order: &FleetOrder,
    branches: &mut [TokenBranch],
    accounts: &[Read],
) {
    for (index, branch) in branches.iter_mut().enumerate() {
        let owners = accounts
            .iter()
            .filter(|read| read.token == index)
            .filter_map(|read| Some(read.readings.waba.known()?.owner.as_ref()?.id.clone()));
        let unowned = |target: &&super::FleetTarget| {
            accounts.iter().any(|read| {
                read.token == index
                    && read.readings.id == target.target.expected.waba
                    && read.readings.waba.known().is_none_or(|waba| waba.owner.is_none())
            })
        };
        let expected = order
            .targets
            .iter()
            .filter(|target| target.token == Some(index))
            .filter(unowned)
            .filter_map(|target| target.target.expected.business.clone());
        let portfolios: BTreeSet<BusinessId> = owners.chain(expected).collect();
        if let Some(token) = order.tokens.get(index) {
            branch.read_roles(graph, token, portfolios).await;
        }
    }
}

/// Puts an account in its place.
pub(super) fn take(fleet: &mut Fleet, order: &FleetOrder, read: Read, now: UnixMillis) {
    let unread = TokenReadings::unread();
    let readings = read.readings;
    if let (Some(unread), true) = (readings.numbers.unread(), order.needs_lists()) {
        fleet.unread.push(Unlisted {
            branch: Branch::Numbers(readings.id.clone()),
            call: CallKind::ListNumbers,
            unread: unread.clone(),
        });
    }
    let token = fleet.tokens.get(read.token).unwrap_or(&unread);
    let listed = Listed::new(token, read.token, readings, order.app.clone(), now);
    let place = fleet.accounts.len();
    let alone = read.alone.into_iter().map(|(id, number)| ((place, id), number));
    fleet.alone.extend(alone);
    fleet.accounts.push(listed);
    fleet.via.push(read.via);
}

/// Wanted numbers that no account lists are asked for by themselves, with each token until one answers.
async fn read_missing(graph: &Graph, order: &FleetOrder, fleet: &mut Fleet) {
    let Scope::Numbers(wanted) = &order.scope else {
        return;
    };
    let targeted: BTreeSet<&NumberId> = order
        .targets
        .iter()
        .map(|one| &one.target.expected.number)
        .collect();
    let listed: BTreeSet<&NumberId> = fleet
        .accounts
        .iter()
        .flat_map(|account| account.numbers().iter().map(|number| &number.id))
        .collect();
    let mut missing = BTreeMap::new();
    for id in wanted
        .iter()
        .filter(|id| !listed.contains(id) && !targeted.contains(id))
    {
        let mut last = (0, Fact::Unknown(Unread::NotAsked));
        for (index, token) in order.tokens.iter().enumerate() {
            last = (index, Fact::from(graph.phone_number(token, id).await));
            if last.1.known().is_some() {
                break;
            }
        }
        missing.insert(id.clone(), last);
    }
    fleet.missing = missing;
}
