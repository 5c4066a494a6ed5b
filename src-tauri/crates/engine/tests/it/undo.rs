//! Going back: what the attempt wrote at Meta is taken back, and what cannot be is said.

use crate::browser::Visit;
use crate::callback::{LOST, PLATFORM, on_account, on_number, reconnect, seed};
use crate::house::House;
use meta_sandbox::world::{Manner, Override};
use meta_sandbox::{Fault, FaultBody};
use reconecta_engine::AttemptAction;
use reconecta_engine::views::{AttemptView, ChannelView, LeftBehindView, ScreenView};
use std::time::Duration;

/// A callback whose verify token nobody has told us.
const ELSEWHERE: &str = "https://antigo.example/hook";

/// Goes back and waits for the end: nothing where all is as before, otherwise what is left.
pub async fn go_back(house: &House, action: AttemptAction) -> Option<Vec<LeftBehindView>> {
    let mut changes = house.engine.changes();
    house.act(action).await;
    let waiting = async {
        loop {
            match house.engine.attempt_view().await.map(|view| view.screen) {
                None => return None,
                Some(ScreenView::Undone { left }) => return Some(left),
                Some(_) => drop(changes.recv().await),
            }
        }
    };
    let ended = tokio::time::timeout(Duration::from_secs(30), waiting).await;
    ended.expect("going back comes to an end")
}

fn own() -> &'static str {
    seed(LOST).expected_callback.expect("the channel has its own")
}

fn shared() -> &'static str {
    seed("healthy")
        .expected_callback
        .expect("the account has its own")
}

/// Somebody writes the override of the number, past our app's knowledge.
fn put_on_number(house: &House, url: &str) {
    let app = house.sandbox.app().id;
    house.sandbox.with_world(|world| {
        let number = world.numbers.get_mut(seed(LOST).phone_number_id);
        let callback = Override {
            url: url.to_owned(),
            verify_token: seed(LOST).verify_token.to_owned(),
        };
        number.expect("it exists").overrides.insert(app, callback);
    });
}

/// Writes to the number or its account so far.
pub fn writes(house: &House, cause: &str) -> usize {
    let history = house.sandbox.history();
    let places = [seed(cause).phone_number_id, seed(cause).waba_id];
    let is_write = |path: &str| places.iter().any(|id| path.contains(id));
    let writes = history
        .iter()
        .filter(|one| one.method == "POST" && is_write(&one.path));
    writes.count()
}

async fn page(house: &House) -> ChannelView {
    let channel = house.channel(LOST).await;
    house.engine.channel_view(&channel.id).await.unwrap()
}

fn has_line(page: &ChannelView, what: &str) -> bool {
    page.timeline.iter().any(|line| line.what == what)
}

async fn preview(house: &House) -> AttemptView {
    house.engine.attempt_view().await.expect("the wizard is open")
}

fn told<'a>(view: &'a AttemptView, what: &str) -> Option<&'a str> {
    let line = view.undo.iter().find(|line| line.what == what)?;
    line.params
        .get("callback")
        .or(line.params.get("before"))
        .map(String::as_str)
}

