//! Opens the production vault with the operating system's keyring and prints what came of it as one JSON line. The
//! first argument may be the key record of an earlier run.
#![allow(
    clippy::print_stdout,
    reason = "the answer is read by the test that started this program"
)]

use reconecta_vault::{KeyRecord, Keyring, SealContext, Vault, VaultProfile, VaultState};
use secrecy::SecretString;
use serde_json::json;
use std::time::Instant;

#[tokio::main]
async fn main() {
    let known = std::env::args()
        .nth(1)
        .and_then(|text| serde_json::from_str::<KeyRecord>(&text).ok());
    let began = Instant::now();
    let state = Vault::open(&Keyring::os(), &VaultProfile::production(), known.as_ref()).await;
    let answer = match state {
        VaultState::Ready(vault) => {
            let context = SealContext {
                row_id: "probe",
                kind: "user_token",
            };
            let opened = vault
                .seal(&context, &SecretString::from("canary"))
                .and_then(|sealed| vault.unseal(&context, &sealed))
                .is_ok();
            json!({"state": "ready", "record": vault.record(), "sealed_and_opened": opened})
        }
        VaultState::PassphraseNeeded(_) => json!({"state": "passphrase_needed"}),
        VaultState::KeyringUnavailable { reason } => {
            json!({"state": "unavailable", "reason": reason.to_string()})
        }
        VaultState::KeyringLocked => json!({"state": "locked"}),
        VaultState::KeyMissing { .. } => json!({"state": "missing"}),
        VaultState::KeyChanged { .. } => json!({"state": "changed"}),
    };
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    println!("{}", json!({"answer": answer, "millis": millis}));
}
