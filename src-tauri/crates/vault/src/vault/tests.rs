use super::*;
use crate::memory_keyring::{MemoryKeyring, Mood};
use secrecy::ExposeSecret;
use std::time::Duration;

const HERE: SealContext<'static> = SealContext {
    row_id: "row-1",
    kind: "user_token",
};

fn keyring() -> (Arc<MemoryKeyring>, Keyring) {
    let store = Arc::new(MemoryKeyring::default());
    let keyring = Keyring::with_store(store.clone());
    (store, keyring)
}

/// The same keyring for a caller who gives up soon: only for calls that must not be answered.
fn impatient(keyring: &Keyring) -> Keyring {
    keyring.clone().with_limit(Duration::from_millis(20))
}

fn profile() -> VaultProfile {
    VaultProfile::production()
}

fn ready(state: VaultState) -> Vault {
    match state {
        VaultState::Ready(vault) => vault,
        other => panic!("the vault should be ready, but it is {other:?}"),
    }
}

#[tokio::test]
async fn the_first_opening_makes_a_key_and_later_ones_find_it() {
    let (store, keyring) = keyring();
    let first = ready(Vault::open(&keyring, &profile(), None).await);
    assert_eq!(first.protection(), Protection::Keyring);
    let sealed = first.seal(&HERE, &SecretString::from("token")).unwrap();

    let second = ready(Vault::open(&keyring, &profile(), Some(first.record())).await);
    assert_eq!(second.unseal(&HERE, &sealed).unwrap().expose_secret(), "token");
    assert_eq!(store.writes(), 1, "an existing key must not be written again");
}

#[tokio::test]
async fn a_key_left_by_an_earlier_installation_is_used() {
    let (store, keyring) = keyring();
    let before = ready(Vault::open(&keyring, &profile(), None).await);
    let after = ready(Vault::open(&keyring, &profile(), None).await);
    assert_eq!(before.key_id(), after.key_id());
    assert_eq!(store.writes(), 1);
}

#[tokio::test]
async fn profiles_never_share_a_key() {
    let (store, keyring) = keyring();
    let demonstration = ready(Vault::open(&keyring, &VaultProfile::demonstration(), None).await);
    let production = ready(Vault::open(&keyring, &profile(), None).await);
    assert_ne!(demonstration.key_id(), production.key_id());
    assert_eq!(store.names().len(), 2, "each profile has an entry of its own");
}

#[tokio::test]
async fn a_missing_key_is_told_and_nothing_is_written() {
    let (store, keyring) = keyring();
    let vault = ready(Vault::open(&keyring, &profile(), None).await);
    store.forget(&profile().entry());
    let state = Vault::open(&keyring, &profile(), Some(vault.record())).await;
    assert!(
        matches!(state, VaultState::KeyMissing { known } if known == vault.key_id()),
        "rows are sealed, so a new key must not be made silently: {state:?}"
    );
    assert_eq!(store.writes(), 1);
}

#[tokio::test]
async fn a_changed_key_is_told_and_left_alone() {
    let (store, keyring) = keyring();
    let vault = ready(Vault::open(&keyring, &profile(), None).await);
    let entry = profile().entry();
    let mut value = store.raw(&entry).unwrap();
    value[7] ^= 1;
    store.put_raw(&entry, &value);

    let state = Vault::open(&keyring, &profile(), Some(vault.record())).await;
    assert!(
        matches!(state, VaultState::KeyChanged { known: Some(known), found: Some(found) }
            if known == vault.key_id() && found != known),
        "one flipped bit makes another key: {state:?}"
    );
    assert_eq!(
        store.raw(&entry).unwrap(),
        value,
        "the keyring's value must stay as found"
    );

    store.put_raw(&entry, b"not a key");
    for known in [Some(vault.record()), None] {
        let state = Vault::open(&keyring, &profile(), known).await;
        assert!(
            matches!(state, VaultState::KeyChanged { found: None, .. }),
            "{state:?}"
        );
    }
    assert_eq!(
        store.raw(&entry).unwrap(),
        b"not a key",
        "a foreign value must not be overwritten"
    );
}

#[tokio::test]
async fn starting_over_keeps_what_was_found() {
    let (store, keyring) = keyring();
    let old = ready(Vault::open(&keyring, &profile(), None).await);
    let sealed = old.seal(&HERE, &SecretString::from("token")).unwrap();
    let kept = store.raw(&profile().entry()).unwrap();

    let new = ready(Vault::start_over(&keyring, &profile()).await);
    assert_ne!(new.key_id(), old.key_id());
    let refusal = new.unseal(&HERE, &sealed).err();
    assert!(matches!(refusal, Some(SealError::OtherKey { .. })), "{refusal:?}");
    let aside = profile().set_aside_entry(&old.key_id().to_string());
    assert_eq!(store.raw(&aside), Some(kept), "the old key must be kept beside");
}

#[tokio::test]
async fn starting_over_after_a_loss_makes_a_new_key() {
    let (store, keyring) = keyring();
    let vault = ready(Vault::start_over(&keyring, &profile()).await);
    assert_eq!(vault.protection(), Protection::Keyring);
    assert_eq!(store.names(), [profile().entry()]);
}

