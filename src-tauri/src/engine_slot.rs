//! The engine, which starts beside the window.

use reconecta_engine::Engine;
use tokio::sync::SetOnce;

/// The place of the engine in Tauri's state. Commands that come early wait for it.
#[derive(Default)]
pub(crate) struct EngineSlot(SetOnce<Engine>);

impl EngineSlot {
    /// Puts the engine in; a second one is ignored.
    pub(crate) fn fill(&self, engine: Engine) {
        let _already_there = self.0.set(engine);
    }

    /// The engine, once it has started.
    pub(crate) async fn engine(&self) -> &Engine {
        self.0.wait().await
    }
}
