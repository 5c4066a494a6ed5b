//! Accounts that a login leads to, and numbers that stand in more or other accounts than the channel's.

use crate::browser::Visit;
use crate::callback::seed;
use crate::house::House;
use meta_sandbox::SeedChannel;
use reconecta_core::ids::ChannelId;
use reconecta_engine::AttemptAction;
use reconecta_engine::views::{AttemptView, NumberChoiceView, ScreenView};
use serde_json::json;

fn numbers(view: &AttemptView) -> &[NumberChoiceView] {
    match &view.screen {
        ScreenView::Numbers { numbers, .. } => numbers,
        other => panic!("no numbers: {other:#?}"),
    }
}

fn problem(view: &AttemptView) -> Option<&str> {
    match &view.screen {
        ScreenView::Numbers { problem, .. } => problem.as_ref().map(|problem| problem.cause.as_str()),
        other => panic!("no numbers: {other:#?}"),
    }
}

fn preselected(view: &AttemptView) -> Vec<(&str, &str)> {
    let chosen = numbers(view).iter().filter(|number| number.preselected);
    chosen
        .map(|number| (number.id.as_str(), number.account.as_str()))
        .collect()
}

/// The number stands in these accounts.
fn place(house: &House, seed: &SeedChannel, accounts: &[&str]) {
    let places = json!({ "accounts": accounts });
    house
        .sandbox
        .set("numbers", seed.phone_number_id, &places)
        .expect("a number of the world");
}

fn account_name(house: &House, id: &str) -> String {
    house.sandbox.with_world(|world| world.accounts[id].name.clone())
}

/// Where the store's channel points to.
async fn points_to(house: &House, channel: &str) -> (String, String) {
    let row = house.store().await.channel(ChannelId::new(channel)).await;
    let target = row.expect("the data file").expect("the channel").target;
    let text = |id: Option<String>| id.unwrap_or_default();
    (
        text(target.waba_id.map(|id| id.to_string())),
        text(target.business_id.map(|id| id.to_string())),
    )
}

/// Meta refuses every list that could lead to an account, as it does without `business_management`.
fn hide_lists(house: &House) {
    for edge in [
        "*/owned_whatsapp_business_accounts",
        "*/client_whatsapp_business_accounts",
        "me/assigned_whatsapp_business_accounts",
    ] {
        house.refuse(&format!("GET /{edge}"), 100);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_accounts_a_reconnection_takes_the_channels_own_and_points_nowhere_else() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    // The account that comes first in the order of ids is not the channel's.
    let (seed, first) = (seed("name_pending"), seed("healthy"));
    assert!(first.waba_id < seed.waba_id && first.business_id != seed.business_id);
    place(&house, &seed, &[first.waba_id, seed.waba_id]);
    let channel = house.channel("name_pending").await;
    house.reach_confirm(Some(&channel.id)).await;
    let view = house.reach_numbers().await;
    let own = account_name(&house, seed.waba_id);
    assert_eq!(preselected(&view), [(seed.phone_number_id, own.as_str())]);
    house.choose_preselected(&view).await;
    house.reach_result().await;
    house.act(AttemptAction::Finish).await;
    let (waba, business) = points_to(&house, &channel.id).await;
    assert_eq!(
        (waba.as_str(), business.as_str()),
        (seed.waba_id, seed.business_id)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_went_to_another_company_is_refused_with_its_name() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let (seed, elsewhere) = (seed("healthy"), seed("name_pending"));
    place(&house, &seed, &[elsewhere.waba_id]);
    let channel = house.channel("healthy").await;
    house.reach_confirm(Some(&channel.id)).await;
    let view = house.reach_numbers().await;
    assert_eq!(problem(&view), Some("number_of_other_company"));
    let refused = numbers(&view)
        .iter()
        .find(|number| number.id == seed.phone_number_id)
        .expect("it is listed with its reason");
    assert!(!refused.selectable && !refused.preselected);
    let reason = refused.problem.as_ref().expect("why");
    let owner = house
        .sandbox
        .with_world(|world| world.businesses[elsewhere.business_id].name.clone());
    assert_eq!(reason.params.get("company"), Some(&owner));
    let again = house
        .act(AttemptAction::SelectNumbers {
            numbers: vec![refused.id.clone()],
        })
        .await
        .expect("the same screen");
    assert_eq!(problem(&again), Some("number_of_other_company"));
    house.act(AttemptAction::Cancel).await;
    assert_eq!(points_to(&house, &channel.id).await.0, seed.waba_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_granted_leads_to_accounts_that_no_list_shows() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    house.reach_confirm(None).await;
    hide_lists(&house);
    let view = house.reach_numbers().await;
    let accounts: std::collections::BTreeSet<&str> = numbers(&view)
        .iter()
        .map(|number| number.account.as_str())
        .collect();
    assert!(
        accounts.len() > 1,
        "only what the token names leads there: {accounts:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_channel_of_a_batch_leads_to_its_own_account() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let (first, second) = (seed("healthy"), seed("name_pending"));
    assert_ne!(first.waba_id, second.waba_id);
    let channels = vec![
        house.channel("healthy").await.id,
        house.channel("name_pending").await.id,
    ];
    house
        .engine
        .start_batch(channels)
        .await
        .expect("the wizard starts");
    house.go_to_login().await;
    house.act(AttemptAction::OpenLogin).await;
    house
        .until("the popup", |screen| matches!(screen, ScreenView::Confirm { .. }))
        .await;
    hide_lists(&house);
    house.refuse("POST /debug_token", 100);
    let view = house.reach_numbers().await;
    assert_eq!(preselected(&view).len(), 2, "{view:#?}");
}
