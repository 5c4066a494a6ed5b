//! Ways through the app that several scenarios take.

use crate::app::App;
use crate::simulator::Simulator;
use serde_json::{Value, json};

/// Answers when no check runs any more; for so many milliseconds the first one may still have to begin.
const CHECKED: &str = "const [patience, answer] = arguments;
    const until = performance.now() + patience;
    let isBegun = false;
    const look = () => window.__TAURI_INTERNALS__.invoke('round_view').then((round) => {
        isBegun ||= round !== null;
        if (round || (!isBegun && performance.now() < until)) setTimeout(look, 20);
        else answer(true);
    });
    look();";

impl App {
    /// *Verificar todos*, to its end.
    pub(crate) async fn check_all(&self) {
        // That of the start, whose end would be taken for its end.
        self.run_with(CHECKED, vec![json!(2000)]).await;
        self.click("button", "Verificar todos").await;
        self.run_with(CHECKED, vec![json!(2000)]).await;
        self.see("row", "~Confeitaria~Desconectado").await;
    }

    /// Waits until no check runs any more.
    pub(crate) async fn wait_for_checks(&self) {
        self.run_with(CHECKED, vec![json!(0)]).await;
    }

    /// From anywhere with a main menu: *Ajustes > Conta > Canais de Atendimento*.
    pub(crate) async fn go_to_channels(&self) {
        self.click("button", "Ajustes").await;
        self.click("button", "Conta").await;
        self.see("heading", "Conta").await;
        self.click("button", "Canais de Atendimento").await;
        self.see("heading", "Canais de Atendimento").await;
    }

    /// The page of a channel, from the list.
    pub(crate) async fn open_channel(&self, name: &str) {
        self.go_to_channels().await;
        self.click("button", &format!("Abrir {name}")).await;
        self.see("heading", name).await;
    }

    /// *Reconectar* on the page of a channel.
    pub(crate) async fn reconnect(&self, name: &str) {
        self.open_channel(name).await;
        self.click("button", &format!("Reconectar {name}")).await;
    }

    /// The same for a channel that a login cures: after the checks the login screen comes by itself.
    pub(crate) async fn reconnect_by_login(&self, name: &str) {
        self.reconnect(name).await;
        self.see("screen", "login").await;
    }

    /// *Permitir acesso*, *Iniciar*.
    pub(crate) async fn begin(&self) {
        self.see("screen", "access").await;
        self.click("radio", "~Permitir acesso").await;
        self.click("button", "Iniciar").await;
        self.see("screen", "login").await;
    }

    /// *Entrar com Facebook*; the person on the pages of Facebook does what the scenario says.
    pub(crate) async fn log_in(&self, simulator: &Simulator, scenario: &str, person: &str) {
        simulator.autopilot(scenario, person).await;
        self.click("button", "Entrar com Facebook").await;
    }

    /// *Reconectar* in the dialog with the plan, up to the list of numbers.
    pub(crate) async fn confirm(&self) {
        self.see("screen", "confirm").await;
        self.click("button", "Reconectar").await;
        self.see("screen", "numbers").await;
    }

    /// *Continuar* with what is ticked, up to the result.
    pub(crate) async fn go_on_to_result(&self) {
        self.click("button", "Continuar").await;
        self.see("screen", "result").await;
    }

    /// Everything that is stored about a channel and shown, by its name.
    pub(crate) async fn channel(&self, name: &str) -> Value {
        let rows = self.invoke("channels_view", json!({})).await;
        let rows = rows.as_array().expect("channels");
        let row = rows.iter().find(|row| row["name"] == name);
        let id = row.unwrap_or_else(|| panic!("there is no channel {name}"))["id"].clone();
        self.invoke("channel_view", json!({ "id": id })).await
    }
}
