//! Going back when the app died in between, or an answer was lost: Meta is read before anything is written again.

use crate::browser::Visit;
use crate::callback::{LOST, on_number, reconnect, seed};
use crate::house::House;
use crate::undo::{go_back, writes};
use meta_sandbox::{Fault, FaultBody};
use reconecta_core::ids::ChannelId;
use reconecta_engine::AttemptAction;
use reconecta_engine::views::ScreenView;
use reconecta_store::Step;

fn fail_write(house: &House, body: FaultBody) {
    let route = format!("POST /{}", seed(LOST).phone_number_id);
    house.sandbox.fail_next(Fault::next(&route, body));
}

async fn journal(house: &House) -> Vec<Step> {
    let channel = house.channel(LOST).await;
    let store = house.store().await;
    let mut rows = store.attempts_of(ChannelId::new(channel.id), 1).await.unwrap();
    let row = rows.pop().expect("the attempt has a row");
    let steps = store.steps(row.id.clone()).await.unwrap();
    store.close().await;
    steps
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_is_remembered_over_a_restart() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    reconnect(&mut house, LOST).await;
    house.restart().await;
    let view = house.engine.attempt_view().await.expect("it is offered again");
    assert!(matches!(view.screen, ScreenView::Interrupted { .. }));
    assert!(
        view.undo.iter().any(|line| line.what == "callback_removed"),
        "{:#?}",
        view.undo
    );
    assert_eq!(go_back(&house, AttemptAction::Cancel).await, None);
    assert_eq!(on_number(&house, LOST), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_a_crash_left_without_an_answer_is_taken_back_too() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel(LOST).await;
    house.reach_confirm(Some(&channel.id)).await;
    let numbers = house.reach_numbers().await;
    fail_write(&house, FaultBody::DropAfter);
    let route = format!("GET /{}", seed(LOST).phone_number_id);
    house.choose_preselected(&numbers).await;
    house.until_asked("POST", seed(LOST).phone_number_id).await;
    house.sandbox.fail_next(Fault::next(&route, FaultBody::Hang));
    house.restart().await;
    assert_eq!(go_back(&house, AttemptAction::Cancel).await, None);
    assert_eq!(on_number(&house, LOST), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_read_and_nothing_is_written_twice() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    reconnect(&mut house, LOST).await;
    let written = writes(&house, LOST);
    fail_write(&house, FaultBody::DropAfter);
    assert_eq!(
        go_back(&house, AttemptAction::Rollback).await,
        None,
        "it got through"
    );
    assert_eq!(on_number(&house, LOST), None);
    assert_eq!(writes(&house, LOST), written + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_never_arrived_is_told_and_made_at_the_next_try() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    reconnect(&mut house, LOST).await;
    fail_write(&house, FaultBody::DropBefore);
    let left = go_back(&house, AttemptAction::Rollback).await;
    assert_eq!(left.map(|left| left.len()), Some(1));
    assert!(on_number(&house, LOST).is_some());
    assert_eq!(go_back(&house, AttemptAction::Retry).await, None);
    assert_eq!(on_number(&house, LOST), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_while_it_goes_back_asks_and_then_reads_first() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    reconnect(&mut house, LOST).await;
    let written = writes(&house, LOST);
    let channel = house.channel(LOST).await;
    fail_write(&house, FaultBody::Hang);
    house.act(AttemptAction::Rollback).await;
    let waiting = async {
        while writes(&house, LOST) == written {
            tokio::task::yield_now().await;
        }
    };
    let came = tokio::time::timeout(std::time::Duration::from_secs(30), waiting).await;
    came.expect("the call is made");

    house.restart().await;
    let view = house.engine.attempt_view().await.expect("it is shown again");
    assert_eq!(view.screen, ScreenView::Undone { left: Vec::new() });
    assert!(!view.can_cancel);
    assert_eq!(
        writes(&house, LOST),
        written + 1,
        "nothing is written before a click"
    );
    let page = house.engine.channel_view(&channel.id).await.unwrap();
    assert!(!page.can_rollback, "the token of before is in use already");
    assert_eq!(go_back(&house, AttemptAction::Retry).await, None);
    assert_eq!(on_number(&house, LOST), None);
    let steps = journal(&house).await;
    assert!(
        steps.iter().all(|step| step.closed_at.is_some()),
        "the lost row has an answer, too"
    );
    assert!(
        !format!("{steps:?}").contains(seed(LOST).verify_token),
        "addresses are remembered, verify tokens are not"
    );
    let page = house.engine.channel_view(&channel.id).await.unwrap();
    assert!(!page.can_rollback, "and it was not taken away by the second time");
    house.engine.check_channel(&channel.id).await.unwrap();
    let checked = house.until_checked(&channel.id).await;
    let problem = checked.row.problem.expect("the callback is lost as before");
    assert_eq!(problem.cause, "callback_differs", "the token still works");
}
