//! One update from the question to the new program in place.

use crate::memory::Memory;
use crate::place::{Place, Placed};
use crate::problem::UpdateProblem;
use crate::view::{OfferView, UpdateProblemView, UpdateStage, UpdateView, UpdateWay, UpdatesOff};
use crate::{download, transfer};
use async_trait::async_trait;
use reconecta_core::ids::UnixMillis;
use reconecta_core::update::{Envelope, Known, Manifest, Target, TrustedKeys, Verdict, Version, judge};
use reconecta_network::Way;
use reqwest::Client;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tempfile::TempPath;
use tokio::sync::{oneshot, watch};
use url::Url;

/// Larger than any announcement.
const LONGEST_ANNOUNCEMENT: usize = 256 * 1024;
/// Progress is told this many times.
const STEPS_OF_PROGRESS: u64 = 200;

/// Whether something runs under which the program must not be replaced.
#[async_trait]
pub trait Occupation: Send + Sync {
    /// A reconnection is running.
    async fn reconnecting(&self) -> bool;
}

/// Everything that differs between copies, and between the app and its tests.
pub struct Options {
    /// Where announcements are published.
    pub announcement: Url,
    /// Keys that count.
    pub keys: TrustedKeys,
    /// The version that runs.
    pub installed: Version,
    /// Where and how it is installed.
    pub place: Place,
    /// The person's folder for the memory and for downloads.
    pub folder: PathBuf,
    /// The way out of this computer.
    pub way: Way,
    /// The computer's clock.
    pub clock: fn() -> UnixMillis,
    /// What the app is doing.
    pub occupation: Arc<dyn Occupation>,
}

/// The updates of this copy. Cheap to clone.
#[derive(Clone)]
pub struct Updates(Arc<Inner>);

struct Inner {
    on: Result<(Options, Client), UpdatesOff>,
    installed: Version,
    state: Mutex<State>,
    changes: watch::Sender<()>,
}

#[derive(Default)]
struct State {
    stage: Stage,
    checked_at: Option<UnixMillis>,
    manifest: Option<Manifest>,
    received: u64,
    problem: Option<UpdateProblem>,
    ready: Option<TempPath>,
    cancel: Option<oneshot::Sender<()>>,
}

/// [`UpdateStage`] without the one that never changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Idle,
    Checking,
    UpToDate,
    Available,
    Downloading,
    Waiting,
    Installing,
    Installed,
    HandedOver,
}

impl Updates {
    /// Updates that can be asked for.
    ///
    /// # Errors
    /// The system's trust store cannot be read.
    pub fn new(options: Options) -> Result<Self, UpdateProblem> {
        let client = transfer::client(&options.announcement, &options.way)?;
        download::sweep(&options.downloads());
        let installed = options.installed.clone();
        Ok(Self::with(Ok((options, client)), installed))
    }

    /// A copy that never looks.
    pub fn off(why: UpdatesOff, installed: Version) -> Self {
        Self::with(Err(why), installed)
    }

    fn with(on: Result<(Options, Client), UpdatesOff>, installed: Version) -> Self {
        Self(Arc::new(Inner {
            on,
            installed,
            state: Mutex::default(),
            changes: watch::Sender::new(()),
        }))
    }

