//! Starting, choosing an environment, and the application at a glance.

use super::{Current, Engine, storage};
use crate::error::EngineError;
use crate::managed;
use crate::outside::{Change, Outside};
use crate::preferences::{Preferences, PreferencesState};
use crate::session::{Session, SessionError};
use crate::surface::{Clock, LoginSurface, Simulator};
use crate::views::{AppView, EnvironmentView, OperatorView, RoleView, ScreenView, UnfinishedView, VaultView};
use reconecta_core::ids::UnixMillis;
use reconecta_network::Way;
use reconecta_policy::{Key, Policy};
use reconecta_vault::Keyring;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use tokio::sync::{Notify, RwLock, RwLockWriteGuard, broadcast, watch};

/// News that a slow listener may fall behind before it has to read everything again.
const CHANGES_KEPT: usize = 256;

/// Rounds whose news a slow listener may fall behind.
const NEWS_KEPT: usize = 16;

/// What the engine needs to start.
pub struct EngineOptions {
    /// Folder of all data; each environment has its own below it.
    pub data_dir: PathBuf,
    /// Opens login windows.
    pub login: Arc<dyn LoginSurface>,
    /// Starts the simulator for the demonstration.
    pub simulator: Arc<dyn Simulator>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Keeps the master keys.
    pub keyring: Keyring,
    /// Version of the app.
    pub version: String,
    /// Language of the system, for example `pt_BR`.
    pub system_language: String,
    /// Whether all channels are checked when an environment is opened.
    pub check_at_start: bool,
    /// Environment to open when none was chosen before.
    pub first_environment: Option<EnvironmentView>,
    /// What the company has set.
    pub policy: Policy,
    /// The way to servers outside of this computer.
    pub way: Way,
    /// When this version was made; an earlier clock is wrong.
    pub made_at: Option<UnixMillis>,
}

impl Engine {
    /// Starts the engine and opens the environment of the last use. Must run inside a tokio runtime.
    pub async fn start(options: EngineOptions) -> Self {
        let (mut preferences, state) = Preferences::load(&options.data_dir);
        preferences.environment = preferences.environment.or(options.first_environment);
        let (changes, _nobody) = broadcast::channel(CHANGES_KEPT);
        let (news, _nobody) = broadcast::channel(NEWS_KEPT);
        let outside = Arc::new(Outside {
            data_dir: options.data_dir,
            clock: options.clock,
            login: options.login,
            simulator: options.simulator,
            keyring: options.keyring,
            version: options.version,
            system_language: options.system_language,
            check_at_start: options.check_at_start,
            changes,
            news,
            preferences: Mutex::new(preferences),
            policy: options.policy,
            way: options.way,
            settings_damaged: state == PreferencesState::Damaged,
            made_at: options.made_at,
            server_time: watch::Sender::default(),
            clock_is_off: AtomicBool::new(false),
            last_round: Mutex::new(None),
            looked: watch::Sender::new(false),
            schedule_changed: Notify::new(),
        });
        let environment = outside.environment();
        let engine = Self {
            outside,
            current: Arc::new(RwLock::new(Current::default())),
        };
        if let Some(environment) = environment {
            let _shown_by_the_view = engine.open(environment).await;
        }
        engine.compare_clocks();
        if engine.outside.check_at_start {
            engine.keep_checking();
        }
        engine
    }

