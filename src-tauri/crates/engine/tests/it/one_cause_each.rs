//! Each channel of the demonstration as it is shipped, checked by itself and in a round of all.

use crate::browser::Visit;
use crate::demonstration;
use crate::house::House;
use meta_sandbox::{SeedChannel, demo_channels};
use reconecta_engine::AttemptAction;
use reconecta_engine::views::{ChannelRowView, ScreenView};
use serde_json::{Value, json};

/// What a login of Ana's cures, who may do everything in all of their accounts.
const CURED_BY_ANA: [&str; 15] = [
    "token_dead",
    "token_missing",
    "token_invalid",
    "token_expired",
    "token_expires_soon",
    "access_removed",
    "session_ended",
    "role_lost",
    "facebook_checkpoint",
    "token_of_other_app",
    "token_kind_unsuitable",
    "not_administrator",
    "not_member",
    "permission_missing",
    "waba_not_visible",
];

fn found(row: &ChannelRowView) -> (&str, Option<&str>) {
    let problem = row.problem.as_ref();
    (
        row.verdict.code.as_str(),
        problem.map(|problem| problem.cause.as_str()),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_of_each_channel_finds_its_own_cause() {
    let mut house = House::as_shipped([]).await;
    for seed in demo_channels() {
        let channel = house.channel(seed.cause).await;
        house.engine.check_channel(&channel.id).await.expect("a check");
        let page = house.until_checked(&channel.id).await;
        assert_eq!(found(&page.row), demonstration::of(seed.cause), "{}", seed.cause);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_finds_the_same() {
    let house = House::as_shipped([]).await;
    for (name, cause, row) in after_a_round(&house).await {
        assert_eq!(found(&row), demonstration::of(cause), "{name}");
    }
}

/// What no channel can show beside the others: the webhook of the app that they share.
#[tokio::test(flavor = "multi_thread")]
async fn an_app_without_a_webhook_is_found_on_each_channel_that_relies_on_it() {
    let mut house = House::as_shipped([]).await;
    let app = house.sandbox.app().id;
    let kept = house.sandbox.with_world(|world| json!(world.apps[&app].callback));
    let set = |house: &House, callback: &Value| {
        let fields = json!({"callback": callback});
        house.sandbox.set("apps", &app, &fields).expect("it can be set");
    };
    set(&house, &Value::Null);
    for (name, cause, row) in after_a_round(&house).await {
        assert_eq!(
            found(&row),
            demonstration::without_the_apps_webhook(cause),
            "{name}"
        );
    }
    let channel = house.channel("coexistence").await;
    for (callback, expected) in [
        (&Value::Null, ("disconnected", Some("callback_missing"))),
        (&kept, ("connected_unproven", None)),
    ] {
        set(&house, callback);
        house.engine.check_channel(&channel.id).await.expect("a check");
        let page = house.until_checked(&channel.id).await;
        assert_eq!(found(&page.row), expected);
    }
}

/// Each channel with its cause and its row, after a round of all.
async fn after_a_round(house: &House) -> Vec<(&'static str, &'static str, ChannelRowView)> {
    let mut changes = house.engine.changes();
    house.engine.check_all_channels().await.expect("a round");
    let ended = async {
        while house.engine.round_view().await.is_some() {
            let _any = changes.recv().await;
        }
    };
    let patience = std::time::Duration::from_secs(60);
    tokio::time::timeout(patience, ended)
        .await
        .expect("the round ends");
    let rows = house.engine.channels_view().await.expect("channels");
    let row = |seed: SeedChannel| {
        let row = rows.iter().find(|row| row.name == seed.name);
        (seed.name, seed.cause, row.expect("its channel").clone())
    };
    demo_channels().into_iter().map(row).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_login_cures_every_channel_whose_access_is_the_cause() {
    let mut house = House::as_shipped([Visit::Grants("ana")]).await;
    let mut channels = Vec::new();
    for cause in CURED_BY_ANA {
        channels.push(house.channel(cause).await.id);
    }
    house.engine.start_batch(channels.clone()).await.expect("a batch");
    house.go_to_login().await;
    house.act(AttemptAction::OpenLogin).await;
    house
        .until("the popup", |screen| matches!(screen, ScreenView::Confirm { .. }))
        .await;
    let view = house.reach_numbers().await;
    let ScreenView::Numbers {
        numbers, not_shown, ..
    } = &view.screen
    else {
        unreachable!()
    };
    assert!(not_shown.is_empty(), "{not_shown:#?}");
    let chosen = numbers.iter().filter(|number| number.preselected);
    let numbers = chosen.map(|number| number.id.clone()).collect();
    house.act(AttemptAction::SelectNumbers { numbers }).await;
    house.reach_result().await;
    house.act(AttemptAction::Finish).await;
    for (cause, id) in CURED_BY_ANA.iter().zip(&channels) {
        house.engine.check_channel(id).await.expect("a check");
        let page = house.until_checked(id).await;
        assert_eq!(found(&page.row), ("connected_unproven", None), "{cause}");
    }
}

/// From the start of the wizard, with Ana's login, to the number that is chosen by itself for a channel.
async fn chosen_for(cause: &str) -> (House, String, Vec<String>) {
    let mut house = House::as_shipped([Visit::Grants("ana")]).await;
    let id = house.channel(cause).await.id;
    house.reach_confirm(Some(&id)).await;
    let view = house.reach_numbers().await;
    let ScreenView::Numbers { numbers, .. } = &view.screen else {
        unreachable!()
    };
    let chosen = numbers.iter().filter(|number| number.preselected);
    let chosen = chosen.map(|number| number.id.clone()).collect();
    (house, id, chosen)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_stands_elsewhere_or_under_another_id_is_found_and_healthy_afterwards() {
    for (cause, number) in [
        ("number_not_in_waba", "5518012937485869"),
        ("waba_is_portfolio", "5517558492037756"),
        ("number_id_changed", "5524829607165316"),
        ("number_migrated", "5525284052710427"),
    ] {
        let (mut house, id, chosen) = chosen_for(cause).await;
        assert_eq!(chosen, [number], "{cause}");
        house.act(AttemptAction::SelectNumbers { numbers: chosen }).await;
        house.reach_result().await;
        house.act(AttemptAction::Finish).await;
        house.engine.check_channel(&id).await.expect("a check");
        let page = house.until_checked(&id).await;
        assert_eq!(found(&page.row), ("connected_unproven", None), "{cause}");
    }
}
