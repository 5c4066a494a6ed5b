//! The person says *Agora não* on Facebook.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use serde_json::{Value, json};

/// What a login could change. The rest is what the checks of the start find meanwhile.
fn kept(page: &Value) -> Value {
    let names = [
        "configuration",
        "evidence",
        "expected_callback",
        "timeline",
        "can_rollback",
    ];
    let fields = names.map(|name| page[name].clone());
    json!([fields, page["row"]["verdict"]["code"], page["row"]["name"]])
}

#[tokio::test]
async fn a_refusal_on_facebook_is_explained_changes_nothing_and_can_be_taken_back() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("declined")).await;
    let simulator = app.simulator().await;
    app.reconnect_by_login("Encomendas").await;
    let before = app.channel("Encomendas").await;

    app.log_in(&simulator, "decline", "ana").await;
    app.see("heading", "O acesso não foi concedido").await;
    app.see("screen", "login").await;
    app.photograph("declined").await;
    let refused = app.channel("Encomendas").await;
    assert_eq!(kept(&refused), kept(&before), "nothing was changed");
    assert_eq!(simulator.writes().await, [""; 0], "nothing was written at Meta");

    app.log_in(&simulator, "happy", "ana").await;
    app.see("dialog", "Reconectar Encomendas").await;
    app.photograph("confirm").await;

    // The person changes their mind: nothing was changed, and the channel is as it was.
    app.click("button", "Agora não").await;
    app.click("button", "Cancelar").await;
    app.see("dialog", "Cancelar a reconexão?").await;
    app.photograph("cancel").await;
    app.click("button", "Cancelar reconexão").await;
    app.see("heading", "Encomendas").await;
    app.read("Reconexão cancelada; o canal ficou com o acesso de antes")
        .await;
    app.photograph("cancelled").await;
    let after = app.channel("Encomendas").await;
    assert_eq!(
        after["configuration"], before["configuration"],
        "ids and token are as before"
    );
    assert_eq!(
        after["row"]["verdict"]["code"], before["row"]["verdict"]["code"],
        "so is the verdict"
    );
    app.close(&desktop);
}
