//! What the shell may ask: one method for each command.

mod action;
mod attempts;
mod callback;
mod channels;
mod clock;
mod environment;
mod hand_off;
mod outage;
mod platform;
mod proof;
mod schedule;
mod settings;
mod storage;
mod watching;

pub use action::{AttemptAction, SecretInput};
pub use environment::EngineOptions;
pub use hand_off::HandOffTopic;
pub use proof::TestContent;

use crate::attempt_desk::DeskHandle;
use crate::error::EngineError;
use crate::outside::{Change, Outside};
use crate::session::Session;
use crate::views::StorageProblemView;
use std::sync::Arc;
use tokio::sync::{RwLock, broadcast};

/// The open environment with its desk, or why there is none.
#[derive(Default)]
struct Current {
    open: Option<(Arc<Session>, DeskHandle)>,
    problem: Option<StorageProblemView>,
}

/// The engine. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    outside: Arc<Outside>,
    current: Arc<RwLock<Current>>,
}

impl Engine {
    /// News for the interface, from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.outside.changes.subscribe()
    }

    async fn session(&self) -> Result<Arc<Session>, EngineError> {
        let current = self.current.read().await;
        current
            .open
            .as_ref()
            .map(|(session, _desk)| Arc::clone(session))
            .ok_or(EngineError::NoEnvironment)
    }

    async fn desk(&self) -> Result<DeskHandle, EngineError> {
        let current = self.current.read().await;
        current
            .open
            .as_ref()
            .map(|(_session, desk)| desk.clone())
            .ok_or(EngineError::NoEnvironment)
    }
}
