//! The simulator and the clock of a house.

use async_trait::async_trait;
use meta_sandbox::{Sandbox, SeedChannel, SimulatedInternet, demo_channels};
use reconecta_core::ids::{BusinessId, NumberId, UnixMillis, WabaId};
use reconecta_engine::surface::{
    CallbackNetwork, Clock, DemonstrationChannel, ExpectedCallback, Names, SimulatedPlatform, Simulator,
    SimulatorAddresses, SimulatorUnavailable, SystemClock,
};
use reconecta_engine::views::EnvironmentView;
use reconecta_policy::Policy;
use secrecy::SecretString;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const SCOPES: [&str; 3] = [
    "business_management",
    "whatsapp_business_management",
    "whatsapp_business_messaging",
];

/// The simulator, kept over restarts of the engine.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) sandbox: Arc<Sandbox>,
    /// A cause whose channel expects another callback than the demonstration gives it.
    pub(super) callback: Option<(&'static str, &'static str)>,
    /// How far the computer's clock is ahead.
    pub(super) hours: Arc<AtomicI64>,
    /// What the company has set.
    pub(super) policy: Policy,
    /// Environment of a first start.
    pub(super) first: Option<EnvironmentView>,
    /// Whether it checks by itself.
    pub(super) watches: bool,
    /// Whether each channel has the demonstration's own token, and not one of Ana's that works.
    pub(super) own_tokens: bool,
}

/// The computer's clock, some hours later.
pub(super) struct Shifted(pub(super) Arc<AtomicI64>);

impl Clock for Shifted {
    fn now(&self) -> UnixMillis {
        SystemClock.now().plus(self.0.load(Ordering::SeqCst) * 3_600_000)
    }
}

impl Shared {
    fn token(&self, seed: &SeedChannel) -> Option<SecretString> {
        if self.own_tokens {
            return (!seed.token.is_empty()).then(|| SecretString::from(seed.token));
        }
        let issued = self.sandbox.issue_user_token("ana", &SCOPES);
        issued.map(SecretString::from)
    }

    fn callback(&self, seed: &SeedChannel) -> Option<ExpectedCallback> {
        let own = self.callback.filter(|(cause, _)| *cause == seed.cause);
        let url = own.map(|(_, url)| url).or(seed.expected_callback)?;
        Some(ExpectedCallback {
            url: url.to_owned(),
            verify_token: SecretString::from(seed.verify_token),
        })
    }
}

struct Hosts(SimulatedInternet);

impl Names for Hosts {
    fn resolve(&self, host: &str) -> Option<SocketAddr> {
        self.0.resolve(host)
    }
}

#[async_trait]
impl Simulator for Shared {
    async fn start(&self, _folder: &Path) -> Result<SimulatorAddresses, SimulatorUnavailable> {
        let app = self.sandbox.app();
        let channels = demo_channels()
            .into_iter()
            .map(|seed| DemonstrationChannel {
                name: seed.name.to_owned(),
                number: NumberId::new(seed.phone_number_id),
                waba: WabaId::new(seed.waba_id),
                business: BusinessId::new(seed.business_id),
                display_phone_number: seed.display_phone_number.to_owned(),
                token: self.token(&seed),
                callback: self.callback(&seed),
            })
            .collect();
        let platform = self.sandbox.chatwoot();
        Ok(SimulatorAddresses {
            graph: self.sandbox.graph_url().to_owned(),
            login: self.sandbox.login_url().to_owned(),
            control: self.sandbox.control_url(),
            platform: SimulatedPlatform {
                address: platform.url,
                account: u32::try_from(platform.account).unwrap_or_default(),
                token: SecretString::from(platform.access_token),
            },
            chat: self.sandbox.phone_url(),
            internet: CallbackNetwork::Simulated {
                authority: self.sandbox.internet().authority().into(),
                names: Arc::new(Hosts(self.sandbox.internet().clone())),
            },
            app_id: app.id,
            configuration_id: app.user_configuration_id,
            app_secret: SecretString::from(app.secret),
            redirect_uri: app.redirect_uri,
            channels,
        })
    }
}
