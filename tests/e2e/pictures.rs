//! Every screen of the main job in each language, in light and dark, small and large.

use crate::album::Album;
use crate::app::App;
use crate::audit::{LARGE, SMALL};
use crate::desktop::Desktop;

/// A channel that takes the person through the whole wizard, PIN included.
const CHANNEL: &str = "Confeitaria";
const NUMBER: &str = "5502284019375531";
const PIN: &str = "371946";

/// Languages and themes; Portuguese in light is what the test clicks in, so it comes last.
const LOOKS: [(&str, &str); 5] = [
    ("es", "light"),
    ("en", "dark"),
    ("en", "light"),
    ("pt-BR", "dark"),
    ("pt-BR", "light"),
];

/// Looks at the screen that stands, and keeps the pictures.
async fn look_at(app: &mut App, screen: &str) {
    for size in [SMALL, LARGE] {
        app.resize(size).await;
        for (language, theme) in LOOKS {
            app.prefer(language, theme).await;
            let (width, height) = size;
            app.photograph(&format!("{screen}-{language}-{theme}-{width}x{height}"))
                .await;
            app.check_layout_and_language(screen, language).await;
        }
    }
}

#[tokio::test]
async fn every_screen_of_the_main_job_fits_and_speaks_the_language_of_the_window() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("pictures")).await;
    let simulator = app.simulator().await;
    app.click("button", "Verificar todos").await;
    app.see("row", &format!("~{CHANNEL}~Desconectado")).await;
    look_at(&mut app, "home").await;
    app.click("button", "Ajustes").await;
    app.see("heading", "Conta").await;
    look_at(&mut app, "settings").await;
    app.go_to_channels().await;
    app.see("row", &format!("~{CHANNEL}~Desconectado")).await;
    look_at(&mut app, "channels").await;
    app.click("button", "Adicionar canal").await;
    app.see("button", "~WhatsApp Cloud API").await;
    look_at(&mut app, "new-channel").await;
    app.open_channel(CHANNEL).await;
    app.see("heading", "Diagnóstico").await;
    look_at(&mut app, "channel").await;
    app.click("button", &format!("Reconectar {CHANNEL}")).await;
    app.see("summary", "Ver todas as perguntas").await;
    look_at(&mut app, "access").await;
    app.begin().await;
    look_at(&mut app, "login").await;

    app.log_in(&simulator, "close", "ana").await;
    app.see("screen", "login_open").await;
    app.read("Página em").await;
    look_at(&mut app, "login-open").await;
    simulator.page_shown("login").await;
    app.photograph_screen(&desktop, "login-window");
    app.click("button", "Fechar a janela").await;
    app.see("screen", "login").await;
    app.log_in(&simulator, "happy", "bruno").await;
    app.see("screen", "not_administrator").await;
    look_at(&mut app, "not-administrator").await;
    simulator.autopilot("happy", "ana").await;
    app.click("button", "Entrar em outra conta").await;
    app.see("dialog", &format!("Reconectar {CHANNEL}")).await;
    look_at(&mut app, "confirm").await;
    app.confirm().await;
    look_at(&mut app, "numbers").await;
    app.click("button", "Continuar").await;
    app.see("heading", "Digite o PIN deste número").await;
    look_at(&mut app, "working").await;
    app.type_into("testid", &format!("pin-{NUMBER}"), PIN).await;
    app.click("button", "Registrar com este PIN").await;
    app.see("screen", "result").await;
    look_at(&mut app, "result").await;
    app.click("button", "Finalizar").await;
    app.see("heading", CHANNEL).await;
    app.read("Conectado, sem prova").await;
    look_at(&mut app, "finished").await;
    app.close(&desktop);
}
