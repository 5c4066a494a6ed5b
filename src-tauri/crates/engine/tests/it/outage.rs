//! Since when and why, from what the simulator of Meta recorded, and what the administrator is handed.

use crate::browser::Visit;
use crate::callback::seed;
use crate::house::House;
use reconecta_engine::views::{OutageView, ScreenView};
use reconecta_engine::{AttemptAction, EngineError, HandOffTopic};
use serde_json::json;

async fn check(house: &mut House, id: &str) {
    house.engine.check_channel(id).await.expect("the check starts");
    house.until_checked(id).await;
}

async fn outage(house: &House, id: &str) -> OutageView {
    let view = house.engine.outage_view(id).await.expect("it can be read");
    view.expect("the channel is down")
}

#[tokio::test(flavor = "multi_thread")]
async fn who_revoked_the_access_and_when_is_read_from_metas_log() {
    let mut house = House::with([]).await;
    let channel = house.channel("not_subscribed").await;
    check(&mut house, &channel.id).await;
    let told = outage(&house, &channel.id).await;
    let recorded = house.sandbox.with_world(|world| {
        let lines = world.accounts.values().flat_map(|account| &account.activities);
        let line = lines.into_iter().find(|line| line.kind == "API_ACCESS_REVOKED");
        line.map(|line| (line.at, line.actor_name.clone()))
    });
    let (at, name) = recorded.expect("the demo world recorded it");
    assert_eq!(told.problem.cause, "app_not_subscribed");
    assert_eq!(told.began.certainty, "exact");
    assert_eq!(
        told.began.at as i64 / 1000,
        at / 1000,
        "Meta's own moment, to the second"
    );
    assert_eq!(told.source, "meta_log");
    let who = told.who.expect("Meta named somebody");
    assert_eq!((who.kind.as_str(), &who.name), ("person", &name));
    assert_eq!(told.losses, ["incoming"]);
    assert!(
        told.trail
            .iter()
            .any(|trace| trace.is_beginning && trace.code == "api_access_revoked")
    );
    assert_eq!(told.meta_log, "read");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_may_not_be_read_leaves_the_beginning_unknown() {
    let mut house = House::with([]).await;
    let channel = house.channel("not_subscribed").await;
    check(&mut house, &channel.id).await;
    house.refuse("GET /*/activities", 100);
    let told = outage(&house, &channel.id).await;
    assert_eq!(told.meta_log, "refused");
    assert_eq!(
        (told.began.certainty.as_str(), told.source.as_str()),
        ("unknown", "checks")
    );
    assert_eq!(told.who, None, "nobody is blamed without a record");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_between_two_checks_has_bounds_and_an_end() {
    let mut house = House::with([]).await;
    let channel = house.channel("healthy").await;
    check(&mut house, &channel.id).await;
    assert_eq!(
        house.engine.outage_view(&channel.id).await.unwrap(),
        None,
        "nothing ever broke"
    );
    let number = seed("healthy").phone_number_id;
    house
        .sandbox
        .set("numbers", number, &json!({"status": "BANNED"}))
        .expect("the number is banned");
    check(&mut house, &channel.id).await;
    let told = outage(&house, &channel.id).await;
    assert_eq!(told.problem.cause, "number_banned");
    assert_eq!(told.began.certainty, "at_latest");
    let not_before = told.began.not_before.expect("it worked at the first check");
    assert!(not_before <= told.began.at);
    assert_eq!(told.who.map(|who| who.kind), Some("meta".to_owned()));
    house
        .sandbox
        .set("numbers", number, &json!({"status": "CONNECTED"}))
        .expect("the ban is lifted");
    check(&mut house, &channel.id).await;
    let over = outage(&house, &channel.id).await;
    let ended = over.ended.expect("it works again");
    assert_eq!(ended.certainty, "at_latest");
    assert!(over.advice.contains(&"works_again".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_that_the_wizard_ends_is_over_when_our_app_was_subscribed() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel("not_subscribed").await;
    check(&mut house, &channel.id).await;
    house.reach_steps(&channel.id).await;
    house.reach_result().await;
    let told = outage(&house, &channel.id).await;
    let ended = told.ended.expect("it works again");
    assert_eq!(ended.certainty, "exact");
    let act = told.trail.iter().find(|trace| trace.code == "app_subscribed");
    assert_eq!(act.map(|act| act.at), Some(ended.at));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_password_is_the_doing_of_whose_login_it_was() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel("healthy").await;
    house.reach_steps(&channel.id).await;
    house.reach_result().await;
    house.act(AttemptAction::Finish).await;
    check(&mut house, &channel.id).await;
    house.sandbox.revoke_person("ana", 460);
    check(&mut house, &channel.id).await;
    let told = outage(&house, &channel.id).await;
    assert_eq!(told.problem.cause, "password_changed");
    let who = told.who.expect("whose login it was is known here");
    assert_eq!(
        (who.kind.as_str(), who.name.as_deref()),
        ("holder", Some("Ana Prado"))
    );
    assert_eq!(told.losses, ["outgoing"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_without_full_control_gets_a_kit_for_the_administrator() {
    let mut house = House::with([Visit::Grants("bruno")]).await;
    let channel = house.channel("healthy").await;
    house.reach_login(Some(&channel.id)).await;
    house.act(AttemptAction::OpenLogin).await;
    let view = house
        .until("the refusal", |screen| {
            matches!(screen, ScreenView::NotAdministrator { .. })
        })
        .await;
    let ScreenView::NotAdministrator { person, hand_off, .. } = view.screen else {
        unreachable!()
    };
    let kit = hand_off.expect("an administrator can help");
    assert_eq!(kit.person, person);
    assert_eq!(kit.need, "full_control", "{kit:?}");
    let business = kit.business.expect("the portfolio is known");
    assert!(
        kit.page.ends_with(&format!("business_id={business}")),
        "{}",
        kit.page
    );
    assert!(kit.waba.is_some() && kit.number_id.is_some());
    assert_eq!(kit.steps.last().map(String::as_str), Some("check_again"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_that_was_not_granted_is_handed_over_by_its_name() {
    let mut house = House::with([Visit::Grants("ana"), Visit::Grants("ana")]).await;
    let declined = json!({"declines": ["whatsapp_business_messaging"]});
    house.sandbox.set("people", "ana", &declined).unwrap();
    let channel = house.channel("healthy").await;
    house.reach_login(Some(&channel.id)).await;
    house.act(AttemptAction::OpenLogin).await;
    let view = house
        .until("the problem", |screen| {
            matches!(screen, ScreenView::Problem { .. })
        })
        .await;
    let ScreenView::Problem {
        problem, hand_off, ..
    } = view.screen
    else {
        unreachable!()
    };
    assert_eq!(problem.cause, "permission_missing");
    let kit = house.engine.hand_off(&HandOffTopic::Wizard).await.unwrap();
    assert_eq!(Some(&kit), hand_off.as_deref());
    assert_eq!(
        (kit.need.as_str(), kit.permission.as_deref()),
        ("permission", Some("whatsapp_business_messaging"))
    );
    assert_eq!(kit.channel.map(|channel| channel.name), Some(channel.name));

    let granted = json!({"declines": []});
    house.sandbox.set("people", "ana", &granted).unwrap();
    house.act(AttemptAction::Retry).await;
    house.act(AttemptAction::OpenLogin).await;
    house
        .until("the popup Reconectar", |screen| {
            matches!(screen, ScreenView::Confirm { .. })
        })
        .await;
    let gone = house.engine.hand_off(&HandOffTopic::Wizard).await;
    assert_eq!(
        gone.err(),
        Some(EngineError::OutOfOrder),
        "nothing stands in the way"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_whose_repair_waits_for_the_administrator_has_a_kit_and_is_tried_again() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel("not_subscribed").await;
    house.reach_confirm(Some(&channel.id)).await;
    let numbers = house.reach_numbers().await;
    house.refuse("POST /*/subscribed_apps", 1);
    let id = house.choose_preselected(&numbers).await;
    let view = house.reach_result().await;
    let ScreenView::Result { numbers, .. } = view.screen else {
        unreachable!()
    };
    let topic = HandOffTopic::Number { id: id.clone() };
    let kit = house.engine.hand_off(&topic).await.unwrap();
    assert_eq!(Some(&kit), numbers[0].hand_off.as_deref());
    assert_eq!(kit.need, "asset_access");
    assert_eq!(kit.person.as_deref(), Some("Ana Prado"));
    let seed = seed("not_subscribed");
    assert_eq!(kit.number_id.as_deref(), Some(seed.phone_number_id));
    assert_eq!(kit.waba.as_deref(), Some(seed.waba_id));

    house.act(AttemptAction::RetryNumber { number: id }).await;
    let view = house.reach_result().await;
    let ScreenView::Result { numbers, .. } = view.screen else {
        unreachable!()
    };
    assert_eq!(
        (numbers[0].outcome.as_str(), &numbers[0].hand_off),
        ("done", &None)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_waits_for_the_administrator_has_a_kit_on_its_page() {
    let mut house = House::with([]).await;
    for (cause, need, page) in [
        ("payment_missing", "payment", "/billing_hub/"),
        ("banned", "review", "/business-support-home"),
    ] {
        let channel = house.channel(cause).await;
        let topic = HandOffTopic::Channel {
            id: channel.id.clone(),
        };
        let refused = house.engine.hand_off(&topic).await;
        assert_eq!(
            refused.err(),
            Some(EngineError::OutOfOrder),
            "nothing was found yet"
        );
        house.engine.check_channel(&channel.id).await.unwrap();
        let shown = house.until_checked(&channel.id).await;
        let kit = house.engine.hand_off(&topic).await.unwrap();
        assert_eq!(Some(&kit), shown.hand_off.as_deref());
        assert_eq!(kit.need, need);
        assert!(kit.page.contains(page), "{}", kit.page);
        let account = shown.row.account.expect("the account is known");
        assert_eq!(kit.waba, Some(account.id));
        assert_eq!(kit.number_id, shown.row.number_id);
        let portfolio = shown.row.portfolio.expect("the portfolio is known");
        assert_eq!(
            (kit.business, kit.business_name),
            (Some(portfolio.id), portfolio.name)
        );
        assert_eq!(kit.channel.map(|channel| channel.name), Some(channel.name));
    }
    let healthy = house.channel("healthy").await;
    house.engine.check_channel(&healthy.id).await.unwrap();
    assert_eq!(house.until_checked(&healthy.id).await.hand_off, None);
}
