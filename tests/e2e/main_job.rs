//! The main job, from the main menu to *Finalizar*, and what is left of it after a restart.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use crate::windows::Which;
use meta_sandbox::demo_channels;

#[tokio::test]
async fn a_new_channel_is_connected_and_found_so_after_a_restart() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("new_channel")).await;
    let simulator = app.simulator().await;
    app.photograph("home").await;

    // Every number of the demonstration has a channel, so one gives its number up.
    app.open_channel("Balcão Centro").await;
    app.photograph("channel").await;
    app.click("button", "Remover").await;
    app.see("dialog", "Remover “Balcão Centro”?").await;
    app.photograph("remove").await;
    app.click("button", "Remover canal").await;
    app.read(&format!("{} canais", demo_channels().len() - 1)).await;

    app.photograph("channels").await;
    app.click("button", "Adicionar canal").await;
    app.see("button", "~WhatsApp Cloud API").await;
    app.photograph("new-channel").await;
    app.click("button", "~WhatsApp Cloud API").await;
    app.see("screen", "access").await;
    app.photograph("access").await;
    app.begin().await;
    app.photograph("login").await;

    // Slow enough on each page for the eye.
    app.log_in(&simulator, "slow", "ana").await;
    app.see("heading", "Conclua o login na outra janela").await;
    desktop.windows().wait_for(Which::Login);
    simulator.page_shown("businesses").await;
    app.photograph_screen(&desktop, "login-window");
    app.see("dialog", "Conectar um número novo").await;
    app.read("Ana Prado").await;
    app.read("Padaria Aurora Ltda").await;
    app.photograph("confirm").await;
    app.confirm().await;
    app.photograph("numbers").await;
    app.see_closed("checkbox", "~Padaria Aurora Encomendas").await;
    app.click("checkbox", "~Padaria Aurora Balcão Centro").await;
    app.photograph("numbers-picked").await;
    app.go_on_to_result().await;
    app.see("heading", "O número foi conectado").await;
    app.photograph("result").await;
    app.click("button", "Finalizar").await;
    app.see("row", "~Padaria Aurora Balcão Centro~Conectado, sem prova")
        .await;
    app.read(&format!("{} canais", demo_channels().len())).await;
    app.photograph("channels-after").await;
    let connected = app.channel("Padaria Aurora Balcão Centro").await;

    let album = app.close(&desktop);
    let mut app = App::start(&desktop, album).await;
    app.open_channel("Padaria Aurora Balcão Centro").await;
    app.read("Conectado, sem prova").await;
    app.read("Canal criado").await;
    app.read("Reconectado: Conectado, sem prova").await;
    app.photograph("after-restart").await;
    let found = app.channel("Padaria Aurora Balcão Centro").await;
    assert_eq!(
        found["row"]["id"], connected["row"]["id"],
        "the channel is the same"
    );
    assert_eq!(found["timeline"], connected["timeline"], "its history is kept");
    app.close(&desktop);
}

#[tokio::test]
async fn a_broken_channel_is_reconnected_and_stays_the_same_channel() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("broken_channel")).await;
    let simulator = app.simulator().await;
    app.click("button", "Verificar todos").await;
    app.see("row", "~Encomendas~Desconectado").await;
    app.photograph("home").await;
    let before = app.channel("Encomendas").await;

    app.click("button", "Reconectar Encomendas").await;
    // A login cures this cause, so the checks lead straight to it.
    app.see("screen", "login").await;
    app.photograph("login").await;
    app.log_in(&simulator, "happy", "ana").await;
    app.see("dialog", "Reconectar Encomendas").await;
    app.photograph("confirm").await;
    app.confirm().await;
    let picked = app.is_ticked("checkbox", "~Padaria Aurora Encomendas").await;
    assert!(picked, "the channel's own number is chosen in advance");
    app.photograph("numbers").await;
    app.go_on_to_result().await;
    app.see("heading", "O canal foi reconectado").await;
    app.photograph("result").await;
    app.click("button", "Finalizar").await;
    app.see("heading", "Encomendas").await;
    app.read("Conectado, sem prova").await;
    app.read("Reconectado: Conectado, sem prova").await;
    app.photograph("channel").await;

    let after = app.channel("Encomendas").await;
    assert_eq!(
        after["row"]["id"], before["row"]["id"],
        "the channel keeps its identity"
    );
    let kept = before["timeline"].as_array().expect("a history");
    let history = after["timeline"].as_array().expect("a history");
    assert!(
        !kept.is_empty() && history.ends_with(kept),
        "what happened before the reconnection stays below it: {history:#?}"
    );
    app.close(&desktop);
}
