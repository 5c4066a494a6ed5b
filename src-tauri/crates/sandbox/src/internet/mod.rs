//! The simulated internet: hosts with names, certificates and bad manners, all on one loopback port.
//!
//! Names are looked up by [`SimulatedInternet::resolve`]; which host is meant, the TLS client hello says.

mod answer;
mod authority;
mod serve;

pub(crate) use answer::answer;
pub(crate) use authority::Authority;
pub(crate) use serve::serve;

use crate::shared::Shared;
use crate::world::Manner;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// A loopback port that nothing ever listens on: the oldest assigned one.
const CLOSED: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 1);

/// Its name service and its certificate authority, for clients that want to go there.
#[derive(Clone, Debug)]
pub struct SimulatedInternet {
    shared: Arc<Shared>,
    address: SocketAddr,
    authority: Arc<[u8]>,
}

impl SimulatedInternet {
    pub(crate) fn new(shared: Arc<Shared>, address: SocketAddr, authority: &Authority) -> Self {
        Self {
            shared,
            address,
            authority: authority.certificate().into(),
        }
    }

    /// Where a host is; `None` when no such name exists.
    pub fn resolve(&self, host: &str) -> Option<SocketAddr> {
        let manner = self.shared.read(|world| answer::manner_of(world, host))?;
        Some(match manner {
            Manner::RefusesConnections => CLOSED,
            _ => self.address,
        })
    }

    /// The certificate that signs those of its hosts, in DER.
    pub fn authority(&self) -> &[u8] {
        &self.authority
    }
}
