//! What a host answers to a handshake or an event. The same for Meta's calls and for anybody else's.

use crate::world::{Manner, World};
use hyper::body::Bytes;
use url::Url;

/// An HTTP answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where a redirect leads.
    pub(crate) location: Option<String>,
    pub(crate) body: Bytes,
}

impl Answer {
    fn status(status: u16) -> Self {
        Self {
            status,
            location: None,
            body: Bytes::new(),
        }
    }

    fn text(text: String) -> Self {
        Self {
            body: Bytes::from(text),
            ..Self::status(200)
        }
    }
}

/// How a host behaves on the level of connections; `None` when the name does not exist.
pub(super) fn manner_of(world: &World, host: &str) -> Option<Manner> {
    let mut manners = world
        .endpoints
        .iter()
        .filter(|endpoint| endpoint.host().as_deref() == Some(host))
        .map(|endpoint| &endpoint.manner)
        .peekable();
    let first = (*manners.peek()?).clone();
    Some(
        manners
            .find(|manner| stops(manner).is_some())
            .cloned()
            .unwrap_or(first),
    )
}

/// What curl would say of a host that cannot even be connected to.
fn stops(manner: &Manner) -> Option<&'static str> {
    match manner {
        Manner::RefusesConnections => Some("Failed to connect: Connection refused"),
        Manner::Silent => Some("Operation timed out"),
        Manner::ExpiredCertificate => Some("SSL certificate problem: certificate has expired"),
        Manner::CertificateOfOtherHost => {
            Some("SSL: no alternative certificate subject name matches target host name")
        }
        Manner::UntrustedCertificate => {
            Some("SSL certificate problem: unable to get local issuer certificate")
        }
        Manner::Working | Manner::Redirects { .. } | Manner::Fails { .. } | Manner::AnswersOther => None,
    }
}

/// The answer of the host that an address names, to an event or to a handshake; in words why there is none.
pub(crate) fn answer(world: &World, url: &Url, event: bool) -> Result<Answer, String> {
    let host = url.host_str().unwrap_or_default();
    let manner = manner_of(world, host).ok_or_else(|| format!("Could not resolve host: {host}"))?;
    if let Some(reason) = stops(&manner) {
        return Err(reason.to_owned());
    }
    let mut plain = url.clone();
    plain.set_query(None);
    let endpoint = world.endpoints.iter().find(|one| one.url == plain.as_str());
    let Some(endpoint) = endpoint else {
        return Ok(Answer::status(404));
    };
    Ok(match &endpoint.manner {
        Manner::Fails { status } => Answer::status(*status),
        Manner::Redirects { to } => Answer {
            location: Some(to.clone()),
            ..Answer::status(302)
        },
        Manner::AnswersOther if !event => Answer::text("<h1>Bem-vindo</h1>".to_owned()),
        _ if event => Answer::status(200),
        _ => handshake(endpoint.verify_token.as_deref(), url),
    })
}

fn handshake(verify_token: Option<&str>, url: &Url) -> Answer {
    let query = |name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    if verify_token.is_some() && verify_token != query("hub.verify_token").as_deref() {
        return Answer::status(403);
    }
    Answer::text(query("hub.challenge").unwrap_or_default())
}
