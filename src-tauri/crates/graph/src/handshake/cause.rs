//! What stopped a handshake on its way.

use super::network::Private;
use reconecta_core::proof::ProbeEnd;
use rustls::CertificateError;
use std::error::Error;
use std::io;

/// Told by the errors within the error, never by their words.
pub(super) fn of(error: &reqwest::Error) -> ProbeEnd {
    if contains::<Private>(error).is_some() {
        ProbeEnd::PrivateAddress
    } else if error.is_dns() {
        ProbeEnd::NameUnknown
    } else if let Some(tls) = contains::<rustls::Error>(error) {
        of_tls(tls)
    } else if error.is_connect() {
        of_connection(error)
    } else if error.is_timeout() {
        ProbeEnd::NoAnswer
    } else {
        ProbeEnd::Interrupted
    }
}

fn of_tls(error: &rustls::Error) -> ProbeEnd {
    use CertificateError as C;
    match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            C::Expired | C::ExpiredContext { .. } | C::NotValidYet | C::NotValidYetContext { .. } => {
                ProbeEnd::CertificateExpired
            }
            C::NotValidForName | C::NotValidForNameContext { .. } => ProbeEnd::CertificateOfOtherHost,
            _ => ProbeEnd::CertificateUntrusted,
        },
        _ => ProbeEnd::EncryptionFailed,
    }
}

fn of_connection(error: &reqwest::Error) -> ProbeEnd {
    match contains::<io::Error>(error).map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => ProbeEnd::ConnectionRefused,
        Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset) => ProbeEnd::EncryptionFailed,
        _ => ProbeEnd::NoConnection,
    }
}

/// The first error of a kind within an error. An I/O error does not tell its inner error as source.
fn contains<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    if let Some(found) = error.downcast_ref::<E>() {
        return Some(found);
    }
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    wrapped
        .and_then(|inner| contains::<E>(inner))
        .or_else(|| error.source().and_then(contains::<E>))
}
