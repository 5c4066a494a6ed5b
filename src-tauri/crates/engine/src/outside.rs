//! What the engine shares with its surroundings: folders, clock, login window, simulator, and the news it announces.

use crate::preferences::Preferences;
use crate::surface::{Clock, LoginSurface, Simulator};
use crate::views::{AppView, AttemptView, RoundNews, RoundView};
use reconecta_core::ids::UnixMillis;
use reconecta_network::Way;
use reconecta_policy::Policy;
use reconecta_vault::Keyring;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, broadcast, watch};

/// How long other work waits for the first screen to be seen.
const FIRST_LOOK: Duration = Duration::from_secs(5);
/// How long a screen is given to be painted, once it has what it shows.
const PAINTING: Duration = Duration::from_secs(1);

/// News for the interface.
#[derive(Clone, Debug)]
pub enum Change {
    /// The application as a whole.
    App(Box<AppView>),
    /// Channels have to be read again.
    Channels,
    /// How far the checks of many channels are; `None` when none runs.
    Round(Option<RoundView>),
    /// The wizard; `None` when it is over.
    Attempt(Box<Option<AttemptView>>),
}

/// The surroundings.
pub(crate) struct Outside {
    pub(crate) data_dir: PathBuf,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) login: Arc<dyn LoginSurface>,
    pub(crate) simulator: Arc<dyn Simulator>,
    pub(crate) keyring: Keyring,
    pub(crate) check_at_start: bool,
    pub(crate) version: String,
    /// Language of the system, for the preference `system`.
    pub(crate) system_language: String,
    pub(crate) changes: broadcast::Sender<Change>,
    pub(crate) news: broadcast::Sender<RoundNews>,
    pub(crate) preferences: Mutex<Preferences>,
    /// What the company has set.
    pub(crate) policy: Policy,
    /// The way to servers outside of this computer.
    pub(crate) way: Way,
    /// Whether the file of choices was damaged at the start.
    pub(crate) settings_damaged: bool,
    /// When this version was made.
    pub(crate) made_at: Option<UnixMillis>,
    /// Meta's time when it last answered.
    pub(crate) server_time: watch::Sender<Option<UnixMillis>>,
    /// Whether the computer's clock, though possible, was then another.
    pub(crate) clock_is_off: AtomicBool,
    /// When all channels were last checked, since the start.
    pub(crate) last_round: Mutex<Option<UnixMillis>>,
    /// Whether somebody has seen the first screen.
    pub(crate) looked: watch::Sender<bool>,
    /// Another schedule was chosen.
    pub(crate) schedule_changed: Notify,
}

impl Outside {
    /// Announces news; nobody listening is fine.
    pub(crate) fn announce(&self, change: Change) {
        let _nobody = self.changes.send(change);
    }

    /// Announces what a round of checks changed; nobody listening is fine.
    pub(crate) fn announce_news(&self, news: RoundNews) {
        let _nobody = self.news.send(news);
    }

    /// Waits until the first screen can be seen, for a while: work on thousands of channels would hold it up, and a start
    /// beside the clock shows none.
    pub(crate) async fn first_look(&self) {
        let mut looked = self.looked.subscribe();
        let seen = tokio::time::timeout(FIRST_LOOK, looked.wait_for(|looked| *looked));
        if seen.await.is_ok() {
            tokio::time::sleep(PAINTING).await;
        }
    }

    /// The person's choices.
    pub(crate) fn preferences(&self) -> MutexGuard<'_, Preferences> {
        self.preferences.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The language in use: the preference, or the system's.
    pub(crate) fn language(&self) -> String {
        language(&self.preferences_view().language, &self.system_language).to_owned()
    }
}

/// The language in use for a choice, which may be `system`: `pt-BR`, `en` or `es`.
pub fn language<'a>(chosen: &'a str, system: &str) -> &'a str {
    match chosen {
        "system" => match system.to_ascii_lowercase() {
            system if system.starts_with("en") => "en",
            system if system.starts_with("es") => "es",
            _ => "pt-BR",
        },
        chosen => chosen,
    }
}
