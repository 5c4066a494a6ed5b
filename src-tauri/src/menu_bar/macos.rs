//! The menus that people on a Mac look for. Copying and pasting work only because they are here: macOS finds their keys
//! in the menu bar.

use crate::catalogue::Catalogue;
use std::sync::{Mutex, PoisonError};
use tauri::menu::{
    HELP_SUBMENU_ID, IsMenuItem, Menu, MenuItem, PredefinedMenuItem as Item, Submenu, WINDOW_SUBMENU_ID,
};
use tauri::{AppHandle, Manager, Runtime};

const NAME: &str = "Reconecta";

/// The language that the menu bar speaks.
#[derive(Default)]
pub(crate) struct Shown(Mutex<String>);

impl Shown {
    /// Whether another language was shown until now.
    fn turn_to(&self, language: &str) -> bool {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_other = *shown != language;
        language.clone_into(&mut shown);
        is_other
    }
}

/// Puts the menu bar into a language.
pub(crate) fn speak<R: Runtime>(app: &AppHandle<R>, language: &str) {
    if app.state::<Shown>().turn_to(language)
        && let Err(error) = menu(app, &Words(Catalogue::of(language))).and_then(|menu| app.set_menu(menu))
    {
        tracing::warn!(%error, "The menu bar could not be made");
    }
}

struct Words(Catalogue);

impl Words {
    fn of(&self, name: &str) -> String {
        self.0.text(&format!("menu_bar.{name}")).replace("{app}", NAME)
    }
}

fn menu<R: Runtime>(app: &AppHandle<R>, words: &Words) -> tauri::Result<Menu<R>> {
    let program = program(app, words)?;
    let file = submenu(
        app,
        words,
        "file",
        &[&Item::close_window(app, Some(&words.of("close")))?],
    )?;
    let edit = edit(app, words)?;
    let view = submenu(
        app,
        words,
        "view",
        &[&Item::fullscreen(app, Some(&words.of("fullscreen")))?],
    )?;
    let window = window(app, words)?;
    // macOS puts the search over all menus into this one.
    let topics = MenuItem::with_id(app, "help_topics", words.of("help_topics"), true, None::<&str>)?;
    let help = Submenu::with_id_and_items(app, HELP_SUBMENU_ID, words.of("help"), true, &[&topics])?;
    Menu::with_items(app, &[&program, &file, &edit, &view, &window, &help])
}

fn program<R: Runtime>(app: &AppHandle<R>, words: &Words) -> tauri::Result<Submenu<R>> {
    Submenu::with_items(
        app,
        NAME,
        true,
        &[
            &MenuItem::with_id(app, "about", words.of("about"), true, None::<&str>)?,
            &Item::separator(app)?,
            &MenuItem::with_id(app, "settings", words.of("settings"), true, Some("CmdOrCtrl+,"))?,
            &Item::separator(app)?,
            &Item::services(app, Some(&words.of("services")))?,
            &Item::separator(app)?,
            &Item::hide(app, Some(&words.of("hide")))?,
            &Item::hide_others(app, Some(&words.of("hide_others")))?,
            &Item::show_all(app, Some(&words.of("show_all")))?,
            &Item::separator(app)?,
            &Item::quit(app, Some(&words.of("quit")))?,
        ],
    )
}

fn edit<R: Runtime>(app: &AppHandle<R>, words: &Words) -> tauri::Result<Submenu<R>> {
    let items: [&dyn IsMenuItem<R>; 7] = [
        &Item::undo(app, Some(&words.of("undo")))?,
        &Item::redo(app, Some(&words.of("redo")))?,
        &Item::separator(app)?,
        &Item::cut(app, Some(&words.of("cut")))?,
        &Item::copy(app, Some(&words.of("copy")))?,
        &Item::paste(app, Some(&words.of("paste")))?,
        &Item::select_all(app, Some(&words.of("select_all")))?,
    ];
    submenu(app, words, "edit", &items)
}

fn window<R: Runtime>(app: &AppHandle<R>, words: &Words) -> tauri::Result<Submenu<R>> {
    let items: [&dyn IsMenuItem<R>; 4] = [
        &Item::minimize(app, Some(&words.of("minimize")))?,
        &Item::maximize(app, Some(&words.of("zoom")))?,
        &Item::separator(app)?,
        &Item::bring_all_to_front(app, Some(&words.of("bring_all_to_front")))?,
    ];
    Submenu::with_id_and_items(app, WINDOW_SUBMENU_ID, words.of("window"), true, &items)
}

fn submenu<R: Runtime>(
    app: &AppHandle<R>,
    words: &Words,
    name: &str,
    items: &[&dyn IsMenuItem<R>],
) -> tauri::Result<Submenu<R>> {
    Submenu::with_items(app, words.of(name), true, items)
}
