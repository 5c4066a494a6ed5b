//! Locks that Meta announces, and attempts that cost something: kept over restarts, told before they are spent.

use crate::browser::Visit;
use crate::callback::seed;
use crate::house::House;
use crate::needs::works;
use reconecta_engine::AttemptAction;
use reconecta_engine::surface::{Clock, SystemClock};
use reconecta_engine::views::{NeedView, ProblemView};
use serde_json::json;

const LOCKED: &str = "pin_locked";
const WITH_PIN: &str = "needs_register_with_pin";

fn registrations(house: &House, cause: &str) -> usize {
    let end = format!("{}/register", seed(cause).phone_number_id);
    let history = house.sandbox.history();
    history.iter().filter(|one| one.path.ends_with(&end)).count()
}

async fn failure(house: &mut House) -> ProblemView {
    let result = house.reach_result().await;
    works(&result.screen)[0].problem.clone().expect("it is told")
}

fn hours_from_now(until: f64) -> i64 {
    (until as i64 - SystemClock.now().0) / 3_600_000
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_meta_announced_lasts_over_a_restart_and_nothing_is_sent_before_its_end() {
    let mut house = House::with([Visit::Grants("ana"), Visit::Grants("ana"), Visit::Grants("ana")]).await;
    let id = house.reach_steps_of(LOCKED).await;
    house.question().await;
    let pin = seed(LOCKED).pin.unwrap();
    house.submit_pin(&id, pin, false).await;
    let told = failure(&mut house).await;
    assert_eq!(
        (told.cause.as_str(), told.next.as_str()),
        ("pin_locked", "wait_until")
    );
    let until = told.until.expect("with its time");
    assert_eq!(hours_from_now(until), 11, "a little less than twelve");
    assert_eq!(registrations(&house, LOCKED), 1);

    house.answer(&id, "retry_number", json!({})).await;
    assert_eq!(
        failure(&mut house).await.until,
        Some(until),
        "the time does not move"
    );
    assert_eq!(registrations(&house, LOCKED), 1, "nothing more was sent");
    house.act(AttemptAction::Finish).await;

    house.restart().await;
    let channel = house.channel(LOCKED).await;
    house.engine.check_channel(&channel.id).await.unwrap();
    let page = house.until_checked(&channel.id).await;
    assert_eq!(page.row.verdict.code, "wait");
    assert_eq!(page.row.verdict.until, Some(until));
    let cause = page.row.problem.expect("why");
    assert_eq!((cause.cause.as_str(), cause.until), ("pin_locked", Some(until)));

    house.reach_steps_of(LOCKED).await;
    assert_eq!(failure(&mut house).await.until, Some(until));
    assert_eq!(registrations(&house, LOCKED), 1, "nor after the restart");
    house.act(AttemptAction::Finish).await;

    house.pass_hours(13);
    let free = json!({"counters": {"pin_locked_until": 0}});
    house
        .sandbox
        .set("numbers", seed(LOCKED).phone_number_id, &free)
        .unwrap();
    house.reach_steps_of(LOCKED).await;
    house.question().await;
    house.submit_pin(&id, pin, false).await;
    let result = house.reach_result().await;
    assert_eq!(works(&result.screen)[0].outcome, "done");
    assert_eq!(registrations(&house, LOCKED), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_pin_costs_another_attempt_only_after_the_person_saw_how_many_are_left() {
    let mut house = House::with([Visit::Grants("ana"), Visit::Grants("ana"), Visit::Grants("ana")]).await;
    let id = house.reach_steps_of(WITH_PIN).await;
    house.question().await;
    let pin = seed(WITH_PIN).pin.unwrap();
    house.submit_pin(&id, pin, true).await;
    house.reach_result().await;
    house.act(AttemptAction::Finish).await;

    let lost = json!({"registered": false, "status": "DISCONNECTED"});
    house.sandbox.set("numbers", &id, &lost).unwrap();
    house.reach_steps_of(WITH_PIN).await;
    let asked = house.question().await;
    assert!(
        matches!(
            asked,
            NeedView::Pin {
                attempts_left: 9,
                exists: true,
                kept: true,
                ..
            }
        ),
        "{asked:?}"
    );
    assert_eq!(registrations(&house, WITH_PIN), 1, "nothing is spent before");
    house.answer(&id, "use_kept_pin", json!({})).await;
    let result = house.reach_result().await;
    assert_eq!(works(&result.screen)[0].outcome, "done");
    assert_eq!(registrations(&house, WITH_PIN), 2);
    house.act(AttemptAction::Finish).await;

    house.pass_hours(73);
    house.sandbox.set("numbers", &id, &lost).unwrap();
    house.reach_steps_of(WITH_PIN).await;
    let result = house.reach_result().await;
    assert_eq!(
        works(&result.screen)[0].outcome,
        "done",
        "with all ten left nobody is asked"
    );
    assert_eq!(registrations(&house, WITH_PIN), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_comes_in_the_language_that_the_app_speaks() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let id = house.reach_steps_of("not_verified").await;
    for (language, expected) in [("es", "es_ES"), ("pt-BR", "pt_BR"), ("en", "en_US")] {
        let mut preferences = house.engine.app_view().await.preferences;
        preferences.language = language.to_owned();
        house.engine.set_preferences(preferences).await.unwrap();
        house.question().await;
        house.answer(&id, "request_code", json!({"method": "sms"})).await;
        house
            .asked("the field for the code", |need| {
                matches!(need, NeedView::Code { .. })
            })
            .await;
        let sent = house
            .sandbox
            .with_world(|world| world.numbers[&id].code_language.clone());
        assert_eq!(sent.as_deref(), Some(expected), "{language}");
    }
}
