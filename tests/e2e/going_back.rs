//! A reconnection is undone: the question says what goes and what stays, and what cannot go back is told with a way on.

use crate::album::Album;
use crate::app::App;
use crate::audit::{LARGE, SMALL};
use crate::desktop::Desktop;
use crate::simulator::Simulator;
use serde_json::json;

const CHANNEL: &str = "Loja Batel";
const NUMBER: &str = "5503918264705537";
const APP: &str = "834627195038146";
/// A callback whose verify token nobody has told the app.
const ELSEWHERE: &str = "https://antigo.example/hook";

/// From the channel's page to the result of its reconnection.
async fn reconnect(app: &App, simulator: &Simulator) {
    app.reconnect(CHANNEL).await;
    app.begin().await;
    app.log_in(simulator, "happy", "ana").await;
    app.see("dialog", &format!("Reconectar {CHANNEL}")).await;
    app.read("com um clique em Desfazer ele volta").await;
    app.confirm().await;
    app.go_on_to_result().await;
}

async fn look_at(app: &mut App, screen: &str) {
    for size in [SMALL, LARGE] {
        app.resize(size).await;
        for theme in ["dark", "light"] {
            app.prefer("pt-BR", theme).await;
            let (width, height) = size;
            app.photograph(&format!("{screen}-{theme}-{width}x{height}"))
                .await;
            app.check_layout_and_language(screen, "pt-BR").await;
            app.check_accessibility(screen).await;
        }
    }
}

#[tokio::test]
async fn a_reconnection_is_undone_and_what_cannot_go_back_is_told() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("going_back")).await;
    let simulator = app.simulator().await;

    // Where the number had no webhook of its own, it has none again.
    reconnect(&app, &simulator).await;
    let written = simulator.writes().await.len();
    app.click("button", "Desfazer").await;
    app.see("dialog", "Desfazer a reconexão?").await;
    app.read("O acesso de antes volta a valer.").await;
    app.read("antes ele não tinha nenhum próprio").await;
    look_at(&mut app, "question").await;
    app.click("testid", "wizard-rollback-yes").await;
    app.see("heading", CHANNEL).await;
    app.read("Webhook de volta ao que era antes da reconexão").await;
    assert_eq!(
        simulator.writes().await.len(),
        written + 1,
        "one call takes it back"
    );
    assert_eq!(app.channel(CHANNEL).await["can_rollback"], false);

    // Where another one stood, and its verify token is not known, the person is told.
    let overrides = json!({ APP: { "url": ELSEWHERE, "verify_token": "outro" } });
    let order = json!({ "kind": "numbers", "id": NUMBER, "fields": { "overrides": overrides } });
    simulator.post("set", &order).await;
    reconnect(&app, &simulator).await;
    app.click("button", "Desfazer").await;
    app.read(ELSEWHERE).await;
    app.click("testid", "wizard-rollback-yes").await;
    app.see("screen", "undone").await;
    app.see("heading", "O webhook de antes não pôde voltar").await;
    app.read(ELSEWHERE).await;
    look_at(&mut app, "undone").await;
    app.click("button", "Início").await;
    app.click("button", "Ver o que falta").await;
    app.see("screen", "undone").await;
    app.click("button", "Informar o webhook do canal").await;
    app.see("heading", CHANNEL).await;
    assert_eq!(
        app.channel(CHANNEL).await["can_rollback"],
        false,
        "the access of before is in use all the same"
    );
    app.photograph("channel").await;
    app.close(&desktop);
}
