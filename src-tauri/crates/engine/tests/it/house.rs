//! A whole house for one test: folder, key store, simulator, engine; it can be restarted.

#[path = "simulated.rs"]
mod simulated;

use crate::browser::{Browser, Visit};
use meta_sandbox::{Fault, FaultBody, Sandbox, SeenRequest, World, demo_channels};
use reconecta_core::ids::UnixMillis;
use reconecta_engine::surface::Way;
use reconecta_engine::views::{
    AttemptView, ChannelRowView, ChannelView, EnvironmentView, NoticeView, RoundView, ScreenView,
};
use reconecta_engine::{AttemptAction, Change, Engine, EngineOptions};
use reconecta_policy::Policy;
use reconecta_store::{Store, StoreFolder};
use reconecta_vault::Keyring;
use reconecta_vault::memory_keyring::MemoryKeyring;
use simulated::{Shared, Shifted};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::broadcast;

const DEMONSTRATION: Option<EnvironmentView> = Some(EnvironmentView::Demonstration);

pub struct House {
    folder: TempDir,
    pub keyring: Arc<MemoryKeyring>,
    simulator: Shared,
    pub sandbox: Arc<Sandbox>,
    pub browser: Arc<Browser>,
    pub engine: Engine,
    changes: broadcast::Receiver<Change>,
}

impl House {
    /// The demonstration with these logins to come.
    pub async fn with(visits: impl IntoIterator<Item = Visit>) -> Self {
        Self::furnished(visits, None, Policy::default(), DEMONSTRATION).await
    }

    /// The demonstration in which the channel of a cause expects this callback.
    pub async fn expecting(
        visits: impl IntoIterator<Item = Visit>,
        cause: &'static str,
        url: &'static str,
    ) -> Self {
        Self::furnished(visits, Some((cause, url)), Policy::default(), DEMONSTRATION).await
    }

    /// A first start on a computer that a company manages.
    pub async fn managed(policy: serde_json::Value, first: Option<EnvironmentView>) -> Self {
        let policy = Policy::of_json("/etc/reconecta/policy.d/10.json", policy);
        assert_eq!(policy.warnings(), []);
        Self::furnished([], None, policy, first).await
    }

    /// The demonstration with the tokens that it is shipped with.
    pub async fn as_shipped(visits: impl IntoIterator<Item = Visit>) -> Self {
        let mut house = Self::with(visits).await;
        house.simulator.own_tokens = true;
        house.move_out();
        house.restart().await;
        house
    }

    async fn furnished(
        visits: impl IntoIterator<Item = Visit>,
        callback: Option<(&'static str, &'static str)>,
        policy: Policy,
        first: Option<EnvironmentView>,
    ) -> Self {
        let mut world = World::demo();
        for app in world.apps.values_mut() {
            app.require_proof = true;
        }
        let sandbox = Arc::new(Sandbox::start(world).await.expect("the simulator starts"));
        let browser = Arc::new(Browser::default());
        browser.visits.lock().unwrap().extend(visits);
        let people = sandbox.with_world(|world| {
            let people = world.people.iter();
            people
                .map(|(handle, one)| (handle.clone(), (one.email.clone(), one.password.clone())))
                .collect()
        });
        *browser.people.lock().unwrap() = people;
        let keyring = Arc::<MemoryKeyring>::default();
        let folder = tempfile::tempdir().unwrap();
        let simulator = Shared {
            sandbox: Arc::clone(&sandbox),
            callback,
            hours: Arc::default(),
            policy,
            first,
            watches: false,
            own_tokens: false,
        };
        let engine = start(&folder, &keyring, &simulator, &browser).await;
        let changes = engine.changes();
        Self {
            folder,
            keyring,
            simulator,
            sandbox,
            browser,
            engine,
            changes,
        }
    }

    /// The company sets something else; counts from the next start.
    pub fn set_policy(&mut self, policy: serde_json::Value) {
        self.simulator.policy = Policy::of_json("/etc/reconecta/policy.d/10.json", policy);
    }

    /// An empty folder from the next start on. The old one may be open until then, and not every system removes such a one.
    pub fn move_out(&mut self) {
        self.folder = tempfile::tempdir().unwrap();
    }

