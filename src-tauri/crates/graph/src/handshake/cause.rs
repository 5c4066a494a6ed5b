//! What stopped a handshake on its way.

use super::network::Private;
use reconecta_core::proof::ProbeEnd;
use reconecta_network::find_error;
use rustls::CertificateError;
use std::io;

/// Told by the errors within the error, never by their words.
pub(super) fn of(error: &reqwest::Error) -> ProbeEnd {
    if find_error::<Private>(error).is_some() {
        ProbeEnd::PrivateAddress
    } else if error.is_dns() {
        ProbeEnd::NameUnknown
    } else if let Some(tls) = find_error::<rustls::Error>(error) {
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
    match find_error::<io::Error>(error).map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => ProbeEnd::ConnectionRefused,
        Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset) => ProbeEnd::EncryptionFailed,
        _ => ProbeEnd::NoConnection,
    }
}
