//! Repairs with a PIN and with a code.

use crate::browser::Visit;
use crate::house::House;
use reconecta_engine::AttemptAction;
use reconecta_engine::views::{NeedView, NumberWorkView, ScreenView};
use serde_json::json;

fn works(screen: &ScreenView) -> &[NumberWorkView] {
    match screen {
        ScreenView::Working { numbers } | ScreenView::Result { numbers, .. } => numbers,
        _ => &[],
    }
}

fn typed(action: serde_json::Value) -> AttemptAction {
    serde_json::from_value(action).expect("the action is well formed")
}

async fn to_need(house: &mut House, cause: &str) -> String {
    let channel = house.channel(cause).await;
    let id = house.reach_steps(&channel.id).await;
    house
        .until("a question to the person", |screen| {
            works(screen).iter().any(|work| work.need.is_some())
        })
        .await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_without_a_pin_gets_one_that_is_not_easy_to_guess() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let id = to_need(&mut house, "needs_register").await;
    house
        .act(typed(
            json!({"kind": "submit_pin", "number": id, "pin": "123456", "remember": false}),
        ))
        .await;
    let view = house
        .until("the refusal of the weak PIN", |screen| {
            works(screen)
                .iter()
                .any(|work| matches!(&work.need, Some(NeedView::Pin { problem: Some(_), .. })))
        })
        .await;
    let Some(NeedView::Pin {
        attempts_left,
        problem,
        exists,
        ..
    }) = &works(&view.screen)[0].need
    else {
        unreachable!()
    };
    assert_eq!(*attempts_left, 10, "nothing was sent");
    assert_eq!(problem.as_ref().unwrap().cause, "pin_weak");
    assert!(!*exists);
    house
        .act(typed(
            json!({"kind": "submit_pin", "number": id, "pin": "739164", "remember": false}),
        ))
        .await;
    let result = house.reach_result().await;
    assert_eq!(works(&result.screen)[0].outcome, "done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_pin_is_counted_and_the_right_one_registers() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let id = to_need(&mut house, "needs_register_with_pin").await;
    house
        .act(typed(
            json!({"kind": "submit_pin", "number": id, "pin": "204867", "remember": false}),
        ))
        .await;
    let view = house
        .until("the refusal of the PIN", |screen| {
            works(screen)
                .iter()
                .any(|work| matches!(&work.need, Some(NeedView::Pin { problem: Some(_), .. })))
        })
        .await;
    let Some(NeedView::Pin {
        attempts_left,
        problem,
        exists,
        ..
    }) = &works(&view.screen)[0].need
    else {
        unreachable!()
    };
    assert_eq!(*attempts_left, 9, "one of ten is used");
    assert_eq!(problem.as_ref().unwrap().cause, "pin_wrong");
    assert!(*exists);
    house
        .act(typed(
            json!({"kind": "set_new_pin", "number": id, "pin": "739164", "remember": true}),
        ))
        .await;
    let result = house.reach_result().await;
    let work = &works(&result.screen)[0];
    assert_eq!(work.outcome, "done", "{work:#?}");
    assert!(
        work.steps
            .iter()
            .any(|step| step.step == "register" && step.state == "done"),
        "{work:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unverified_number_is_verified_by_code_and_registered() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let id = to_need(&mut house, "not_verified").await;
    house
        .act(typed(
            json!({"kind": "request_code", "number": id, "method": "sms"}),
        ))
        .await;
    house
        .until("the field for the code", |screen| {
            works(screen)
                .iter()
                .any(|work| matches!(&work.need, Some(NeedView::Code { .. })))
        })
        .await;
    house
        .act(typed(
            json!({"kind": "submit_code", "number": id, "code": "000-000"}),
        ))
        .await;
    house
        .until("the refusal of the code", |screen| {
            works(screen)
                .iter()
                .any(|work| matches!(&work.need, Some(NeedView::Code { problem: Some(_), .. })))
        })
        .await;
    let seed = meta_sandbox::demo_channels()
        .into_iter()
        .find(|seed| seed.cause == "not_verified")
        .unwrap();
    let code = seed.sms_code.expect("the demonstration knows the code");
    house
        .act(typed(json!({"kind": "submit_code", "number": id, "code": code})))
        .await;
    house
        .until("the question for a PIN, or the result", |screen| {
            works(screen).iter().any(|work| {
                work.steps
                    .iter()
                    .any(|step| step.step == "verify_code" && step.state == "done")
            })
        })
        .await;
    house
        .until("the question for a PIN", |screen| {
            works(screen)
                .iter()
                .any(|work| matches!(&work.need, Some(NeedView::Pin { .. })))
        })
        .await;
    house
        .act(typed(
            json!({"kind": "submit_pin", "number": id, "pin": "739164", "remember": true}),
        ))
        .await;
    let result = house.reach_result().await;
    let work = &works(&result.screen)[0];
    assert_eq!(work.outcome, "done", "{work:#?}");
    assert!(
        work.steps
            .iter()
            .any(|step| step.step == "register" && step.state == "done"),
        "{work:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_subscription_is_repaired() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel("not_subscribed").await;
    house.reach_steps(&channel.id).await;
    let result = house.reach_result().await;
    let work = &works(&result.screen)[0];
    assert!(
        work.steps
            .iter()
            .any(|step| step.step == "subscribe" && step.state == "done"),
        "{work:#?}"
    );
}
