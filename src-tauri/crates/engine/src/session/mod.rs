//! One open environment: its data file, its vault, its connection to Meta, and who is using it.

mod account;
mod ageing;
mod callback;
mod channels;
mod connection;
mod diagnosis;
mod evidence;
mod findings;
mod journal;
mod news;
mod platform;
mod proof;
mod repair;
mod restore;
mod round;
mod secrets;
mod take_back;
mod undo;
mod vault;
mod waits;

pub(crate) use callback::{ChannelCallback, expected_callback};
pub(crate) use evidence::stored;
pub(crate) use proof::{ProofKnowledge, Searched, Sighting, TestMessage, Told};
pub(crate) use restore::{CallbackEnd, CallbackKeeper, CallbackPlace};

use crate::attempt_desk::{Desk, DeskHandle};
use crate::connection::Connection;
use crate::error::EngineError;
use crate::outside::{Change, Outside};
use crate::surface::{DemonstrationChannel, LoginSurface, SimulatedPlatform};
use crate::views::{AttemptView, EnvironmentView, HomeView, RoleView, VaultView};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reconecta_core::attempt::Attempt;
use reconecta_core::ids::{ChannelId, UnixMillis};
use reconecta_core::verdict::ProofLife;
use reconecta_graph::{CallbackNetwork, Graph};
use reconecta_store::{OpenError, Store, StoreFolder};
use reconecta_vault::{PassphraseRecord, Vault};
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::RwLock;
use tokio::task::JoinHandle;

/// Click to chat. Source: WhatsApp Help Center.
const WHATSAPP_CHAT: &str = "https://wa.me";

/// The vault as it stands.
struct Keeper {
    view: VaultView,
    vault: Option<Vault>,
    record: Option<PassphraseRecord>,
}

/// An open environment.
pub(crate) struct Session {
    environment: EnvironmentView,
    outside: Arc<Outside>,
    store: Store,
    keeper: RwLock<Keeper>,
    connection: RwLock<Option<Connection>>,
    graph: RwLock<Option<Arc<Graph>>>,
    /// The simulated app's secret, in demonstration.
    simulator_secret: Option<SecretString>,
    /// The simulator's platform, in demonstration.
    simulated_platform: Option<SimulatedPlatform>,
    /// Where the simulator can be played with.
    simulator: Option<String>,
    /// Channels that the demonstration starts with.
    seeds: Vec<DemonstrationChannel>,
    /// Where callbacks are.
    network: CallbackNetwork,
    /// What a telephone number is appended to for opening a chat.
    chat_base: String,
    proofs: proof::Proofs,
    role: Mutex<RoleView>,
    checking: Mutex<BTreeSet<ChannelId>>,
    rounds: round::Rounds,
    waits: waits::Waits,
    ahead: Mutex<Option<Ahead>>,
}

/// The first screen, read before it is asked for.
type Ahead = JoinHandle<Result<HomeView, EngineError>>;

/// Why an environment could not be opened.
#[derive(Debug)]
pub(crate) enum SessionError {
    /// The data file.
    Storage(OpenError),
    /// The simulator.
    Simulator,
    /// The data file refused the first writes.
    Seed(EngineError),
}

impl Session {
    /// Folder of an environment's data.
    pub(crate) fn folder(outside: &Outside, environment: EnvironmentView) -> PathBuf {
        outside.data_dir.join(Self::folder_name(environment))
    }

