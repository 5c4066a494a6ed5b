//! Each number of the demonstration, one cause each: found in one click, told with who acts and what is next.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use serde_json::{Value, json};

/// Channel, verdict, what was found, and the words of the button that helps; empty where nothing is broken.
#[rustfmt::skip]
const CAUSES: [(&str, &str, &str, &str); 47] = [
    ("Balcão Centro", "connected_unproven", "", ""),
    ("Encomendas", "disconnected", "password_changed", "Reconectar Encomendas"),
    ("Confeitaria", "disconnected", "number_disconnected", "Reconectar Confeitaria"),
    ("Cestas de café", "disconnected", "number_not_registered", "Reconectar Cestas de café"),
    ("Loja Pinheiros", "disconnected", "number_not_verified", "Reconectar Loja Pinheiros"),
    ("Loja Batel", "disconnected", "callback_differs", "Reparar Loja Batel"),
    ("Promoções", "attention", "quality_low", "Abrir o Gerenciador do WhatsApp"),
    ("Fábrica", "connected_unproven", "", ""),
    ("Financeiro", "disconnected", "number_disconnected", "Reconectar Financeiro"),
    ("Entregas", "disconnected", "app_not_subscribed", "Reparar Entregas"),
    ("Loja Savassi", "attention", "name_in_review", "Verificar de novo"),
    ("Loja Recife", "blocked", "number_banned", "Abrir o suporte da Meta"),
    ("Loja Olinda", "wait", "phone_app_disconnected", "Já reconectei no celular"),
    ("Eventos", "blocked", "payment_problem", "Abrir os pagamentos"),
    ("Loja Moema", "disconnected", "token_missing", "Reconectar Loja Moema"),
    ("Atacado", "disconnected", "token_invalid", "Reconectar Atacado"),
    ("Televendas", "disconnected", "token_expired", "Reconectar Televendas"),
    ("Loja Tatuapé", "attention", "token_expires_soon", "Entrar com Facebook"),
    ("Loja Santana", "disconnected", "access_removed", "Reconectar Loja Santana"),
    ("Loja Mooca", "disconnected", "session_ended", "Reconectar Loja Mooca"),
    ("Loja Campinas", "blocked", "role_lost", "Copiar para quem administra"),
    ("Loja Santos", "disconnected", "facebook_checkpoint", "Abrir o Facebook"),
    ("Loja Sorocaba", "disconnected", "token_of_other_app", "Reconectar Loja Sorocaba"),
    ("Loja Jundiaí", "disconnected", "token_kind_unsuitable", "Reconectar Loja Jundiaí"),
    ("Tesouraria", "unknown", "two_factor_needed", "Reconectar Tesouraria"),
    ("Loja Osasco", "attention", "not_administrator", "Reconectar Loja Osasco"),
    ("Parcerias", "attention", "not_member", "Reconectar Parcerias"),
    ("Loja Guarulhos", "attention", "different_portfolio", "Reconectar Loja Guarulhos"),
    ("Ouvidoria", "disconnected", "permission_missing", "Reconectar Ouvidoria"),
    ("Recrutamento", "disconnected", "waba_not_visible", "Reconectar Recrutamento"),
    ("Loja Niterói", "disconnected", "waba_is_portfolio", "Reconectar Loja Niterói"),
    ("Loja Maringá", "disconnected", "number_not_in_waba", "Reconectar Loja Maringá"),
    ("Loja Londrina", "disconnected", "number_id_changed", "Reconectar Loja Londrina"),
    ("Loja Curitiba", "disconnected", "number_migrated", "Reconectar Loja Curitiba"),
    ("Loja Joinville", "blocked", "number_deleted", "Abrir o Gerenciador do WhatsApp"),
    ("Loja Vitória", "disconnected", "number_form_differs", "Reconectar Loja Vitória"),
    ("Cobranças", "blocked", "number_restricted", "Abrir o suporte da Meta"),
    ("Campanhas", "wait", "number_rate_limited", "Verificar agora: Campanhas"),
    ("Clube de assinatura", "attention", "name_not_approved", "Abrir o Gerenciador do WhatsApp"),
    ("Loja Ubatuba", "blocked", "account_rejected", "Abrir o suporte da Meta"),
    ("Loja Bauru", "attention", "account_in_review", "Verificar de novo"),
    ("Loja Gramado", "attention", "account_not_reviewed", "Abrir o suporte da Meta"),
    ("Loja Manaus", "blocked", "account_locked", "Abrir o suporte da Meta"),
    ("Quiosque Ibirapuera", "attention", "business_not_verified", "Abrir a Central de Segurança"),
    ("Loja Uberlândia", "connected_unproven", "", ""),
    ("Loja Goiânia", "connected_unproven", "", ""),
    ("Loja Brasília", "connected_unproven", "", ""),
];

