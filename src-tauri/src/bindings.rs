//! One list of commands and events: it answers the window, and writes the TypeScript that calls it.

use crate::commands::{
    about, app, attempt, channels, connection, documents, platform, proof, updates, vault, watching,
};
use crate::events::{AppChanged, AttemptChanged, ChannelsChanged, NoticePressed, RoundChanged};
use crate::menu_bar::MenuChosen;
use crate::updates::UpdateChanged;
use tauri::Runtime;
use tauri_specta::{Builder, collect_events};

include!("command_list.rs");

macro_rules! names {
    ($($area:ident::$name:ident),* $(,)?) => { &[$(stringify!($name)),*] };
}

macro_rules! collected {
    ($($area:ident::$name:ident),* $(,)?) => { tauri_specta::collect_commands![$($area::$name),*] };
}

/// Names of all commands.
pub const COMMANDS: &[&str] = with_every_command!(names);

/// Commands and events with their types.
pub fn builder<R: Runtime>() -> Builder<R> {
    Builder::new()
        .disable_serde_phases()
        .commands(with_every_command!(collected))
        .events(collect_events![
            AppChanged,
            ChannelsChanged,
            RoundChanged,
            AttemptChanged,
            NoticePressed,
            UpdateChanged,
            MenuChosen
        ])
}

#[cfg(test)]
mod tests;
