//! A new password or passphrase that cannot be used: the refusal says what is wrong, and nothing is changed.

use crate::house::House;
use reconecta_engine::{EngineError, SecretInput};

fn secret(text: &str) -> SecretInput {
    serde_json::from_value(serde_json::json!(text)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weak_password_is_refused_with_the_rule_it_breaks() {
    let house = House::with([]).await;
    for (typed, expected) in [
        ("curta-1".to_owned(), EngineError::PasswordTooShort { min: 8 }),
        ("x1".repeat(100), EngineError::TooLong { max: 128 }),
        ("password".to_owned(), EngineError::PasswordGuessable),
        ("aaaaaaaaaaaa".to_owned(), EngineError::PasswordGuessable),
        ("reconecta1".to_owned(), EngineError::PasswordGuessable),
    ] {
        let refused = house
            .engine
            .set_administrator_password(None, Some(secret(&typed)))
            .await;
        assert_eq!(refused.unwrap_err(), expected, "{typed}");
    }
    let view = house.engine.app_view().await;
    assert!(!view.operator.has_password, "no password was set");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_or_endless_passphrase_is_refused_with_the_limit() {
    let house = House::with([]).await;
    let before = house.engine.app_view().await.vault;
    for (typed, expected) in [
        (
            "onze letras".to_owned(),
            EngineError::PassphraseTooShort { min: 12 },
        ),
        ("longa demais ".repeat(50), EngineError::TooLong { max: 256 }),
    ] {
        let refused = house.engine.vault_create_passphrase(secret(&typed)).await;
        assert_eq!(refused.unwrap_err(), expected, "{typed}");
    }
    let after = house.engine.app_view().await.vault;
    assert_eq!(after, before, "secrets are protected as before");
}
