//! Linux: the icon is an item on the session bus (`org.kde.StatusNotifierItem`) that a panel's watcher shows. Where no
//! watcher runs nobody would ever see it.

use super::{Face, Listener, Picture, Tray, Wish};
use async_trait::async_trait;
use ksni::menu::StandardItem;
use ksni::{Category, Handle, Icon, MenuItem, OfflineReason, Status, ToolTip, TrayMethods};
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Wry};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// Longest wait for the bus and the watcher.
const DEADLINE: Duration = Duration::from_secs(5);

/// Whether a watcher runs and something shows its icons.
pub(super) async fn is_possible() -> bool {
    tokio::time::timeout(DEADLINE, host_is_registered())
        .await
        .is_ok_and(|answer| answer.unwrap_or(false))
}

async fn host_is_registered() -> zbus::Result<bool> {
    let bus = zbus::Connection::session().await?;
    let watcher = zbus::proxy::Builder::<zbus::Proxy<'_>>::new(&bus)
        .destination(WATCHER)?
        .path("/StatusNotifierWatcher")?
        .interface(WATCHER)?
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .await?;
    watcher.get_property("IsStatusNotifierHostRegistered").await
}

/// Raises the icon.
pub(super) async fn raise(
    _app: &AppHandle<Wry>,
    face: Face,
    listener: Arc<dyn Listener>,
) -> Option<Box<dyn Tray>> {
    put_up(face, listener).await
}

async fn put_up(face: Face, listener: Arc<dyn Listener>) -> Option<Box<dyn Tray>> {
    // At the start of a session the app may be there before the panel.
    let spawned = Item { face, listener }.assume_sni_available(true).spawn();
    match tokio::time::timeout(DEADLINE, spawned).await {
        Ok(Ok(handle)) => Some(Box::new(Raised(handle))),
        Ok(Err(error)) => {
            tracing::info!(%error, "There is no place for an icon");
            None
        }
        Err(_late) => {
            tracing::warn!("The place for icons does not answer");
            None
        }
    }
}

struct Raised(Handle<Item>);

#[async_trait]
impl Tray for Raised {
    async fn show(&self, face: Face) {
        let shown = self.0.update(|item: &mut Item| item.face = face);
        if tokio::time::timeout(DEADLINE, shown).await.is_err() {
            tracing::warn!("The place for icons does not answer");
        }
    }

    async fn remove(&self) {
        self.0.shutdown().await;
    }
}

/// What the panel asks.
struct Item {
    face: Face,
    listener: Arc<dyn Listener>,
}

impl Item {
    fn entry(label: &str, wish: Wish) -> MenuItem<Self> {
        MenuItem::from(StandardItem {
            // An underscore would mark a key.
            label: label.replace('_', "__"),
            activate: Box::new(move |item: &mut Self| item.listener.wished(wish)),
            ..StandardItem::default()
        })
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        crate::folders::IDENTIFIER.to_owned()
    }

    fn category(&self) -> Category {
        Category::Communications
    }

    fn title(&self) -> String {
        self.face.tip.clone()
    }

    fn status(&self) -> Status {
        Status::Active
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        vec![icon(Picture::of(self.face.needs_somebody))]
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip {
            title: self.face.tip.clone(),
            ..ToolTip::default()
        }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.listener.wished(Wish::Open);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        vec![
            Self::entry(&self.face.open, Wish::Open),
            Self::entry(&self.face.check_all, Wish::CheckAll),
            MenuItem::Separator,
            Self::entry(&self.face.quit, Wish::Quit),
        ]
    }

    fn watcher_online(&self) {
        self.listener.came();
    }

    fn watcher_offline(&self, _reason: OfflineReason) -> bool {
        self.listener.went();
        // It may come again.
        true
    }
}

/// The bus wants opacity first.
fn icon(picture: Picture) -> Icon {
    let mut data = picture.rgba;
    for pixel in data.chunks_exact_mut(4) {
        pixel.rotate_right(1);
    }
    Icon {
        width: i32::try_from(picture.width).unwrap_or_default(),
        height: i32::try_from(picture.height).unwrap_or_default(),
        data,
    }
}

#[cfg(test)]
mod tests;
