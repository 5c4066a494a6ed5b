//! A certificate authority of its own, made anew at each start.

use crate::world::Manner;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use std::io;
use std::sync::Arc;

/// Signs certificates of hosts.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: Vec<u8>,
}

impl Authority {
    /// A new key and its certificate.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub(crate) fn new() -> io::Result<Self> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let mut params = CertificateParams::new(Vec::new()).map_err(io::Error::other)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).map_err(io::Error::other)?;
        Ok(Self {
            certificate: certificate.der().to_vec(),
            issuer: Issuer::new(params, key),
        })
    }

    /// Its own certificate, in DER.
    pub(crate) fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// What a host of that manner shows.
    ///
    /// # Errors
    /// The system gives no randomness, or the host has an impossible name.
    pub(crate) fn server(&self, host: &str, manner: &Manner) -> io::Result<Arc<ServerConfig>> {
        let name = match manner {
            Manner::CertificateOfOtherHost => "another-host.example".to_owned(),
            _ => host.to_owned(),
        };
        let mut params = CertificateParams::new(vec![name]).map_err(io::Error::other)?;
        if *manner == Manner::ExpiredCertificate {
            params.not_before = date_time_ymd(2024, 1, 1);
            params.not_after = date_time_ymd(2025, 1, 1);
        }
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = match manner {
            Manner::UntrustedCertificate => params.self_signed(&key),
            _ => params.signed_by(&key, &self.issuer),
        }
        .map_err(io::Error::other)?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .map_err(io::Error::other)?;
        Ok(Arc::new(config))
    }
}
