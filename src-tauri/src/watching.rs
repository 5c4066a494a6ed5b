//! The app while nobody looks at its window: closing that only hides, the icon beside the clock, notifications.
//!
//! A window is hidden only while an icon can bring it back. When the system stops showing icons, the window comes back by
//! itself.

use crate::autostart::Program;
use crate::documents::Words;
use crate::engine_slot::EngineSlot;
use crate::events::NoticePressed;
use crate::notifications::{self, Notifications, notice};
use crate::tray::{self, Face, Listener, Tray, Wish};
use crate::{events, main_window};
use reconecta_engine::views::{AppView, RoundNews, VaultView};
use reconecta_engine::{Engine, EngineError};
use serde::Serialize;
use specta::Type;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tauri::{AppHandle, Manager, Runtime, Window, WindowEvent, Wry};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex, Notify};

/// How long a start without a window waits for a panel: at the start of a session both come up side by side.
const PANEL: Duration = Duration::from_secs(20);

/// Changes that come within this time change the icon once.
const CALM: Duration = Duration::from_secs(1);

/// What can be set, and what this computer can do.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch, or what stands in its way"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
pub(crate) struct WatchView {
    /// Whether the system notifies of changes.
    notifications: bool,
    /// Whether this computer shows notifications, as far as it can be known.
    can_notify: bool,
    /// Whether the app goes on checking while its window is closed.
    keep_watching: bool,
    /// Whether this computer shows an icon that can bring the window back.
    has_tray: bool,
    /// Whether the app starts with the system.
    start_with_system: bool,
}

/// What brings a hidden window back, and what is told meanwhile.
#[derive(Clone)]
pub(crate) struct Watching(Arc<Inner>);

struct Inner {
    app: AppHandle<Wry>,
    program: Option<Program>,
    notifications: Notifications,
    tray: Mutex<Option<Box<dyn Tray>>>,
    /// An icon is raised, and the system shows it.
    is_up: AtomicBool,
    /// The icon may have something else to say.
    stale: Notify,
    /// The icon was raised, came or went.
    moved: Notify,
}

impl Watching {
    pub(crate) fn new(app: AppHandle<Wry>) -> Self {
        Self(Arc::new(Inner {
            app,
            program: Program::of_this_copy(),
            notifications: Notifications::default(),
            tray: Mutex::new(None),
            is_up: AtomicBool::new(false),
            stale: Notify::new(),
            moved: Notify::new(),
        }))
    }

    /// Watches beside the window until the engine ends. A start without a window shows it where nothing else could, or
    /// where somebody is needed before anything can be checked.
    pub(crate) async fn begin(self, engine: Engine, hidden: bool) {
        let news = engine.news();
        tauri::async_runtime::spawn(self.clone().tell(engine.clone(), news));
        tauri::async_runtime::spawn(self.clone().keep_face(engine.clone()));
        self.settle(&engine).await;
        if hidden && (!is_ready(&engine.app_view().await) || !self.comes_up(&engine).await) {
            tracing::info!("The window is shown, although the app was to start without it");
            main_window::focus(&self.0.app);
        }
    }

    /// Whether closing the window only hides it.
    fn hides(&self) -> bool {
        self.0.is_up.load(Ordering::Relaxed)
    }

    /// Something changed that the icon may have to say.
    pub(crate) fn changed(&self) {
        self.0.stale.notify_one();
    }

    /// What can be set, and what this computer can do.
    pub(crate) async fn view(&self, engine: &Engine) -> WatchView {
        let (can_notify, has_tray) = tokio::join!(notifications::is_possible(), self.has_tray());
        let program = self.0.program.clone();
        let start_with_system = blocking(move || program.is_some_and(|program| program.starts_with_system()))
            .await
            .unwrap_or(false);
        WatchView {
            notifications: engine.notifies(),
            can_notify,
            keep_watching: engine.keeps_watching(),
            has_tray,
            start_with_system,
        }
    }

    /// Switches notifications.
    pub(crate) async fn set_notifications(
        &self,
        engine: &Engine,
        on: bool,
    ) -> Result<WatchView, EngineError> {
        engine.set_notifications(on).await?;
        Ok(self.view(engine).await)
    }

    /// Switches checking with a closed window; without it the app does not start with the system either.
    pub(crate) async fn set_keep_watching(
        &self,
        engine: &Engine,
        on: bool,
    ) -> Result<WatchView, EngineError> {
        if on && !self.has_tray().await {
            return Err(EngineError::SystemRefused);
        }
        engine.set_keep_watching(on).await?;
        self.settle(engine).await;
        if !on {
            self.start_with_system(false).await?;
        }
        Ok(self.view(engine).await)
    }

    /// Lets the system start the app, or no longer.
    pub(crate) async fn set_start_with_system(
        &self,
        engine: &Engine,
        on: bool,
    ) -> Result<WatchView, EngineError> {
        engine.check_may_change().await?;
        if on && !(engine.keeps_watching() && self.has_tray().await) {
            return Err(EngineError::SystemRefused);
        }
        self.start_with_system(on).await?;
        Ok(self.view(engine).await)
    }

