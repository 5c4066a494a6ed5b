//! Windows and macOS: the notification area and the menu bar, by Tauri's own tray.

use super::{Face, Listener, Picture, Tray, Wish};
use async_trait::async_trait;
use std::sync::Arc;
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry};

const ID: &str = "watching";
const OPEN: &str = "tray-open";
const CHECK_ALL: &str = "tray-check-all";
const QUIT: &str = "tray-quit";

/// These systems always have a place for it.
#[expect(clippy::unused_async, reason = "Linux has to ask")]
pub(super) async fn is_possible() -> bool {
    true
}

/// Raises the icon, or shows the one that was taken away: Tauri keeps what listens to an icon for ever.
#[expect(clippy::unused_async, reason = "Linux has to wait")]
pub(super) async fn raise(
    app: &AppHandle<Wry>,
    face: Face,
    listener: Arc<dyn Listener>,
) -> Option<Box<dyn Tray>> {
    let raised = match app.tray_by_id(ID) {
        Some(icon) => Raised::again(icon, &face),
        None => Raised::new(app, &face, listener),
    };
    match raised {
        Ok(raised) => Some(Box::new(raised)),
        Err(error) => {
            tracing::warn!(%error, "The icon beside the clock could not be made");
            None
        }
    }
}

struct Raised(TrayIcon<Wry>);

impl Raised {
    fn new(app: &AppHandle<Wry>, face: &Face, listener: Arc<dyn Listener>) -> tauri::Result<Self> {
        let of_menu = Arc::clone(&listener);
        let builder = TrayIconBuilder::with_id(ID)
            .icon(image(face))
            .tooltip(&face.tip)
            .menu(&menu(app, face)?)
            // On a Mac a click opens the menu; on Windows it opens the window.
            .show_menu_on_left_click(cfg!(target_os = "macos"))
            .on_menu_event(move |_app, event| {
                let wish = match event.id().as_ref() {
                    OPEN => Wish::Open,
                    CHECK_ALL => Wish::CheckAll,
                    QUIT => Wish::Quit,
                    _ => return,
                };
                of_menu.wished(wish);
            })
            .on_tray_icon_event(move |_icon, event| {
                if let TrayIconEvent::Click {
                    button: MouseButton::Left,
                    button_state: MouseButtonState::Up,
                    ..
                } = event
                    && cfg!(windows)
                {
                    listener.wished(Wish::Open);
                }
            });
        builder.build(app).map(Self)
    }

    fn again(icon: TrayIcon<Wry>, face: &Face) -> tauri::Result<Self> {
        let raised = Self(icon);
        raised.put(face)?;
        raised.0.set_visible(true)?;
        Ok(raised)
    }

    fn put(&self, face: &Face) -> tauri::Result<()> {
        self.0.set_icon(Some(image(face)))?;
        self.0.set_tooltip(Some(&face.tip))?;
        self.0.set_menu(Some(menu(self.0.app_handle(), face)?))
    }
}

#[async_trait]
impl Tray for Raised {
    async fn show(&self, face: Face) {
        if let Err(error) = self.put(&face) {
            tracing::warn!(%error, "The icon beside the clock could not be changed");
        }
    }

    async fn remove(&self) {
        if let Err(error) = self.0.set_visible(false) {
            tracing::warn!(%error, "The icon beside the clock could not be taken away");
        }
    }
}

fn image(face: &Face) -> Image<'static> {
    let picture = Picture::of(face.needs_somebody);
    Image::new_owned(picture.rgba, picture.width, picture.height)
}

fn menu(app: &AppHandle<Wry>, face: &Face) -> tauri::Result<Menu<Wry>> {
    let entry =
        |id: &str, label: &str| MenuItem::with_id(app, id, label.replace('&', "&&"), true, None::<&str>);
    Menu::with_items(
        app,
        &[
            &entry(OPEN, &face.open)?,
            &entry(CHECK_ALL, &face.check_all)?,
            &PredefinedMenuItem::separator(app)?,
            &entry(QUIT, &face.quit)?,
        ],
    )
}
