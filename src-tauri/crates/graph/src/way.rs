//! The way to servers outside of this computer: through which proxy, and whose certificates count beside the system's.

use crate::tls;
use reconecta_core::network::Route;
use reqwest::{ClientBuilder, Proxy};
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
        if roots.is_empty() || roots.iter().any(|root| tls::trusting(root).is_err()) {
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

    /// The added authorities, each in DER, for what is no call to Meta.
    pub fn authorities(&self) -> impl Iterator<Item = &[u8]> {
        self.roots.iter().map(AsRef::as_ref)
    }

    pub(crate) fn roots(&self) -> &[CertificateDer<'static>] {
        &self.roots
    }

    /// Leads a client's calls this way.
    pub(crate) fn lead(&self, builder: ClientBuilder) -> ClientBuilder {
        match &self.route {
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
        }
    }
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
