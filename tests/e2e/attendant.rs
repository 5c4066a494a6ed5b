//! The profile *atendente* sees everything and can change nothing.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use serde_json::json;

const PASSWORD: &str = "girassol-no-balcão";

#[tokio::test]
async fn an_attendant_sees_everything_and_can_change_nothing() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("attendant")).await;
    app.go_to_channels().await;
    app.click("button", "Segurança").await;
    app.click("button", "Definir senha").await;
    app.type_into("textbox", "~Senha nova", PASSWORD).await;
    app.type_into("textbox", "~Repita a senha nova", PASSWORD).await;
    app.photograph("password").await;
    app.click("button", "Salvar").await;
    app.read("Senha definida").await;
    app.click("button", "Dados da conta").await;
    app.click("button", "Mudar para atendente").await;
    app.see("button", "Entrar como administrador").await;
    app.photograph("account").await;

    app.go_to_channels().await;
    app.read("Você está como atendente").await;
    app.see_closed("button", "Adicionar canal").await;
    app.see("row", "~Encomendas~Desconectado").await;
    app.photograph("channels").await;
    app.open_channel("Encomendas").await;
    app.see("heading", "Diagnóstico").await;
    app.see("heading", "Histórico").await;
    for change in ["Reconectar Encomendas", "Renomear", "Remover"] {
        app.see_closed("button", change).await;
    }
    app.photograph("channel").await;
    app.click("button", "Conexão Meta").await;
    app.read("Você está como atendente").await;
    app.photograph("connection").await;

    let channel = app.channel("Encomendas").await["row"]["id"].clone();
    for (command, arguments) in [
        ("start_attempt", json!({ "channel": channel })),
        ("remove_channel", json!({ "id": channel })),
        ("rename_channel", json!({ "id": channel, "name": "Outro" })),
        ("repair_channel", json!({ "id": channel })),
    ] {
        let refused = app.try_invoke(command, arguments).await;
        let code = refused.map_err(|error| error["code"].clone());
        assert_eq!(
            code,
            Err(json!("not_allowed")),
            "{command} is the administrator's"
        );
    }

    app.click("button", "Canais de Atendimento").await;
    app.click("button", "Entrar como administrador").await;
    app.type_into("textbox", "~Senha do administrador", "errada-errada")
        .await;
    app.click("button", "Entrar").await;
    app.see("dialog", "Entrar como administrador").await;
    app.photograph("wrong-password").await;
    app.type_into("textbox", "~Senha do administrador", PASSWORD)
        .await;
    app.click("button", "Entrar").await;
    app.click("button", "Adicionar canal").await;
    app.see("button", "~WhatsApp Cloud API").await;
    app.close(&desktop);
}
