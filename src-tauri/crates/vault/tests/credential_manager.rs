//! The vault with the Credential Manager of Windows. Each test has a profile of its own and takes its entry away again.
#![cfg(windows)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use keyring_core::api::CredentialStoreApi as _;
use keyring_core::{Entry, Error};
use reconecta_vault::{KeyRecord, Keyring, SealContext, Vault, VaultProfile, VaultState};
use secrecy::{ExposeSecret, SecretString};
use windows_native_keyring_store::Store;

/// The service name under which the product keeps its keys.
const SERVICE: &str = "app.reconecta.desktop";
const CONTEXT: SealContext<'static> = SealContext {
    row_id: "row",
    kind: "user_token",
};

/// A profile that no person has.
struct Profile(VaultProfile);

impl Profile {
    fn new(name: &str) -> Self {
        let profile = Self(VaultProfile::new(&format!("test-{name}-{}", std::process::id())).unwrap());
        assert!(
            matches!(profile.entry().get_secret(), Err(Error::NoEntry)),
            "the profile must begin without a key"
        );
        profile
    }

    fn entry(&self) -> Entry {
        Store::new()
            .unwrap()
            .build(SERVICE, &self.0.entry(), None)
            .unwrap()
    }

    async fn open(&self, known: Option<&KeyRecord>) -> VaultState {
        Vault::open(&Keyring::os(), &self.0, known).await
    }

    async fn ready(&self, known: Option<&KeyRecord>) -> Vault {
        match self.open(known).await {
            VaultState::Ready(vault) => vault,
            other => panic!("the vault must be ready: {other:?}"),
        }
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let _none = self.entry().delete_credential();
    }
}

#[tokio::test]
async fn what_was_sealed_is_opened_by_the_next_start() {
    let profile = Profile::new("kept");
    let first = profile.ready(None).await;
    let sealed = first
        .seal(&CONTEXT, &SecretString::from("senha com acentos: ção"))
        .unwrap();
    let record = first.record().clone();
    drop(first);
    let second = profile.ready(Some(&record)).await;
    let opened = second.unseal(&CONTEXT, &sealed).unwrap();
    assert_eq!(opened.expose_secret(), "senha com acentos: ção");
}

#[tokio::test]
async fn a_deleted_key_is_missing_and_not_replaced() {
    let profile = Profile::new("deleted");
    let record = profile.ready(None).await.record().clone();
    profile.entry().delete_credential().unwrap();
    for _ in 0..2 {
        let state = profile.open(Some(&record)).await;
        assert!(matches!(state, VaultState::KeyMissing { .. }), "{state:?}");
    }
}

#[tokio::test]
async fn another_key_in_its_place_is_a_changed_key() {
    let (mine, other) = (Profile::new("mine"), Profile::new("other"));
    let record = mine.ready(None).await.record().clone();
    let _foreign = other.ready(None).await;
    let foreign_key = other.entry().get_secret().unwrap();
    mine.entry().set_secret(&foreign_key).unwrap();
    let state = mine.open(Some(&record)).await;
    assert!(matches!(state, VaultState::KeyChanged { .. }), "{state:?}");
}
