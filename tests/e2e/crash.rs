//! The program is killed between the login and *Finalizar*, and goes on where it stopped.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;

/// PIN of *Confeitaria* in the demonstration.
const PIN: &str = "371946";
/// Its phone number id.
const NUMBER: &str = "5502284019375531";

#[tokio::test]
async fn after_a_crash_the_reconnection_goes_on_without_a_new_login() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("crash")).await;
    let simulator = app.simulator().await;
    app.reconnect("Confeitaria").await;
    app.begin().await;
    app.log_in(&simulator, "happy", "ana").await;
    app.confirm().await;
    app.photograph("numbers").await;

    // Before anything was changed at Meta.
    let album = app.kill();
    let mut app = App::start(&desktop, album).await;
    app.read("Uma reconexão ficou pela metade").await;
    app.photograph("offered").await;
    app.click("button", "Continuar").await;
    app.see("heading", "Continue de onde parou").await;
    app.read("não é preciso entrar de novo").await;
    app.photograph("interrupted").await;
    app.click("button", "Continuar de onde parou").await;
    app.see("screen", "numbers").await;
    let picked = app.is_ticked("checkbox", "~Padaria Aurora Confeitaria").await;
    assert!(picked, "the channel's own number is chosen in advance");
    app.click("button", "Continuar").await;
    app.see("heading", "Digite o PIN deste número").await;
    app.photograph("pin").await;

    // In the middle of the repair, while it waits for the PIN.
    let album = app.kill();
    let mut app = App::start(&desktop, album).await;
    app.click("button", "Continuar").await;
    app.see("heading", "Continue de onde parou").await;
    app.read("Padaria Aurora Confeitaria").await;
    app.photograph("interrupted-repair").await;
    app.click("button", "Continuar de onde parou").await;
    app.see("heading", "Digite o PIN deste número").await;
    app.type_into("testid", &format!("pin-{NUMBER}"), PIN).await;
    app.photograph("pin-typed").await;
    app.click("button", "Registrar com este PIN").await;
    app.see("heading", "O canal foi reconectado").await;
    let writes = app.simulator().await.writes().await;
    let registrations = writes.iter().filter(|write| write.ends_with("/register"));
    assert_eq!(registrations.count(), 1, "registered once: {writes:?}");
    app.photograph("result").await;
    app.click("button", "Finalizar").await;
    app.see("heading", "Confeitaria").await;
    app.read("Conectado, sem prova").await;
    app.read("Número registrado na Cloud API").await;
    app.photograph("channel").await;

    let album = app.close(&desktop);
    let app = App::start(&desktop, album).await;
    let view = app.invoke("app_view", serde_json::json!({})).await;
    assert_eq!(
        view["unfinished"],
        serde_json::Value::Null,
        "nothing is left to go on with"
    );
    app.close(&desktop);
}
