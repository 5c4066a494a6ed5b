//! Where hosts of callbacks are: on the internet, or in the simulator.

use reconecta_network::Way;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use url::{Host, Url};

/// A name service.
pub trait Names: Send + Sync {
    /// Where a host is; `None` when there is no such name.
    fn resolve(&self, host: &str) -> Option<SocketAddr>;
}

/// Where callbacks are.
#[derive(Clone)]
pub enum CallbackNetwork {
    /// On the internet, where Meta has to reach them as well.
    Internet {
        /// Whether addresses of this computer and its network may be asked.
        private: bool,
        /// How they are reached.
        way: Way,
    },
    /// In the simulator.
    Simulated {
        /// Its name service.
        names: Arc<dyn Names>,
        /// The certificate that signs those of its hosts, in DER.
        authority: Arc<[u8]>,
    },
}

impl fmt::Debug for CallbackNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Internet { .. } => "Internet",
            Self::Simulated { .. } => "Simulated",
        })
    }
}

/// The name leads into a private network.
#[derive(Debug, thiserror::Error)]
#[error("the name leads into a private network")]
pub(super) struct Private;

/// Looks names up for the HTTP client.
pub(super) struct Resolver(CallbackNetwork);

impl Resolver {
    pub(super) fn of(network: &CallbackNetwork) -> Self {
        Self(network.clone())
    }

    /// Whether the address names a private one by itself, which nobody looks up.
    pub(super) fn refuses_literal(&self, url: &Url) -> bool {
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            Some(Host::Domain(_)) | None => return false,
        };
        matches!(self.0, CallbackNetwork::Internet { private: false, .. }) && is_private(literal)
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let network = self.0.clone();
        Box::pin(async move {
            let host = name.as_str();
            let found: Vec<SocketAddr> = match &network {
                CallbackNetwork::Simulated { names, .. } => {
                    let unknown = || io::Error::new(io::ErrorKind::NotFound, "no such name");
                    vec![names.resolve(host).ok_or_else(unknown)?]
                }
                CallbackNetwork::Internet { private, .. } => {
                    let found: Vec<_> = tokio::net::lookup_host((host, 0)).await?.collect();
                    if !private && !found.is_empty() && found.iter().all(|one| is_private(one.ip())) {
                        return Err(Private.into());
                    }
                    found
                }
            };
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Whether Meta could not follow there. Sources: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let shared = matches!(address.octets(), [100, 64..=127, ..]);
            shared
                || address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_unspecified()
        }
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_private(IpAddr::V4(mapped)),
            None => {
                address.is_unique_local()
                    || address.is_loopback()
                    || address.is_unicast_link_local()
                    || address.is_unspecified()
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses() {
        for (text, private) in [
            ("10.1.2.3", true),
            ("172.16.0.1", true),
            ("192.168.1.20", true),
            ("127.0.0.1", true),
            ("169.254.9.9", true),
            ("100.64.0.1", true),
            ("100.128.0.1", false),
            ("157.240.12.35", false),
            ("::1", true),
            ("fd00::1", true),
            ("fe80::1", true),
            ("::ffff:10.0.0.1", true),
            ("2a03:2880:f105:283:face:b00c:0:25de", false),
        ] {
            assert_eq!(is_private(text.parse().unwrap()), private, "{text}");
        }
    }
}
