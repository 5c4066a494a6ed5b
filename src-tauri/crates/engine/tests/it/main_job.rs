//! The main job from the prerequisites to *Finalizar*.

use crate::browser::Visit;
use crate::house::House;
use crate::undo;
use reconecta_core::ids::ChannelId;
use reconecta_engine::AttemptAction;
use reconecta_engine::views::ScreenView;
use reconecta_store::Slot;

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_reconnected_and_found_so_after_a_restart() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel("healthy").await;
    let confirm = house.reach_confirm(Some(&channel.id)).await;
    let ScreenView::Confirm {
        person,
        businesses,
        role_problem,
        plan,
    } = &confirm.screen
    else {
        unreachable!()
    };
    assert_eq!(person.as_deref(), Some("Ana Prado"));
    assert!(
        businesses
            .iter()
            .any(|one| one.role == "admin" && one.owns_channel),
        "{businesses:#?}"
    );
    assert_eq!(*role_problem, None, "the role was proved");
    assert!(
        plan.iter()
            .any(|line| line.what == "token_replaced" && line.changes),
        "{plan:#?}"
    );
    let numbers = house.reach_numbers().await;
    house.choose_preselected(&numbers).await;
    let result = house.reach_result().await;
    let ScreenView::Result {
        numbers,
        can_rollback,
        ..
    } = &result.screen
    else {
        unreachable!()
    };
    assert!(*can_rollback);
    assert_eq!(numbers.len(), 1);
    assert_eq!(numbers[0].outcome, "done", "{:#?}", numbers[0]);
    assert_eq!(
        numbers[0].verdict.as_ref().unwrap().code,
        "connected_unproven",
        "no message was sent or received"
    );
    assert!(
        numbers[0]
            .evidence
            .iter()
            .any(|row| row.kind == "subscription_confirmed"),
        "{:#?}",
        numbers[0].evidence
    );
    assert!(
        house.act(AttemptAction::Finish).await.is_none(),
        "the wizard is over"
    );

    house.restart().await;
    let page = house.engine.channel_view(&channel.id).await.unwrap();
    assert_eq!(page.row.verdict.code, "connected_unproven");
    assert_eq!(page.row.name, channel.name, "the channel kept its name");
    let history: Vec<&str> = page.timeline.iter().map(|line| line.what.as_str()).collect();
    assert!(history.contains(&"reconnected"), "{history:?}");
    assert!(page.can_rollback, "the previous token is kept for the grace time");
    assert!(house.engine.app_view().await.unfinished.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_after_the_switch_leaves_everything_as_it_was() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel("ninth_digit").await;
    // Part of what is shown was read at Meta.
    house.engine.check_channel(&channel.id).await.unwrap();
    let before = house.until_checked(&channel.id).await;
    house.reach_steps(&channel.id).await;
    house.reach_result().await;
    let switched = house.engine.channel_view(&channel.id).await.unwrap();
    assert!(switched.can_rollback, "the new token is in use");
    assert_eq!(undo::go_back(&house, AttemptAction::Rollback).await, None);
    let page = house.engine.channel_view(&channel.id).await.unwrap();
    assert!(!page.can_rollback, "the old token is in use again");
    assert_eq!(page.configuration, before.configuration, "ids are as before");
    assert_eq!(page.row.number, before.row.number, "the number is as before");
    let history: Vec<&str> = page.timeline.iter().map(|line| line.what.as_str()).collect();
    assert!(history.contains(&"rolled_back"), "{history:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_crash_the_repair_goes_on_without_a_new_login() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel("healthy").await;
    house.reach_confirm(Some(&channel.id)).await;
    house.reach_numbers().await;

    house.restart().await;
    let unfinished = house
        .engine
        .app_view()
        .await
        .unfinished
        .expect("the attempt is offered again");
    assert!(unfinished.can_resume);
    assert_eq!(unfinished.channel_name.as_deref(), Some(channel.name.as_str()));
    house.act(AttemptAction::Resume).await;
    let numbers = house
        .until("the list of numbers", |screen| {
            matches!(screen, ScreenView::Numbers { .. })
        })
        .await;
    house.choose_preselected(&numbers).await;
    house.reach_result().await;
    assert!(house.act(AttemptAction::Finish).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_the_clear_in_any_file() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel("healthy").await;
    house.reach_steps(&channel.id).await;
    house.reach_result().await;
    house.act(AttemptAction::Finish).await;
    let mut secrets: Vec<String> = house
        .sandbox
        .with_world(|world| world.tokens.keys().chain(world.codes.keys()).cloned().collect());
    secrets.push(house.sandbox.app().secret);
    secrets.extend(
        meta_sandbox::demo_channels()
            .iter()
            .map(|seed| seed.verify_token.to_owned()),
    );
    assert!(secrets.len() > 3, "there is something to look for");
    let mut files = 0;
    for entry in walk(house.folder()) {
        let bytes = std::fs::read(&entry).unwrap();
        files += 1;
        for secret in &secrets {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{} holds a secret in the clear", entry.display());
        }
    }
    assert!(files > 1, "the data file and its backup were looked at");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path))
        } else {
            files.push(path)
        }
    }
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_soon_ends_is_extended_before_the_repair_goes_on() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel("healthy").await;
    house.reach_confirm(Some(&channel.id)).await;
    assert_eq!(tokens_issued(&house), 1, "this one lives for sixty days");

    house.pass_hours(59 * 24 + 12);
    house.restart().await;
    house.act(AttemptAction::Resume).await;
    house
        .until("the popup Reconectar", |screen| {
            matches!(screen, ScreenView::Confirm { .. })
        })
        .await;
    assert_eq!(
        tokens_issued(&house),
        2,
        "the code for one, that one for a longer life"
    );
    let numbers = house.reach_numbers().await;
    house.choose_preselected(&numbers).await;
    house.reach_result().await;
    house.act(AttemptAction::Finish).await;
    let id = ChannelId::new(channel.id);
    let kept = house.store().await.active_credential(id, Slot::AccessToken).await;
    let kept = kept.unwrap().expect("the channel has a token");
    let days = (kept.expires_at.expect("it ends").0 - kept.created_at.0) / 86_400_000;
    assert!(days >= 59, "the channel got the long one: {days} days");
}

fn tokens_issued(house: &House) -> usize {
    let history = house.sandbox.history();
    history
        .iter()
        .filter(|request| request.path.ends_with("/oauth/access_token"))
        .count()
}
