//! The simulator of Meta, inside this process, for the demonstration.

use async_trait::async_trait;
use meta_sandbox::{Sandbox, SandboxOptions, SeedChannel, SimulatedInternet, World, demo_channels};
use reconecta_core::ids::{BusinessId, NumberId, WabaId};
use reconecta_engine::surface::{
    CallbackNetwork, DemonstrationChannel, ExpectedCallback, Names, SimulatedPlatform, Simulator,
    SimulatorAddresses, SimulatorUnavailable,
};
use secrecy::SecretString;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The simulated world, kept between two starts of the app.
const SNAPSHOT: &str = "simulator.json";

/// One simulator for as long as the app runs, on free loopback ports.
#[derive(Default)]
pub(crate) struct LocalSimulator(Mutex<Option<Sandbox>>);

#[async_trait]
impl Simulator for LocalSimulator {
    async fn start(&self, folder: &Path) -> Result<SimulatorAddresses, SimulatorUnavailable> {
        let mut running = self.0.lock().await;
        if let Some(sandbox) = &*running {
            return Ok(addresses(sandbox));
        }
        let options = SandboxOptions::new(World::demo()).snapshot(folder.join(SNAPSHOT));
        let sandbox = Sandbox::start_with(options).await.map_err(|error| {
            tracing::error!(%error, "The simulator could not be started");
            SimulatorUnavailable
        })?;
        tracing::info!(
            graph = sandbox.graph_url(),
            login = sandbox.login_url(),
            "The simulator runs"
        );
        let addresses = addresses(&sandbox);
        *running = Some(sandbox);
        Ok(addresses)
    }
}

/// The simulator's name service.
struct Hosts(SimulatedInternet);

impl Names for Hosts {
    fn resolve(&self, host: &str) -> Option<SocketAddr> {
        self.0.resolve(host)
    }
}

fn addresses(sandbox: &Sandbox) -> SimulatorAddresses {
    let app = sandbox.app();
    let platform = sandbox.chatwoot();
    SimulatorAddresses {
        graph: sandbox.graph_url().to_owned(),
        login: sandbox.login_url().to_owned(),
        control: sandbox.control_url(),
        platform: SimulatedPlatform {
            address: platform.url,
            account: u32::try_from(platform.account).unwrap_or_default(),
            token: SecretString::from(platform.access_token),
        },
        chat: sandbox.phone_url(),
        internet: CallbackNetwork::Simulated {
            authority: sandbox.internet().authority().into(),
            names: Arc::new(Hosts(sandbox.internet().clone())),
        },
        app_id: app.id,
        configuration_id: app.user_configuration_id,
        app_secret: SecretString::from(app.secret),
        redirect_uri: app.redirect_uri,
        channels: demo_channels().into_iter().map(channel).collect(),
    }
}

fn channel(seed: SeedChannel) -> DemonstrationChannel {
    DemonstrationChannel {
        name: seed.name.to_owned(),
        number: NumberId::new(seed.phone_number_id),
        waba: WabaId::new(seed.waba_id),
        business: BusinessId::new(seed.business_id),
        display_phone_number: seed.display_phone_number.to_owned(),
        token: (!seed.token.is_empty()).then(|| SecretString::from(seed.token)),
        callback: seed.expected_callback.map(|url| ExpectedCallback {
            url: url.to_owned(),
            verify_token: SecretString::from(seed.verify_token),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_start_answers_the_same_addresses() {
        let folder = tempfile::tempdir().unwrap();
        let simulator = LocalSimulator::default();
        let first = simulator.start(folder.path()).await.unwrap();
        let second = simulator.start(folder.path()).await.unwrap();
        assert_eq!((first.graph, first.login), (second.graph, second.login));
        assert!(
            !first.channels.is_empty(),
            "the demonstration starts with channels"
        );
    }
}
