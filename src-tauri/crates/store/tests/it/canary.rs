//! A secret that went through vault and store is in none of the store's files, and comes back.

use reconecta_core::ids::{ChannelId, CredentialId, UnixMillis};
use reconecta_store::{
    ChannelKind, ChannelTarget, CredentialKind, NewChannel, NewCredential, SealedSecret, Slot, Store,
    StoreFolder,
};
use reconecta_vault::{SealContext, Sealed, Vault};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use std::fs;
use std::path::Path;

const CANARY: &str = "EAACanaryTokenThatMustNeverBeOnDisk";
const MARKER: &str = "Padaria Marcador";

fn files_with(folder: &Path, text: &str) -> usize {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            if path.is_dir() {
                return files_with(&path, text);
            }
            let bytes = fs::read(&path).unwrap();
            usize::from(bytes.windows(text.len()).any(|window| window == text.as_bytes()))
        })
        .sum()
}

#[tokio::test]
async fn a_stored_token_is_in_no_file_and_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(StoreFolder::new(folder.path())).await.unwrap();
    let vault = Vault::memory_only().unwrap();
    store
        .save_account("a".to_owned(), MARKER.to_owned(), UnixMillis(1))
        .await
        .unwrap();
    let channel = ChannelId::from("c1");
    let new = NewChannel {
        id: channel.clone(),
        account_id: "a".to_owned(),
        kind: ChannelKind::WhatsappCloudApi,
        name: "Atendimento".to_owned(),
        target: ChannelTarget::default(),
        detail: json!({}),
    };
    store.create_channel(new, UnixMillis(1)).await.unwrap();

    let kind = CredentialKind::UserToken;
    let context = SealContext {
        row_id: "credential-1",
        kind: kind.as_str(),
    };
    let sealed = vault.seal(&context, &SecretString::from(CANARY)).unwrap();
    let new = NewCredential {
        id: CredentialId::from("credential-1"),
        kind,
        secret: SealedSecret {
            key_id: sealed.key_id.to_string(),
            nonce: sealed.nonce.to_vec(),
            bytes: sealed.bytes,
        },
        person_id: None,
        person_name: None,
        scopes: Vec::new(),
        expires_at: None,
        attempt: None,
    };
    let id = new.id.clone();
    store
        .stage_credential(new, vec![channel.clone()], UnixMillis(2))
        .await
        .unwrap();
    store
        .promote_credential(channel.clone(), id, UnixMillis(3))
        .await
        .unwrap();
    store.back_up().await.unwrap();

    let stored = store
        .active_credential(channel, Slot::AccessToken)
        .await
        .unwrap()
        .unwrap();
    let secret = stored.secret.unwrap();
    let sealed = Sealed {
        key_id: secret.key_id.parse().unwrap(),
        nonce: secret.nonce.try_into().unwrap(),
        bytes: secret.bytes,
    };
    let context = SealContext {
        row_id: stored.id.as_str(),
        kind: stored.kind.as_str(),
    };
    assert_eq!(vault.unseal(&context, &sealed).unwrap().expose_secret(), CANARY);

    assert!(
        files_with(folder.path(), MARKER) >= 2,
        "the search must find what is there: log and backup"
    );
    assert_eq!(
        files_with(folder.path(), CANARY),
        0,
        "the token must be in no file while the store is open"
    );
    store.close().await;
    assert_eq!(files_with(folder.path(), CANARY), 0, "nor after it is closed");
}
