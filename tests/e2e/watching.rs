//! The app while nobody looks at its window: an icon in a panel, notifications, and no way to get lost.

use crate::album::Album;
use crate::app::App;
use crate::audit::{LARGE, SMALL};
use crate::bus::{NotificationService, Panel};
use crate::desktop::{Desktop, Program};
use crate::simulator::Simulator;
use crate::windows::Which;
use meta_sandbox::demo_channels;
use serde_json::json;
use std::process::Stdio;

/// Answers when a channel was read after a time, stands like that, and no check runs any more.
const READ: &str = "const [name, verdict, after, answer] = arguments;
    const ask = (command) => window.__TAURI_INTERNALS__.invoke(command);
    const look = async () => {
        const row = (await ask('channels_view')).find((row) => row.name === name);
        const done = row.verdict.code === verdict && row.verdict.read_at > after && !(await ask('round_view'));
        done ? answer(row.verdict.read_at) : setTimeout(look, 50);
    };
    look();";

/// Waits until a channel was checked after a time, with that verdict; answers when it was read.
async fn checked(app: &App, name: &str, verdict: &str, after: f64) -> f64 {
    let arguments = vec![json!(name), json!(verdict), json!(after)];
    app.run_with(READ, arguments).await.as_f64().expect("a time")
}

/// Brings the card into view.
const SHOW_CARD: &str = "const [answer] = arguments;
    document.querySelector('[data-testid=watch-keep]').scrollIntoView({ block: 'nearest' });
    answer(true);";

/// Sets what Meta says of a channel's number.
async fn set_status(simulator: &Simulator, cause: &str, status: &str) {
    let seeds = demo_channels();
    let seed = seeds.iter().find(|seed| seed.cause == cause).expect("a seed");
    let order = json!({ "kind": "numbers", "id": seed.phone_number_id, "fields": { "status": status } });
    simulator.post("set", &order).await;
}

fn keep_watching(desktop: &Desktop) {
    std::fs::create_dir_all(desktop.data().join("data")).expect("a folder");
    std::fs::write(
        desktop.data().join("data/preferences.json"),
        r#"{"keep_watching":true}"#,
    )
    .expect("preferences");
}