    /// Name of an environment's folder.
    pub(crate) fn folder_name(environment: EnvironmentView) -> &'static str {
        match environment {
            EnvironmentView::Demonstration => "demonstration",
            EnvironmentView::Production => "production",
        }
    }

    /// Opens the environment: data file, simulator or Meta, vault, account; starts the attempt's desk.
    pub(crate) async fn open(
        outside: Arc<Outside>,
        environment: EnvironmentView,
    ) -> Result<(Arc<Self>, DeskHandle), SessionError> {
        let folder = Self::folder(&outside, environment);
        let store = Store::open(StoreFolder::new(&folder))
            .await
            .map_err(SessionError::Storage)?;
        let simulator = match (environment, &outside.simulator) {
            (EnvironmentView::Production, _) => None,
            (EnvironmentView::Demonstration, simulator) => Some(
                simulator
                    .start(&folder)
                    .await
                    .map_err(|_unavailable| SessionError::Simulator)?,
            ),
        };
        let session = Arc::new(Self {
            environment,
            store,
            keeper: RwLock::new(Keeper {
                view: VaultView::Opening,
                vault: None,
                record: None,
            }),
            connection: RwLock::new(simulator.as_ref().map(Connection::of_simulator)),
            graph: RwLock::new(None),
            simulator_secret: simulator.as_ref().map(|simulator| simulator.app_secret.clone()),
            simulated_platform: simulator.as_ref().map(|simulator| simulator.platform.clone()),
            simulator: simulator.as_ref().map(|simulator| simulator.control.clone()),
            seeds: simulator
                .as_ref()
                .map(|simulator| simulator.channels.clone())
                .unwrap_or_default(),
            network: simulator.as_ref().map_or_else(
                || CallbackNetwork::Internet {
                    private: false,
                    way: outside.way.clone(),
                },
                |simulator| simulator.internet.clone(),
            ),
            chat_base: simulator
                .as_ref()
                .map_or(WHATSAPP_CHAT, |simulator| &simulator.chat)
                .to_owned(),
            proofs: proof::Proofs::default(),
            role: Mutex::new(RoleView::Administrator),
            checking: Mutex::new(BTreeSet::new()),
            rounds: round::Rounds::default(),
            waits: waits::Waits::default(),
            ahead: Mutex::default(),
            outside,
        });
        let _looked_at_later = session.open_vault().await;
        session.prepare_account().await.map_err(SessionError::Seed)?;
        if session.simulator.is_some() {
            session.seed_demonstration().await.map_err(SessionError::Seed)?;
        }
        session.refresh_connection().await;
        session.retire_old_credentials().await;
        session.end_lost_messages().await;
        let unfinished = session.unfinished_attempt().await;
        let desk = Desk::start(Arc::clone(&session), unfinished);
        Ok((session, desk))
    }

    /// Which environment this is.
    pub(crate) fn environment(&self) -> EnvironmentView {
        self.environment
    }

    /// The data file.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The time.
    pub(crate) fn now(&self) -> UnixMillis {
        self.outside.clock.now()
    }

    /// A new id, ordered by time.
    pub(crate) fn new_id(&self) -> String {
        uuid::Uuid::now_v7().to_string()
    }

    /// 256 random bits for one login; `None` when the system gives none.
    pub(crate) fn new_state(&self) -> Option<SecretString> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).ok()?;
        Some(SecretString::from(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Opens login windows.
    pub(crate) fn login_surface(&self) -> &dyn LoginSurface {
        self.outside.login.as_ref()
    }

    /// Language of the interface.
    pub(crate) fn language(&self) -> String {
        self.outside.language()
    }

    /// Control address of the simulator, in demonstration.
    pub(crate) fn simulator(&self) -> Option<&str> {
        self.simulator.as_deref()
    }

    /// Where callbacks are.
    pub(crate) fn network(&self) -> &CallbackNetwork {
        &self.network
    }

    /// What a telephone number is appended to for opening a chat.
    pub(crate) fn chat_base(&self) -> &str {
        &self.chat_base
    }

    /// How long evidence counts.
    pub(crate) fn proof_life(&self) -> ProofLife {
        self.outside.proof_life()
    }

    /// Tells the interface that the wizard changed.
    pub(crate) fn announce_attempt(&self, view: Option<AttemptView>) {
        self.outside.announce(Change::Attempt(Box::new(view)));
    }

    /// Tells the interface that channels changed.
    pub(crate) fn announce_channels(&self) {
        // What was read before the change.
        let _outdated = self.take_ahead();
        self.outside.announce(Change::Channels);
    }

    /// Keeps the first screen until it is asked for, or until channels change.
    pub(crate) fn hold_ahead(&self, ahead: Ahead) {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = Some(ahead);
    }

    /// The first screen, if it was read before; given out once.
    pub(crate) fn take_ahead(&self) -> Option<Ahead> {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Tells the interface how far the checks are.
    pub(crate) fn announce_round(&self) {
        self.outside.announce(Change::Round(self.round()));
    }

    /// The role in use.
    pub(crate) fn role(&self) -> RoleView {
        *self.role.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the role in use.
    pub(crate) fn set_role(&self, role: RoleView) {
        let _by_another_role = self.take_ahead();
        *self.role.lock().unwrap_or_else(PoisonError::into_inner) = role;
    }

    /// Whether the role in use may change anything.
    pub(crate) fn may_change(&self) -> bool {
        self.role() == RoleView::Administrator
    }

    /// # Errors
    /// [`EngineError::NotAllowed`] for an attendant.
    pub(crate) fn check_may_change(&self) -> Result<(), EngineError> {
        if self.may_change() {
            Ok(())
        } else {
            Err(EngineError::NotAllowed)
        }
    }

    /// Marks a channel as being checked; `false` when it is already.
    pub(crate) fn begin_check(&self, channel: &ChannelId) -> bool {
        self.checking
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(channel.clone())
    }

    /// Ends a check.
    pub(crate) fn end_check(&self, channel: &ChannelId) {
        self.checking
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(channel);
    }

    /// Channels being checked.
    pub(crate) fn checking(&self) -> BTreeSet<ChannelId> {
        self.checking
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Closes the data file; what was asked before is finished.
    pub(crate) async fn close(&self) {
        self.store.clone().close().await;
    }

    /// Last steps of a crashed attempt: what was staged stays, what was not ended is offered to be resumed.
    async fn unfinished_attempt(&self) -> Option<Attempt> {
        let rows = match self.store.unfinished_attempts().await {
            Ok(rows) => rows,
            Err(error) => {
                tracing::error!(%error, "Unfinished attempts could not be read");
                return None;
            }
        };
        let mut newest = None;
        for row in rows
            .into_iter()
            .filter(|row| ![repair::STAGE, proof::STAGE].contains(&row.stage.as_str()))
        {
            match serde_json::from_value::<Attempt>(row.state.clone()) {
                Ok(attempt) => newest = Some(attempt),
                Err(error) => {
                    tracing::warn!(%error, attempt.id = %row.id, "An unfinished attempt is of another version");
                    let _logged = self
                        .store
                        .finish_attempt(row.id, row.state, "unreadable".to_owned(), self.now())
                        .await;
                }
            }
        }
        newest
    }
}
