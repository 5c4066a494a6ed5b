//! Starting, holding and stopping a simulator.

use crate::chatwoot;
use crate::control::{Autopilot, Calls, Controls, Fault, SeenRequest, Throttling};
use crate::internet::{self, Authority, SimulatedInternet};
use crate::shared::{Addresses, Shared};
use crate::state::{self, SetError};
use crate::wire::{self, Connection, LoopbackListener};
use crate::world::{
    DEMO_APP_ID, DEMO_BISU_CONFIGURATION, DEMO_DEAD_CONFIGURATION, DEMO_USER_CONFIGURATION, World,
    WorldFileError,
};
use axum::Router;
use serde_json::Value;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Changes are gathered for so long before they are written.
const SNAPSHOT_DELAY: Duration = Duration::from_millis(50);
/// Open connections have so long to finish when the simulator stops.
const FAREWELL: Duration = Duration::from_millis(500);
const ADMINISTRATOR_SCOPES: [&str; 4] = [
    "business_management",
    "email",
    "whatsapp_business_management",
    "whatsapp_business_messaging",
];

/// The simulator could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be used.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Address.
        address: SocketAddr,
        /// Cause.
        source: io::Error,
    },
    /// The simulated internet has no certificates.
    #[error("no certificates can be made: {0}")]
    Certificates(io::Error),
    /// The snapshot cannot be used.
    #[error(transparent)]
    Snapshot(#[from] WorldFileError),
}

/// How to start a simulator.
#[derive(Debug)]
pub struct SandboxOptions {
    /// The world, unless a snapshot is found.
    pub world: World,
    /// File that keeps the state between runs.
    pub snapshot: Option<PathBuf>,
    /// Address of the Graph listener; loopback only. The login gets a free port of the same address.
    pub listen: SocketAddr,
    /// Repeats tokens and codes exactly; `None` makes them unpredictable.
    pub seed: Option<u64>,
    /// Added to every Graph answer.
    pub latency: Duration,
    /// Refuses a share of the answers.
    pub throttling: Throttling,
}

impl SandboxOptions {
    /// A world on free loopback ports, without snapshot.
    pub fn new(world: World) -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            world,
            snapshot: None,
            listen,
            seed: None,
            latency: Duration::ZERO,
            throttling: Throttling::default(),
        }
    }

    /// Keeps the state in a file.
    pub fn snapshot(mut self, path: impl Into<PathBuf>) -> Self {
        self.snapshot = Some(path.into());
        self
    }
}

/// What a client needs to know about the simulated app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxApp {
    /// App id.
    pub id: String,
    /// App secret (invented).
    pub secret: String,
    /// A registered redirect on the simulator's own login address.
    pub redirect_uri: String,
    /// Configuration whose tokens speak for a person.
    pub user_configuration_id: String,
    /// Configuration whose tokens speak for a business.
    pub bisu_configuration_id: String,
    /// A configuration that does not exist any more.
    pub dead_configuration_id: String,
}

/// What a client needs to know about the simulated platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxChatwoot {
    /// Its address.
    pub url: String,
    /// Id of its account.
    pub account: u64,
    /// Access token of an administrator (invented); empty where the world has no platform.
    pub access_token: String,
}

/// A running simulator. Dropping it stops it at once; [`Sandbox::shutdown`] does it properly.
#[derive(Debug)]
pub struct Sandbox {
    shared: Arc<Shared>,
    admin_token: String,
    internet: SimulatedInternet,
    snapshot: Option<PathBuf>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a world on free loopback ports.
    pub async fn start(world: World) -> Result<Self, StartError> {
        Self::start_with(SandboxOptions::new(world)).await
    }