#[tokio::test]
async fn a_closed_window_leaves_the_icon_which_tells_brings_back_and_quits() {
    let desktop = Desktop::start();
    let mut service = NotificationService::start(desktop.bus(), &["actions", "body-markup"], true).await;
    let mut panel = Panel::start(desktop.bus(), true).await;
    let mut app = App::start(&desktop, Album::of("watching")).await;
    let simulator = app.simulator().await;
    app.wait_for_checks().await;
    app.click("button", "Ajustes").await;
    app.click("button", "Conta").await;
    app.click("button", "Dados da conta").await;
    app.see("switch", "Avisar quando um número parar ou voltar").await;
    app.click("switch", "Continuar verificando com a janela fechada")
        .await;
    app.click("switch", "Iniciar junto com o computador").await;
    for (theme, size) in [
        ("dark", SMALL),
        ("dark", LARGE),
        ("light", LARGE),
        ("light", SMALL),
    ] {
        app.resize(size).await;
        app.prefer("pt-BR", theme).await;
        app.run(SHOW_CARD).await;
        app.photograph(&format!("settings-{theme}-{}", size.0)).await;
        app.check_layout_and_language("watching", "pt-BR").await;
    }
    app.check_accessibility("watching").await;
    let item = panel.item().await;
    let labels: Vec<String> = item.entries().await.into_iter().map(|(_, label)| label).collect();
    assert_eq!(labels, ["Abrir o Reconecta", "Verificar todos agora", "Sair"]);
    assert!(
        item.tip().await.ends_with("números precisam de você"),
        "{}",
        item.tip().await
    );
    let entry = desktop.config().join("autostart/app.reconecta.Reconecta.desktop");
    let text = std::fs::read_to_string(&entry).expect("the session knows of it");
    assert!(
        text.contains(" --hidden\n") && text.contains("\nTryExec="),
        "{text}"
    );
    assert!(!service.has_more(), "nothing was known before the first check");

    // Somebody looks: nothing is told.
    desktop.windows().activate(Which::Main);
    set_status(&simulator, "name_pending", "DISCONNECTED").await;
    item.choose("Verificar todos agora").await;
    let mut read = checked(&app, "Loja Savassi", "disconnected", 0.0).await;

    // Nobody looks: one notification for all that changed, and pressing it leads to the channel.
    desktop.windows().close(Which::Main);
    desktop.windows().wait_until_gone(Which::Main);
    set_status(&simulator, "healthy", "BANNED").await;
    item.choose("Verificar todos agora").await;
    let told = service.next().await;
    assert_eq!(told.title, "Balcão Centro parou de receber mensagens");
    assert_eq!(told.body, "A Meta baniu este número.");
    assert_eq!(told.actions, ["default", "Abrir"]);
    read = checked(&app, "Balcão Centro", "blocked", read).await;
    item.choose("Verificar todos agora").await;
    checked(&app, "Balcão Centro", "blocked", read).await;
    assert!(
        !service.has_more(),
        "it is told once, and nothing that was watched"
    );
    service.press(&told).await;
    desktop.windows().wait_for(Which::Main);
    app.see("heading", "Balcão Centro").await;
    app.photograph("pressed").await;

    // The menu brings the window back, and so does a panel that goes away.
    desktop.windows().close(Which::Main);
    desktop.windows().wait_until_gone(Which::Main);
    item.choose("Abrir o Reconecta").await;
    desktop.windows().wait_for(Which::Main);
    desktop.windows().close(Which::Main);
    desktop.windows().wait_until_gone(Which::Main);
    panel.end().await;
    desktop.windows().wait_for(Which::Main);
    let mut panel = Panel::start(desktop.bus(), true).await;
    let item = panel.item().await;
    desktop.windows().close(Which::Main);
    desktop.windows().wait_until_gone(Which::Main);
    app.quit(item.choose("Sair")).await;
}

#[tokio::test]
async fn without_a_panel_closing_the_window_ends_the_app() {
    let desktop = Desktop::start();
    keep_watching(&desktop);
    let app = App::start(&desktop, Album::of("watching_no_panel")).await;
    let view = app.invoke("watch_view", json!({})).await;
    assert_eq!(view["keep_watching"], true);
    assert_eq!(
        (&view["has_tray"], &view["can_notify"]),
        (&json!(false), &json!(false))
    );
    let refused = app
        .try_invoke("set_start_with_system", json!({ "on": true }))
        .await;
    assert_eq!(refused.expect_err("there is no icon")["code"], "system_refused");
    app.close(&desktop);
}

#[tokio::test]
async fn a_hidden_start_shows_only_the_icon_and_without_a_panel_the_window() {
    let desktop = Desktop::start();
    keep_watching(&desktop);
    let start = || {
        let mut command = desktop.command(env!("CARGO_BIN_EXE_reconecta"));
        command.args(["--hidden", "--start-in", "demonstration"]);
        Program::start(command.stdout(Stdio::null()).stderr(Stdio::null()))
    };
    let program = start();
    // No panel comes: there would be no way back.
    desktop.windows().wait_for(Which::Main);
    drop(program);

    let mut panel = Panel::start(desktop.bus(), true).await;
    let _program = start();
    let item = panel.item().await;
    item.says("precisam de você").await;
    assert!(!desktop.windows().shows(Which::Main), "only the icon shows");
    // The system starts it once more, then a person does.
    for (arguments, shows) in [(&["--hidden"][..], false), (&[], true)] {
        let mut again = desktop.command(env!("CARGO_BIN_EXE_reconecta"));
        let ended = again.args(arguments).stderr(Stdio::null()).status();
        assert!(ended.expect("a second start").success());
        if shows {
            desktop.windows().wait_for(Which::Main);
        } else {
            assert!(!desktop.windows().shows(Which::Main), "it stays in the panel");
        }
    }
}
