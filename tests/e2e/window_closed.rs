//! The person closes the login window: the app says so, and the next one works.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use crate::windows::Which;

#[tokio::test]
async fn a_login_window_that_was_closed_is_said_so_and_the_next_one_works() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("window_closed")).await;
    let simulator = app.simulator().await;
    app.reconnect_by_login("Encomendas").await;

    // A page that waits for the person.
    app.log_in(&simulator, "close", "ana").await;
    app.see("screen", "login_open").await;
    app.read("Página em").await;
    app.photograph("login-open").await;
    desktop.windows().wait_for(Which::Login);
    simulator.page_shown("login").await;
    let mut inherited = app.variables_of_login();
    inherited.retain(|name| name.starts_with("WEBKIT_") || name.starts_with("JSC_"));
    assert!(
        inherited.is_empty(),
        "the window chooses for itself: {inherited:?}"
    );
    app.photograph_screen(&desktop, "login-window");
    desktop.windows().close(Which::Login);
    app.see("screen", "login").await;
    app.see("heading", "A janela de login foi fechada antes do fim")
        .await;
    app.photograph("closed").await;

    // The button in the app closes it as well.
    app.log_in(&simulator, "close", "ana").await;
    app.see("screen", "login_open").await;
    app.read("Página em").await;
    app.click("button", "Fechar a janela").await;
    app.see("screen", "login").await;

    app.log_in(&simulator, "happy", "ana").await;
    app.confirm().await;
    app.go_on_to_result().await;
    app.click("button", "Finalizar").await;
    app.see("heading", "Encomendas").await;
    app.read("Reconectado: Conectado, sem prova").await;
    app.photograph("channel").await;
    app.check_layout_and_language("channel", "pt-BR").await;
    app.close(&desktop);
}
