//! A callback override that was lost: put back where nobody else is touched, and read back.

use crate::browser::Visit;
use crate::house::House;
use meta_sandbox::world::Manner;
use meta_sandbox::{SeedChannel, demo_channels};
use reconecta_core::ids::{ChannelId, UnixMillis};
use reconecta_engine::AttemptAction;
use reconecta_engine::views::{ChannelView, NumberWorkView, ScreenView};
use reconecta_store::Slot;

/// The cause whose number has lost its callback.
pub const LOST: &str = "override_lost";
/// A callback that no channel of the demonstration needs.
pub const PLATFORM: &str = "https://aurora.atendefacil.example/webhooks/whatsapp";

pub fn seed(cause: &str) -> SeedChannel {
    let mut seeds = demo_channels().into_iter();
    seeds
        .find(|seed| seed.cause == cause)
        .expect("the demo has this cause")
}

/// The override that our app has on a number, as the simulated Meta keeps it.
pub fn on_number(house: &House, cause: &str) -> Option<String> {
    let app = house.sandbox.app().id;
    house.sandbox.with_world(|world| {
        let number = &world.numbers[seed(cause).phone_number_id];
        number.overrides.get(&app).map(|one| one.url.clone())
    })
}

/// The override that our app has on the account.
pub fn on_account(house: &House, cause: &str) -> Option<String> {
    let app = house.sandbox.app().id;
    house.sandbox.with_world(|world| {
        let subscription = world.accounts[seed(cause).waba_id].subscriptions.get(&app)?;
        subscription.callback.as_ref().map(|one| one.url.clone())
    })
}

/// Reconnects the channel of a cause.
pub async fn reconnect(house: &mut House, cause: &str) -> NumberWorkView {
    let channel = house.channel(cause).await;
    house.reach_steps(&channel.id).await;
    let ended = house
        .until("the end of the repair", |screen| match screen {
            ScreenView::Result { .. } => true,
            ScreenView::Working { numbers } => numbers.iter().any(|work| work.outcome == "failed"),
            _ => false,
        })
        .await;
    match ended.screen {
        ScreenView::Working { mut numbers } | ScreenView::Result { mut numbers, .. } => numbers.remove(0),
        other => panic!("not the end of a repair: {other:#?}"),
    }
}

