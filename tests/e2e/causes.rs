//! Each number of the demonstration, one cause each: found in one click, told with who acts and what is next.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use serde_json::{Value, json};

/// A cause, and the words of the button that helps; `None` where nothing is broken.
type Finding = Option<(&'static str, &'static str)>;

/// Channel, verdict and what was found.
const CAUSES: [(&str, &str, Finding); 14] = [
    ("Balcão Centro", "connected_unproven", None),
    (
        "Encomendas",
        "disconnected",
        Some(("password_changed", "Reconectar Encomendas")),
    ),
    (
        "Confeitaria",
        "disconnected",
        Some(("number_disconnected", "Reconectar Confeitaria")),
    ),
    (
        "Cestas de café",
        "disconnected",
        Some(("number_not_registered", "Reconectar Cestas de café")),
    ),
    (
        "Loja Pinheiros",
        "disconnected",
        Some(("number_not_verified", "Reconectar Loja Pinheiros")),
    ),
    (
        "Loja Batel",
        "disconnected",
        Some(("callback_differs", "Reparar Loja Batel")),
    ),
    (
        "Promoções",
        "attention",
        Some(("quality_low", "Abrir o Gerenciador do WhatsApp")),
    ),
    ("Fábrica", "connected_unproven", None),
    (
        "Financeiro",
        "disconnected",
        Some(("number_disconnected", "Reconectar Financeiro")),
    ),
    (
        "Entregas",
        "disconnected",
        Some(("app_not_subscribed", "Reparar Entregas")),
    ),
    (
        "Loja Savassi",
        "attention",
        Some(("name_in_review", "Verificar de novo")),
    ),
    (
        "Loja Recife",
        "blocked",
        Some(("number_banned", "Abrir o suporte da Meta")),
    ),
    (
        "Loja Olinda",
        "wait",
        Some(("phone_app_disconnected", "Já reconectei no celular")),
    ),
    (
        "Eventos",
        "blocked",
        Some(("payment_problem", "Abrir os pagamentos")),
    ),
];

#[tokio::test]
async fn every_cause_is_found_in_one_click_and_told_with_its_next_step() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("causes")).await;
    let simulator = app.simulator().await;
    app.click("button", "Verificar todos").await;
    app.see("row", "~Confeitaria~Desconectado").await;
    app.photograph("home").await;
    for (name, verdict, problem) in CAUSES {
        app.open_channel(name).await;
        app.see("heading", "Diagnóstico").await;
        let row = &app.channel(name).await["row"];
        assert_eq!(row["verdict"]["code"], verdict, "{name}");
        assert_eq!(
            row["problem"]["cause"].as_str(),
            problem.map(|(cause, _)| cause),
            "{name}"
        );
        if let Some((_, words)) = problem {
            app.see("button", words).await;
        }
        app.photograph(verdict).await;
    }

    // What only the portfolio's administrator can do is handed to them whole.
    app.open_channel("Eventos").await;
    app.see("heading", "Peça a quem administra a empresa").await;
    app.click("button", "Copiar para quem administra").await;
    app.see("button", "Copiado").await;
    app.click("summary", "Ver o texto").await;
    for told in [
        "A conta do WhatsApp não tem uma forma de pagamento que funcione.",
        "https://business.facebook.com/billing_hub/payment_settings?business_id=",
        "adicione um cartão",
        "Verificar de novo confirma que deu certo",
    ] {
        app.read(told).await;
    }
    app.photograph("hand_off").await;
    app.click("testid", "hand-off-check").await;
    app.see("button", "Verificar de novo").await;

    // Meta does not answer: unknown, and the last state is still told.
    for _ in 0..60 {
        let order = json!({ "route": "*", "status": 503, "times": 1, "body": { "kind": "html" } });
        simulator.post("fail_next", &order).await;
    }
    app.open_channel("Balcão Centro").await;
    app.click("button", "Verificar agora: Balcão Centro").await;
    app.read("Desconhecido").await;
    let row = &app.channel("Balcão Centro").await["row"];
    assert_eq!(row["verdict"]["code"], Value::from("unknown"));
    app.photograph("unknown").await;
    app.close(&desktop);
}