    /// Closes what is open; until the guard is dropped, requests wait.
    pub(super) async fn close(&self) -> RwLockWriteGuard<'_, Current> {
        let mut current = self.current.write().await;
        if let Some((session, _desk)) = current.open.take() {
            session.close().await;
        }
        current.problem = None;
        current
    }

    pub(super) async fn open(&self, environment: EnvironmentView) -> Result<(), EngineError> {
        let current = self.close().await;
        self.open_in(current, environment).await
    }

    pub(super) async fn open_in(
        &self,
        mut current: RwLockWriteGuard<'_, Current>,
        environment: EnvironmentView,
    ) -> Result<(), EngineError> {
        match Session::open(Arc::clone(&self.outside), environment).await {
            Ok(open) => {
                self.tell_of_backups(&open.0);
                Self::read_ahead(&open.0);
                current.open = Some(open);
                drop(current);
                self.recover_repairs().await?;
                self.check_at_start();
                Ok(())
            }
            Err(SessionError::Storage(error)) => {
                tracing::error!(%error, "The data file could not be opened");
                current.problem = Some(storage::problem(&error));
                Err(EngineError::Storage)
            }
            Err(SessionError::Simulator) => Err(EngineError::SimulatorUnavailable),
            Err(SessionError::Seed(error)) => Err(error),
        }
    }

    /// Reads of every channel in the background, so that the first screen tells today's truth.
    fn check_at_start(&self) {
        if !self.outside.check_at_start {
            return;
        }
        let engine = self.clone();
        tokio::spawn(async move {
            engine.outside.first_look().await;
            if let Err(error) = engine.check_all_channels().await {
                tracing::error!(%error, "Channels could not be checked at the start");
            }
        });
    }

    /// Opens another environment and remembers it.
    ///
    /// # Errors
    /// An attempt is running, or the environment cannot be opened.
    pub async fn choose_environment(&self, environment: EnvironmentView) -> Result<AppView, EngineError> {
        if self.outside.environment() != Some(environment) {
            self.outside.check_free(Key::Environment)?;
        }
        self.check_no_attempt_runs().await?;
        self.change_preferences(|preferences| preferences.environment = Some(environment))?;
        let opened = self.open(environment).await;
        let view = self.announce_app().await;
        opened.map(|()| view)
    }

    /// # Errors
    /// [`EngineError::Busy`] while an attempt is under way; one that was interrupted is found again.
    pub(super) async fn check_no_attempt_runs(&self) -> Result<(), EngineError> {
        let Ok(desk) = self.desk().await else {
            return Ok(());
        };
        match desk.show().await.map(|view| view.screen) {
            None | Some(ScreenView::Interrupted { .. }) => Ok(()),
            Some(_) => Err(EngineError::Busy),
        }
    }

    /// The application at a glance.
    pub async fn app_view(&self) -> AppView {
        let (open, storage_problem) = {
            let current = self.current.read().await;
            (current.open.clone(), current.problem.clone())
        };
        let mut view = AppView {
            environment: self.outside.environment(),
            operator: OperatorView {
                role: RoleView::Administrator,
                has_password: false,
                can_change: true,
            },
            vault: VaultView::Opening,
            preferences: self.outside.preferences_view(),
            check_every_hours: self.outside.check_every_hours(),
            proof_life_hours: self.outside.proof_life().hours(),
            storage_problem,
            backup: None,
            unfinished: None,
            connection_ready: false,
            version: self.outside.version.clone(),
            managed: managed::view(&self.outside.policy),
            notices: self.notices(),
        };
        if let Some((session, desk)) = open {
            view.operator = session.operator_view().await;
            view.vault = session.vault_view().await;
            view.backup = Some(storage::backup_view(&session));
            view.connection_ready = session.connection().await.is_some();
            view.unfinished = desk.show().await.and_then(|attempt| {
                let ScreenView::Interrupted {
                    can_resume,
                    stopped_at,
                    ..
                } = attempt.screen
                else {
                    return None;
                };
                let channel_name = attempt.channel.map(|channel| channel.name);
                Some(UnfinishedView {
                    attempt: attempt.id,
                    channel_name,
                    can_resume,
                    stopped_at,
                })
            });
        }
        view
    }

    pub(super) async fn announce_app(&self) -> AppView {
        let view = self.app_view().await;
        self.outside.announce(Change::App(Box::new(view.clone())));
        view
    }

    pub(super) fn change_preferences(
        &self,
        change: impl FnOnce(&mut Preferences),
    ) -> Result<(), EngineError> {
        let mut preferences = self.outside.preferences();
        let mut changed = preferences.clone();
        change(&mut changed);
        changed.save(&self.outside.data_dir).map_err(|error| {
            tracing::error!(%error, "Preferences could not be saved");
            EngineError::Storage
        })?;
        *preferences = changed;
        Ok(())
    }
}
