//! All channels in one round: the same verdicts as one by one. How few calls that takes is in `tests/fleet/calls.rs`.

use crate::browser::Visit;
use crate::house::House;
use meta_sandbox::world::Invalidity;
use meta_sandbox::{Fault, FaultBody, demo_channels};
use reconecta_core::ids::ChannelId;
use reconecta_engine::surface::{Clock, SystemClock};
use reconecta_engine::views::{ChannelRowView, DiagnosisView, PlaceView};
use reconecta_engine::{AttemptAction, Change};
use reconecta_store::Slot;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Verdict, cause and answers of a diagnosis: what a person reads.
fn told(diagnosis: &DiagnosisView) -> (String, Option<String>, Vec<(String, String)>) {
    let answers = diagnosis
        .findings
        .iter()
        .map(|finding| (finding.question.clone(), finding.answer.clone()));
    (
        diagnosis.verdict.code.clone(),
        diagnosis.blocking.as_ref().map(|problem| problem.cause.clone()),
        answers.collect(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_says_of_each_channel_what_a_check_of_it_says() {
    let mut house = House::with([]).await;
    let rows = house.engine.channels_view().await.unwrap();
    let mut alone = BTreeMap::new();
    for row in &rows {
        house.engine.check_channel(&row.id).await.unwrap();
        let page = house.until_checked(&row.id).await;
        alone.insert(row.id.clone(), told(&page.diagnosis.expect("it was checked")));
    }
    house.engine.check_all_channels().await.unwrap();
    for row in &rows {
        let page = house.until_checked(&row.id).await;
        let together = told(&page.diagnosis.expect("it was checked"));
        assert_eq!(Some(&together), alone.get(&row.id), "{}", row.name);
    }
    let home = house.engine.home_view().await.unwrap();
    assert!(!home.checking, "no channel stays marked");
    let disconnected = home
        .broken
        .iter()
        .filter(|row| row.verdict.code == "disconnected");
    let names: Vec<&str> = disconnected.map(|row| row.name.as_str()).collect();
    assert!(names.len() > 1 && names.is_sorted(), "by name: {names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_app_that_is_gone_is_waited_for_and_then_asked_about() {
    let mut house = House::with([]).await;
    let id = house.channel("coexistence_offboarded").await.id;
    house.engine.check_channel(&id).await.unwrap();
    let first = house.until_checked(&id).await.row;
    assert_eq!(first.verdict.code, "wait");
    assert!(first.verdict.until.is_some(), "until when is told");
    let home = house.engine.home_view().await.unwrap();
    assert_eq!(
        (home.state.as_str(), home.need_you),
        ("waiting", 0),
        "not all is well"
    );
    assert_eq!(
        home.unsettled.first().map(|row| &row.id),
        Some(&id),
        "it is listed"
    );
    house.pass_hours(1);
    let aged = house.channel("coexistence_offboarded").await;
    assert_eq!(
        aged.verdict.code, "disconnected",
        "somebody is asked, also before the next check"
    );
    assert_eq!(aged.verdict.read_at, first.verdict.read_at);
    let home = house.engine.home_view().await.unwrap();
    assert_eq!((home.state.as_str(), home.need_you), ("needs_you", 1));
    house.engine.check_all_channels().await.unwrap();
    let later = house.until_checked(&id).await.row;
    assert_eq!(later.verdict.code, "disconnected");
    assert_eq!(
        later.problem.map(|problem| problem.cause),
        Some("phone_app_disconnected".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_is_over_is_looked_at_again_without_a_schedule() {
    let mut house = House::with([]).await;
    house.restart_watching().await;
    house.engine.set_check_schedule(0).await.unwrap();
    let id = house.channel("coexistence_offboarded").await.id;
    let first = house
        .until_page(&id, |page| page.row.verdict.code == "wait" && !page.row.checking)
        .await;
    house.pass_hours(1);
    // As the timer would.
    house.engine.set_check_schedule(0).await.unwrap();
    let later = house
        .until_page(&id, |page| page.row.verdict.read_at > first.row.verdict.read_at)
        .await;
    assert_eq!(later.row.verdict.code, "disconnected");
    let healthy = house.channel("healthy").await;
    let read_at = |row: &ChannelRowView| row.verdict.read_at.expect("it was read");
    assert!(
        read_at(&later.row) - read_at(&healthy) > 1_800_000.0,
        "nobody else was looked at"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_could_be_read_nothing_is_called_fine() {
    let mut house = House::with([]).await;
    let home = house.engine.home_view().await.unwrap();
    assert_eq!(home.state, "never_checked");
    let fault = Fault::next("*", FaultBody::Html);
    house.sandbox.fail_next(Fault {
        times: 100_000,
        ..fault
    });
    house.engine.check_all_channels().await.unwrap();
    let id = house.channel("healthy").await.id;
    house
        .until_page(&id, |page| page.row.verdict.read_at.is_some())
        .await;
    house.until_round("the end", |round| round.is_none()).await;
    let home = house.engine.home_view().await.unwrap();
    assert_eq!((home.state.as_str(), home.need_you), ("unknown", 0));
    let all = u32::try_from(demo_channels().len()).unwrap();
    assert_eq!((home.total, home.unknown, home.waiting), (all, all, 0));
    assert_eq!(home.unsettled.len(), 25, "all are counted, the first are listed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_is_late_does_not_overwrite_a_newer_truth() {
    for is_round in [false, true] {
        let mut house = House::with([Visit::Grants("ana")]).await;
        let tokens = |house: &House| {
            house
                .sandbox
                .with_world(|world| world.tokens.keys().cloned().collect::<BTreeSet<String>>())
        };
        let before = tokens(&house);
        let id = house.channel("healthy").await.id;
        house.reach_steps(&id).await;
        house.reach_result().await;
        house.act(AttemptAction::Finish).await;
        house.until_checked(&id).await;
        // The new token dies; while that is being found out, the one before goes into use again.
        let dead = Invalidity { subcode: 460, at: 1 };
        house.sandbox.with_world(|world| {
            for (token, row) in &mut world.tokens {
                if !before.contains(token) {
                    row.invalid = Some(dead.clone());
                }
            }
        });
        house
            .sandbox
            .fail_next(Fault::next("/debug_token", FaultBody::DropBefore));
        let asked = house.sandbox.history().len();
        if is_round {
            house.engine.check_channels(vec![id.clone()]).await.unwrap();
        } else {
            house.engine.check_channel(&id).await.unwrap();
        }
        until_cut(&house, asked).await;
        let back = house
            .store()
            .await
            .roll_back_credential(ChannelId::new(&id), Slot::AccessToken, SystemClock.now())
            .await;
        back.expect("the one before is kept for a week");
        let page = house.until_checked(&id).await;
        assert_eq!(
            page.row.verdict.code, "connected_unproven",
            "round {is_round}: what was found with the dead token is of yesterday"
        );
        let told = page
            .timeline
            .iter()
            .filter(|line| line.params.get("verdict").map(String::as_str) == Some("disconnected"));
        assert_eq!(told.count(), 0, "round {is_round}: nor is it in the history");
    }
}

/// Waits until a request was cut off since that many.
pub async fn until_cut(house: &House, asked: usize) {
    let waiting = async {
        while !house
            .sandbox
            .history()
            .iter()
            .skip(asked)
            .any(|one| one.status == 0)
        {
            tokio::task::yield_now().await;
        }
    };
    let came = tokio::time::timeout(Duration::from_secs(30), waiting).await;
    came.expect("a request is cut off");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_tells_how_far_it_is() {
    let house = House::with([]).await;
    let mut changes = house.engine.changes();
    house.engine.check_all_channels().await.unwrap();
    let mut told = Vec::new();
    loop {
        let news = tokio::time::timeout(Duration::from_secs(30), changes.recv()).await;
        match news.expect("the round ends").expect("the engine is there") {
            Change::Round(Some(round)) => told.push((round.done, round.total)),
            Change::Round(None) => break,
            _ => {}
        }
    }
    let total = u32::try_from(demo_channels().len()).unwrap();
    assert_eq!(told.first(), Some(&(0, total)));
    assert_eq!(told.last(), Some(&(total, total)));
    assert!(told.len() > 3, "account by account: {told:?}");
    assert!(told.is_sorted(), "it never goes back: {told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_is_ended_keeps_what_it_found() {
    let mut house = House::with([]).await;
    let seeds = demo_channels();
    let silent = seeds[0].waba_id;
    let fault = Fault::next(&format!("GET /{silent}/phone_numbers"), FaultBody::Hang);
    house.sandbox.fail_next(Fault { times: 99, ..fault });
    let others = seeds.iter().filter(|seed| seed.waba_id != silent);
    let expected = u32::try_from(others.count()).unwrap();
    house.engine.check_all_channels().await.unwrap();
    house
        .until_round("all but one account", |round| {
            round.is_some_and(|round| round.done == expected)
        })
        .await;
    house.engine.stop_checks().await.unwrap();
    house.until_round("the end", |round| round.is_none()).await;
    for seed in &seeds {
        let id = house.channel(seed.cause).await.id;
        let row = house.until_checked(&id).await.row;
        let was_read = row.verdict.read_at.is_some();
        assert_eq!(was_read, seed.waba_id != silent, "{}", seed.name);
    }
    // The next one goes the whole way again.
    house
        .engine
        .check_channels(vec![house.channel(seeds[0].cause).await.id])
        .await
        .unwrap();
    house
        .until_round("the next round", |round| {
            round.is_some_and(|round| round.total == 1 && !round.stopping)
        })
        .await;
    house.engine.stop_checks().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_accounts_and_portfolios_are_remembered_for_the_list() {
    let mut house = House::with([]).await;
    let before = house.channel("not_subscribed").await;
    assert_eq!(
        before.account.as_ref().and_then(|account| account.name.clone()),
        None
    );
    house.engine.check_all_channels().await.unwrap();
    let row = house.until_checked(&before.id).await.row;
    let name = |place: Option<PlaceView>| place.and_then(|place| place.name).unwrap_or_default();
    assert!(!name(row.account).is_empty() && !name(row.portfolio).is_empty());
    assert!(row.number_id.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_screen_that_was_read_ahead_is_never_older_than_a_change() {
    let house = House::with([]).await;
    let rows = house.engine.channels_view().await.unwrap();
    house.engine.remove_channel(&rows[0].id).await.unwrap();
    let home = house.engine.home_view().await.unwrap();
    assert_eq!(usize::try_from(home.total).unwrap(), rows.len() - 1);
}