fn causes(left: Option<&[LeftBehindView]>) -> Vec<&str> {
    let left = left.unwrap_or_default().iter();
    left.map(|one| one.problem.cause.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_goes_again_where_the_number_had_none() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    reconnect(&mut house, LOST).await;
    assert_eq!(on_number(&house, LOST).as_deref(), Some(own()));
    let view = preview(&house).await;
    assert_eq!(told(&view, "callback_removed"), Some(own()), "{:#?}", view.undo);
    let before = writes(&house, LOST);
    assert_eq!(go_back(&house, AttemptAction::Rollback).await, None);
    assert_eq!(on_number(&house, LOST), None);
    assert_eq!(
        on_account(&house, LOST).as_deref(),
        Some(shared()),
        "nobody else was touched"
    );
    assert_eq!(writes(&house, LOST), before + 1, "one call takes it back");
    let page = page(&house).await;
    assert!(!page.can_rollback, "the token of before is in use");
    assert!(has_line(&page, "callback_undone"), "{:#?}", page.timeline);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_goes_again_where_the_account_had_none_and_the_subscription_stays() {
    let cause = "not_subscribed";
    let mut house = House::expecting([Visit::Grants("ana")], cause, PLATFORM).await;
    reconnect(&mut house, cause).await;
    assert_eq!(on_account(&house, cause).as_deref(), Some(PLATFORM));
    let view = preview(&house).await;
    assert_eq!(told(&view, "account_callback_removed"), Some(PLATFORM));
    assert!(
        view.undo
            .iter()
            .any(|line| line.what == "subscription_stays" && !line.changes)
    );
    assert_eq!(go_back(&house, AttemptAction::Cancel).await, None);
    assert_eq!(on_account(&house, cause), None);
    let app = house.sandbox.app().id;
    house.sandbox.with_world(|world| {
        let account = &world.accounts[seed(cause).waba_id];
        assert!(account.subscriptions.contains_key(&app), "messages keep arriving");
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_override_comes_back_where_its_verify_token_is_known() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    put_on_number(&house, shared());
    reconnect(&mut house, LOST).await;
    assert_eq!(on_number(&house, LOST).as_deref(), Some(own()));
    let view = preview(&house).await;
    assert_eq!(
        told(&view, "callback_put_back"),
        Some(shared()),
        "{:#?}",
        view.undo
    );
    assert_eq!(go_back(&house, AttemptAction::Rollback).await, None);
    assert_eq!(on_number(&house, LOST).as_deref(), Some(shared()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_override_whose_verify_token_nobody_told_us_is_named() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    put_on_number(&house, ELSEWHERE);
    reconnect(&mut house, LOST).await;
    let view = preview(&house).await;
    let line = view.undo.iter().find(|line| line.what == "callback_stays");
    let line = line.unwrap_or_else(|| panic!("not said beforehand: {:#?}", view.undo));
    assert!(!line.changes);
    assert_eq!(line.params["before"], ELSEWHERE);
    let written = writes(&house, LOST);
    let left = go_back(&house, AttemptAction::Rollback).await;
    assert_eq!(causes(left.as_deref()), ["callback_not_put_back"]);
    let left = &left.unwrap()[0];
    assert_eq!(left.problem.params["before"], ELSEWHERE);
    assert_eq!(left.problem.next, "restore_callback");
    assert_eq!(
        left.channel.as_ref().map(|one| one.name.as_str()),
        Some(seed(LOST).name)
    );
    assert_eq!(writes(&house, LOST), written, "nothing was tried without it");
    assert_eq!(on_number(&house, LOST).as_deref(), Some(own()));
    assert!(
        house.act(AttemptAction::Finish).await.is_none(),
        "the person has seen it"
    );
    let page = page(&house).await;
    assert!(!page.can_rollback, "the token of before is in use all the same");
    assert!(has_line(&page, "not_undone"), "{:#?}", page.timeline);
    assert!(!has_line(&page, "reconnected"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_has_changed_since_is_left_and_said() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    reconnect(&mut house, LOST).await;
    put_on_number(&house, ELSEWHERE);
    let written = writes(&house, LOST);
    let left = go_back(&house, AttemptAction::Rollback).await;
    assert_eq!(causes(left.as_deref()), ["callback_changed_meanwhile"]);
    assert_eq!(on_number(&house, LOST).as_deref(), Some(ELSEWHERE));
    assert_eq!(writes(&house, LOST), written, "Meta was only read");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_before_that_does_not_answer_is_told_and_can_be_tried_again() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    put_on_number(&house, shared());
    reconnect(&mut house, LOST).await;
    let set_manner = |manner: Manner| {
        house.sandbox.with_world(|world| {
            for endpoint in &mut world.endpoints {
                endpoint.manner = manner.clone();
            }
        });
    };
    set_manner(Manner::Fails { status: 500 });
    let left = go_back(&house, AttemptAction::Rollback).await;
    assert_eq!(causes(left.as_deref()), ["callback_verification_failed"]);
    set_manner(Manner::Working);
    assert_eq!(go_back(&house, AttemptAction::Retry).await, None);
    assert_eq!(on_number(&house, LOST).as_deref(), Some(shared()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_is_taken_back_also_when_the_channel_was_never_switched() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel(LOST).await;
    house.reach_confirm(Some(&channel.id)).await;
    let numbers = house.reach_numbers().await;
    // The list of numbers is read for the override's level, then again for the switch.
    let route = format!("GET /{}/phone_numbers", seed(LOST).waba_id);
    house.choose_preselected(&numbers).await;
    house.until_asked("POST", seed(LOST).phone_number_id).await;
    for _attempt in 0..3 {
        house.sandbox.fail_next(Fault::next(&route, FaultBody::Html));
    }
    house
        .until(
            "the failed switch",
            |screen| matches!(screen, ScreenView::Result { numbers, .. } if numbers[0].outcome == "failed"),
        )
        .await;
    assert_eq!(on_number(&house, LOST).as_deref(), Some(own()));
    assert_eq!(go_back(&house, AttemptAction::Cancel).await, None);
    assert_eq!(on_number(&house, LOST), None);
    assert!(
        !has_line(&page(&house).await, "rolled_back"),
        "the channel kept its token all along"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_of_before_serves_where_the_new_one_is_gone() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let known: Vec<String> = house
        .sandbox
        .with_world(|world| world.tokens.keys().cloned().collect());
    reconnect(&mut house, LOST).await;
    house.sandbox.with_world(|world| {
        let new = world.tokens.iter_mut().filter(|(text, _)| !known.contains(text));
        new.for_each(|(_, token)| token.expires_at = 1);
    });
    assert_eq!(go_back(&house, AttemptAction::Rollback).await, None);
    assert_eq!(on_number(&house, LOST), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_previous_token_comes_back_with_one_click_while_a_check_runs() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    reconnect(&mut house, "healthy").await;
    assert!(house.act(AttemptAction::Finish).await.is_none());
    let id = house.channel("healthy").await.id;
    let looked = |house: &House| {
        let history = house.sandbox.history();
        history
            .iter()
            .filter(|one| one.path.ends_with("/debug_token"))
            .count()
    };
    let before = looked(&house);
    house
        .sandbox
        .fail_next(Fault::next("/debug_token", FaultBody::DropBefore));
    house.engine.check_channel(&id).await.unwrap();
    let begun = async {
        while looked(&house) == before {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), begun)
        .await
        .expect("the check has begun");
    assert!(house.engine.channel_view(&id).await.unwrap().row.checking);

    house
        .engine
        .rollback_channel(&id)
        .await
        .expect("one click is enough");
    let went_back = |page: &ChannelView| {
        let line = page.timeline.iter().find(|line| line.what == "rolled_back");
        line.expect("it is in the history").at
    };
    let page = house
        .until_page(&id, |page| {
            let read_at = page.row.verdict.read_at;
            !page.row.checking && read_at.is_some_and(|at| at >= went_back(page))
        })
        .await;
    assert_eq!(
        page.row.verdict.code, "connected_unproven",
        "judged with the old token"
    );
}
