//! Every screen of the main job in each language, in light and dark, small and large.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;

/// A channel that takes the person through the whole wizard, PIN included.
const CHANNEL: &str = "Confeitaria";
const NUMBER: &str = "5502284019375531";
const PIN: &str = "371946";

#[tokio::test]
async fn every_screen_of_the_main_job_fits_and_speaks_the_language_of_the_window() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("pictures")).await;
    let simulator = app.simulator().await;
    app.click("button", "Verificar todos").await;
    app.see("row", &format!("~{CHANNEL}~Desconectado")).await;
    app.look_at("home").await;
    app.click("button", "Ajustes").await;
    app.see("heading", "Conta").await;
    app.look_at("settings").await;
    app.go_to_channels().await;
    app.see("row", &format!("~{CHANNEL}~Desconectado")).await;
    app.look_at("channels").await;
    app.click("button", "Adicionar canal").await;
    app.see("button", "~WhatsApp Cloud API").await;
    app.look_at("new-channel").await;
    app.open_channel(CHANNEL).await;
    app.see("heading", "Diagnóstico").await;
    app.look_at("channel").await;
    app.click("button", &format!("Reconectar {CHANNEL}")).await;
    app.see("summary", "Ver todas as perguntas").await;
    app.look_at("access").await;
    app.begin().await;
    app.look_at("login").await;

    app.log_in(&simulator, "close", "ana").await;
    app.see("screen", "login_open").await;
    app.read("Página em").await;
    app.look_at("login-open").await;
    simulator.page_shown("login").await;
    app.photograph_screen(&desktop, "login-window");
    app.click("button", "Fechar a janela").await;
    app.see("screen", "login").await;
    app.log_in(&simulator, "happy", "bruno").await;
    app.see("screen", "not_administrator").await;
    app.look_at("not-administrator").await;
    simulator.autopilot("happy", "ana").await;
    app.click("button", "Entrar em outra conta").await;
    app.see("dialog", &format!("Reconectar {CHANNEL}")).await;
    app.look_at("confirm").await;
    app.confirm().await;
    app.look_at("numbers").await;
    app.click("button", "Continuar").await;
    app.see("heading", "Digite o PIN deste número").await;
    app.look_at("working").await;
    app.type_into("testid", &format!("pin-{NUMBER}"), PIN).await;
    app.click("button", "Registrar com este PIN").await;
    app.see("screen", "result").await;
    app.look_at("result").await;
    app.click("button", "Finalizar").await;
    app.see("heading", CHANNEL).await;
    app.read("Conectado, sem prova").await;
    app.look_at("finished").await;
    app.close(&desktop);
}
