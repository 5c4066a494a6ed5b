//! Several channels at once: chosen in the list, one login for those that it shows, the next login for the rest.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;

#[tokio::test]
async fn chosen_channels_are_reconnected_with_as_many_logins_as_it_takes() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("batch")).await;
    let simulator = app.simulator().await;
    app.go_to_channels().await;
    app.wait_for_checks().await;
    app.click("button", "Selecionar").await;
    for name in ["Encomendas", "Entregas", "Fábrica"] {
        app.click("checkbox", &format!("Selecionar {name}")).await;
    }
    app.read("3 selecionados").await;
    app.photograph("selected").await;
    app.check_accessibility("selection").await;
    app.click("testid", "bulk-reconnect").await;

    // The first one needs a login, so the way leads straight to it. An employee sees one of the two accounts.
    app.see("screen", "login").await;
    app.log_in(&simulator, "happy", "bruno").await;
    app.see("dialog", "Reconectar 3 canais?").await;
    app.photograph("plan").await;
    app.confirm().await;
    app.read("1 canal não aparece para este login").await;
    app.photograph("not-shown").await;
    app.go_on_to_result().await;
    app.read("1 canal ficou de fora").await;
    app.photograph("partly").await;

    app.click("button", "Finalizar e reconectar os que faltam").await;
    app.see("screen", "access").await;
    app.click("button", "Iniciar").await;
    app.see("screen", "login").await;
    app.log_in(&simulator, "happy", "ana").await;
    app.confirm().await;
    app.go_on_to_result().await;
    app.click("button", "Finalizar").await;
    app.see("heading", "Entregas").await;
    for name in ["Encomendas", "Entregas", "Fábrica"] {
        let channel = app.channel(name).await;
        let history = channel["timeline"].as_array().expect("lines");
        assert!(
            history.iter().any(|line| line["what"] == "token_replaced"),
            "{name} has the new access: {channel}"
        );
    }
    app.close(&desktop);
}
