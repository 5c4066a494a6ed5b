//! A login that sees other numbers than the channel's: nothing of another company, and nothing of no channel, is taken.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use serde_json::json;

/// Phone number id of the channel *Promoções*.
const PROMOTIONS: &str = "5504471829305566";
/// Phone number id of the channel *Encomendas*.
const ORDERS: &str = "5501937465028226";
/// The account of a shop that has nothing to do with the bakery.
const OTHER_COMPANY: &str = "3325514088296037";

#[tokio::test]
async fn an_administrator_of_another_company_is_refused() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("other_company")).await;
    let simulator = app.simulator().await;
    app.reconnect_by_login("Encomendas").await;
    let before = app.channel("Encomendas").await;
    app.log_in(&simulator, "happy", "helena").await;
    app.see("screen", "not_administrator").await;
    app.read("Helena Sampaio").await;
    app.photograph("refused").await;
    assert_eq!(simulator.writes().await, [""; 0], "nothing was written at Meta");
    assert_eq!(
        app.channel("Encomendas").await["configuration"],
        before["configuration"],
        "nothing was changed"
    );
    app.close(&desktop);
}

#[tokio::test]
async fn a_number_that_is_not_the_channels_is_refused_and_nothing_is_stored() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("wrong_number")).await;
    let simulator = app.simulator().await;
    // One number is in no channel, and the channel's own number moved to another company.
    app.open_channel("Promoções").await;
    app.click("button", "Remover").await;
    app.click("button", "Remover canal").await;
    let moved = json!({ "kind": "numbers", "id": ORDERS, "fields": { "accounts": [OTHER_COMPANY] } });
    simulator.post("set", &moved).await;

    app.reconnect_by_login("Encomendas").await;
    let before = app.channel("Encomendas").await;
    app.log_in(&simulator, "happy", "ana").await;
    app.confirm().await;
    app.photograph("numbers").await;
    app.see_closed("checkbox", "~Padaria Aurora Promoções").await;
    let picked = app.is_ticked("checkbox", "~Padaria Aurora Balcão Centro").await;
    assert!(!picked, "no number is chosen in place of the channel's own");
    app.click("button", "Continuar").await;
    app.see("alert", "Marque pelo menos um número.").await;
    app.photograph("nothing-picked").await;

    // A window that was tampered with gets no further than the person.
    let action = json!({ "action": { "kind": "select_numbers", "numbers": [PROMOTIONS] } });
    app.invoke("attempt_act", action).await;
    app.see("screen", "numbers").await;
    app.see("alert", "~Este não é o número do canal").await;
    app.photograph("refused").await;
    assert_eq!(simulator.writes().await, [""; 0], "nothing was written at Meta");

    app.click("button", "Cancelar").await;
    app.click("button", "Cancelar reconexão").await;
    app.see("heading", "Encomendas").await;
    let after = app.channel("Encomendas").await;
    assert_eq!(
        after["configuration"], before["configuration"],
        "ids and token are as before"
    );
    app.close(&desktop);
}
