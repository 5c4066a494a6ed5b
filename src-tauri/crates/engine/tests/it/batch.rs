//! Several channels with one login: what it can see is reconnected, the rest is named.

use crate::browser::Visit;
use crate::house::House;
use reconecta_engine::views::{AttemptView, ScreenView};
use reconecta_engine::{AttemptAction, EngineError};

async fn ids(house: &House, causes: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for cause in causes {
        ids.push(house.channel(cause).await.id);
    }
    ids
}

/// From the start of the batch to the list of numbers.
async fn reach_numbers(house: &mut House, channels: &[String]) -> AttemptView {
    house
        .engine
        .start_batch(channels.to_vec())
        .await
        .expect("the wizard starts");
    house.go_to_login().await;
    house.act(AttemptAction::OpenLogin).await;
    let confirm = house
        .until("the popup", |screen| matches!(screen, ScreenView::Confirm { .. }))
        .await;
    assert_eq!(confirm.channels, u32::try_from(channels.len()).unwrap());
    let ScreenView::Confirm { plan, .. } = &confirm.screen else {
        unreachable!()
    };
    assert!(
        plan.iter().any(|line| line.what == "tokens_replaced"),
        "{plan:#?}"
    );
    house.reach_numbers().await
}

fn preselected(view: &AttemptView) -> Vec<String> {
    let ScreenView::Numbers { numbers, .. } = &view.screen else {
        panic!("no numbers: {view:#?}")
    };
    numbers
        .iter()
        .filter(|number| number.preselected && number.selectable)
        .map(|number| number.id.clone())
        .collect()
}

fn not_shown(view: &AttemptView) -> Vec<String> {
    let (ScreenView::Numbers { not_shown, .. } | ScreenView::Result { not_shown, .. }) = &view.screen else {
        panic!("neither numbers nor result: {view:#?}")
    };
    not_shown.iter().map(|channel| channel.name.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_login_reconnects_all_chosen_channels() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channels = ids(&house, &["token_dead", "not_subscribed", "ninth_digit"]).await;
    let numbers = reach_numbers(&mut house, &channels).await;
    assert_eq!(preselected(&numbers).len(), 3);
    assert_eq!(not_shown(&numbers), Vec::<String>::new());
    let chosen = preselected(&numbers);
    house.act(AttemptAction::SelectNumbers { numbers: chosen }).await;
    let result = house.reach_result().await;
    let ScreenView::Result { numbers, .. } = &result.screen else {
        unreachable!()
    };
    assert!(numbers.iter().all(|work| work.outcome == "done"), "{numbers:#?}");
    house.act(AttemptAction::Finish).await;
    for id in &channels {
        let page = house.engine.channel_view(id).await.unwrap();
        assert!(page.can_rollback, "{}: the previous token is kept", page.row.name);
        assert!(
            page.timeline.iter().any(|line| line.what == "token_replaced"),
            "{}: the same channel with its history",
            page.row.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_login_does_not_show_is_named_and_the_rest_is_reconnected() {
    let mut house = House::with([Visit::Grants("bruno")]).await;
    let channels = ids(&house, &["token_dead", "not_subscribed"]).await;
    let numbers = reach_numbers(&mut house, &channels).await;
    assert_eq!(preselected(&numbers).len(), 1, "an employee sees one account");
    let left_out = house.engine.channel_view(&channels[1]).await.unwrap().row.name;
    assert_eq!(not_shown(&numbers), [left_out.as_str()]);
    let chosen = preselected(&numbers);
    house.act(AttemptAction::SelectNumbers { numbers: chosen }).await;
    let result = house.reach_result().await;
    assert_eq!(not_shown(&result), [left_out.as_str()]);
    house.act(AttemptAction::Finish).await;
    let page = house.engine.channel_view(&channels[1]).await.unwrap();
    assert!(!page.can_rollback, "the channel that was not shown is as it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_no_batch() {
    let house = House::with([]).await;
    let refused = house.engine.start_batch(Vec::new()).await;
    assert!(
        matches!(refused, Err(EngineError::InvalidInput { .. })),
        "{refused:?}"
    );
    let gone = house.engine.start_batch(vec!["gone".to_owned()]).await;
    assert!(matches!(gone, Err(EngineError::NotFound)), "{gone:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_of_several_says_what_their_last_check_found() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channels = ids(
        &house,
        &["needs_register_with_pin", "not_subscribed", "ninth_digit"],
    )
    .await;
    house.engine.check_channel(&channels[0]).await.expect("a check");
    let name = house.until_checked(&channels[0]).await.row.name;
    house
        .engine
        .start_batch(channels)
        .await
        .expect("the wizard starts");
    house.go_to_login().await;
    house.act(AttemptAction::OpenLogin).await;
    let confirm = house
        .until("the popup", |screen| matches!(screen, ScreenView::Confirm { .. }))
        .await;
    let ScreenView::Confirm { plan, .. } = &confirm.screen else {
        unreachable!()
    };
    let named = plan.iter().find(|line| line.what == "register_several");
    assert_eq!(named.expect("those to register").params["channels"], name);
    let others = plan.iter().any(|line| line.what == "register_others_if_needed");
    assert!(others, "those that nobody has checked: {plan:#?}");
}