fn state<'a>(work: &'a NumberWorkView, step: &str) -> &'a str {
    let step = work.steps.iter().find(|one| one.step == step);
    step.map(|step| step.state.as_str()).expect("the step exists")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_override_is_put_back_on_the_number_and_read_back() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel(LOST).await;
    house.engine.check_channel(&channel.id).await.unwrap();
    let before = house.until_checked(&channel.id).await;
    let problem = before.row.problem.expect("the check finds what is wrong");
    assert_eq!(problem.cause, "callback_differs");
    assert_eq!(on_number(&house, LOST), None);
    let shared = on_account(&house, LOST);
    assert!(shared.is_some(), "other numbers of the account have theirs");

    let work = reconnect(&mut house, LOST).await;
    assert_eq!(state(&work, "callback_override"), "done", "{work:#?}");
    assert_eq!(work.outcome, "done", "{work:#?}");
    assert_eq!(on_number(&house, LOST).as_deref(), seed(LOST).expected_callback);
    assert_eq!(on_account(&house, LOST), shared, "nobody else was touched");
    house.act(AttemptAction::Finish).await;
    let after = house.engine.channel_view(&channel.id).await.unwrap();
    assert_eq!(
        after.row.problem, None,
        "the check after the repair reads it back"
    );
    let restored = after
        .timeline
        .iter()
        .filter(|line| line.what == "callback_restored");
    let [restored] = restored.collect::<Vec<_>>()[..] else {
        panic!("it is told once: {:#?}", after.timeline)
    };
    let outage = house.engine.outage_view(&channel.id).await.unwrap();
    let outage = outage.expect("the check before the login found it down");
    let ended = outage.ended.expect("it is over");
    assert_eq!(
        (ended.at, ended.certainty.as_str()),
        (restored.at, "exact"),
        "putting it back ended it"
    );
    assert!(outage.trail.iter().any(|trace| trace.code == "callback_restored"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_that_stands_is_not_written_again() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let work = reconnect(&mut house, "healthy").await;
    assert_eq!(state(&work, "callback_override"), "skipped", "{work:#?}");
    let mut written = house.sandbox.history();
    let is_asset = |path: &str| path.split('/').nth(2).is_some_and(|id| id.parse::<u64>().is_ok());
    written.retain(|one| one.method == "POST" && is_asset(&one.path));
    assert_eq!(written, [], "nothing was wrong, so nothing is written");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_lost_with_the_subscription_is_put_back_on_the_account() {
    let cause = "not_subscribed";
    let mut house = House::expecting([Visit::Grants("ana")], cause, PLATFORM).await;
    let work = reconnect(&mut house, cause).await;
    assert_eq!(state(&work, "subscribe"), "done", "{work:#?}");
    assert_eq!(state(&work, "callback_override"), "done", "{work:#?}");
    assert_eq!(on_account(&house, cause).as_deref(), Some(PLATFORM));
    assert_eq!(on_number(&house, cause), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_does_not_answer_is_told_and_does_not_stop_the_rest() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    house.sandbox.with_world(|world| {
        for endpoint in &mut world.endpoints {
            endpoint.manner = Manner::Fails { status: 500 };
        }
    });
    let channel = house.channel(LOST).await;
    let work = reconnect(&mut house, LOST).await;
    assert_eq!(state(&work, "callback_override"), "failed", "{work:#?}");
    let steps = work.steps.iter();
    let problem = steps.filter_map(|step| step.problem.as_ref()).next();
    assert_eq!(
        problem.map(|problem| problem.cause.as_str()),
        Some("callback_verification_failed")
    );
    assert_eq!(on_number(&house, LOST), None, "Meta kept what it had");
    let verdict = work.verdict.expect("the channel was proved with real calls");
    assert_eq!(
        verdict.code, "disconnected",
        "no green light while the callback is lost"
    );
    let page = house.engine.channel_view(&channel.id).await.unwrap();
    assert!(
        page.can_rollback,
        "the new access is in use, and can be taken back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_puts_a_lost_override_back_without_a_login() {
    let house = House::with([]).await;
    let channel = house.channel(LOST).await;
    let shared = on_account(&house, LOST);
    let problem = house
        .engine
        .repair_channel(&channel.id)
        .await
        .expect("it is accepted");
    assert_eq!(problem, None, "nothing stood in the way");
    assert_eq!(on_number(&house, LOST).as_deref(), seed(LOST).expected_callback);
    assert_eq!(on_account(&house, LOST), shared, "nobody else was touched");
    let page = house.engine.channel_view(&channel.id).await.unwrap();
    assert_eq!(page.row.problem, None, "the check after it finds nothing wrong");
    assert!(page.timeline.iter().any(|line| line.what == "callback_restored"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_tells_what_stood_in_the_way() {
    let house = House::with([]).await;
    house.sandbox.with_world(|world| {
        for endpoint in &mut world.endpoints {
            endpoint.manner = Manner::Fails { status: 500 };
        }
    });
    let channel = house.channel(LOST).await;
    let problem = house
        .engine
        .repair_channel(&channel.id)
        .await
        .expect("it is accepted");
    let cause = problem.map(|problem| problem.cause);
    assert_eq!(cause.as_deref(), Some("callback_verification_failed"));
    let page = house.engine.channel_view(&channel.id).await.unwrap();
    assert!(page.timeline.iter().any(|line| line.what == "repair_failed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_a_person_expects_is_watched_and_its_token_never_shown() {
    let house = House::with([]).await;
    let cause = "not_subscribed";
    let channel = house.channel(cause).await;
    let token = |text: &str| serde_json::from_value(serde_json::json!(text)).unwrap();
    for (url, verify_token, field) in [
        ("http://loja.example/hook", "segredo", "callback"),
        (PLATFORM, "  ", "verify_token"),
    ] {
        let refused = house
            .engine
            .expect_callback(&channel.id, url, token(verify_token))
            .await;
        let field = field.to_owned();
        assert_eq!(
            refused,
            Err(reconecta_engine::EngineError::InvalidInput { field })
        );
    }
    let kept = house
        .engine
        .expect_callback(&channel.id, PLATFORM, token("segredo-unico"))
        .await;
    kept.expect("an https address with a verify token");
    let page = house.engine.channel_view(&channel.id).await.unwrap();
    assert_eq!(page.expected_callback.as_deref(), Some(PLATFORM));
    let shown = serde_json::to_string(&page).unwrap();
    assert!(
        !shown.contains("segredo-unico"),
        "the verify token is no part of a view"
    );

    house
        .engine
        .forget_callback(&channel.id)
        .await
        .expect("it can be forgotten");
    let page = house.engine.channel_view(&channel.id).await.unwrap();
    assert_eq!(page.expected_callback, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_account_is_the_platform_and_says_what_it_lacks() {
    let mut house = House::with([]).await;
    let channel = house.channel("healthy").await;
    let holds = |page: &ChannelView| {
        let findings = &page.diagnosis.as_ref().expect("a check").findings;
        let finding = findings.iter().find(|one| one.question == "platform_in_sync");
        let finding = finding.expect("every question is answered");
        let cause = finding.problem.as_ref().map(|problem| problem.cause.clone());
        (finding.answer.clone(), finding.reason.clone(), cause)
    };
    let yes = ("yes".to_owned(), "in_sync".to_owned(), None);
    let no = (
        "no".to_owned(),
        "out_of_sync".to_owned(),
        Some("platform_out_of_sync".to_owned()),
    );
    house.engine.check_channel(&channel.id).await.unwrap();
    let page = house.until_checked(&channel.id).await;
    assert_eq!(holds(&page), yes);

    let (id, now) = (ChannelId::new(channel.id.as_str()), UnixMillis(1));
    let store = house.store().await;
    store.forget_secret(id, Slot::VerifyToken, now).await.unwrap();
    house.engine.check_channel(&channel.id).await.unwrap();
    let page = house.until_checked(&channel.id).await;
    assert_eq!(holds(&page), no);
    assert_eq!(page.row.verdict.code, "attention", "no message is stopped by it");
    house.engine.check_all_channels().await.unwrap();
    let page = house.until_checked(&channel.id).await;
    assert_eq!(holds(&page), no, "a round says the same");

    let url = seed("healthy").expected_callback.expect("it needs one");
    let token = serde_json::from_value(serde_json::json!("um-novo")).unwrap();
    house
        .engine
        .expect_callback(&channel.id, url, token)
        .await
        .unwrap();
    house.engine.check_channel(&channel.id).await.unwrap();
    let page = house.until_checked(&channel.id).await;
    assert_eq!(holds(&page), yes, "told again, it is held again");
}
