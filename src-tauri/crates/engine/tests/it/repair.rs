//! Repairs with a PIN and with a code.

use crate::browser::Visit;
use crate::callback::seed;
use crate::house::House;
use crate::needs::works;
use reconecta_engine::views::{NeedView, NumberWorkView};
use serde_json::json;

fn is_done(work: &NumberWorkView, step: &str) -> bool {
    let mut steps = work.steps.iter();
    steps.any(|each| each.step == step && each.state == "done")
}

/// To the refusal of a PIN: its cause, how many attempts are left, and whether the number has a PIN.
async fn refused_pin(house: &mut House) -> (String, u32, bool) {
    let refused = house
        .asked("the refusal of the PIN", |need| {
            matches!(need, NeedView::Pin { problem: Some(_), .. })
        })
        .await;
    match refused {
        NeedView::Pin {
            problem: Some(problem),
            attempts_left,
            exists,
            ..
        } => (problem.cause, attempts_left, exists),
        other => panic!("{other:?}"),
    }
}

/// To the result of the one number, which was registered.
async fn registered(house: &mut House) {
    let result = house.reach_result().await;
    let work = &works(&result.screen)[0];
    assert_eq!(work.outcome, "done", "{work:#?}");
    assert!(is_done(work, "register"), "{work:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_without_a_pin_gets_one_that_is_not_easy_to_guess() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let id = house.reach_steps_of("needs_register").await;
    house.question().await;
    house.submit_pin(&id, "123456", false).await;
    let nothing_was_sent = ("pin_weak".to_owned(), 10, false);
    assert_eq!(refused_pin(&mut house).await, nothing_was_sent);
    house.submit_pin(&id, "739164", false).await;
    registered(&mut house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_pin_is_counted_and_the_right_one_registers() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let id = house.reach_steps_of("needs_register_with_pin").await;
    house.question().await;
    house.submit_pin(&id, "204867", false).await;
    let one_of_ten_is_used = ("pin_wrong".to_owned(), 9, true);
    assert_eq!(refused_pin(&mut house).await, one_of_ten_is_used);
    house
        .answer(&id, "set_new_pin", json!({"pin": "739164", "remember": true}))
        .await;
    registered(&mut house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unverified_number_is_verified_by_code_and_registered() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let id = house.reach_steps_of("not_verified").await;
    house.question().await;
    house.answer(&id, "request_code", json!({"method": "sms"})).await;
    house
        .asked("the field for the code", |need| {
            matches!(need, NeedView::Code { .. })
        })
        .await;
    house.answer(&id, "submit_code", json!({"code": "000-000"})).await;
    house
        .asked("the refusal of the code", |need| {
            matches!(need, NeedView::Code { problem: Some(_), .. })
        })
        .await;
    let code = seed("not_verified")
        .sms_code
        .expect("the demonstration knows the code");
    house.answer(&id, "submit_code", json!({"code": code})).await;
    house
        .until("the code to be believed", |screen| {
            works(screen).iter().any(|work| is_done(work, "verify_code"))
        })
        .await;
    house
        .asked("the question for a PIN", |need| {
            matches!(need, NeedView::Pin { .. })
        })
        .await;
    house.submit_pin(&id, "739164", true).await;
    registered(&mut house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_subscription_is_repaired() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    house.reach_steps_of("not_subscribed").await;
    let result = house.reach_result().await;
    let work = &works(&result.screen)[0];
    assert!(is_done(work, "subscribe"), "{work:#?}");
}
