//! The way to servers outside of this computer: through which proxy, and whose certificates count beside the system's.

use crate::tls;
use reconecta_core::address::is_local;
use reconecta_core::network::Route;
use reqwest::{Client, ClientBuilder, Proxy, redirect, retry};
use rustls::ClientConfig;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::sync::Arc;
use url::Url;

/// A route, and the company's own certificate authorities.
#[derive(Clone, Debug, Default)]
pub struct Way {
    route: Route,
    roots: Arc<[CertificateDer<'static>]>,
}

/// The file holds no certificate that could be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no certificate authority in PEM form")]
pub struct NoCertificate;

/// The system's trust store could not be read, or a certificate is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the HTTP stack could not be set up")]
pub struct NoHttpStack;

impl Way {
    /// This route and the system's own trust.
    pub fn by(route: Route) -> Self {
        Self {
            route,
            roots: Arc::new([]),
        }
    }

    /// The same with more certificate authorities, from PEM text. They are added to the system's, never in its place.
    ///
    /// # Errors
    /// There is none, or one of them cannot be read: half a file would fail where nobody looks.
    pub fn trusting(self, pem: &[u8]) -> Result<Self, NoCertificate> {
        let roots = CertificateDer::pem_slice_iter(pem)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| NoCertificate)?;
        if roots.is_empty() || roots.iter().any(|root| tls::of_authority(root).is_err()) {
            return Err(NoCertificate);
        }
        Ok(Self {
            roots: roots.into(),
            ..self
        })
    }

    /// The route.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// How many certificate authorities were added.
    pub fn added_authorities(&self) -> usize {
        self.roots.len()
    }

    /// The beginning of a client for servers that may be anywhere. It follows no redirect, so that no token does, and repeats nothing
    /// by itself, so that a call is made exactly once; how long it waits is the caller's to say.
    ///
    /// # Errors
    /// See [`NoHttpStack`].
    pub fn client(&self) -> Result<ClientBuilder, NoHttpStack> {
        let builder = begin(tls::of_system(&self.roots))?;
        Ok(match &self.route {
            // What the environment and the system say is read by the HTTP stack itself.
            Route::System => builder,
            Route::Direct => builder.no_proxy(),
            Route::Through { .. } => {
                let route = self.route.clone();
                // A proxy that is set keeps the stack from asking environment and system.
                builder.proxy(Proxy::custom(move |url: &Url| {
                    url.host_str().and_then(|host| route.proxy_for(host)).cloned()
                }))
            }
        })
    }

    /// The same for one server. None on this computer is asked through a proxy.
    ///
    /// # Errors
    /// See [`NoHttpStack`].
    pub fn client_for(&self, server: &Url) -> Result<ClientBuilder, NoHttpStack> {
        let builder = self.client()?;
        Ok(if is_local(server) {
            builder.no_proxy()
        } else {
            builder
        })
    }
}

/// The beginning of a client like that of [`Way::client`] which trusts nothing but this certificate authority, in DER, and asks no proxy.
///
/// # Errors
/// See [`NoHttpStack`].
pub fn client_of_authority(authority: &[u8]) -> Result<ClientBuilder, NoHttpStack> {
    Ok(begin(tls::of_authority(authority))?.no_proxy())
}

fn begin(tls: Result<ClientConfig, rustls::Error>) -> Result<ClientBuilder, NoHttpStack> {
    Ok(Client::builder()
        .tls_backend_preconfigured(tls.map_err(|_| NoHttpStack)?)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .user_agent(concat!("Reconecta/", env!("CARGO_PKG_VERSION"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_a_certificate_is_refused() {
        let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for pem in [&b""[..], b"hello", broken] {
            assert_eq!(Way::default().trusting(pem).err(), Some(NoCertificate));
        }
    }
}
