//! Somebody who administers nothing logs in: the app says who can, and the next account works.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;

#[tokio::test]
async fn somebody_who_is_no_administrator_gets_guidance_and_another_account_works() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("not_administrator")).await;
    let simulator = app.simulator().await;
    app.reconnect_by_login("Encomendas").await;
    let before = app.channel("Encomendas").await;

    app.log_in(&simulator, "happy", "bruno").await;
    app.see("screen", "not_administrator").await;
    app.see("heading", "Falta alguém que administre a empresa").await;
    app.read("O login funcionou, mas Bruno Teles não pode liberar este número.")
        .await;
    app.see("heading", "Esta pessoa não administra o Gerenciador de Negócios")
        .await;
    app.read("Padaria Aurora Ltda").await;
    app.photograph("guidance").await;

    app.click("button", "Copiar para quem administra").await;
    app.photograph("copied").await;
    app.click("button", "Verificar de novo").await;
    app.see("screen", "not_administrator").await;
    assert_eq!(
        app.channel("Encomendas").await["configuration"],
        before["configuration"],
        "a login that is no administrator's changes nothing"
    );

    simulator.autopilot("happy", "ana").await;
    app.click("button", "Entrar em outra conta").await;
    app.see("dialog", "Reconectar Encomendas").await;
    app.read("Ana Prado").await;
    app.photograph("confirm").await;
    app.confirm().await;
    app.go_on_to_result().await;
    app.photograph("result").await;
    app.click("button", "Finalizar").await;
    app.see("heading", "Encomendas").await;
    app.read("Conectado, sem prova").await;
    app.read("Login de Ana Prado").await;
    app.photograph("channel").await;
    app.close(&desktop);
}