    /// A new engine over the same folder, as after a crash: nothing of the old one was asked to end.
    pub async fn restart(&mut self) {
        self.engine = start(&self.folder, &self.keyring, &self.simulator, &self.browser).await;
        self.changes = self.engine.changes();
    }

    /// The same, and from now on channels are checked without being asked for it.
    pub async fn restart_watching(&mut self) {
        self.simulator.watches = true;
        self.restart().await;
    }

    /// Lets time pass for the engine.
    pub fn pass_hours(&self, hours: i64) {
        self.simulator.hours.fetch_add(hours, Ordering::SeqCst);
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Meta refuses the next calls of a route, as to somebody who may not make them.
    pub fn refuse(&self, route: &str, times: u32) {
        let body = FaultBody::GraphError {
            code: 200,
            subcode: None,
            message: None,
            transient: None,
            regain_minutes: None,
        };
        let refusal = Fault::next(route, body);
        self.sandbox.fail_next(Fault { times, ..refusal });
    }

    pub async fn channel(&self, cause: &str) -> ChannelRowView {
        let seed = demo_channels()
            .into_iter()
            .find(|seed| seed.cause == cause)
            .expect("the demo has this cause");
        let rows = self.engine.channels_view().await.expect("channels can be read");
        rows.into_iter()
            .find(|row| row.name == seed.name)
            .expect("the channel was put in")
    }

    /// Does an action and fails the test if it is refused.
    pub async fn act(&self, action: AttemptAction) -> Option<AttemptView> {
        let shown = format!("{action:?}");
        self.engine
            .attempt_act(action)
            .await
            .unwrap_or_else(|error| panic!("{shown} was refused: {error}"))
    }

    /// Waits for a screen, without sleeping: each change of the wizard is looked at.
    pub async fn until(&mut self, what: &str, wanted: impl Fn(&ScreenView) -> bool) -> AttemptView {
        let waiting = async {
            loop {
                if let Some(view) = self
                    .engine
                    .attempt_view()
                    .await
                    .filter(|view| wanted(&view.screen))
                {
                    return view;
                }
                match self.changes.recv().await {
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(closed) => panic!("the engine ended while waiting for {what}: {closed}"),
                }
            }
        };
        match tokio::time::timeout(Duration::from_secs(30), waiting).await {
            Ok(view) => view,
            Err(_) => panic!(
                "{what} did not come; the wizard shows {:#?}",
                self.engine.attempt_view().await
            ),
        }
    }

    /// Waits until no check or repair of a channel is under way, without sleeping.
    pub async fn until_checked(&mut self, id: &str) -> ChannelView {
        self.until_page(id, |page| !page.row.checking).await
    }

    /// Waits for a page of a channel, without sleeping: each change of the channels is looked at.
    pub async fn until_page(&mut self, id: &str, wanted: impl Fn(&ChannelView) -> bool) -> ChannelView {
        let waiting = async {
            loop {
                let page = self.engine.channel_view(id).await.expect("the channel exists");
                if wanted(&page) {
                    return page;
                }
                match self.changes.recv().await {
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(closed) => panic!("the engine ended while a channel was waited for: {closed}"),
                }
            }
        };
        let checked = tokio::time::timeout(Duration::from_secs(30), waiting).await;
        checked.expect("the channel's page comes to what is waited for")
    }

    /// Waits for news of a round, without sleeping.
    pub async fn until_round(&self, what: &str, wanted: impl Fn(Option<RoundView>) -> bool) {
        let come = async || wanted(self.engine.round_view().await);
        self.until_changed(what, come).await;
    }

    /// Waits until these and no other notices are told, without sleeping.
    pub async fn until_noticed(&self, expected: &[NoticeView]) {
        let come = async || self.engine.app_view().await.notices == expected;
        self.until_changed(&format!("{expected:?}"), come).await;
    }

    /// Looks again at each change.
    async fn until_changed(&self, what: &str, come: impl AsyncFn() -> bool) {
        let mut changes = self.engine.changes();
        let waiting = async {
            while !come().await {
                match changes.recv().await {
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(closed) => panic!("the engine ended: {closed}"),
                }
            }
        };
        let came = tokio::time::timeout(Duration::from_secs(30), waiting).await;
        came.unwrap_or_else(|_| panic!("{what} did not come"));
    }

    /// Waits until the simulator has got a request.
    pub async fn until_asked(&self, method: &str, path_end: &str) {
        let asked = |request: &SeenRequest| request.method == method && request.path.ends_with(path_end);
        let waiting = async {
            while !self.sandbox.history().iter().any(asked) {
                tokio::task::yield_now().await;
            }
        };
        let came = tokio::time::timeout(Duration::from_secs(30), waiting).await;
        came.unwrap_or_else(|_| panic!("{method} {path_end} did not come"));
    }

    /// The data file as another program would open it.
    pub async fn store(&self) -> Store {
        let folder = StoreFolder::new(self.folder.path().join("demonstration"));
        Store::open(folder).await.expect("the data file opens")
    }

    /// From the start of the wizard to the popup *Reconectar*.
    pub async fn reach_confirm(&mut self, channel: Option<&str>) -> AttemptView {
        self.reach_login(channel).await;
        self.act(AttemptAction::OpenLogin).await;
        self.until("the popup Reconectar", |screen| {
            matches!(screen, ScreenView::Confirm { .. })
        })
        .await
    }

    /// From the start of the wizard to *Entrar com Facebook*: by itself where the diagnosis found what a login cures.
    pub async fn reach_login(&mut self, channel: Option<&str>) {
        self.engine
            .start_attempt(channel.map(str::to_owned))
            .await
            .expect("the wizard starts");
        self.go_to_login().await;
    }

    /// From the first screen to *Entrar com Facebook*.
    pub async fn go_to_login(&mut self) {
        let ready = self
            .until("prerequisites or the login", |screen| {
                matches!(
                    screen,
                    ScreenView::Login { .. }
                        | ScreenView::Access {
                            checking: false,
                            can_begin: true,
                            ..
                        }
                )
            })
            .await;
        if matches!(ready.screen, ScreenView::Access { .. }) {
            self.act(AttemptAction::Begin).await;
        }
    }

    /// From the popup to the list of numbers.
    pub async fn reach_numbers(&mut self) -> AttemptView {
        self.act(AttemptAction::Confirm).await;
        self.until("the list of numbers", |screen| {
            matches!(screen, ScreenView::Numbers { .. })
        })
        .await
    }

    /// Chooses the preselected number.
    pub async fn choose_preselected(&mut self, view: &AttemptView) -> String {
        let ScreenView::Numbers { numbers, .. } = &view.screen else {
            panic!("no numbers: {view:#?}")
        };
        let chosen = numbers
            .iter()
            .find(|number| number.preselected)
            .expect("the channel's number is preselected");
        let id = chosen.id.clone();
        self.act(AttemptAction::SelectNumbers {
            numbers: vec![id.clone()],
        })
        .await;
        id
    }

    /// From the start to the steps of a channel's own number, whose id is answered.
    pub async fn reach_steps(&mut self, channel: &str) -> String {
        self.reach_confirm(Some(channel)).await;
        let numbers = self.reach_numbers().await;
        self.choose_preselected(&numbers).await
    }

    pub async fn reach_result(&mut self) -> AttemptView {
        self.until("the result", |screen| matches!(screen, ScreenView::Result { .. }))
            .await
    }
}

async fn start(
    folder: &TempDir,
    keyring: &Arc<MemoryKeyring>,
    simulator: &Shared,
    browser: &Arc<Browser>,
) -> Engine {
    Engine::start(EngineOptions {
        data_dir: folder.path().to_owned(),
        login: Arc::clone(browser) as _,
        simulator: Arc::new(simulator.clone()),
        clock: Arc::new(Shifted(Arc::clone(&simulator.hours))),
        keyring: Keyring::with_store(Arc::clone(keyring) as _),
        check_at_start: simulator.watches,
        version: "0.0.0-test".to_owned(),
        system_language: "pt_BR".to_owned(),
        first_environment: simulator.first,
        policy: simulator.policy.clone(),
        way: Way::default(),
        made_at: Some(UnixMillis(1_750_000_000_000)),
    })
    .await
}