    /// Tells whenever the view changed.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.0.changes.subscribe()
    }

    /// Updates at a glance, with notes in the language.
    pub fn view(&self, language: &str) -> UpdateView {
        let state = self.state();
        let off = self.0.on.as_ref().err().copied();
        UpdateView {
            stage: off.map_or_else(|| state.stage.into(), |_| UpdateStage::Off),
            off,
            installed: self.0.installed.to_string(),
            checked_at: state.checked_at.map(as_number),
            offer: state
                .manifest
                .as_ref()
                .filter(|_| !matches!(state.stage, Stage::Checking | Stage::UpToDate))
                .map(|manifest| self.offer(manifest, language)),
            received: bytes(state.received),
            problem: state.problem.as_ref().map(|problem| UpdateProblemView {
                code: problem.code().to_owned(),
                at: problem.moment().map(as_number),
            }),
        }
    }

    /// The page of the offered version, for a browser.
    pub fn page(&self) -> Option<Url> {
        self.state()
            .manifest
            .as_ref()
            .map(|manifest| manifest.page.clone())
    }

    /// The program to start after an update.
    pub fn program(&self) -> Option<PathBuf> {
        let (options, _client) = self.0.on.as_ref().ok()?;
        let is_in_place = self.state().stage == Stage::Installed;
        is_in_place.then(|| options.place.program.clone())
    }

    /// Asks whether there is a newer version. Nothing happens while an update is on its way.
    pub async fn check(&self) {
        let Ok((options, client)) = &self.0.on else { return };
        let begun = self.change(|state| {
            let may = matches!(state.stage, Stage::Idle | Stage::UpToDate | Stage::Available);
            if may {
                state.stage = Stage::Checking;
                state.problem = None;
                state.manifest = None;
            }
            may
        });
        if !begun {
            return;
        }
        let asked = ask(options, client).await;
        self.change(|state| match asked {
            Ok((manifest, verdict)) => {
                state.checked_at = Some((options.clock)());
                state.stage = match verdict {
                    Verdict::UpToDate => Stage::UpToDate,
                    Verdict::Newer => Stage::Available,
                };
                state.manifest = Some(manifest);
            }
            Err(problem) => {
                tracing::warn!(%problem, "No update");
                state.stage = Stage::Idle;
                state.problem = Some(problem);
            }
        });
    }

    /// Downloads what is on offer, verifies it and puts it in place; waits for a reconnection that begins meanwhile.
    pub async fn install(&self) {
        let Ok((options, client)) = &self.0.on else { return };
        let (send, cancelled) = oneshot::channel();
        let Some((manifest, target)) = self.begin(options, send).await else {
            return;
        };
        let folder = options.downloads();
        let step = (target.size / STEPS_OF_PROGRESS).max(1);
        let progress = |received: u64| {
            let shown = self.state().received;
            if received - shown >= step || received == target.size {
                self.change(|state| state.received = received);
            }
        };
        let fetched = tokio::select! {
            fetched = download::fetch(client, &target, &folder, progress) => Some(fetched),
            _ = cancelled => None,
        };
        match fetched {
            None => self.change(|state| state.stage = Stage::Available),
            Some(Err(problem)) => self.fail(problem),
            Some(Ok(file)) => {
                self.change(|state| {
                    state.ready = Some(file);
                    state.stage = Stage::Waiting;
                });
                tracing::info!(version = %manifest.version, "An update was downloaded and verified");
                self.resume().await;
            }
        }
    }

    /// Puts a verified download in place if nothing runs any more; call it when a reconnection has ended.
    pub async fn resume(&self) {
        let Ok((options, _client)) = &self.0.on else {
            return;
        };
        if self.state().stage != Stage::Waiting || options.occupation.reconnecting().await {
            return;
        }
        let ready = self.change(|state| {
            let ready = (state.stage == Stage::Waiting)
                .then(|| state.ready.take())
                .flatten();
            if ready.is_some() {
                state.stage = Stage::Installing;
            }
            ready.zip(state.manifest.as_ref().map(|manifest| manifest.version.clone()))
        });
        let Some((file, version)) = ready else { return };
        let place = options.place.clone();
        let put = tokio::task::spawn_blocking(move || place.install(file, &version)).await;
        match put.unwrap_or(Err(UpdateProblem::DoesNotStart)) {
            Ok(Placed::InPlace) => self.change(|state| state.stage = Stage::Installed),
            Ok(Placed::HandedOver) => self.change(|state| state.stage = Stage::HandedOver),
            Err(problem) => self.fail(problem),
        }
    }

    /// Ends a download, or forgets one that waits.
    pub fn cancel(&self) {
        self.change(|state| {
            if let Some(cancel) = state.cancel.take() {
                let _over = cancel.send(());
            }
            if state.stage == Stage::Waiting {
                state.ready = None;
                state.stage = Stage::Available;
            }
        });
    }

    /// What is to be downloaded, if it may be now.
    async fn begin(&self, options: &Options, cancel: oneshot::Sender<()>) -> Option<(Manifest, Target)> {
        let manifest = {
            let state = self.state();
            (state.stage == Stage::Available)
                .then(|| state.manifest.clone())
                .flatten()?
        };
        // An offer may have stood there for weeks.
        if let Err(refusal) = judge(&manifest, &options.known()) {
            self.fail(refusal.into());
            return None;
        }
        let Some(target) = options.target(&manifest).cloned() else {
            self.fail(UpdateProblem::NothingToInstall);
            return None;
        };
        if options.occupation.reconnecting().await {
            self.fail(UpdateProblem::Reconnecting);
            return None;
        }
        self.change(|state| {
            let may = state.stage == Stage::Available;
            if may {
                state.stage = Stage::Downloading;
                state.received = 0;
                state.problem = None;
                state.cancel = Some(cancel);
            }
            may.then_some((manifest, target))
        })
    }

    /// The offer stays, with the reason beside it.
    fn fail(&self, problem: UpdateProblem) {
        tracing::warn!(%problem, "An update was not installed");
        self.change(|state| {
            state.stage = Stage::Available;
            state.problem = Some(problem);
        });
    }

    fn offer(&self, manifest: &Manifest, language: &str) -> OfferView {
        let on = self.0.on.as_ref().ok();
        let target = on.and_then(|(options, _client)| options.target(manifest));
        OfferView {
            version: manifest.version.to_string(),
            notes: manifest.notes_in(language),
            size: target.map_or(0.0, |target| bytes(target.size)),
            way: match target {
                None => UpdateWay::Page,
                Some(_) if cfg!(windows) => UpdateWay::Installer,
                Some(_) => UpdateWay::Replace,
            },
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let answer = change(&mut self.state());
        self.0.changes.send_replace(());
        answer
    }
}

