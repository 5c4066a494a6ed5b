//! A channel is proved: a word from a phone, a test message, a test of the webhook; and what is said when one fails.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use crate::simulator::Simulator;
use serde_json::{Value, json};

/// The customer's phone sends what the page asks for.
async fn send_word(app: &App, simulator: &Simulator) {
    let word = app
        .run("arguments[0](document.querySelector('[data-testid=word]').textContent)")
        .await;
    let channel = app.channel("Balcão Centro").await;
    let number = &channel["configuration"].as_array().expect("fields")[0]["value"];
    let order = json!({ "phone": number, "text": word });
    let sent = simulator.post("messages/inbound", &order).await;
    assert_eq!(sent["deliveries"][0]["delivered"], Value::Bool(true), "{sent}");
}

#[tokio::test]
async fn a_word_in_and_a_message_out_prove_a_channel() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("proof")).await;
    let simulator = app.simulator().await;
    app.go_to_channels().await;
    app.open_channel("Balcão Centro").await;
    app.click("button", "Verificar agora: Balcão Centro").await;
    app.read("Conectado, sem prova").await;
    app.photograph("unproven").await;

    app.click("button", "Testar chegada").await;
    app.read("Envie esta palavra do seu celular").await;
    app.photograph("word").await;
    send_word(&app, &simulator).await;
    app.click("button", "Chegou").await;
    app.read("Confirmado por uma pessoa").await;

    app.click("button", "Enviar mensagem de teste").await;
    app.see("dialog", "Enviar mensagem de teste").await;
    app.type_into("textbox", "Para", "+55 11 91234-0001").await;
    app.photograph("message").await;
    app.click("button", "Enviar").await;
    app.read("Confirme que entende a possível cobrança.").await;
    app.click("checkbox", "Entendo que a Meta pode cobrar por esta mensagem.")
        .await;
    app.click("button", "Enviar").await;
    app.read("Entregue a …0001").await;
    app.read("O webhook recebeu o aviso da Meta").await;

    app.click("button", "Testar webhook").await;
    app.see("dialog", "Testar o webhook?").await;
    app.read("aurora.atendefacil.example").await;
    app.photograph("may-i").await;
    app.click("button", "Testar agora").await;
    app.read("O webhook respondeu como a Meta exige.").await;
    app.see("text", "Comprovado").await;
    let verdict = &app.channel("Balcão Centro").await["row"]["verdict"]["code"];
    assert_eq!(verdict, "proven");
    app.photograph("proven").await;
    app.run(
        "const [answer] = arguments; document.querySelector('[data-scroller]').scrollTo(0, 0); answer(true);",
    )
    .await;
    app.photograph("verdict").await;
    app.check_accessibility("proof").await;

    // The certificate expires, and somebody else writes in vain.
    let broken = json!({
        "url": "https://aurora.atendefacil.example/webhooks/whatsapp",
        "manner": { "kind": "expired_certificate" },
    });
    simulator.post("endpoint", &broken).await;
    app.click(
        "button",
        "Testar de novo: As mensagens dos clientes chegam à equipe",
    )
    .await;
    app.photograph("word-again").await;
    app.click("button", "Não chegou").await;
    app.read("As mensagens dos clientes não chegam à equipe").await;
    app.read("Confirmado por uma pessoa").await;
    app.photograph("missing").await;
    app.close(&desktop);
}
