//! Starts under bad conditions: the app works, or says in one sentence what to do, with the button for it.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use crate::windows::Which;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const PASSPHRASE: &str = "pão quente às seis da manhã";

/// Data file of the demonstration.
const DATA: &str = "data/demonstration/reconecta.db";

impl App {
    /// The vault is open and the list shows what was read with a token out of it.
    async fn check_that_channels_are_read(&self) {
        self.go_to_channels().await;
        self.see("row", "~Balcão Centro~Conectado, sem prova").await;
    }
}

#[tokio::test]
async fn without_a_keyring_a_passphrase_protects_the_secrets_and_opens_them_again() {
    let desktop = Desktop::without_keyring();
    let mut app = App::start(&desktop, Album::of("bad_start_no_keyring")).await;
    app.see("heading", "Onde guardar os segredos?").await;
    app.look_closely("no-keyring").await;
    app.click("radio", "Com uma frase secreta").await;
    app.type_into("testid", "new-passphrase", PASSPHRASE).await;
    app.type_into("testid", "repeat-passphrase", "outra frase qualquer")
        .await;
    app.click("button", "Proteger o cofre").await;
    app.read("As duas frases são diferentes.").await;
    app.retype("testid", "repeat-passphrase", PASSPHRASE).await;
    app.click("button", "Proteger o cofre").await;
    app.check_that_channels_are_read().await;
    app.photograph("protected").await;

    let album = app.close(&desktop);
    let mut app = App::start(&desktop, album).await;
    app.see("heading", "Abra o cofre").await;
    app.look_closely("passphrase").await;
    app.type_into("testid", "passphrase", "uma frase errada").await;
    app.click("button", "Abrir o cofre").await;
    app.read("Esta frase secreta não abre o cofre. Digite de novo.")
        .await;
    app.retype("testid", "passphrase", PASSPHRASE).await;
    app.click("button", "Abrir o cofre").await;
    app.check_that_channels_are_read().await;
    app.photograph("opened").await;
    app.close(&desktop);
}

#[tokio::test]
async fn a_locked_keyring_opens_with_its_own_window_and_a_newer_data_file_is_left_alone() {
    let mut desktop = Desktop::start();
    let app = App::start(&desktop, Album::of("bad_start_locked")).await;
    app.check_that_channels_are_read().await;
    let album = app.close(&desktop);

    desktop.lock_keyring();
    let mut app = App::start(&desktop, album).await;
    app.see("heading", "O chaveiro do sistema está bloqueado").await;
    desktop.windows().wait_for(Which::Keyring);
    app.photograph_screen(&desktop, "keyring-asks");
    desktop.answer_keyring();
    desktop.windows().wait_until_gone(Which::Keyring);
    app.look_closely("locked").await;
    app.click("button", "Tentar de novo").await;
    app.check_that_channels_are_read().await;
    let album = app.close(&desktop);

    // The data file of a version to come.
    let file = desktop.data().join(DATA);
    let make = "import sqlite3, sys; file = sqlite3.connect(sys.argv[1]); \
                file.executescript('create table later (id integer); pragma user_version = 999')";
    let made = Command::new("python3").args(["-c", make]).arg(&file).status();
    assert!(made.expect("python3 runs").success());
    let before = fs::read(&file).expect("the data file");
    let mut app = App::start(&desktop, album).await;
    app.see("heading", "Estes dados são de uma versão mais nova")
        .await;
    app.read("Atualize o Reconecta para abri-los. Nada foi alterado.")
        .await;
    app.see("button", "Abrir a pasta de dados").await;
    app.see("heading", "Atualizações").await;
    app.look_closely("newer").await;
    app.close(&desktop);
    assert!(
        fs::read(&file).expect("it is there") == before,
        "not a byte is changed"
    );
}

