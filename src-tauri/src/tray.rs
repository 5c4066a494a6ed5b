//! The icon beside the clock: what it says, and what its menu can do.
//!
//! On Linux it is a service on the person's session bus that a panel shows, where there is one: GNOME has none. Windows
//! and macOS always have a place for it.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod native;
mod picture;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
use native as system;
pub(crate) use picture::Picture;

use crate::catalogue::Catalogue;
use async_trait::async_trait;
use std::sync::Arc;
use tauri::{AppHandle, Wry};

/// What a person chose in its menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// The window.
    Open,
    /// A check of all channels.
    CheckAll,
    /// The end of the app.
    Quit,
}

/// Who hears of the icon.
pub(crate) trait Listener: Send + Sync + 'static {
    /// Something was chosen.
    fn wished(&self, wish: Wish);
    /// The system shows icons again.
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "icons always have a place there")
    )]
    fn came(&self);
    /// The system shows icons no longer.
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "icons always have a place there")
    )]
    fn went(&self);
}

/// A raised icon.
#[async_trait]
pub(crate) trait Tray: Send + Sync {
    /// Shows this from now on.
    async fn show(&self, face: Face);
    /// Takes the icon away.
    async fn remove(&self);
}

/// What the icon shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Face {
    /// Whether somebody is needed, in words.
    pub(crate) tip: String,
    /// The same for the picture.
    pub(crate) needs_somebody: bool,
    /// Words of the menu.
    pub(crate) open: String,
    pub(crate) check_all: String,
    pub(crate) quit: String,
}

impl Face {
    /// For so many channels that need somebody.
    pub(crate) fn of(language: &str, need: u32) -> Self {
        let catalogue = Catalogue::of(language);
        let tip = match need {
            0 => catalogue.text("tray.fine"),
            1 => catalogue.text("tray.need_you.one"),
            more => catalogue
                .text("tray.need_you.many")
                .replace("{count}", &more.to_string()),
        };
        Self {
            tip: format!("{}: {tip}", catalogue.text("tray.tooltip")),
            needs_somebody: need > 0,
            open: catalogue.text("tray.open"),
            check_all: catalogue.text("tray.check_all"),
            quit: catalogue.text("tray.quit"),
        }
    }
}

/// Whether the system shows such icons at the moment.
pub(crate) async fn is_possible() -> bool {
    system::is_possible().await
}

/// Raises the icon; `None` when the system refuses it. Where nothing shows icons yet it waits for the listener's
/// [`Listener::came`].
pub(crate) async fn raise(
    app: &AppHandle<Wry>,
    face: Face,
    listener: Arc<dyn Listener>,
) -> Option<Box<dyn Tray>> {
    system::raise(app, face, listener).await
}

#[cfg(test)]
mod tests {
    use super::Face;

    #[test]
    fn the_icon_says_how_many_need_somebody_in_three_languages() {
        let cases = [
            ("pt-BR", 0, "Reconecta: Nenhum número precisa de você"),
            ("pt-BR", 1, "Reconecta: 1 número precisa de você"),
            ("pt-BR", 2, "Reconecta: 2 números precisam de você"),
            ("en", 10_000, "Reconecta: 10000 numbers need you"),
            ("es", 2, "Reconecta: 2 números te necesitan"),
        ];
        for (language, need, tip) in cases {
            let face = Face::of(language, need);
            assert_eq!((face.tip.as_str(), face.needs_somebody), (tip, need > 0));
            for word in [face.open, face.check_all, face.quit] {
                assert!(!word.is_empty(), "{language}: the menu has words");
            }
        }
    }
}