    /// Starts with options. A damaged snapshot is kept beside as `.damaged` and the given world is used.
    pub async fn start_with(options: SandboxOptions) -> Result<Self, StartError> {
        let SandboxOptions {
            world,
            snapshot,
            listen,
            seed,
            latency,
            throttling,
        } = options;
        let mut world = restore(snapshot.as_deref(), world)?;
        if world.nonce.is_empty() {
            world.set_nonce(seed);
        }
        let bind = |address| async move {
            wire::bind(address)
                .await
                .map_err(|source| StartError::Listen { address, source })
        };
        let (graph, graph_address) = bind(listen).await?;
        let (login, login_address) = bind(SocketAddr::new(listen.ip(), 0)).await?;
        let (platform, platform_address) = bind(SocketAddr::new(listen.ip(), 0)).await?;
        let (hosts, hosts_address) = bind(SocketAddr::new(listen.ip(), 0)).await?;
        let authority = Arc::new(Authority::new().map_err(StartError::Certificates)?);
        let addresses = Addresses {
            graph: format!("http://{graph_address}"),
            login: format!("http://{login_address}"),
            chatwoot: format!("http://{platform_address}{}", chatwoot::PATH),
        };
        let administrator = world.administrator.clone().unwrap_or_default();
        let app = world.apps.keys().next().cloned().unwrap_or_default();
        let admin_token = state::issue_user_token(&mut world, &administrator, &app, &ADMINISTRATOR_SCOPES)
            .unwrap_or_default();
        let latency_ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
        let mut controls = Controls {
            latency_ms,
            ..Controls::default()
        };
        controls.throttle.order(throttling);
        let shared = Arc::new(Shared::new(world, controls, addresses));
        let (stop, stopped) = watch::channel(false);
        let mut tasks = vec![
            serve(graph, wire::graph_router(Arc::clone(&shared)), stopped.clone()),
            serve(login, crate::login::router(Arc::clone(&shared)), stopped.clone()),
            serve(platform, chatwoot::router(Arc::clone(&shared)), stopped.clone()),
            internet::serve(
                hosts,
                Arc::clone(&shared),
                Arc::clone(&authority),
                stopped.clone(),
            ),
        ];
        let internet = SimulatedInternet::new(Arc::clone(&shared), hosts_address, &authority);
        if let Some(path) = &snapshot {
            tasks.push(keep_snapshot(Arc::clone(&shared), path.clone(), stopped));
        }
        Ok(Self {
            shared,
            admin_token,
            internet,
            snapshot,
            stop,
            tasks,
        })
    }

    /// Base address of the Graph API, without version.
    pub fn graph_url(&self) -> &str {
        &self.shared.addresses.graph
    }

    /// Base address of the login pages, without version.
    pub fn login_url(&self) -> &str {
        &self.shared.addresses.login
    }

    /// Base address of the control.
    pub fn control_url(&self) -> String {
        format!("{}/__control", self.shared.addresses.graph)
    }

    /// Hosts that are not on loopback: their name service and their certificate authority.
    pub fn internet(&self) -> &SimulatedInternet {
        &self.internet
    }

    /// Base address of a customer's phone, to which `/{number}?text=...` is appended as to `https://wa.me`.
    pub fn phone_url(&self) -> String {
        format!("{}/wa", self.shared.addresses.login)
    }

    /// A user token of the world's administrator; empty when the world has none.
    pub fn admin_token(&self) -> &str {
        &self.admin_token
    }

    /// The company's customer-service platform, as its administrator reaches it.
    pub fn chatwoot(&self) -> SandboxChatwoot {
        let (account, token) = self.shared.read(|world| {
            let mut users = world.chatwoot.users.iter();
            let administrator = users.find(|user| user.role.as_deref() == Some("administrator"));
            let token = administrator.map(|user| user.access_token.clone());
            (world.chatwoot.account, token)
        });
        SandboxChatwoot {
            url: self.shared.addresses.chatwoot.clone(),
            account,
            access_token: token.unwrap_or_default(),
        }
    }

    /// The demonstration's app.
    pub fn app(&self) -> SandboxApp {
        let secret = self
            .shared
            .read(|world| world.apps.get(DEMO_APP_ID).map(|app| app.secret.clone()));
        SandboxApp {
            id: DEMO_APP_ID.to_owned(),
            secret: secret.unwrap_or_default(),
            redirect_uri: format!("{}/connect/login_success.html", self.login_url()),
            user_configuration_id: DEMO_USER_CONFIGURATION.to_owned(),
            bisu_configuration_id: DEMO_BISU_CONFIGURATION.to_owned(),
            dead_configuration_id: DEMO_DEAD_CONFIGURATION.to_owned(),
        }
    }

    /// Looks at the world, or changes it.
    pub fn with_world<R>(&self, change: impl FnOnce(&mut World) -> R) -> R {
        self.shared.write(change)
    }

    /// Overwrites fields of one object; `kind` is the world's own word (`numbers`, `accounts`, `people`, ...).
    pub fn set(&self, kind: &str, id: &str, fields: &Value) -> Result<(), SetError> {
        self.shared.write(|world| state::merge(world, kind, id, fields))
    }

