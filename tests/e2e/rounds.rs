//! A check of all channels: how far it is, ended half way, with what it found kept; and the list it happens in.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use meta_sandbox::demo_channels;
use serde_json::json;

/// Answers when no progress is shown any more.
const GONE: &str = "const [answer] = arguments;
    const look = () => document.querySelector('[data-testid=round]') ? requestAnimationFrame(look) : answer(true);
    look();";

/// Answers where the first row begins.
const FIRST_ROW: &str = "const [answer] = arguments;
    answer(document.querySelector('[data-testid=channel-row]').getBoundingClientRect().top);";

#[tokio::test]
async fn a_check_of_all_channels_tells_how_far_it_is_and_can_be_ended() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("rounds")).await;
    let simulator = app.simulator().await;
    app.click("button", "Verificar todos").await;
    app.see("row", "~Confeitaria~Desconectado").await;
    app.run(GONE).await;
    let seeds = demo_channels();
    let silent = seeds[0].waba_id;
    let hang = json!({
        "route": format!("GET /{silent}/phone_numbers"),
        "times": 99,
        "body": { "kind": "hang" },
    });
    simulator.post("fail_next", &hang).await;
    let before = app.run(FIRST_ROW).await;
    app.click("button", "Verificar todos").await;
    app.read("Verificando canais: ").await;
    assert_eq!(app.run(FIRST_ROW).await, before, "the list stays where it is");
    app.photograph("half-way").await;
    app.look_closely("round").await;

    // It goes on while one looks elsewhere, and is ended from there.
    app.go_to_channels().await;
    app.read("Verificando canais: ").await;
    app.photograph("in-the-list").await;
    app.click("button", "Parar").await;
    app.run(GONE).await;
    app.see("row", "~Confeitaria~Desconectado").await;

    // So many stand under headings, unless one wants otherwise.
    app.see("testid", "portfolio").await;
    app.photograph("grouped").await;
    app.check_accessibility("grouped").await;
    app.click("button", "Agrupar por portfólio").await;
    app.type_into("textbox", "Buscar por nome ou número", "confeitaria")
        .await;
    app.read(&format!("1 de {} canais", seeds.len())).await;
    app.click("button", "Limpar filtros").await;
    app.see("row", "~Encomendas~").await;
    app.close(&desktop);
}
