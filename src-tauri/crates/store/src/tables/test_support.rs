//! What the tests of several tables need.

use super::{ChannelKind, ChannelTarget, CredentialKind, NewChannel, NewCredential, SealedSecret};
use crate::{Store, StoreFolder};
use reconecta_core::ids::{AttemptId, ChannelId, CredentialId, NumberId, UnixMillis};
use serde_json::json;
use tempfile::TempDir;

pub(crate) fn at(millis: i64) -> UnixMillis {
    UnixMillis(millis)
}

pub(crate) fn channel(id: &str) -> ChannelId {
    ChannelId::from(id)
}

pub(crate) async fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(StoreFolder::new(folder.path().join("data")))
        .await
        .unwrap();
    (folder, store)
}

/// A store with an account and these channels, each with a number of its own.
pub(crate) async fn store_with_channels(ids: &[&str]) -> (TempDir, Store) {
    let (folder, store) = store().await;
    store
        .save_account("account".to_owned(), "Padaria Sol".to_owned(), at(0))
        .await
        .unwrap();
    for id in ids {
        store
            .create_channel(new_channel(id, &format!("number-of-{id}")), at(0))
            .await
            .unwrap();
    }
    (folder, store)
}

pub(crate) fn new_channel(id: &str, number: &str) -> NewChannel {
    NewChannel {
        id: channel(id),
        account_id: "account".to_owned(),
        kind: ChannelKind::WhatsappCloudApi,
        name: format!("Atendimento {id}"),
        target: ChannelTarget {
            phone_number_id: Some(NumberId::from(number)),
            ..ChannelTarget::default()
        },
        detail: json!({}),
    }
}

pub(crate) fn sealed(id: &str) -> SealedSecret {
    SealedSecret {
        key_id: "key-1".to_owned(),
        nonce: vec![7; 24],
        bytes: id.as_bytes().to_vec(),
    }
}

pub(crate) fn token(id: &str, attempt: Option<&str>) -> NewCredential {
    NewCredential {
        id: CredentialId::from(id),
        kind: CredentialKind::UserToken,
        secret: sealed(id),
        person_id: Some("100".to_owned()),
        person_name: Some("Ana".to_owned()),
        scopes: vec!["whatsapp_business_management".to_owned()],
        expires_at: None,
        attempt: attempt.map(AttemptId::from),
    }
}
