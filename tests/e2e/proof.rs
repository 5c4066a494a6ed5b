//! A channel is proved: a word from a phone, a test message, a test of the webhook; and what is said when one fails.

use crate::album::Album;
use crate::app::{App, PATIENCE};
use crate::audit::{LARGE, LOOKS, SMALL};
use crate::desktop::Desktop;
use crate::simulator::Simulator;
use serde_json::{Value, json};
use std::time::Instant;

/// The customer's phone sends what the page of a channel asks for; what became of it at the callbacks.
async fn send_from_phone(app: &App, simulator: &Simulator, name: &str) -> Value {
    let word = app
        .run("arguments[0](document.querySelector('[data-testid=word]').textContent)")
        .await;
    let channel = app.channel(name).await;
    let number = &channel["configuration"].as_array().expect("fields")[0]["value"];
    let order = json!({ "phone": number, "text": word });
    simulator.post("messages/inbound", &order).await
}

async fn send_word(app: &App, simulator: &Simulator) {
    let sent = send_from_phone(app, simulator, "Balcão Centro").await;
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
    app.read("conferida por uma pessoa").await;

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
    for size in [SMALL, LARGE] {
        app.resize(size).await;
        for (language, theme) in LOOKS {
            app.prefer(language, theme).await;
            app.run(
                "const [answer] = arguments; document.querySelector('.told').closest('ul').scrollIntoView(); answer(true);",
            )
            .await;
            app.photograph(&format!("evidence-{language}-{theme}-{}", size.0))
                .await;
            app.check_layout_and_language("evidence", language).await;
            app.check_accessibility("evidence").await;
        }
    }
    app.close(&desktop);
}

/// How often the platform was asked for a word so far.
async fn searches(simulator: &Simulator) -> usize {
    let history = simulator.get("history").await;
    let calls = history["data"].as_array().expect("calls").iter();
    let paths = calls.filter_map(|call| call["path"].as_str());
    paths.filter(|path| path.ends_with("/search/messages")).count()
}

#[tokio::test]
async fn the_platform_confirms_the_word_that_reached_it_and_no_other() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("platform")).await;
    let simulator = app.simulator().await;
    app.click("button", "Ajustes").await;
    app.click("button", "Plataforma").await;
    app.read("O Reconecta só lê").await;
    app.click("button", "Usar o do simulador").await;
    app.read("O token do simulador já está incluído.").await;
    app.look_at("form").await;
    app.click("button", "Testar e salvar").await;
    app.read("Padaria Aurora (3)").await;
    app.read("Ana Prado (administrador)").await;
    app.look_at("connected").await;
    app.check_accessibility("platform").await;

    app.go_to_channels().await;
    app.open_channel("Balcão Centro").await;
    app.click("button", "Testar chegada").await;
    app.read("Procurando a palavra no Chatwoot…").await;
    // In view of the picture: the test stands below the page's first part.
    app.resize(SMALL).await;
    for theme in ["dark", "light"] {
        app.prefer("pt-BR", theme).await;
        app.run(
            "const [answer] = arguments; document.querySelector('[data-testid=word-test]').scrollIntoView({ block: 'center' }); answer(true);",
        )
        .await;
        app.photograph(&format!("searching-{theme}")).await;
        app.check_accessibility("searching").await;
    }
    send_word(&app, &simulator).await;
    app.read("Confirmado pelo Chatwoot.").await;
    app.read("encontrada no Chatwoot").await;
    app.photograph("confirmed").await;

    // Nobody subscribes to this channel's account, so that its messages have nowhere to go.
    app.go_to_channels().await;
    app.open_channel("Entregas").await;
    app.click("button", "Testar chegada").await;
    app.read("Procurando a palavra no Chatwoot…").await;
    let sent = send_from_phone(&app, &simulator, "Entregas").await;
    assert_eq!(sent["deliveries"], json!([]), "{sent}");
    let before = searches(&simulator).await;
    let started = Instant::now();
    // The second look begins after the answer to the first was judged.
    while searches(&simulator).await < before + 2 {
        assert!(started.elapsed() < PATIENCE, "the platform is asked again");
    }
    let incoming = &app.channel("Entregas").await["proof"]["incoming"];
    assert_eq!(incoming, &Value::Null, "the platform does not have it");
    app.click("button", "Não chegou").await;
    app.read("Confirmado por uma pessoa").await;
    app.photograph("missing").await;
    app.close(&desktop);
}
