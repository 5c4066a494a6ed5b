//! What a company has set, against what a person chooses; and what is said at a start that was not as usual.

use crate::house::House;
use reconecta_engine::EngineError;
use reconecta_engine::views::{ConnectionValues, EnvironmentView, NoticeView, PreferencesView};
use serde_json::json;

const APP: &str = "634974688087057";

fn managed(key: &str) -> Option<EngineError> {
    Some(EngineError::Managed { key: key.to_owned() })
}

fn preferences(language: &str, theme: &str) -> PreferencesView {
    PreferencesView {
        language: language.to_owned(),
        theme: theme.to_owned(),
    }
}

#[tokio::test]
async fn a_locked_environment_opens_by_itself_and_stays() {
    let policy = json!({"locked": {"environment": "production"}});
    let house = House::managed(policy, Some(EnvironmentView::Demonstration)).await;
    let view = house.engine.app_view().await;
    assert_eq!(view.environment, Some(EnvironmentView::Production));
    let refused = house
        .engine
        .choose_environment(EnvironmentView::Demonstration)
        .await;
    assert_eq!(refused.err(), managed("environment"));
    assert!(
        house
            .engine
            .choose_environment(EnvironmentView::Production)
            .await
            .is_ok()
    );
    assert!(
        !house.folder().join("demonstration").exists(),
        "nothing of the other was made"
    );
}

#[tokio::test]
async fn a_default_environment_is_where_a_first_start_goes_and_no_further() {
    let policy = json!({"default": {"environment": "production"}});
    let mut house = House::managed(policy, None).await;
    assert_eq!(
        house.engine.app_view().await.environment,
        Some(EnvironmentView::Production)
    );
    let view = house
        .engine
        .choose_environment(EnvironmentView::Demonstration)
        .await
        .expect("it is free");
    assert_eq!(view.environment, Some(EnvironmentView::Demonstration));
    house.restart().await;
    assert_eq!(
        house.engine.app_view().await.environment,
        Some(EnvironmentView::Demonstration)
    );
}

#[tokio::test]
async fn locked_choices_are_refused_and_defaults_count_until_another_is_chosen() {
    let policy = json!({
        "locked": {"language": "es", "check_every_hours": 24},
        "default": {"proof_life_hours": 24},
    });
    let mut house = House::managed(policy, Some(EnvironmentView::Demonstration)).await;
    let view = house.engine.app_view().await;
    assert_eq!((view.check_every_hours, view.proof_life_hours), (24, 24));
    assert_eq!(house.engine.language(), "es");
    assert_eq!(
        house
            .engine
            .set_preferences(preferences("en", "system"))
            .await
            .err(),
        managed("language")
    );
    assert_eq!(
        house.engine.set_check_schedule(1).await.err(),
        managed("check_every_hours")
    );
    let view = house
        .engine
        .set_preferences(preferences("es", "dark"))
        .await
        .expect("the theme is free");
    assert_eq!(view.preferences, preferences("es", "dark"));
    let view = house.engine.set_proof_life(168).await.expect("a default is free");
    assert_eq!(view.proof_life_hours, 168);
    house.restart().await;
    let view = house.engine.app_view().await;
    assert_eq!((view.check_every_hours, view.proof_life_hours), (24, 168));
    // The company takes its hand away: what was never chosen is as at first.
    house.set_policy(json!({}));
    house.restart().await;
    let view = house.engine.app_view().await;
    assert_eq!(
        (view.check_every_hours, view.preferences),
        (6, preferences("system", "dark"))
    );
}

#[tokio::test]
async fn choosing_a_theme_does_not_make_the_companys_language_ones_own() {
    let mut house = House::managed(
        json!({"default": {"language": "en"}}),
        Some(EnvironmentView::Demonstration),
    )
    .await;
    house
        .engine
        .set_preferences(preferences("en", "dark"))
        .await
        .expect("it is free");
    house.set_policy(json!({"default": {"language": "es"}}));
    house.restart().await;
    assert_eq!(
        house.engine.app_view().await.preferences,
        preferences("es", "dark")
    );
}

