//! Causes that the person at the window cures, from the click to the healthy verdict on the channel's page.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use crate::simulator::Simulator;
use serde_json::Value;

/// Channels whose access is all that is wrong, in which Ana may do everything.
const CURED_BY_ANA: [&str; 15] = [
    "Atacado",
    "Encomendas",
    "Loja Campinas",
    "Loja Jundiaí",
    "Loja Moema",
    "Loja Mooca",
    "Loja Osasco",
    "Loja Santana",
    "Loja Santos",
    "Loja Sorocaba",
    "Loja Tatuapé",
    "Ouvidoria",
    "Parcerias",
    "Recrutamento",
    "Televendas",
];
/// Phone number ids.
const TO_VERIFY: &str = "5503350182746619";
const NEW: &str = "5502719463850042";
const NEW_PIN: &str = "482615";
const SMS_CODE: &str = "604815";

/// A window over the demonstration, and the simulator that it talks to.
async fn start(album: &str) -> (Desktop, App, Simulator) {
    let desktop = Desktop::start();
    let app = App::start(&desktop, Album::of(album)).await;
    let simulator = app.simulator().await;
    (desktop, app, simulator)
}

/// The page of the channel tells that all is well.
async fn is_healthy(app: &App, name: &str) {
    app.see("heading", name).await;
    app.read("Conectado, sem prova").await;
    let row = &app.channel(name).await["row"];
    assert_eq!(row["verdict"]["code"], "connected_unproven", "{name}: {row}");
    assert_eq!(row["problem"], Value::Null, "{name}: {row}");
}

/// From the page of the channel to the numbers that Ana's login shows.
async fn reach_numbers(app: &App, simulator: &Simulator, name: &str) {
    app.reconnect(name).await;
    app.begin().await;
    app.log_in(simulator, "happy", "ana").await;
    app.confirm().await;
}

async fn create_pin(app: &App, number: &str) {
    app.see("heading", "Crie um PIN de 6 dígitos para este número")
        .await;
    app.type_into("testid", &format!("pin-{number}"), NEW_PIN).await;
    app.click("button", "Criar o PIN e registrar").await;
}

/// *Finalizar*, which leads to the page of the channel.
async fn finish(app: &App, name: &str) {
    app.see("screen", "result").await;
    app.click("button", "Finalizar").await;
    is_healthy(app, name).await;
}

#[tokio::test]
async fn one_click_subscribes_the_app_and_another_puts_the_webhook_back() {
    let (desktop, mut app, _simulator) = start("repairs").await;
    app.check_all().await;
    for (name, told, picture) in [
        ("Entregas", "App inscrito na conta do WhatsApp", "subscribed"),
        ("Loja Batel", "Webhook próprio devolvido", "put-back"),
    ] {
        app.open_channel(name).await;
        app.read("Desconectado").await;
        let reconnect = format!("Reconectar {name}");
        let before = app.top_of("button", &reconnect).await;
        app.click("button", &format!("Reparar {name}")).await;
        is_healthy(&app, name).await;
        let after = app.top_of("button", &reconnect).await;
        assert_eq!(after, before, "a verdict does not move the buttons of {name}");
        app.read(told).await;
        app.photograph(picture).await;
    }
    app.close(&desktop);
}

#[tokio::test]
async fn a_code_by_sms_and_a_new_pin_bring_a_number_back() {
    let (desktop, mut app, simulator) = start("repairs_code").await;
    reach_numbers(&app, &simulator, "Loja Pinheiros").await;
    app.click("button", "Continuar").await;
    app.see("heading", "Confirme que o número é seu").await;
    app.photograph("method").await;
    app.click("button", "Receber por SMS").await;
    app.type_into("testid", &format!("code-{TO_VERIFY}"), SMS_CODE)
        .await;
    app.photograph("code").await;
    app.click("button", "Confirmar o código").await;
    create_pin(&app, TO_VERIFY).await;
    finish(&app, "Loja Pinheiros").await;
    app.photograph("healthy").await;
    app.close(&desktop);
}

#[tokio::test]
async fn a_number_that_has_no_pin_is_registered_with_a_new_one() {
    let (desktop, mut app, simulator) = start("repairs_pin").await;
    reach_numbers(&app, &simulator, "Cestas de café").await;
    app.click("button", "Continuar").await;
    create_pin(&app, NEW).await;
    app.photograph("pin").await;
    finish(&app, "Cestas de café").await;
    app.photograph("healthy").await;
    app.close(&desktop);
}

#[tokio::test]
async fn one_login_cures_every_channel_whose_access_is_the_cause() {
    let (desktop, mut app, simulator) = start("repairs_access").await;
    app.check_all().await;
    app.go_to_channels().await;
    app.click("button", "Selecionar").await;
    for name in CURED_BY_ANA {
        app.click("checkbox", &format!("Selecionar {name}")).await;
    }
    app.photograph("selected").await;
    app.click("testid", "bulk-reconnect").await;
    app.see("screen", "login").await;
    app.log_in(&simulator, "happy", "ana").await;
    app.see("dialog", &format!("Reconectar {} canais?", CURED_BY_ANA.len()))
        .await;
    app.confirm().await;
    app.photograph("numbers").await;
    app.go_on_to_result().await;
    app.photograph("result").await;
    app.click("button", "Finalizar").await;
    for name in CURED_BY_ANA {
        app.open_channel(name).await;
        is_healthy(&app, name).await;
    }
    app.photograph("healthy").await;
    app.close(&desktop);
}

/// The wizard finds it by itself: moved, added again, in another account, or behind a portfolio's id.
#[tokio::test]
async fn a_number_that_meta_has_elsewhere_is_found_and_the_channel_goes_on_with_it() {
    let (desktop, mut app, simulator) = start("repairs_elsewhere").await;
    for (name, picture) in [
        ("Loja Curitiba", "moved"),
        ("Loja Londrina", "added-again"),
        ("Loja Maringá", "other-account"),
        ("Loja Niterói", "portfolio"),
    ] {
        reach_numbers(&app, &simulator, name).await;
        assert!(
            app.is_ticked("checkbox", &format!("~Padaria Aurora {name}"))
                .await,
            "{name}"
        );
        app.photograph(picture).await;
        app.click("button", "Continuar").await;
        finish(&app, name).await;
    }
    app.close(&desktop);
}

#[tokio::test]
async fn a_login_with_the_second_factor_opens_what_the_portfolio_kept_closed() {
    let (desktop, mut app, simulator) = start("repairs_two_factor").await;
    app.reconnect_by_login("Tesouraria").await;
    app.log_in(&simulator, "two_factor", "carla").await;
    app.confirm().await;
    app.click("button", "Continuar").await;
    finish(&app, "Tesouraria").await;
    app.photograph("healthy").await;
    app.close(&desktop);
}