    async fn start_with_system(&self, on: bool) -> Result<(), EngineError> {
        let program = self.0.program.clone().ok_or(EngineError::SystemRefused)?;
        let done = blocking(move || program.set_start_with_system(on)).await;
        match done {
            Some(Ok(())) => Ok(()),
            Some(Err(error)) => {
                tracing::warn!(%error, "Starting with the system could not be changed");
                Err(EngineError::SystemRefused)
            }
            None => Err(EngineError::SystemRefused),
        }
    }

    async fn has_tray(&self) -> bool {
        self.hides() || tray::is_possible().await
    }

    /// Raises the icon or takes it away, as the settings say.
    async fn settle(&self, engine: &Engine) {
        let mut tray = self.0.tray.lock().await;
        match (engine.keeps_watching(), tray.take()) {
            (true, None) => {
                let need = engine.need_you().await.unwrap_or_default();
                let face = Face::of(&engine.language(), need);
                *tray = tray::raise(&self.0.app, face, Arc::new(self.clone())).await;
                let is_up = tray.is_some() && tray::is_possible().await;
                self.0.is_up.store(is_up, Ordering::Relaxed);
            }
            (false, Some(raised)) => {
                self.0.is_up.store(false, Ordering::Relaxed);
                raised.remove().await;
            }
            (_, as_it_is) => *tray = as_it_is,
        }
        self.0.moved.notify_waiters();
    }

    /// Whether an icon can bring the window back, after waiting for a panel.
    async fn comes_up(&self, engine: &Engine) -> bool {
        if !engine.keeps_watching() || self.0.tray.lock().await.is_none() {
            return false;
        }
        let up = async {
            loop {
                let moved = self.0.moved.notified();
                if self.hides() {
                    return;
                }
                moved.await;
            }
        };
        tokio::time::timeout(PANEL, up).await.is_ok()
    }

    /// Keeps the icon up to date. Nothing is read where there is none.
    async fn keep_face(self, engine: Engine) {
        let mut shown = None;
        loop {
            self.0.stale.notified().await;
            if !self.hides() {
                shown = None;
                continue;
            }
            tokio::time::sleep(CALM).await;
            let Ok(need) = engine.need_you().await else {
                continue;
            };
            let face = Face::of(&engine.language(), need);
            if let Some(tray) = self.0.tray.lock().await.as_ref()
                && shown.as_ref() != Some(&face)
            {
                tray.show(face.clone()).await;
                shown = Some(face);
            }
        }
    }

    /// Tells what rounds of checks change, unless the person looks at the window.
    async fn tell(self, engine: Engine, mut news: tokio::sync::broadcast::Receiver<RoundNews>) {
        loop {
            match news.recv().await {
                Ok(news) if engine.notifies() && !main_window::is_watched(&self.0.app) => {
                    self.notify(&news, &engine.language()).await;
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => break,
            }
        }
    }

    async fn notify(&self, news: &RoundNews, language: &str) {
        let Some(notice) = notice(news, &Words::of(language)) else {
            return;
        };
        let (app, channel) = (self.0.app.clone(), notice.channel.clone());
        let pressed = move || {
            main_window::focus(&app);
            if let Err(error) = events::tell(&app, &NoticePressed(channel.clone())) {
                tracing::warn!(%error, "The window could not be told which channel is wanted");
            }
        };
        self.0.notifications.show(&notice, Arc::new(pressed)).await;
    }
}

impl Listener for Watching {
    fn wished(&self, wish: Wish) {
        match wish {
            Wish::Open => main_window::focus(&self.0.app),
            Wish::Quit => self.0.app.exit(0),
            Wish::CheckAll => {
                let app = self.0.app.clone();
                tauri::async_runtime::spawn(async move {
                    let slot = app.state::<EngineSlot>();
                    if let Err(error) = slot.engine().await.check_all_channels().await {
                        tracing::warn!(%error, "The check could not be made");
                    }
                });
            }
        }
    }

    fn came(&self) {
        self.0.is_up.store(true, Ordering::Relaxed);
        self.0.moved.notify_waiters();
        self.changed();
    }

    fn went(&self) {
        if self.0.is_up.swap(false, Ordering::Relaxed) && main_window::is_hidden(&self.0.app) {
            tracing::info!("Nothing shows the icon any more: the window comes back");
            main_window::focus(&self.0.app);
        }
    }
}

/// A window that is closed is hidden instead where an icon can bring it back. What runs in it goes on.
pub(crate) fn window_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event
        && window.label() == main_window::LABEL
        && window
            .try_state::<Watching>()
            .is_some_and(|watching| watching.hides())
    {
        match window.hide() {
            Ok(()) => api.prevent_close(),
            Err(error) => tracing::warn!(%error, "The window could not be hidden and is closed"),
        }
    }
}

/// Whether checks can be made without a person.
fn is_ready(view: &AppView) -> bool {
    view.environment.is_some()
        && view.storage_problem.is_none()
        && matches!(view.vault, VaultView::Keyring | VaultView::MemoryOnly)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}