#[tokio::test]
async fn a_preset_connection_needs_nothing_typed_but_the_secret() {
    let policy = json!({"locked": {
        "environment": "production", "app_id": APP, "configuration_id": "1029384756", "route": "backend",
        "backend_url": "https://backend.example.com/exchange", "graph_version": "v25.0", "extra_hosts": ["sso.example.com"],
    }});
    let house = House::managed(policy, None).await;
    let view = house.engine.connection_view().await.expect("the connection");
    assert!(view.ready, "a login can start without anybody typing: {view:?}");
    assert!(house.engine.app_view().await.connection_ready);
    let expected = ConnectionValues {
        app_id: APP.into(),
        configuration_id: "1029384756".into(),
        graph_version: "v25.0".into(),
        route: "backend".into(),
        backend_url: "https://backend.example.com/exchange".into(),
        extra_hosts: "sso.example.com".into(),
        ..view.values.clone()
    };
    assert_eq!(view.values, expected);
    let changed = ConnectionValues {
        app_id: "999999999".into(),
        ..view.values.clone()
    };
    assert_eq!(
        house.engine.save_connection(changed, None).await.err(),
        managed("app_id")
    );
    let free = ConnectionValues {
        redirect_uri: "https://app.example.com/done".into(),
        ..view.values
    };
    let saved = house
        .engine
        .save_connection(free, None)
        .await
        .expect("the redirect is free");
    assert_eq!(
        (saved.values.redirect_uri.as_str(), saved.ready),
        ("https://app.example.com/done", true)
    );
}

#[tokio::test]
async fn a_default_of_the_connection_counts_until_somebody_saves() {
    let policy = json!({"locked": {"environment": "production"}, "default": {"app_id": APP, "route": "desktop_grant"}});
    let house = House::managed(policy, None).await;
    let view = house.engine.connection_view().await.expect("the connection");
    assert_eq!(
        (
            view.values.app_id.as_str(),
            view.values.route.as_str(),
            view.ready
        ),
        (APP, "desktop_grant", true)
    );
    let mine = ConnectionValues {
        app_id: "999999999".into(),
        ..view.values
    };
    house
        .engine
        .save_connection(mine, None)
        .await
        .expect("it is free");
    let view = house.engine.connection_view().await.expect("the connection");
    assert_eq!(view.values.app_id, "999999999");
}

#[tokio::test]
async fn the_app_names_each_value_with_its_source() {
    let policy = json!({"locked": {"environment": "demonstration"}, "default": {"no_proxy": ["a.example", "10.0.0.0/8"]}});
    let house = House::managed(policy, None).await;
    let shown = house.engine.app_view().await.managed;
    let told: Vec<_> = shown
        .values
        .iter()
        .map(|one| (one.key.as_str(), one.value.as_str(), one.locked))
        .collect();
    assert_eq!(
        told,
        [
            ("environment", "demonstration", true),
            ("no_proxy", "a.example, 10.0.0.0/8", false)
        ]
    );
    assert!(
        shown
            .values
            .iter()
            .all(|one| one.source == "/etc/reconecta/policy.d/10.json")
    );
}

#[tokio::test]
async fn a_mistake_of_the_company_is_shown_and_stops_nothing() {
    let mut house = House::with([]).await;
    house.set_policy(json!({"locked": {"environment": "moon", "language": "en"}}));
    house.restart().await;
    let view = house.engine.app_view().await;
    let [warning] = view.managed.warnings.as_slice() else {
        panic!("one warning: {:?}", view.managed)
    };
    assert_eq!(
        (warning.key.as_deref(), warning.code.as_str()),
        (Some("environment"), "wrong_value")
    );
    assert_eq!(
        (view.environment, house.engine.language().as_str()),
        (Some(EnvironmentView::Demonstration), "en")
    );
}

#[tokio::test]
async fn damaged_settings_and_a_wrong_clock_are_said() {
    let mut house = House::with([]).await;
    assert_eq!(house.engine.app_view().await.notices, []);
    std::fs::write(house.folder().join("preferences.json"), "{\"language\": 7").expect("the file");
    house.pass_hours(-20 * 365 * 24);
    house.restart().await;
    let view = house.engine.app_view().await;
    assert_eq!(
        view.notices,
        [NoticeView::SettingsDamaged, NoticeView::ClockWrong]
    );
    assert!(
        house.folder().join("preferences.damaged.json").exists(),
        "the file is kept aside"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_before_this_version_is_said_until_it_is_set_right() {
    let mut house = House::with([]).await;
    let id = house.channel("healthy").await.id;
    let years = 20 * 365 * 24;
    house.pass_hours(-years);
    house.restart().await;
    house.engine.check_channel(&id).await.unwrap();
    house.until_checked(&id).await;
    assert_eq!(
        house.engine.app_view().await.notices,
        [NoticeView::ClockWrong],
        "one notice about the clock, also when Meta's differs"
    );
    house.pass_hours(years);
    assert_eq!(
        house.engine.app_view().await.notices,
        [],
        "no comparison with the wrong clock is remembered"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_differs_from_metas_is_said_until_it_is_set_right() {
    let mut house = House::with([]).await;
    let id = house.channel("healthy").await.id;
    for (hours, expected) in [(0, vec![]), (2, vec![NoticeView::ClockOff]), (-2, vec![])] {
        house.pass_hours(hours);
        house.engine.check_channel(&id).await.unwrap();
        house.until_checked(&id).await;
        house.until_noticed(&expected).await;
    }
}
