//! A desktop's services on a session bus, played by tests: what shows notifications, and a panel with its icons.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use futures_util::StreamExt;
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::connection::Builder;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, Proxy, interface};

/// How long something may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const NOTIFICATIONS_PATH: &str = "/org/freedesktop/Notifications";
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// A notification as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) actions: Vec<String>,
}

struct Screen {
    last: u32,
    can: Vec<String>,
    answers: bool,
    shown: UnboundedSender<Shown>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Screen {
    fn get_capabilities(&self) -> Vec<String> {
        self.can.clone()
    }

    #[expect(clippy::too_many_arguments, reason = "the specification's")]
    async fn notify(
        &mut self,
        _app_name: String,
        _replaces_id: u32,
        _app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expire_timeout: i32,
    ) -> u32 {
        self.last += 1;
        let shown = Shown {
            id: self.last,
            title: summary,
            body,
            actions,
        };
        let _test_has_ended = self.shown.send(shown);
        if !self.answers {
            std::future::pending::<()>().await;
        }
        self.last
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action_key: &str) -> zbus::Result<()>;
}

/// What shows notifications.
pub(crate) struct NotificationService {
    bus: Connection,
    shown: UnboundedReceiver<Shown>,
}

impl NotificationService {
    /// On the bus of that address. One that does not answer takes notifications and hangs.
    pub(crate) async fn start(address: &str, can: &[&str], answers: bool) -> Self {
        let (sender, shown) = unbounded_channel();
        let screen = Screen {
            last: 0,
            can: can.iter().map(|one| (*one).to_owned()).collect(),
            answers,
            shown: sender,
        };
        let bus = Builder::address(address)
            .and_then(|builder| builder.serve_at(NOTIFICATIONS_PATH, screen))
            .and_then(|builder| builder.name(NOTIFICATIONS))
            .expect("a service")
            .build()
            .await
            .expect("the bus takes it");
        Self { bus, shown }
    }

    /// Waits for the next notification.
    pub(crate) async fn next(&mut self) -> Shown {
        let next = tokio::time::timeout(PATIENCE, self.shown.recv()).await;
        next.expect("a notification comes").expect("the service runs")
    }

    /// Whether another one has come.
    pub(crate) fn has_more(&mut self) -> bool {
        self.shown.try_recv().is_ok()
    }

    /// A person presses it.
    pub(crate) async fn press(&self, shown: &Shown) {
        let screen = self.bus.object_server();
        let screen = screen
            .interface::<_, Screen>(NOTIFICATIONS_PATH)
            .await
            .expect("the service");
        Screen::action_invoked(screen.signal_emitter(), shown.id, "default")
            .await
            .expect("a signal");
    }
}

struct Watcher {
    has_host: bool,
    items: UnboundedSender<String>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        let _test_has_ended = self.items.send(service);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.has_host
    }
}

/// A panel that shows icons.
pub(crate) struct Panel {
    bus: Connection,
    items: UnboundedReceiver<String>,
}

/// An icon in it.
pub(crate) struct Item {
    bus: Connection,
    name: String,
}

impl Panel {
    /// On the bus of that address; without a host nobody would see its icons.
    pub(crate) async fn start(address: &str, has_host: bool) -> Self {
        let (sender, items) = unbounded_channel();
        let watcher = Watcher {
            has_host,
            items: sender,
        };
        let bus = Builder::address(address)
            .and_then(|builder| builder.serve_at("/StatusNotifierWatcher", watcher))
            .and_then(|builder| builder.name(WATCHER))
            .expect("a watcher")
            .build()
            .await
            .expect("the bus takes it");
        Self { bus, items }
    }

    /// Waits for an icon.
    pub(crate) async fn item(&mut self) -> Item {
        let name = tokio::time::timeout(PATIENCE, self.items.recv()).await;
        Item {
            bus: self.bus.clone(),
            name: name.expect("an icon comes").expect("the panel runs"),
        }
    }

    /// It crashes, or its extension is switched off.
    pub(crate) async fn end(self) {
        self.bus.release_name(WATCHER).await.expect("it had the name");
    }
}

impl Item {
    async fn proxy(&self, path: &'static str, interface: &'static str) -> Proxy<'_> {
        zbus::proxy::Builder::<Proxy<'_>>::new(&self.bus)
            .destination(self.name.clone())
            .and_then(|builder| builder.path(path))
            .and_then(|builder| builder.interface(interface))
            .expect("an address")
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await
            .expect("the icon")
    }

    /// What it says.
    pub(crate) async fn tip(&self) -> String {
        let item = self.proxy("/StatusNotifierItem", ITEM).await;
        item.get_property("Title").await.expect("a title")
    }

    /// Waits until what it says ends like this.
    pub(crate) async fn says(&self, end: &str) {
        let item = self.proxy("/StatusNotifierItem", ITEM).await;
        let mut changes = item.receive_signal("NewTitle").await.expect("signals");
        let waiting = async {
            while !self.tip().await.ends_with(end) {
                let _changed = changes.next().await;
            }
        };
        let came = tokio::time::timeout(PATIENCE, waiting).await;
        if came.is_err() {
            panic!("the icon says {:?} instead of {end:?}", self.tip().await);
        }
    }

    /// The entries of its menu, lines between them left out.
    pub(crate) async fn entries(&self) -> Vec<(i32, String)> {
        type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);
        let menu = self.proxy("/MenuBar", MENU).await;
        let none: &[&str] = &[];
        let (_revision, (_root, _looks, children)): (u32, Entry) = menu
            .call("GetLayout", &(0_i32, -1_i32, none))
            .await
            .expect("a menu");
        let entry = |child: OwnedValue| {
            let (id, looks, _below): Entry = child.try_into().ok()?;
            let label = String::try_from(looks.get("label")?.try_clone().ok()?).ok()?;
            Some((id, label))
        };
        children.into_iter().filter_map(entry).collect()
    }

    /// A person chooses an entry.
    pub(crate) async fn choose(&self, label: &str) {
        let entries = self.entries().await;
        let (id, _) = entries
            .iter()
            .find(|(_, known)| known == label)
            .unwrap_or_else(|| panic!("no {label} in {entries:?}"));
        let menu = self.proxy("/MenuBar", MENU).await;
        let nothing = Value::from(0_i32);
        // The program may be gone before it can answer.
        let _answer = menu.call_method("Event", &(*id, "clicked", nothing, 0_u32)).await;
    }
}
