//! A given Graph address, for checks and repairs outside an environment.

use super::order::{FleetOrder, FleetProgress};
use super::reading;
use super::repair::{self, Givens, Repaired};
use super::result::Fleet;
use crate::connection::DEFAULT_GRAPH_VERSION;
use crate::surface::{Clock, SystemClock};
use reconecta_core::attempt::FoundNumber;
use reconecta_core::ids::UnixMillis;
use reconecta_graph::{Graph, GraphSettings, META_LOGIN, SettingsRefused};
use reconecta_network::Way;
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;

/// A Graph API with one app's limits.
#[derive(Clone, Debug)]
pub struct Endpoint {
    graph: Arc<Graph>,
}

impl Endpoint {
    /// The API at this address: https, or http on this computer. `app_secret` proves each call where the Meta app
    /// demands it; reads wait for pauses no longer than `patience`.
    ///
    /// # Errors
    /// The address cannot be used.
    pub fn new(
        graph: &str,
        app_secret: Option<SecretString>,
        patience: Duration,
    ) -> Result<Self, SettingsRefused> {
        Self::by_way_of(Way::default(), graph, app_secret, patience)
    }

    /// The same, reached this way where it is outside of this computer.
    ///
    /// # Errors
    /// The address cannot be used.
    pub fn by_way_of(
        way: Way,
        graph: &str,
        app_secret: Option<SecretString>,
        patience: Duration,
    ) -> Result<Self, SettingsRefused> {
        let settings = GraphSettings::new(graph, META_LOGIN, DEFAULT_GRAPH_VERSION)?
            .with_patience(patience)
            .reading_together()
            .by_way_of(way);
        let settings = match app_secret {
            Some(secret) => settings.with_app_secret(secret),
            None => settings,
        };
        Ok(Self {
            graph: Arc::new(Graph::new(settings)?),
        })
    }

    /// The time of this computer.
    pub fn now(&self) -> UnixMillis {
        SystemClock.now()
    }

    /// Reads a fleet; see [`reading::read`].
    pub async fn read(&self, order: FleetOrder, progress: impl Fn(FleetProgress) + Send) -> Fleet {
        reading::read(Arc::clone(&self.graph), order, self.now(), progress).await
    }

    /// Repairs one number; see [`repair::repair`].
    pub async fn repair(&self, token: &SecretString, found: FoundNumber, givens: &Givens) -> Repaired {
        repair::repair(&self.graph, token, found, givens, &|| SystemClock.now()).await
    }
}
