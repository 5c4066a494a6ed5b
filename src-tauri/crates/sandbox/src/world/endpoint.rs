//! Hosts of the simulated internet: they answer callbacks that are not on loopback.

use serde::{Deserialize, Serialize};

/// How a host behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Manner {
    /// As Meta demands.
    #[default]
    Working,
    /// Nothing listens there.
    RefusesConnections,
    /// A firewall lets the connection through and then nothing.
    Silent,
    /// Its certificate has expired.
    ExpiredCertificate,
    /// Its certificate is of another host.
    CertificateOfOtherHost,
    /// Nobody known has signed its certificate.
    UntrustedCertificate,
    /// It redirects to another address, which Meta does not follow.
    Redirects {
        /// Where to.
        to: String,
    },
    /// It answers everything with this status.
    Fails {
        /// HTTP status.
        status: u16,
    },
    /// It answers 200 with a page of its own instead of the challenge.
    AnswersOther,
}

/// An address of the simulated internet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Address without query.
    pub url: String,
    /// Verify token it expects; `None` accepts any.
    #[serde(default)]
    pub verify_token: Option<String>,
    /// How it behaves.
    #[serde(default)]
    pub manner: Manner,
}

impl Endpoint {
    /// Its host.
    pub(crate) fn host(&self) -> Option<String> {
        let url = url::Url::parse(&self.url).ok()?;
        url.host_str().map(str::to_owned)
    }
}
