//! Ways in which a login or a choice goes wrong: each ends in a named cause with a way on.

use crate::browser::Visit;
use crate::house::House;
use meta_sandbox::World;
use meta_sandbox::world::TokenKind;
use reconecta_engine::surface::LoginFailure;
use reconecta_engine::views::ScreenView;
use reconecta_engine::{AttemptAction, EngineError};

fn login_problem(screen: &ScreenView) -> Option<&str> {
    match screen {
        ScreenView::Login { problem, .. } => problem.as_ref().map(|problem| problem.cause.as_str()),
        _ => None,
    }
}

fn remedy(screen: &ScreenView) -> Option<&str> {
    match screen {
        ScreenView::Login { problem, .. } => problem.as_ref()?.params.get("command").map(String::as_str),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_ending_of_the_login_window_is_named_and_the_next_login_works() {
    let table = [
        (Visit::Closes, "login_closed"),
        (Visit::Crashes, "login_interrupted"),
        (Visit::Hangs, "login_interrupted"),
        (Visit::Fails(LoginFailure::PageCrashed), "login_interrupted"),
        (
            Visit::Fails(LoginFailure::IsolationMissing),
            "login_isolation_missing",
        ),
        (
            Visit::Fails(LoginFailure::IsolationRefused { command: "sudo true" }),
            "login_isolation_refused",
        ),
        (Visit::Fails(LoginFailure::NotStarted), "login_window_unavailable"),
        (Visit::Fails(LoginFailure::Unreachable), "no_connection"),
        (Visit::Fails(LoginFailure::Untrusted), "tls_refused"),
        (Visit::Fails(LoginFailure::PasswordDemanded), "captive_portal"),
        (Visit::Forges, "redirect_refused"),
        (Visit::Declines("ana"), "login_denied"),
    ];
    let visits = table
        .iter()
        .map(|(visit, _)| *visit)
        .chain([Visit::Grants("ana")]);
    let mut house = House::with(visits).await;
    let channel = house.channel("healthy").await;
    house.reach_login(Some(&channel.id)).await;
    for (visit, cause) in table {
        house.act(AttemptAction::OpenLogin).await;
        let view = house
            .until(&format!("the end of {visit:?}"), |screen| {
                login_problem(screen).is_some()
            })
            .await;
        assert_eq!(login_problem(&view.screen), Some(cause), "{visit:?}");
        assert_eq!(
            remedy(&view.screen),
            (cause == "login_isolation_refused").then_some("sudo true"),
            "what would allow it is said with the cause that it cures"
        );
    }
    house.act(AttemptAction::OpenLogin).await;
    house
        .until("the popup Reconectar", |screen| {
            matches!(screen, ScreenView::Confirm { .. })
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_leads_nowhere_is_asked_about_and_named_when_it_is_closed() {
    type Break = fn(&mut World, &str);
    let table: [(&str, &str, Break, bool, &str, &str); 3] = [
        (
            "a configuration that was deleted",
            "code",
            |world, id| world.configurations.get_mut(id).unwrap().alive = false,
            false,
            "login_closed",
            "login_unmoved",
        ),
        (
            "a redirect address that is not registered",
            "code",
            |world, _| {
                let apps = world.apps.values_mut();
                apps.for_each(|app| app.redirect_uris.clear());
            },
            false,
            "login_closed",
            "login_unmoved",
        ),
        (
            "a configuration for another kind of token",
            "token",
            |world, id| world.configurations.get_mut(id).unwrap().token = TokenKind::SystemUser,
            true,
            "login_configuration_dead",
            "login_configuration_dead",
        ),
    ];
    for (what, answer, breaks, leads_nowhere, at_once, later) in table {
        let mut house = House::with([Visit::Leaves(answer), Visit::Stays(answer)]).await;
        let configuration = house.sandbox.app().user_configuration_id;
        house.sandbox.with_world(|world| breaks(world, &configuration));
        house.reach_login(None).await;
        house.act(AttemptAction::OpenLogin).await;
        let view = house
            .until(&format!("the closed window on {what}"), |screen| {
                login_problem(screen).is_some()
            })
            .await;
        assert_eq!(login_problem(&view.screen), Some(at_once), "{what}");

        house.act(AttemptAction::OpenLogin).await;
        let view = house
            .until(&format!("the page of {what}"), |screen| {
                matches!(screen, ScreenView::LoginOpen { host: Some(_), stranded, .. } if *stranded == leads_nowhere)
            })
            .await;
        let ScreenView::LoginOpen {
            ask_from, opened_at, ..
        } = view.screen
        else {
            unreachable!()
        };
        let waited = ask_from.expect("it is asked about at some time") - opened_at;
        assert_eq!(waited >= 120_000.0, !leads_nowhere, "{what}: {waited} ms");
        house.pass_hours(1);
        let closed = house.act(AttemptAction::CloseLogin).await.expect("a screen");
        assert_eq!(login_problem(&closed.screen), Some(later), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_no_administrator_may_log_in_with_another_account() {
    let mut house = House::with([Visit::Grants("bruno"), Visit::Grants("ana")]).await;
    let channel = house.channel("healthy").await;
    house.reach_login(Some(&channel.id)).await;
    house.act(AttemptAction::OpenLogin).await;
    let view = house
        .until("the refusal", |screen| {
            matches!(screen, ScreenView::NotAdministrator { .. })
        })
        .await;
    let ScreenView::NotAdministrator { person, problem, .. } = &view.screen else {
        unreachable!()
    };
    assert_eq!(person.as_deref(), Some("Bruno Teles"));
    assert_eq!(problem.next, "other_account");
    house.act(AttemptAction::OtherAccount).await;
    house
        .until("the popup Reconectar", |screen| {
            matches!(screen, ScreenView::Confirm { .. })
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_number_than_the_channels_is_refused() {
    let mut house = House::with([Visit::Grants("ana")]).await;
    let channel = house.channel("healthy").await;
    // Without a channel of its own, the number is a stranger to this reconnection.
    let removed = house.channel("quality_red").await;
    house.engine.remove_channel(&removed.id).await.unwrap();
    house.reach_confirm(Some(&channel.id)).await;
    let view = house.reach_numbers().await;
    let ScreenView::Numbers { numbers, .. } = &view.screen else {
        unreachable!()
    };
    let foreign = numbers
        .iter()
        .find(|number| number.number == removed.number)
        .expect("the login sees it");
    assert!(!foreign.selectable, "{foreign:#?}");
    assert_eq!(refusal_of(&house, &foreign.id).await, "different_number");
    assert_eq!(refusal_of(&house, "1").await, "number_not_offered");
}

/// Chooses a number and answers the cause of the refusal.
async fn refusal_of(house: &House, number: &str) -> String {
    let action = AttemptAction::SelectNumbers {
        numbers: vec![number.to_owned()],
    };
    let view = house.act(action).await.expect("the wizard stays open");
    match view.screen {
        ScreenView::Numbers {
            problem: Some(problem),
            ..
        } => problem.cause,
        other => panic!("{number} was not refused: {other:#?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_that_does_not_fit_the_screen_changes_nothing() {
    let mut house = House::with([]).await;
    let channel = house.channel("healthy").await;
    house.reach_login(Some(&channel.id)).await;
    let refused = house.engine.attempt_act(AttemptAction::Finish).await;
    assert_eq!(refused.unwrap_err(), EngineError::OutOfOrder);
    let second = house.engine.start_attempt(None).await;
    assert_eq!(second.unwrap_err(), EngineError::Busy);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_none_is_refused_with_a_cause() {
    let mut house = House::with([]).await;
    house.engine.start_attempt(None).await.unwrap();
    house
        .until("prerequisites", |screen| {
            matches!(screen, ScreenView::Access { checking: false, .. })
        })
        .await;
    house.act(AttemptAction::ChooseManualToken).await;
    house.act(AttemptAction::Begin).await;
    for (typed, cause) in [
        ("not a token", "token_invalid"),
        ("EAAGinventedinventedinvented", "token_invalid"),
    ] {
        let action = serde_json::json!({"kind": "submit_token", "token": typed});
        house.act(serde_json::from_value(action).unwrap()).await;
        let view = house
            .until("the refusal", |screen| {
                matches!(screen, ScreenView::ManualToken { problem: Some(_) })
            })
            .await;
        let ScreenView::ManualToken {
            problem: Some(problem),
        } = view.screen
        else {
            unreachable!()
        };
        assert_eq!(problem.cause, cause, "{typed}");
    }
}
