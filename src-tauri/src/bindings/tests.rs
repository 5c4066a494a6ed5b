use super::*;
use crate::events::{AppChanged, AttemptChanged, ChannelsChanged, NoticePressed, RoundChanged};
use crate::menu_bar::MenuChosen;
use crate::updates::UpdateChanged;
use specta_typescript::Typescript;
use std::path::Path;
use tauri_specta::{Builder, collect_events};

const COMMITTED: &str = "ui/src/lib/backend/bindings.ts";

macro_rules! collected {
    ($($area:ident::$name:ident),* $(,)?) => { tauri_specta::collect_commands![$($area::$name),*] };
}

/// Commands and events with their types.
fn builder() -> Builder<tauri::Wry> {
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

#[test]
fn the_committed_bindings_are_fresh() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join(COMMITTED);
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("bindings.ts");
    builder().export(Typescript::default(), &fresh).unwrap();
    let fresh = std::fs::read_to_string(fresh).unwrap();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&committed, &fresh).unwrap();
    }
    let is_fresh = std::fs::read_to_string(&committed).is_ok_and(|text| text == fresh);
    assert!(
        is_fresh,
        "{COMMITTED} is stale: run `cargo xtask bindings` and commit the file"
    );
}

#[test]
fn the_main_window_has_a_permission_for_each_command_and_for_nothing_else() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities/main.json");
    let capability: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wanted = vec![
        "core:event:allow-listen".to_owned(),
        "core:event:allow-unlisten".to_owned(),
    ];
    wanted.extend(
        COMMANDS
            .iter()
            .map(|command| format!("allow-{}", command.replace('_', "-"))),
    );
    assert_eq!(
        capability["permissions"],
        serde_json::json!(wanted),
        "permissions follow the list of commands"
    );
    assert_eq!(
        capability["windows"],
        serde_json::json!(["main"]),
        "one window, by its label"
    );
    assert_eq!(
        capability["remote"],
        serde_json::Value::Null,
        "no remote page has permissions"
    );
}
