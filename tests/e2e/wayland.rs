//! Most desktops of today speak Wayland, where a program cannot place or raise windows and everything else must work.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use crate::windows::Which;
use std::time::Duration;

/// The compositor paints a little later than the page.
const NEXT_FRAMES: Duration = Duration::from_millis(300);

async fn photograph(app: &mut App, desktop: &Desktop, name: &str) {
    app.settle().await;
    tokio::time::sleep(NEXT_FRAMES).await;
    app.photograph_screen(desktop, name);
}

#[tokio::test]
async fn a_channel_is_reconnected_on_wayland() {
    let desktop = Desktop::with_wayland();
    let mut app = App::start(&desktop, Album::of("wayland")).await;
    let simulator = app.simulator().await;
    app.check_all().await;
    photograph(&mut app, &desktop, "home").await;
    app.reconnect_by_login("Encomendas").await;
    app.log_in(&simulator, "slow", "ana").await;
    app.see("heading", "Conclua o login na outra janela").await;
    simulator.page_shown("businesses").await;
    photograph(&mut app, &desktop, "login-window").await;
    for window in [Which::Main, Which::Login] {
        assert!(
            !desktop.windows().shows(window),
            "the {window:?} window is one of X"
        );
    }
    app.see("dialog", "Reconectar Encomendas").await;
    app.confirm().await;
    app.go_on_to_result().await;
    app.see("heading", "O canal foi reconectado").await;
    app.prefer("pt-BR", "dark").await;
    photograph(&mut app, &desktop, "result").await;
    app.click("button", "Finalizar").await;
    app.read("Reconectado: Conectado, sem prova").await;
    app.kill();
}
