//! The local account: an attendant sees everything and changes nothing.

use crate::house::House;
use reconecta_engine::views::RoleView;
use reconecta_engine::{EngineError, SecretInput};

fn secret(text: &str) -> SecretInput {
    serde_json::from_value(serde_json::json!(text)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attendant_sees_everything_and_changes_nothing() {
    let house = House::with([]).await;
    let channel = house.channel("healthy").await;
    house.engine.sign_in(RoleView::Attendant, None).await.unwrap();
    assert!(!house.engine.channels_view().await.unwrap().is_empty());
    assert!(!house.engine.channel_view(&channel.id).await.unwrap().can_change);
    let refused = [
        house.engine.start_attempt(Some(channel.id.clone())).await.err(),
        house.engine.rename_channel(&channel.id, "Outro").await.err(),
        house.engine.remove_channel(&channel.id).await.err(),
        house.engine.repair_channel(&channel.id).await.err(),
        house
            .engine
            .set_administrator_password(None, Some(secret("uma-senha-bem-longa")))
            .await
            .err(),
    ];
    assert_eq!(refused, [const { Some(EngineError::NotAllowed) }; 5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_password_nobody_is_administrator_until_it_was_typed() {
    let mut house = House::with([]).await;
    let password = "padaria-aberta-cedo";
    house
        .engine
        .set_administrator_password(None, Some(secret(password)))
        .await
        .unwrap();
    house.restart().await;
    assert_eq!(house.engine.app_view().await.operator.role, RoleView::Attendant);
    let wrong = house
        .engine
        .sign_in(RoleView::Administrator, Some(secret("errada-errada")))
        .await;
    assert_eq!(wrong.unwrap_err(), EngineError::WrongPassword);
    let view = house
        .engine
        .sign_in(RoleView::Administrator, Some(secret(password)))
        .await
        .unwrap();
    assert!(view.operator.can_change);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_of_checks_is_chosen_and_kept() {
    let mut house = House::with([]).await;
    assert_eq!(
        house.engine.app_view().await.check_every_hours,
        6,
        "a sensible default"
    );
    let refused = house.engine.set_check_schedule(7).await;
    assert!(
        matches!(refused, Err(EngineError::InvalidInput { .. })),
        "{refused:?}"
    );
    let view = house.engine.set_check_schedule(24).await.expect("a known choice");
    assert_eq!(view.check_every_hours, 24);
    house.restart().await;
    assert_eq!(house.engine.app_view().await.check_every_hours, 24, "it is kept");
}