#[tokio::test]
async fn a_home_of_any_name_serves_and_damaged_settings_are_kept_aside() {
    let desktop = Desktop::in_home(&format!("Usuário ñ 用户/{}", "d".repeat(200)));
    let data = desktop.data().join("data");
    fs::create_dir_all(&data).expect("a folder");
    let damaged = b"{\"language\": 7, \"theme\": \"dark\"";
    fs::write(data.join("preferences.json"), damaged).expect("preferences");
    let mut app = App::start(&desktop, Album::of("bad_start_home")).await;
    app.read("As preferências estavam danificadas e voltaram ao padrão.")
        .await;
    app.look_closely("settings-damaged").await;
    let kept = fs::read(data.join("preferences.damaged.json")).expect("the old file");
    assert_eq!(kept, damaged, "it is kept as it was");

    let simulator = app.simulator().await;
    app.reconnect_by_login("Encomendas").await;
    app.log_in(&simulator, "happy", "ana").await;
    app.confirm().await;
    app.photograph("numbers").await;
    app.close(&desktop);

    // A place that cannot be used is told in the system's own dialog.
    let place = data.join("preferences.json");
    for (folder, sentence) in [
        (place.clone(), "Não é possível gravar em"),
        (
            place.with_file_name("x".repeat(200)).join("y".repeat(200)),
            "é longo demais",
        ),
    ] {
        let mut command = desktop.command(env!("CARGO_BIN_EXE_reconecta"));
        command
            .env("RECONECTA_DATA_DIR", &folder)
            .env("LANG", "pt_BR.UTF-8")
            .stderr(Stdio::piped());
        let program = command.spawn().expect("it starts");
        desktop.windows().close(Which::Main);
        let output = program.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.starts_with("reconecta: ") && said.contains(sentence),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_moved_profile_says_what_is_missing_and_two_people_and_two_starts_do_not_meet() {
    let (old, new) = (Desktop::start(), Desktop::start());
    let app = App::start(&old, Album::of("bad_start_two_people")).await;
    app.check_that_channels_are_read().await;
    let album = app.close(&old);
    copy(&old.data(), &new.data());

    // Two people at once, one of them with the other's data and without their keyring.
    let (app, mut moved) = tokio::join!(
        App::start(&old, album),
        App::start(&new, Album::of("bad_start_moved"))
    );
    moved
        .see("heading", "A chave do cofre não está mais no chaveiro")
        .await;
    moved.see("button", "Tentar de novo").await;
    moved.see("button", "Ver sem abrir o cofre").await;
    moved.look_closely("key-missing").await;
    moved.click("button", "Recomeçar com um cofre vazio").await;
    moved.see("dialog", "Recomeçar com um cofre vazio?").await;
    moved.click("button", "Apagar e recomeçar").await;
    let simulator = moved.simulator().await;
    moved.open_channel("Encomendas").await;
    moved.read("Este canal está sem acesso").await;
    moved.photograph("without-token").await;
    moved.reconnect_by_login("Encomendas").await;
    moved.log_in(&simulator, "happy", "ana").await;
    moved.confirm().await;
    moved.go_on_to_result().await;
    moved.click("button", "Finalizar").await;
    moved.see("heading", "Encomendas").await;
    moved.read("Conectado, sem prova").await;
    moved.photograph("reconnected").await;
    let mine = app.channel("Encomendas").await;
    let theirs = moved.channel("Encomendas").await;
    assert_eq!(mine["row"]["id"], theirs["row"]["id"], "it is the same channel");
    assert_ne!(
        mine["timeline"], theirs["timeline"],
        "each has a life of its own from then on"
    );
    moved.close(&new);

    // A second start of the same person.
    let windows = old.windows();
    windows.minimise(Which::Main);
    let mut again = old.command(env!("CARGO_BIN_EXE_reconecta"));
    let ended = again.stderr(Stdio::null()).status().expect("a second start");
    assert_eq!(ended.code(), Some(0));
    windows.wait_until_in_front(Which::Main);
    assert_eq!(windows.count(Which::Main), 1, "there is one window");
    app.close(&old);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let (path, name) = entry
            .map(|entry| (entry.path(), entry.file_name()))
            .expect("an entry");
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("a copy");
        }
    }
}

#[tokio::test]
async fn a_clock_that_is_late_is_told_and_one_that_is_early_once_meta_answers() {
    let mut desktop = Desktop::start();
    desktop.set_variables(clock("-10y"));
    let mut app = App::start(&desktop, Album::of("bad_start_clock")).await;
    app.read("O relógio deste computador está atrasado. Acerte data e hora nos ajustes do sistema")
        .await;
    app.see("testid", "home-sentence").await;
    app.look_closely("late").await;
    app.check_that_channels_are_read().await;
    let album = app.close(&desktop);

    // Ten years ahead, with data of twenty years before.
    desktop.set_variables(clock("+10y"));
    let mut app = App::start(&desktop, album).await;
    app.see("testid", "home-sentence").await;
    app.photograph("early").await;
    let notices = app.invoke("app_view", json!({})).await["notices"].take();
    assert_eq!(notices, json!([]), "only a server could tell");

    // Meta's clock says another day than the computer's.
    let day = json!({ "seconds": 24 * 60 * 60 });
    app.simulator().await.post("clock/advance", &day).await;
    app.click("testid", "check-all").await;
    app.read("O relógio deste computador não bate com o da Meta.")
        .await;
    app.look_closely("off").await;

    // Pressed while the clocks still differ, it stays told.
    app.click("testid", "compare-clocks").await;
    app.see("testid", "compare-clocks").await;
    app.read("O relógio deste computador não bate com o da Meta.")
        .await;
    app.close(&desktop);
}

/// What shifts the clock of the programs that are started with it.
fn clock(by: &str) -> Vec<(&'static str, String)> {
    vec![
        // `$LIB` is the loader's own word for the folder of libraries.
        ("LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1".to_owned()),
        ("FAKETIME", by.to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
    ]
}
