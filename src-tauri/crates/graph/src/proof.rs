//! `appsecret_proof`: the caller of a token also has the app's secret. Source: Meta, "Secure Graph API calls".

use crate::failure::{GraphFailure, unsendable};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// Lower-case hexadecimal HMAC-SHA256 of the token, keyed with the secret.
pub(crate) fn of(secret: &SecretString, token: &SecretString) -> Result<String, GraphFailure> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).map_err(|_| unsendable())?;
    mac.update(token.expose_secret().as_bytes());
    Ok(hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hmac_of_the_token() {
        // Second test vector of RFC 4231.
        let proof = of(&"Jefe".into(), &"what do ya want for nothing?".into()).unwrap();
        assert_eq!(
            proof,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
