//! No barriers on any screen of the main job and of the settings, in light and in dark.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;

/// A channel that takes the person through the whole wizard, PIN included.
const CHANNEL: &str = "Confeitaria";
const NUMBER: &str = "5502284019375531";
const PIN: &str = "371946";

/// The screen that stands, in both themes.
async fn check(app: &mut App, screen: &str) {
    for theme in ["dark", "light"] {
        app.prefer("pt-BR", theme).await;
        app.check_accessibility(&format!("{screen} ({theme})")).await;
        app.photograph(&format!("{screen}-{theme}")).await;
    }
}

#[tokio::test]
async fn the_main_job_has_no_barriers() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("accessibility_main_job")).await;
    let simulator = app.simulator().await;
    app.click("button", "Verificar todos").await;
    app.see("row", &format!("~{CHANNEL}~Desconectado")).await;
    check(&mut app, "home").await;
    app.go_to_channels().await;
    app.see("row", &format!("~{CHANNEL}~Desconectado")).await;
    check(&mut app, "channels").await;
    app.click("button", "Adicionar canal").await;
    check(&mut app, "new-channel").await;
    app.open_channel(CHANNEL).await;
    app.see("heading", "Diagnóstico").await;
    check(&mut app, "channel").await;
    app.click("button", &format!("Reconectar {CHANNEL}")).await;
    app.see("screen", "access").await;
    app.see("summary", "Ver todas as perguntas").await;
    check(&mut app, "access").await;
    app.begin().await;
    check(&mut app, "login").await;

    app.log_in(&simulator, "close", "ana").await;
    app.see("screen", "login_open").await;
    app.read("Página em").await;
    check(&mut app, "login-open").await;
    app.click("button", "Fechar a janela").await;
    app.see("screen", "login").await;
    check(&mut app, "login-closed").await;
    app.log_in(&simulator, "happy", "bruno").await;
    app.see("screen", "not_administrator").await;
    check(&mut app, "not-administrator").await;

    simulator.autopilot("happy", "ana").await;
    app.click("button", "Entrar em outra conta").await;
    app.see("dialog", &format!("Reconectar {CHANNEL}")).await;
    check(&mut app, "confirm").await;
    app.confirm().await;
    check(&mut app, "numbers").await;
    app.click("button", "Continuar").await;
    app.see("heading", "Digite o PIN deste número").await;
    check(&mut app, "working").await;
    app.type_into("testid", &format!("pin-{NUMBER}"), PIN).await;
    app.click("button", "Registrar com este PIN").await;
    app.see("screen", "result").await;
    check(&mut app, "result").await;
    app.close(&desktop);
}

#[tokio::test]
async fn the_settings_have_no_barriers() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("accessibility_settings")).await;
    app.click("button", "Ajustes").await;
    app.see("heading", "Conta").await;
    check(&mut app, "overview").await;
    for (section, screen) in [
        ("Dados da conta", "account"),
        ("Conexão Meta", "connection"),
        ("Segurança", "security"),
        ("Aparência e idioma", "appearance"),
        ("Sobre", "about"),
    ] {
        app.click("button", section).await;
        app.see("heading", section).await;
        check(&mut app, screen).await;
    }
    app.close(&desktop);
}
