//! The repair without a login: journalled, and understood after a crash.

use crate::callback::seed;
use crate::house::House;
use meta_sandbox::world::Subscription;
use meta_sandbox::{Fault, FaultBody, demo_channels};
use reconecta_core::ids::ChannelId;
use reconecta_engine::EngineError;
use reconecta_engine::views::ChannelView;
use reconecta_store::{AttemptRow, Step};
use serde_json::{Value, json};

const EDGE: &str = "/subscribed_apps";

/// The newest repair of a channel with its journal.
async fn journal(house: &House, channel: &str) -> (AttemptRow, Vec<Step>) {
    let store = house.store().await;
    let mut rows = store.attempts_of(ChannelId::new(channel), 1).await.unwrap();
    let row = rows.pop().expect("the repair has a row");
    let steps = store.steps(row.id.clone()).await.unwrap();
    store.close().await;
    (row, steps)
}

fn times_written(house: &House) -> usize {
    let history = house.sandbox.history();
    let writes = history
        .iter()
        .filter(|one| one.method == "POST" && one.path.ends_with(EDGE));
    writes.count()
}

fn notes(page: &ChannelView, what: &str) -> usize {
    page.timeline.iter().filter(|line| line.what == what).count()
}

fn cause(page: &ChannelView) -> Option<&str> {
    page.row.problem.as_ref().map(|problem| problem.cause.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repair_is_journalled_and_made_once() {
    let mut house = House::with([]).await;
    let channel = house.channel("not_subscribed").await;
    for made in ["finished", "not_needed"] {
        house.engine.repair_channel(&channel.id).await.unwrap();
        let page = house.until_checked(&channel.id).await;
        assert_eq!(cause(&page), None, "the subscription is back");
        assert_eq!(notes(&page, "app_subscribed"), 1, "the history says it once");
        let (row, steps) = journal(&house, &channel.id).await;
        assert_eq!(row.outcome.as_deref(), Some(made));
        let answers: Vec<Option<Value>> = steps.into_iter().map(|step| step.outcome).collect();
        let expected = if made == "finished" {
            vec![Some(json!({"ok": true}))]
        } else {
            Vec::new()
        };
        assert_eq!(answers, expected, "one row for the one call");
    }
    assert_eq!(
        times_written(&house),
        1,
        "nothing was left to write the second time"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_is_noted_with_each_channel_of_its_account() {
    let mut house = House::with([]).await;
    let account = seed("healthy").waba_id;
    let app = house.sandbox.app().id;
    house.sandbox.with_world(|world| {
        let account = world.accounts.get_mut(account).unwrap();
        account.subscriptions.remove(&app);
    });
    let repaired = house.channel("healthy").await;
    house.engine.repair_channel(&repaired.id).await.unwrap();
    house.until_checked(&repaired.id).await;
    for (cause, noted) in [("healthy", 1), ("quality_red", 1), ("banned", 0)] {
        let channel = house.channel(cause).await;
        let page = house.engine.channel_view(&channel.id).await.unwrap();
        assert_eq!(notes(&page, "app_subscribed"), noted, "{cause}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_not_repaired_beside_its_reconnection() {
    let mut house = House::with([]).await;
    let channel = house.channel("not_subscribed").await;
    house.reach_login(Some(&channel.id)).await;
    let refused = house.engine.repair_channel(&channel.id).await;
    assert_eq!(refused.unwrap_err(), EngineError::Busy);
    house.until_checked(&channel.id).await;
    assert_eq!(times_written(&house), 0, "nothing was written beside the wizard");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repair_does_not_wait_for_a_check_and_is_judged_after_it() {
    let mut house = House::with([]).await;
    let channel = house.channel("not_subscribed").await;
    let numbers = format!("/{}/phone_numbers", seed("not_subscribed").waba_id);
    let silence = Fault::next(&format!("GET {numbers}"), FaultBody::Hang);
    house.sandbox.fail_next(silence);
    house
        .engine
        .check_channels(vec![channel.id.clone()])
        .await
        .unwrap();
    house.until_asked("GET", &numbers).await;
    house.engine.repair_channel(&channel.id).await.unwrap();
    let page = house.engine.channel_view(&channel.id).await.unwrap();
    assert_eq!(notes(&page, "app_subscribed"), 1, "the repair is through");
    assert!(page.row.checking, "the check has no answer yet");
    assert_eq!(page.row.verdict.read_at, None);
    house.engine.stop_checks().await.unwrap();
    let judged = |page: &ChannelView| !page.row.checking && page.row.verdict.read_at.is_some();
    let page = house.until_page(&channel.id, judged).await;
    assert_eq!(cause(&page), None, "the check after it knows of the repair");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_crash_meta_tells_whether_the_call_got_through() {
    for got_through in [true, false] {
        let mut house = House::with([]).await;
        let channel = house.channel("not_subscribed").await;
        let never = Fault::next("POST /*/subscribed_apps", FaultBody::Hang);
        house.sandbox.fail_next(never);
        let (engine, id) = (house.engine.clone(), channel.id.clone());
        tokio::spawn(async move { engine.repair_channel(&id).await });
        house.until_asked("POST", EDGE).await;
        let (row, steps) = journal(&house, &channel.id).await;
        assert_eq!(row.ended_at, None, "the repair is under way");
        assert_eq!(
            steps.len(),
            1,
            "the journal has a row while no answer is there: {steps:?}"
        );
        assert_eq!(steps[0].outcome, None);

        if got_through {
            subscribe(&house);
        }
        house.restart().await;
        let page = house.until_checked(&channel.id).await;
        let (row, steps) = journal(&house, &channel.id).await;
        assert_eq!(row.outcome.as_deref(), Some("interrupted"));
        assert_eq!(
            steps[0].outcome,
            Some(json!({"ok": got_through, "answer": "lost"}))
        );
        assert_eq!(times_written(&house), 1, "no write is repeated by the machine");
        let expected = (!got_through).then_some("app_not_subscribed");
        assert_eq!(cause(&page), expected, "the check shows Meta's state");
        assert_eq!(notes(&page, "app_subscribed"), usize::from(got_through));
        assert!(
            house.engine.app_view().await.unfinished.is_none(),
            "nothing is left to be resumed"
        );

        house.engine.repair_channel(&channel.id).await.unwrap();
        let page = house.until_checked(&channel.id).await;
        assert_eq!(cause(&page), None, "the person may repair again");
    }
}

/// The call whose answer was lost did its work.
fn subscribe(house: &House) {
    let seeds = demo_channels();
    let seed = seeds.iter().find(|seed| seed.cause == "not_subscribed").unwrap();
    let app = house.sandbox.app().id;
    house.sandbox.with_world(|world| {
        let account = world.accounts.get_mut(seed.waba_id).unwrap();
        account.subscriptions.insert(app, Subscription::default());
    });
}