    /// A long-lived user token with everything that a person may do in an app; `None` for unknown people.
    pub fn issue_user_token(&self, person: &str, scopes: &[&str]) -> Option<String> {
        self.shared
            .write(|world| state::issue_user_token(world, person, DEMO_APP_ID, scopes))
    }

    /// Ends all tokens of a person; answers how many. Subcodes are those of error 190.
    pub fn revoke_person(&self, person: &str, subcode: i64) -> usize {
        self.shared
            .write(|world| state::revoke(world, subcode, |_, token| token.person.as_deref() == Some(person)))
    }

    /// Orders a fault.
    pub fn fail_next(&self, fault: Fault) {
        self.shared.controls(|controls| controls.faults.push(fault));
    }

    /// Lets the next dialog drive itself; `None` leaves it to the person.
    pub fn set_autopilot(&self, autopilot: Option<Autopilot>) {
        self.shared.controls(|controls| controls.autopilot = autopilot);
    }

    /// How long each request waits from now on before it is answered.
    pub fn set_latency(&self, latency: Duration) {
        let latency_ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
        self.shared.controls(|controls| controls.latency_ms = latency_ms);
    }

    /// Requests so far, oldest first.
    pub fn history(&self) -> Vec<SeenRequest> {
        self.shared
            .controls(|controls| controls.history.iter().cloned().collect())
    }

    /// Refuses a share of the answers about accounts from now on, and counts calls anew.
    pub fn throttle(&self, order: Throttling) {
        self.shared.controls(|controls| controls.throttle.order(order));
    }

    /// Calls counted since the start or the last order to throttle.
    pub fn calls(&self) -> Calls {
        self.shared.controls(|controls| controls.throttle.calls)
    }

    /// What pages reported so far.
    pub fn reports(&self) -> Vec<Value> {
        self.shared
            .controls(|controls| controls.reports.iter().cloned().collect())
    }

    /// Moves the virtual clock forward.
    pub fn advance(&self, by: Duration) {
        self.shared.write(|world| world.advance(by));
    }

    /// Stops answering, lets running answers finish for a moment, and writes the snapshot.
    pub async fn shutdown(mut self) -> Result<(), WorldFileError> {
        let _nobody_listens = self.stop.send(true);
        for mut task in std::mem::take(&mut self.tasks) {
            if tokio::time::timeout(FAREWELL, &mut task).await.is_err() {
                task.abort();
            }
        }
        match &self.snapshot {
            Some(path) => self.shared.read(|world| world.write(path)),
            None => Ok(()),
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

fn restore(snapshot: Option<&Path>, world: World) -> Result<World, StartError> {
    let Some(path) = snapshot.filter(|path| path.exists()) else {
        return Ok(world);
    };
    match World::read(path) {
        // Worlds that were kept before there was a platform get the given one's.
        Ok(saved) if saved.chatwoot.users.is_empty() => Ok(World {
            chatwoot: world.chatwoot,
            ..saved
        }),
        Ok(saved) => Ok(saved),
        Err(WorldFileError::Format { .. }) => {
            let aside = path.with_extension("damaged");
            std::fs::rename(path, &aside).map_err(|source| WorldFileError::Io { path: aside, source })?;
            Ok(world)
        }
        Err(error) => Err(error.into()),
    }
}

fn serve(listener: TcpListener, router: Router, mut stopped: watch::Receiver<bool>) -> JoinHandle<()> {
    let service = router.into_make_service_with_connect_info::<Connection>();
    let farewell = async move {
        // An error means that the simulator was dropped.
        let _stopped = stopped.wait_for(|stopped| *stopped).await;
    };
    tokio::spawn(async move {
        // Accepting never fails for good, so this ends only with the farewell.
        let _ended = axum::serve(LoopbackListener(listener), service)
            .with_graceful_shutdown(farewell)
            .await;
    })
}

fn keep_snapshot(shared: Arc<Shared>, path: PathBuf, mut stopped: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = shared.changed.notified() => {}
                _ = stopped.wait_for(|stopped| *stopped) => return,
            }
            tokio::time::sleep(SNAPSHOT_DELAY).await;
            let copy = shared.read(World::clone);
            let path = path.clone();
            // A full disk loses the state of the demonstration, nothing else; the next change tries again.
            let _written = tokio::task::spawn_blocking(move || copy.write(&path)).await;
        }
    })
}
