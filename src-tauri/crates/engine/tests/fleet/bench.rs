//! A simulator, a client for it, and checks.

use meta_sandbox::{Sandbox, SeedChannel, World, demo_channels};
use reconecta_core::diagnosis::{Diagnosis, Expected, Held};
use reconecta_core::fleet::Target;
use reconecta_core::ids::{AppId, NumberId, UnixMillis};
use reconecta_engine::fleet::{self, Fleet, FleetOrder, FleetTarget, Judged, Scope};
use reconecta_engine::surface::{Clock, SystemClock};
use reconecta_graph::{Graph, GraphSettings};
use secrecy::SecretString;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// First delay between tries; tests do not wait.
const AT_ONCE: Duration = Duration::ZERO;

pub struct Bench {
    pub sandbox: Sandbox,
    pub graph: Arc<Graph>,
}

impl Bench {
    /// With a client that makes each call by itself, so that a fault can be ordered for one.
    pub async fn of(world: World) -> Self {
        Self::with(world, |settings| settings).await
    }

    /// With a client that reads together, as the command line does, and waits for pauses.
    pub async fn together(world: World, patience: Duration) -> Self {
        Self::with(world, |settings| {
            settings.with_patience(patience).reading_together()
        })
        .await
    }

    async fn with(world: World, change: impl FnOnce(GraphSettings) -> GraphSettings) -> Self {
        let sandbox = Sandbox::start(world).await.expect("the simulator starts");
        let settings = GraphSettings::new(sandbox.graph_url(), sandbox.login_url(), "v26.0").unwrap();
        let settings = change(settings.with_limits(Duration::from_secs(30), AT_ONCE));
        let graph = Arc::new(Graph::new(settings).unwrap());
        Self { sandbox, graph }
    }

    pub fn token(&self) -> SecretString {
        SecretString::from(self.sandbox.admin_token())
    }

    pub fn app(&self) -> Option<AppId> {
        Some(AppId::new(self.sandbox.app().id))
    }

    pub fn everything(&self) -> FleetOrder {
        FleetOrder {
            detailed: true,
            ..FleetOrder::everything(self.token(), self.app())
        }
    }

    /// The channels of the demonstration, all read with one token.
    pub fn channels(&self, seeds: &[SeedChannel]) -> FleetOrder {
        FleetOrder {
            scope: Scope::Targets,
            targets: seeds
                .iter()
                .map(|seed| FleetTarget {
                    token: Some(0),
                    target: self.target(seed),
                })
                .collect(),
            ..self.everything()
        }
    }

    pub fn target(&self, seed: &SeedChannel) -> Target {
        Target::new(Expected {
            number: seed.phone_number_id.into(),
            waba: seed.waba_id.into(),
            business: Some(seed.business_id.into()),
            display_phone_number: seed.display_phone_number.to_owned(),
            app: self.app(),
            callback: seed.expected_callback.map(str::to_owned),
            // As a round of the window asks: the account that holds the channels is the platform.
            held: Some(Held {
                verify_token: Some(true),
            }),
        })
    }

    pub async fn read(&self, order: FleetOrder) -> Fleet {
        fleet::read(Arc::clone(&self.graph), order, now(), |_| {}).await
    }

    pub async fn check(&self, order: FleetOrder) -> BTreeMap<String, Judged> {
        judged(self.read(order).await)
    }
}

pub fn now() -> UnixMillis {
    SystemClock.now()
}

pub fn judged(mut fleet: Fleet) -> BTreeMap<String, Judged> {
    let mut all = BTreeMap::new();
    fleet.judge(now(), |judged| {
        let twice = all.insert(judged.number.to_string(), judged);
        assert!(twice.is_none(), "a number is told once: {twice:?}");
    });
    all
}

/// What Ana's token is read with: what it is, its person, its permissions and memberships; each account, its numbers, its
/// subscriptions; and each number that its account does not list, or whose account she may not see.
pub fn calls_of(seeds: &[SeedChannel]) -> u64 {
    let accounts: BTreeSet<&str> = seeds.iter().map(|seed| seed.waba_id).collect();
    let unlisted = [
        "two_factor_needed",
        "waba_is_portfolio",
        "number_not_in_waba",
        "number_id_changed",
    ];
    let alone = seeds.iter().filter(|seed| unlisted.contains(&seed.cause)).count();
    4 + 3 * accounts.len() as u64 + alone as u64
}

pub fn seed(cause: &str) -> SeedChannel {
    let found = demo_channels().into_iter().find(|seed| seed.cause == cause);
    found.expect("the demonstration has this cause")
}

pub fn only(numbers: &[&str]) -> Scope {
    Scope::Numbers(numbers.iter().map(|id| NumberId::from(*id)).collect())
}

/// Verdict and cause.
pub fn told(diagnosis: &Diagnosis) -> (&'static str, Option<&'static str>) {
    let cause = diagnosis
        .blocking
        .as_ref()
        .map(|blocking| blocking.cause().code());
    (diagnosis.verdict.code(), cause)
}
