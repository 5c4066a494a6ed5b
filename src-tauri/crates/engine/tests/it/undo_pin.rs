//! Going back: what is known of PINs.

use crate::browser::Visit;
use crate::callback::seed;
use crate::house::House;
use crate::undo::go_back;
use reconecta_core::ids::ChannelId;
use reconecta_engine::AttemptAction;
use reconecta_store::Slot;
use serde_json::json;

const CAUSE: &str = "needs_register_with_pin";

/// To the result, with this answer to the question for the PIN.
async fn registered(house: &mut House, kind: &str, pin: &str, remember: bool) -> String {
    let channel = house.channel(CAUSE).await;
    let number = house.reach_steps(&channel.id).await;
    house.question().await;
    house
        .answer(&number, kind, json!({"pin": pin, "remember": remember}))
        .await;
    house.reach_result().await;
    channel.id
}

async fn is_kept(house: &House, channel: &str) -> bool {
    let store = house.store().await;
    let pin = store.active_credential(ChannelId::new(channel), Slot::Pin).await;
    store.close().await;
    pin.expect("it can be read").is_some()
}

async fn previews(house: &House, what: &str) -> bool {
    let view = house.engine.attempt_view().await.expect("the wizard is open");
    view.undo.iter().any(|line| line.what == what)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_that_was_kept_in_the_attempt_is_forgotten() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let pin = seed(CAUSE).pin.unwrap();
    let channel = registered(&mut house, "submit_pin", pin, true).await;
    assert!(is_kept(&house, &channel).await);
    assert!(previews(&house, "pin_forgotten").await);
    assert!(previews(&house, "registration_stays").await);
    assert_eq!(go_back(&house, AttemptAction::Rollback).await, None);
    assert!(!is_kept(&house, &channel).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_that_was_kept_stays_after_finishing() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let pin = seed(CAUSE).pin.unwrap();
    let channel = registered(&mut house, "submit_pin", pin, true).await;
    assert!(house.act(AttemptAction::Finish).await.is_none());
    assert!(is_kept(&house, &channel).await);
    house.engine.rollback_channel(&channel).await.unwrap();
    assert!(
        is_kept(&house, &channel).await,
        "the channel's page takes only the token back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_pin_is_a_fact_at_meta_and_stays_kept_where_that_was_wished() {
    for (remember, line) in [(true, "new_pin_stays_kept"), (false, "new_pin_stays_unkept")] {
        let mut house = House::with([Visit::Grants("ana")]).await;
        let channel = registered(&mut house, "set_new_pin", "739164", remember).await;
        assert!(previews(&house, line).await, "{line}");
        assert!(!previews(&house, "pin_forgotten").await);
        assert_eq!(go_back(&house, AttemptAction::Rollback).await, None);
        assert_eq!(is_kept(&house, &channel).await, remember);
        house.sandbox.with_world(|world| {
            let number = &world.numbers[seed(CAUSE).phone_number_id];
            assert_eq!(
                number.pin.as_deref(),
                Some("739164"),
                "Meta is not asked to forget it"
            );
        });
    }
}