#[tokio::test]
async fn every_cause_is_found_in_one_click_and_told_with_its_next_step() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("causes")).await;
    let simulator = app.simulator().await;
    app.check_all().await;
    app.photograph("home").await;
    let rows = app.invoke("channels_view", json!({})).await;
    assert_eq!(
        rows.as_array().map(Vec::len),
        Some(CAUSES.len()),
        "no channel is left out"
    );
    for (name, verdict, cause, words) in CAUSES {
        app.open_channel(name).await;
        app.see("heading", "Diagnóstico").await;
        let row = &app.channel(name).await["row"];
        let found = row["problem"]["cause"].as_str().unwrap_or_default();
        assert_eq!(
            (row["verdict"]["code"].as_str(), found),
            (Some(verdict), cause),
            "{name}"
        );
        if !words.is_empty() {
            app.see("button", words).await;
        }
        app.photograph(if cause.is_empty() { verdict } else { cause })
            .await;
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

#[tokio::test]
async fn a_webhook_that_turns_everybody_away_is_found_by_its_test() {
    const CHANNEL: &str = "Loja Uberlândia";
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("causes_webhook")).await;
    app.check_all().await;
    app.open_channel(CHANNEL).await;
    app.read("Conectado, sem prova").await;
    app.click("button", "Testar webhook").await;
    app.see("dialog", "Testar o webhook?").await;
    app.read("filiais.atendefacil.example").await;
    app.click("button", "Testar agora").await;
    app.see("heading", "O webhook não respondeu como a Meta exige")
        .await;
    app.see("button", "Copiar para o técnico").await;
    let row = &app.channel(CHANNEL).await["row"];
    assert_eq!(row["verdict"]["code"], "disconnected", "{row}");
    assert_eq!(row["problem"]["cause"], "callback_verification_failed", "{row}");
    app.photograph("found").await;
    app.close(&desktop);
}

/// What no number can show beside the others, because it belongs to the app that they share.
#[tokio::test]
async fn an_app_without_a_webhook_is_told_with_who_looks_after_it() {
    const CHANNEL: &str = "Loja Goiânia";
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("causes_app")).await;
    let simulator = app.simulator().await;
    let taken = json!({ "kind": "apps", "id": "834627195038146", "fields": { "callback": null } });
    simulator.post("set", &taken).await;
    app.check_all().await;
    // It has a webhook of its own.
    let row = &app.channel("Balcão Centro").await["row"];
    assert_eq!(row["verdict"]["code"], "connected_unproven", "{row}");
    app.open_channel(CHANNEL).await;
    app.see("heading", "Nenhum endereço recebe as mensagens").await;
    app.read("Nem o número, nem a conta, nem o app têm um webhook para as mensagens.")
        .await;
    let row = &app.channel(CHANNEL).await["row"];
    assert_eq!(row["verdict"]["code"], "disconnected", "{row}");
    assert_eq!(row["problem"]["cause"], "callback_missing", "{row}");
    app.see("button", "Abrir o painel do app").await;
    app.photograph("callback_missing").await;
    app.close(&desktop);
}
