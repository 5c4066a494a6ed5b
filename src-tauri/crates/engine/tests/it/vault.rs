//! A vault that is closed at first: what waits for it is made up for when it opens.

use crate::house::House;
use reconecta_engine::views::VaultView;
use reconecta_engine::{EngineError, SecretInput};
use reconecta_vault::memory_keyring::Mood;

const PASSPHRASE: &str = "pão quente às seis";

fn passphrase() -> SecretInput {
    serde_json::from_value(serde_json::json!(PASSPHRASE)).unwrap()
}

/// A demonstration that begins on a computer without a keyring.
async fn without_keyring() -> House {
    let mut house = House::with([]).await;
    house.keyring.set_mood(Mood::Absent);
    house.move_out();
    house.restart_watching().await;
    assert_eq!(house.engine.app_view().await.vault, VaultView::Unavailable);
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_the_demonstration_gets_its_tokens_once_a_passphrase_protects_them() {
    let mut house = without_keyring().await;
    let id = house.channel("healthy").await.id;
    let page = house.until_checked(&id).await;
    assert_ne!(
        page.row.verdict.code, "connected_unproven",
        "nothing could be read"
    );
    let view = house.engine.vault_create_passphrase(passphrase()).await.unwrap();
    assert_eq!(view.vault, VaultView::Passphrase);
    let connected = |code: &str| code == "connected_unproven";
    house
        .until_page(&id, |page| connected(&page.row.verdict.code))
        .await;
    let callback = house.channel("override_lost").await.id;
    let page = house.engine.channel_view(&callback).await.unwrap();
    assert!(page.expected_callback.is_some(), "callbacks are known too");
}

#[tokio::test(flavor = "multi_thread")]
async fn channels_are_checked_once_the_vault_is_open() {
    let mut house = without_keyring().await;
    let id = house.channel("healthy").await.id;
    house.engine.vault_create_passphrase(passphrase()).await.unwrap();
    house.until_checked(&id).await;
    house.restart().await;
    assert_eq!(house.engine.app_view().await.vault, VaultView::PassphraseNeeded);
    let before = house.until_checked(&id).await.row.verdict.read_at;
    house.pass_hours(1);
    house.engine.vault_unlock(passphrase()).await.unwrap();
    let read_again = |read_at: Option<f64>| read_at > before;
    let page = house
        .until_page(&id, |page| {
            read_again(page.row.verdict.read_at) && !page.row.checking
        })
        .await;
    assert_eq!(page.row.verdict.code, "connected_unproven");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_passphrase_checks_nothing_again_and_leaves_every_secret_readable() {
    let mut house = without_keyring().await;
    let id = house.channel("healthy").await.id;
    house.engine.vault_create_passphrase(passphrase()).await.unwrap();
    let connected = |code: &str| code == "connected_unproven";
    house
        .until_page(&id, |page| {
            connected(&page.row.verdict.code) && !page.row.checking
        })
        .await;
    house.until_round("the end", |round| round.is_none()).await;
    let asked = house.sandbox.history().len();
    let other: SecretInput = serde_json::from_value(serde_json::json!("sonho de padaria às sete")).unwrap();
    let view = house.engine.vault_create_passphrase(other).await.unwrap();
    assert_eq!(view.vault, VaultView::Passphrase);
    assert_eq!(house.engine.round_view().await, None, "no round begins");
    assert_eq!(house.sandbox.history().len(), asked, "Meta is not asked");

    // What was sealed before is read with the same key.
    house.pass_hours(1);
    let before = house.engine.channel_view(&id).await.unwrap().row.verdict.read_at;
    house.engine.check_channel(&id).await.unwrap();
    let page = house
        .until_page(&id, |page| {
            page.row.verdict.read_at > before && !page.row.checking
        })
        .await;
    assert_eq!(page.row.verdict.code, "connected_unproven");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_new_key_takes_the_place_of_one_that_secrets_are_sealed_with() {
    let mut house = without_keyring().await;
    house.engine.vault_create_passphrase(passphrase()).await.unwrap();
    let lost = house.engine.vault_start_over().await;
    assert_eq!(lost, Err(EngineError::OutOfOrder), "the vault is open");
    house.restart().await;
    for refused in [
        house.engine.vault_create_passphrase(passphrase()).await,
        house.engine.vault_memory_only().await,
        house.engine.vault_start_over().await,
    ] {
        assert_eq!(refused, Err(EngineError::OutOfOrder));
    }
    let view = house.engine.vault_unlock(passphrase()).await.unwrap();
    assert_eq!(view.vault, VaultView::Passphrase, "the first key is still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_starting_over_each_channel_asks_for_a_login() {
    let mut house = House::with([]).await;
    for name in house.keyring.names() {
        house.keyring.forget(&name);
    }
    house.restart_watching().await;
    assert_eq!(house.engine.app_view().await.vault, VaultView::KeyMissing);
    let id = house.channel("healthy").await.id;
    let page = house.until_checked(&id).await;
    assert_eq!(
        page.row.verdict.code, "unknown",
        "nothing can be read with a closed vault"
    );
    house.engine.vault_start_over().await.unwrap();
    let page = house
        .until_page(&id, |page| page.row.verdict.code == "disconnected")
        .await;
    let problem = page.row.problem.expect("a cause");
    assert_eq!(
        (problem.cause.as_str(), problem.next.as_str()),
        ("token_missing", "log_in")
    );
    assert_eq!(page.row.main_action.as_deref(), Some("reconnect"));
}
