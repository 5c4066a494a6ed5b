//! Watching the channels while nobody looks at the window.

use super::Engine;
use super::channels::stands;
use crate::error::EngineError;
use crate::views::RoundNews;
use reconecta_policy::Key;
use tokio::sync::broadcast;

impl Engine {
    /// What each round of checks changes, from now on.
    pub fn news(&self) -> broadcast::Receiver<RoundNews> {
        self.outside.news.subscribe()
    }

    /// Whether the system is to notify of such changes.
    pub fn notifies(&self) -> bool {
        self.outside.notifies()
    }

    /// Whether the app is to go on checking while its window is closed.
    pub fn keeps_watching(&self) -> bool {
        self.outside.keeps_watching()
    }

    /// Chooses whether the system notifies.
    ///
    /// # Errors
    /// The profile may not, the company has set it, or the file cannot be written.
    pub async fn set_notifications(&self, on: bool) -> Result<(), EngineError> {
        self.check_may_change().await?;
        self.outside.check_free(Key::Notifications)?;
        self.change_preferences(|kept| kept.notifications = Some(on))
    }

    /// Chooses whether the app goes on checking while its window is closed.
    ///
    /// # Errors
    /// The profile may not, the company has set it, or the file cannot be written.
    pub async fn set_keep_watching(&self, on: bool) -> Result<(), EngineError> {
        self.check_may_change().await?;
        self.outside.check_free(Key::KeepWatching)?;
        self.change_preferences(|kept| kept.keep_watching = Some(on))
    }

    /// Whether the profile in use may change settings.
    ///
    /// # Errors
    /// No environment is open, or the profile may not.
    pub async fn check_may_change(&self) -> Result<(), EngineError> {
        self.session().await?.check_may_change()
    }

    /// How many channels need somebody.
    ///
    /// # Errors
    /// No environment is open, or the data file cannot be read.
    pub async fn need_you(&self) -> Result<u32, EngineError> {
        let session = self.session().await?;
        let stands = stands(&session).await?;
        let needing = stands.iter().filter(|one| one.standing.needs_somebody()).count();
        Ok(u32::try_from(needing).unwrap_or(u32::MAX))
    }
}