impl Options {
    fn downloads(&self) -> PathBuf {
        self.folder.join("updates")
    }

    fn known(&self) -> Known {
        Known {
            installed: self.installed.clone(),
            seen: Memory::in_folder(&self.folder).read(),
            now: (self.clock)(),
        }
    }

    fn target<'a>(&self, manifest: &'a Manifest) -> Option<&'a Target> {
        manifest.targets.get(&self.place.target()?)
    }
}

/// Reads the announcement; what is believed is remembered before it is shown.
async fn ask(options: &Options, client: &Client) -> Result<(Manifest, Verdict), UpdateProblem> {
    let bytes = transfer::small(client, &options.announcement, LONGEST_ANNOUNCEMENT).await?;
    let manifest = Envelope::open(&bytes, &options.keys)?;
    let known = options.known();
    let verdict = judge(&manifest, &known)?;
    Memory::in_folder(&options.folder).write(&known.after(&manifest))?;
    Ok((manifest, verdict))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes and times are far below 2^53, and JavaScript has no other number"
)]
fn bytes(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "as above")]
fn as_number(moment: UnixMillis) -> f64 {
    moment.0 as f64
}

impl From<Stage> for UpdateStage {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Idle => Self::Idle,
            Stage::Checking => Self::Checking,
            Stage::UpToDate => Self::UpToDate,
            Stage::Available => Self::Available,
            Stage::Downloading => Self::Downloading,
            Stage::Waiting => Self::Waiting,
            Stage::Installing => Self::Installing,
            Stage::Installed => Self::Installed,
            Stage::HandedOver => Self::HandedOver,
        }
    }
}
