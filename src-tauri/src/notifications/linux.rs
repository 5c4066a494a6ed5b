//! Linux: the notification service of the desktop, on the person's session bus.

use super::{NotShown, Notice, Notifier, Pressed};
use async_trait::async_trait;
use futures_util::StreamExt;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;
use zbus::zvariant::Value;

const SERVICE: &str = "org.freedesktop.Notifications";

/// Name of the desktop entry, and of the icon, in the packages.
const ENTRY: &str = "app.reconecta.Reconecta";

/// Desktop Notifications Specification 1.2.
#[zbus::proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications",
    gen_blocking = false
)]
trait Service {
    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;

    #[expect(clippy::too_many_arguments, reason = "the specification's")]
    fn notify(
        &self,
        app_name: &str,
        replaces_id: u32,
        app_icon: &str,
        summary: &str,
        body: &str,
        actions: &[&str],
        hints: HashMap<&str, Value<'_>>,
        expire_timeout: i32,
    ) -> zbus::Result<u32>;

    #[zbus(signal)]
    fn action_invoked(&self, id: u32, action_key: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    fn notification_closed(&self, id: u32, reason: u32) -> zbus::Result<()>;
}

/// What pressing each open notification does.
type Open = Arc<Mutex<BTreeMap<u32, Pressed>>>;

/// Connects at the first notification and keeps listening for presses.
#[derive(Default)]
pub(super) struct SystemNotifier {
    service: OnceCell<ServiceProxy<'static>>,
    open: Open,
}

#[async_trait]
impl Notifier for SystemNotifier {
    async fn show(&self, notice: &Notice, pressed: Pressed) -> Result<(), NotShown> {
        let service = self
            .service
            .get_or_try_init(|| connect(&self.open))
            .await
            .map_err(NotShown::because)?;
        // Asked each time: another service may have taken its place.
        let able = service.get_capabilities().await.map_err(NotShown::because)?;
        let can = |capability: &str| able.iter().any(|known| known == capability);
        let body = if can("body-markup") {
            escaped(&notice.body)
        } else {
            notice.body.clone()
        };
        let actions: &[&str] = if can("actions") {
            &["default", &notice.open]
        } else {
            &[]
        };
        let hints = HashMap::from([("desktop-entry", Value::from(ENTRY))]);
        let id = service
            .notify("Reconecta", 0, ENTRY, &notice.title, &body, actions, hints, -1)
            .await
            .map_err(NotShown::because)?;
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, pressed);
        Ok(())
    }
}

async fn connect(open: &Open) -> zbus::Result<ServiceProxy<'static>> {
    let bus = zbus::Connection::session().await?;
    let service = ServiceProxy::builder(&bus)
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .await?;
    let mut pressed = service.receive_action_invoked().await?;
    let mut closed = service.receive_notification_closed().await?;
    let open = Arc::clone(open);
    tokio::spawn(async move {
        let take = |id: u32| open.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        loop {
            tokio::select! {
                Some(signal) = pressed.next() => {
                    let id = signal.args().ok().map(|press| press.id);
                    if let Some(act) = id.and_then(take) {
                        act();
                    }
                }
                Some(signal) = closed.next() => {
                    let _forgotten = signal.args().ok().map(|close| close.id).and_then(take);
                }
                else => break,
            }
        }
    });
    Ok(service)
}

/// Whether a service runs, or would be started.
pub(super) async fn is_possible() -> bool {
    known_to_the_bus().await.unwrap_or(false)
}

async fn known_to_the_bus() -> zbus::Result<bool> {
    let bus = zbus::Connection::session().await?;
    let names = zbus::fdo::DBusProxy::new(&bus).await?;
    if names.name_has_owner(SERVICE.try_into()?).await? {
        return Ok(true);
    }
    let startable = names.list_activatable_names().await?;
    Ok(startable.iter().any(|name| name.as_str() == SERVICE))
}

/// Services that know markup read the body as such.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
