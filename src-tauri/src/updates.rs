//! Updates of this copy: whether it has any, where it asks, and the start of the new version.

use crate::company::Company;
use crate::engine_slot::EngineSlot;
use crate::environment;
use crate::events;
use crate::folders::Folders;
use async_trait::async_trait;
use reconecta_core::ids::UnixMillis;
use reconecta_engine::surface::{Clock, SystemClock, Way};
use reconecta_engine::{Change, Engine};
use reconecta_update::{Occupation, Options, Place, TrustedKeys, UpdateView, Updates, UpdatesOff, Version};
use serde::Serialize;
use specta::Type;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use tauri::{AppHandle, Manager, Wry};
use tauri_specta::Event;
use tokio::sync::broadcast::error::RecvError;
use url::Url;

/// What is known of updates changed.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub(crate) struct UpdateChanged(UpdateView);

/// Keys and address that a release is built with. Without both a copy cannot know a true update from a false one.
struct Source {
    keys: String,
    announcement: String,
}

impl Source {
    fn of_this_build() -> Option<Self> {
        let built_in = |value: Option<&'static str>| value.filter(|text| !text.is_empty()).map(str::to_owned);
        let keys = built_in(option_env!("RECONECTA_UPDATE_KEY"));
        let announcement = built_in(option_env!("RECONECTA_UPDATE_URL"));
        // The real-window tests publish on this computer; a released build listens to nobody's environment.
        #[cfg(feature = "e2e")]
        let (keys, announcement) = (
            std::env::var("RECONECTA_UPDATE_KEY").ok().or(keys),
            std::env::var("RECONECTA_UPDATE_URL").ok().or(announcement),
        );
        Some(Self {
            keys: keys?,
            announcement: announcement?,
        })
    }

    fn way(company: &Company) -> Way {
        let way = company.way.clone();
        #[cfg(feature = "e2e")]
        if let Some(file) = std::env::var_os("RECONECTA_UPDATE_ROOT") {
            let pem = std::fs::read(file).unwrap_or_default();
            return way.clone().trusting(&pem).unwrap_or(way);
        }
        way
    }
}

/// The updates of this copy. A copy that cannot have any says why.
pub(crate) fn of_this_copy(app: &AppHandle<Wry>, folders: &Folders, company: &Company) -> Updates {
    let Ok(installed) = Version::parse(env!("CARGO_PKG_VERSION")) else {
        return Updates::off(UpdatesOff::NoKey, Version::new(0, 0, 0));
    };
    if !company.may_update() {
        return Updates::off(UpdatesOff::Policy, installed);
    }
    let source = Source::of_this_build();
    let trusted = source.as_ref().and_then(|source| {
        let keys = TrustedKeys::read(&source.keys).ok()?;
        Some((keys, Url::parse(&source.announcement).ok()?))
    });
    let Some((keys, announcement)) = trusted else {
        if source.is_some() {
            tracing::error!("This copy was built with an update key or address that cannot be used");
        }
        return Updates::off(UpdatesOff::NoKey, installed);
    };
    let updates = Updates::new(Options {
        announcement,
        keys,
        installed: installed.clone(),
        place: Place::of_this_program(),
        folder: folders.data.clone(),
        way: Source::way(company),
        clock: now,
        occupation: Arc::new(Desk(app.clone())),
    });
    updates.unwrap_or_else(|problem| {
        tracing::error!(%problem, "Updates cannot be asked for");
        Updates::off(UpdatesOff::NoKey, installed)
    })
}

/// Tells the window of every change, and lets a waiting update go on when a reconnection has ended.
pub(crate) async fn follow(updates: Updates, engine: Engine, app: AppHandle<Wry>) {
    tokio::join!(tell(updates.clone(), engine.clone(), app), wake(updates, engine));
}

async fn tell(updates: Updates, engine: Engine, app: AppHandle<Wry>) {
    let mut changes = updates.changes();
    while changes.changed().await.is_ok() {
        let view = updates.view(&engine.language());
        if let Err(error) = events::tell(&app, &UpdateChanged(view)) {
            tracing::warn!(%error, "The window could not be told of an update");
        }
    }
}

async fn wake(updates: Updates, engine: Engine) {
    let mut changes = engine.changes();
    loop {
        match changes.recv().await {
            Ok(Change::Attempt(attempt)) if attempt.is_none() => updates.resume().await,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => updates.resume().await,
            Err(RecvError::Closed) => break,
        }
    }
}

fn now() -> UnixMillis {
    SystemClock.now()
}

/// The wizard, as updates see it: while it is open the program is not replaced.
struct Desk(AppHandle<Wry>);

#[async_trait]
impl Occupation for Desk {
    async fn reconnecting(&self) -> bool {
        let slot = self.0.state::<EngineSlot>();
        slot.engine().await.attempt_view().await.is_some()
    }
}

/// The end of this process, and the program that takes over then.
pub(crate) struct Successor {
    app: AppHandle<Wry>,
    program: OnceLock<PathBuf>,
}

impl Successor {
    pub(crate) fn new(app: AppHandle<Wry>) -> Self {
        Self {
            app,
            program: OnceLock::new(),
        }
    }

    /// Ends the app and starts the program in its place.
    pub(crate) fn take_over(&self, program: PathBuf) {
        let _chosen_before = self.program.set(program);
        self.app.exit(0);
    }

    /// Ends the app, because an installer waits for it.
    pub(crate) fn leave(&self) {
        self.app.exit(0);
    }

    /// Starts it, at the very end of this process.
    pub(crate) fn start(&self) {
        let Some(program) = self.program.get() else { return };
        let mut next = next(program, std::env::args_os(), &environment::given());
        #[cfg(unix)]
        let error = std::os::unix::process::CommandExt::exec(&mut next);
        #[cfg(not(unix))]
        let Err(error) = next.spawn() else { return };
        tracing::error!(%error, "The new version could not be started");
    }
}

/// How the new version is started: with the `words` of this one, but seen, and without the variables that were `given` to this one's windows.
fn next(program: &Path, words: impl Iterator<Item = OsString>, given: &[&str]) -> Command {
    let mut next = Command::new(program);
    // Whoever asked for the new version wants to see it.
    next.args(words.skip(1).filter(|word| word != crate::arguments::HIDDEN));
    for name in given {
        next.env_remove(name);
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_version_is_seen_and_chooses_its_own_variables() {
        let words = ["old", "--environment", "--hidden", "demonstration"].map(OsString::from);
        let next = next(Path::new("new"), words.into_iter(), &["JSC_useJIT"]);
        assert_eq!(next.get_program(), "new");
        assert_eq!(
            next.get_args().collect::<Vec<_>>(),
            ["--environment", "demonstration"]
        );
        assert_eq!(
            next.get_envs().collect::<Vec<_>>(),
            [("JSC_useJIT".as_ref(), None)]
        );
    }

    #[test]
    fn a_test_build_has_no_key_and_therefore_no_updates() {
        assert!(
            Source::of_this_build().is_none(),
            "only a release is built with RECONECTA_UPDATE_KEY and RECONECTA_UPDATE_URL"
        );
    }
}
