//! Screens beside the main job that a person meets on a bad day, in each language, light and dark, small and large.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use serde_json::json;

/// A channel whose number is not subscribed.
const NUMBER: &str = "Entregas";

#[tokio::test]
async fn what_only_the_administrator_can_do_is_handed_over_in_the_wizard() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("looks_hand_off")).await;
    let simulator = app.simulator().await;
    let declines = |permissions: &[&str]| json!({ "kind": "people", "id": "ana", "fields": { "declines": permissions } });
    simulator
        .post("set", &declines(&["whatsapp_business_messaging"]))
        .await;
    app.reconnect(NUMBER).await;
    app.begin().await;
    app.log_in(&simulator, "happy", "ana").await;
    app.see("screen", "problem").await;
    app.look_closely("problem").await;
    app.click("summary", "Ver o texto").await;
    app.look_at("problem-text").await;

    // The same per number, where the account refuses what the person may do elsewhere.
    simulator.post("set", &declines(&[])).await;
    simulator.autopilot("happy", "ana").await;
    app.click("testid", "wizard-other-account").await;
    app.confirm().await;
    let refusal = json!({
        "route": "POST /*/subscribed_apps", "times": 1,
        "body": { "kind": "graph_error", "code": 200 },
    });
    simulator.post("fail_next", &refusal).await;
    app.go_on_to_result().await;
    app.look_closely("number").await;
    app.close(&desktop);
}

#[tokio::test]
async fn more_channels_than_inicio_lists_are_counted_and_found_in_the_list() {
    let desktop = Desktop::start();
    let app = App::start(&desktop, Album::of("looks_many")).await;
    app.check_all().await;
    let album = app.close(&desktop);
    desktop.change_data("multiply.py");
    let mut app = App::start(&desktop, album).await;
    app.wait_for_checks().await;
    app.read("Mostrando 25 de").await;
    app.look_closely("home").await;
    app.run("document.querySelector('[data-scroller]').scrollTo(0, 1e6); arguments[0](true);")
        .await;
    app.look_at("home-end").await;
    app.go_to_channels().await;
    app.see("row", "~Balcão Centro~Conectado, sem prova").await;
    app.look_closely("channels").await;
    app.close(&desktop);
}
