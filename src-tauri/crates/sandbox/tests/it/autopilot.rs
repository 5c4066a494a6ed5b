use crate::support::{Bench, Person};
use serde_json::json;

#[tokio::test]
async fn the_autopilot_is_in_the_page_until_the_end() {
    let bench = Bench::demo().await;
    let mut person = Person::open(&bench, &[("autopilot", "wrong_password_then_ok")]).await;
    assert!(
        person.page.contains("\"value\":\"errada\""),
        "first a wrong password"
    );
    person
        .submit(&[("email", "ana@padariaaurora.example"), ("pass", "errada")])
        .await;
    assert!(
        person.page.contains("\"value\":\"ana-aurora-2026\""),
        "then the right one"
    );
    person.log_in("ana").await;
    assert!(
        person.page.contains("\"target\":\"#continuar\""),
        "sticky through the flow"
    );
    let by_hand = Person::open(&bench, &[]).await;
    assert!(
        !by_hand.page.contains("id=\"orders\""),
        "without a scenario the page is left to the person"
    );
}

#[tokio::test]
async fn the_control_can_choose_the_autopilot() {
    let bench = Bench::demo().await;
    assert_eq!(
        bench
            .control("/autopilot", json!({ "scenario": "levitate" }))
            .await
            .status,
        400
    );
    bench
        .control("/autopilot", json!({ "scenario": "happy", "person": "carla" }))
        .await
        .ok();
    let person = Person::open(&bench, &[]).await;
    assert!(person.page.contains("\"value\":\"carla@padariaaurora.example\""));
    let person = Person::open(&bench, &[]).await;
    assert!(
        !person.page.contains("id=\"orders\""),
        "it drives one dialog only"
    );
    bench
        .control("/autopilot", json!({ "scenario": "decline", "sticky": true }))
        .await
        .ok();
    for _ in 0..2 {
        assert!(
            Person::open(&bench, &[])
                .await
                .page
                .contains("\"scenario\":\"decline\"")
        );
    }
    bench
        .control("/autopilot", json!({ "scenario": null }))
        .await
        .ok();
    assert!(!Person::open(&bench, &[]).await.page.contains("id=\"orders\""));
}

#[tokio::test]
async fn the_returning_scenario_has_a_past() {
    let bench = Bench::demo().await;
    let mut person = Person::open(&bench, &[("autopilot", "returning")]).await;
    person.log_in("ana").await;
    assert_eq!(person.at.path(), "/dialog/reconnect");
    assert!(person.page.contains("\"target\":\"#reconectar\""));
}

#[tokio::test]
async fn three_scenarios_break_the_redirect_on_purpose() {
    let bench = Bench::demo().await;
    for (scenario, check) in [
        ("forged_state", "state=FORGED"),
        ("duplicate_code", "&code=SECOND"),
        ("bare_redirect", "login_success.html"),
    ] {
        let mut person = Person::open(&bench, &[("autopilot", scenario), ("auth_type", "rerequest")]).await;
        person.log_in("ana").await;
        person.grant().await;
        assert!(person.at.as_str().contains(check), "{scenario}: {}", person.at);
    }
}

#[tokio::test]
async fn the_other_account_scenario_switches_once() {
    let bench = Bench::demo().await;
    let mut person = Person::open(&bench, &[("autopilot", "other_account")]).await;
    assert!(person.page.contains("\"value\":\"bruno@padariaaurora.example\""));
    person.log_in("bruno").await;
    assert!(person.page.contains("\"target\":\"#outra-conta\""));
    person.submit(&[("action", "switch")]).await;
    assert!(person.page.contains("\"value\":\"ana@padariaaurora.example\""));
    person.log_in("ana").await;
    assert!(person.page.contains("\"target\":\"#continuar\""));
}

#[tokio::test]
async fn hostile_pages_bring_their_attacks_and_report() {
    let bench = Bench::demo().await;
    let person = Person::open(&bench, &[("autopilot", "hostile")]).await;
    assert!(person.page.contains("\"act\":\"attack\"") && person.page.contains("__TAURI_INTERNALS__"));
    let report = json!({ "observation": "bridge", "present": false });
    let url = format!("{}/__control/reports", bench.sandbox.login_url());
    bench.send(bench.http.post(url).json(&report)).await.ok();
    assert_eq!(bench.sandbox.reports(), [report]);
    let download = bench
        .send(
            bench
                .http
                .get(format!("{}/hostile/download", bench.sandbox.login_url())),
        )
        .await;
    assert!(download.header("content-disposition").starts_with("attachment"));
    assert!(
        bench
            .sandbox
            .history()
            .iter()
            .any(|one| one.path == "/hostile/download"),
        "downloads are noticed"
    );
}

#[tokio::test]
async fn a_wrong_code_is_entered_once() {
    let bench = Bench::demo().await;
    let mut person = Person::open(&bench, &[("autopilot", "wrong_code_then_ok")]).await;
    person.log_in("carla").await;
    assert!(person.page.contains("\"value\":\"000000\""), "first a wrong code");
    person.submit(&[("code", "000000")]).await;
    assert!(person.page.contains("\"value\":\"482913\""), "then the right one");
}
