//! HMAC-SHA256, the one signature that Meta uses: `appsecret_proof` and `X-Hub-Signature-256`.

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// Lower-case hex of HMAC-SHA256 over `message`.
pub(crate) fn hex(key: &str, message: &[u8]) -> String {
    // HMAC takes keys of any length.
    Hmac::<Sha256>::new_from_slice(key.as_bytes())
        .map(|mac| hex::encode(mac.chain_update(message).finalize().into_bytes()))
        .unwrap_or_default()
}