#[tokio::test]
async fn each_failure_of_the_keyring_has_its_state_and_a_retry_works() {
    let (store, keyring) = keyring();
    store.set_mood(Mood::Absent);
    let state = Vault::open(&keyring, &profile(), None).await;
    assert!(
        matches!(
            state,
            VaultState::KeyringUnavailable {
                reason: KeyringProblem::Absent { .. }
            }
        ),
        "{state:?}"
    );
    store.set_mood(Mood::NoCollection);
    let state = Vault::open(&keyring, &profile(), None).await;
    assert!(
        matches!(
            state,
            VaultState::KeyringUnavailable {
                reason: KeyringProblem::NoCollection
            }
        ),
        "{state:?}"
    );
    store.set_mood(Mood::Locked);
    let state = Vault::open(&keyring, &profile(), None).await;
    assert!(matches!(state, VaultState::KeyringLocked), "{state:?}");
    store.set_mood(Mood::Forgets);
    let state = Vault::open(&keyring, &profile(), None).await;
    assert!(
        matches!(
            state,
            VaultState::KeyringUnavailable {
                reason: KeyringProblem::DidNotKeep
            }
        ),
        "a key that does not read back must not be used: {state:?}"
    );
    store.set_mood(Mood::Works);
    ready(Vault::open(&keyring, &profile(), None).await);
}

#[tokio::test]
async fn an_open_prompt_is_a_locked_keyring_and_the_answer_is_not_lost() {
    let (store, keyring) = keyring();
    store.set_mood(Mood::PromptOpen);
    for attempt in 1..=2 {
        let state = Vault::open(&impatient(&keyring), &profile(), None).await;
        assert!(
            matches!(state, VaultState::KeyringLocked),
            "attempt {attempt}: {state:?}"
        );
    }
    store.set_mood(Mood::Works);
    ready(Vault::open(&keyring, &profile(), None).await);
    assert_eq!(
        store.writes(),
        1,
        "the calls that waited must not have made keys of their own"
    );
}

#[tokio::test]
async fn a_hanging_keyring_is_given_up_within_the_limit() {
    let (store, keyring) = keyring();
    store.set_mood(Mood::Hangs);
    let state = Vault::open(&impatient(&keyring), &profile(), None).await;
    assert!(
        matches!(
            state,
            VaultState::KeyringUnavailable {
                reason: KeyringProblem::NotAnswering
            }
        ),
        "{state:?}"
    );
    store.set_mood(Mood::Works);
    ready(Vault::open(&keyring, &profile(), None).await);
}

#[tokio::test]
async fn a_passphrase_opens_the_same_key_again() {
    let vault = Vault::create_with_passphrase(SecretString::from("correct horse battery"))
        .await
        .unwrap();
    let sealed = vault.seal(&HERE, &SecretString::from("token")).unwrap();
    let stored = serde_json::to_string(vault.record()).unwrap();

    let record: KeyRecord = serde_json::from_str(&stored).unwrap();
    let (_, keyring) = keyring();
    let VaultState::PassphraseNeeded(record) = Vault::open(&keyring, &profile(), Some(&record)).await else {
        panic!("a vault behind a passphrase must ask for it");
    };
    let wrong =
        Vault::unlock_with_passphrase(record.clone(), SecretString::from("wrong horse battery")).await;
    assert_eq!(wrong.err(), Some(PassphraseError::Wrong));
    let again = Vault::unlock_with_passphrase(record, SecretString::from("correct horse battery"))
        .await
        .unwrap();
    assert_eq!(again.unseal(&HERE, &sealed).unwrap().expose_secret(), "token");

    let changed = again
        .with_passphrase(SecretString::from("another long phrase"))
        .await
        .unwrap();
    assert_eq!(
        changed.key_id(),
        vault.key_id(),
        "a new passphrase keeps the key and so every sealed row"
    );
    assert_eq!(changed.unseal(&HERE, &sealed).unwrap().expose_secret(), "token");
}

#[tokio::test]
async fn a_key_of_memory_is_not_expected_after_a_restart() {
    let vault = Vault::memory_only().unwrap();
    assert_eq!(vault.protection(), Protection::MemoryOnly);
    let sealed = vault.seal(&HERE, &SecretString::from("token")).unwrap();
    let (_, keyring) = keyring();
    let next = ready(Vault::open(&keyring, &profile(), Some(vault.record())).await);
    let refusal = next.unseal(&HERE, &sealed).err();
    assert!(matches!(refusal, Some(SealError::OtherKey { .. })), "{refusal:?}");
}

#[test]
fn debug_shows_no_key() {
    let vault = Vault::memory_only().unwrap();
    let shown = format!("{vault:?}");
    assert!(shown.contains(&vault.key_id().to_string()));
    assert!(
        !shown.contains(&hex::encode(vault.0.key.bytes())),
        "the key must not be printed"
    );
}

#[test]
fn profile_names_are_restricted() {
    assert_eq!(VaultProfile::new("production"), Some(VaultProfile::production()));
    for name in ["", "Produção", "a b", "../x"] {
        assert_eq!(VaultProfile::new(name), None, "{name:?} must be refused");
    }
}
