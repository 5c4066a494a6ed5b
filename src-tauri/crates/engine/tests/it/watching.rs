//! What rounds of checks tell somebody who does not look: each change once, through outages and restarts.

use crate::house::House;
use meta_sandbox::demo_channels;
use reconecta_engine::EngineError;
use reconecta_engine::views::{ChannelNews, EnvironmentView, RoleView, RoundNews};
use serde_json::json;
use std::time::Duration;
use tokio::sync::broadcast::error::TryRecvError;

/// What Meta says of the number of a cause from now on.
fn set_status(house: &House, cause: &str, status: &str) {
    let seeds = demo_channels();
    let seed = seeds.iter().find(|seed| seed.cause == cause).unwrap();
    let fields = json!({ "status": status });
    house
        .sandbox
        .set("numbers", seed.phone_number_id, &fields)
        .expect("the number can be changed");
}

/// A round of all channels, to its end; what it told, if anything.
async fn round(house: &House) -> Option<RoundNews> {
    let mut news = house.engine.news();
    let mut changes = house.engine.changes();
    house.engine.check_all_channels().await.unwrap();
    let ended = async {
        while house.engine.round_view().await.is_some() {
            let _any = changes.recv().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), ended)
        .await
        .expect("the round ends");
    let told = news.try_recv();
    assert!(
        matches!(news.try_recv(), Err(TryRecvError::Empty)),
        "once at most"
    );
    told.ok()
}

async fn verdict(house: &House, cause: &str) -> String {
    house.channel(cause).await.verdict.code
}

fn names(channels: &[ChannelNews]) -> Vec<&str> {
    channels.iter().map(|one| one.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_stops_is_told_once() {
    let mut house = House::with([]).await;
    assert_eq!(round(&house).await, None, "nothing was known before");
    assert_eq!(round(&house).await, None, "nothing changed");

    set_status(&house, "healthy", "BANNED");
    set_status(&house, "name_pending", "DISCONNECTED");
    let told = round(&house).await.expect("two have stopped");
    let name = house.channel("healthy").await.name;
    let other = house.channel("name_pending").await.name;
    assert_eq!(told.broken.len(), 2, "both in one: {told:?}");
    assert!(names(&told.broken).contains(&name.as_str()) && names(&told.broken).contains(&other.as_str()));
    assert!(told.ends_soon.is_empty() && told.works.is_empty(), "{told:?}");
    let banned = told.broken.iter().find(|one| one.name == name).unwrap();
    assert_eq!(banned.problem.as_ref().unwrap().cause, "number_banned");
    assert_eq!(banned.id, house.channel("healthy").await.id);
    assert_eq!(round(&house).await, None, "it was told");

    house.restart().await;
    assert_eq!(round(&house).await, None, "also not again after a restart");

    set_status(&house, "healthy", "UNKNOWN");
    assert_eq!(round(&house).await, None, "what is not known is no news");
    assert_eq!(verdict(&house, "healthy").await, "unknown");
    set_status(&house, "healthy", "BANNED");
    assert_eq!(round(&house).await, None, "it is as it was before the outage");

    set_status(&house, "healthy", "UNKNOWN");
    assert_eq!(round(&house).await, None);
    house.restart().await;
    set_status(&house, "healthy", "CONNECTED");
    let told = round(&house).await.expect("it works again");
    assert_eq!(names(&told.works), [name.as_str()]);
    assert!(told.broken.is_empty() && told.works[0].problem.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_checked_is_not_told_again_by_a_round() {
    let mut house = House::with([]).await;
    assert_eq!(round(&house).await, None);
    set_status(&house, "healthy", "BANNED");
    let id = house.channel("healthy").await.id;
    house.engine.check_channel(&id).await.unwrap();
    house.until_checked(&id).await;
    assert_eq!(round(&house).await, None, "the person has seen it");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_need_somebody_is_what_the_first_screen_says() {
    let house = House::with([]).await;
    assert_eq!(house.engine.need_you().await, Ok(0), "nothing is known yet");
    round(&house).await;
    let home = house.engine.home_view().await.unwrap();
    assert!(home.need_you > 3);
    assert_eq!(house.engine.need_you().await, Ok(home.need_you));
}

#[tokio::test]
async fn notifications_are_on_and_watching_is_off_until_somebody_chooses() {
    let mut house = House::with([]).await;
    assert!(house.engine.notifies() && !house.engine.keeps_watching());
    house.engine.set_notifications(false).await.unwrap();
    house.engine.set_keep_watching(true).await.unwrap();
    house.restart().await;
    assert!(!house.engine.notifies() && house.engine.keeps_watching());
    house.engine.sign_in(RoleView::Attendant, None).await.unwrap();
    let refused = Err(EngineError::NotAllowed);
    assert_eq!(house.engine.set_notifications(true).await, refused);
    assert_eq!(house.engine.set_keep_watching(false).await, refused);
    assert_eq!(house.engine.check_may_change().await, refused);
}

#[tokio::test]
async fn a_company_decides_both() {
    let policy = json!({"locked": {"keep_watching": true}, "default": {"notifications": false}});
    let house = House::managed(policy, Some(EnvironmentView::Demonstration)).await;
    assert!(house.engine.keeps_watching() && !house.engine.notifies());
    let refused = house.engine.set_keep_watching(false).await;
    let key = "keep_watching".to_owned();
    assert_eq!(refused, Err(EngineError::Managed { key }));
    house.engine.set_notifications(true).await.unwrap();
    assert!(house.engine.notifies(), "a default is free");
}
