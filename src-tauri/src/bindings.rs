//! One list of commands and events: it answers the window, and writes the TypeScript that calls it.

use crate::commands::{
    about, app, attempt, channels, connection, documents, platform, proof, updates, vault, watching,
};
use tauri::Runtime;
use tauri::ipc::Invoke;

include!("command_list.rs");

macro_rules! names {
    ($($area:ident::$name:ident),* $(,)?) => { &[$(stringify!($name)),*] };
}

macro_rules! handled {
    ($($area:ident::$name:ident),* $(,)?) => { tauri::generate_handler![$($area::$name),*] };
}

/// Names of all commands.
pub const COMMANDS: &[&str] = with_every_command!(names);

/// Answers the window's commands. Their types are for the bindings alone: nothing of them is in the app.
pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    with_every_command!(handled)
}

#[cfg(test)]
mod tests;
