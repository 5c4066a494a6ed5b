//! The commands of the window: each asks the engine and hands back its answer.

pub(crate) mod about;
pub(crate) mod app;
pub(crate) mod attempt;
pub(crate) mod channels;
pub(crate) mod connection;
pub(crate) mod documents;
pub(crate) mod platform;
pub(crate) mod proof;
pub(crate) mod updates;
pub(crate) mod vault;
pub(crate) mod watching;

/// How a command answers.
type Answer<T> = Result<T, reconecta_engine::EngineError>;
/// The engine, as commands receive it.
type Slot<'a> = tauri::State<'a, crate::engine_slot::EngineSlot>;
