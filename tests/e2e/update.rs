//! An update by hand, in the window of a portable copy: false ones are refused in plain words, the true one takes over.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use crate::publisher::{ANNOUNCEMENT, DAY, FILE, Publisher, Reply, archive, sealed};
use minisign::KeyPair;
use reconecta_update::{Form, Place};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

const INSTALLED: &str = concat!("reconecta ", env!("CARGO_PKG_VERSION"));
const NOTES: [&str; 2] = [
    "Verificações até duas vezes mais rápidas.",
    "O relatório diz desde quando um número parou.",
];
/// Says its version, and with other words keeps these for the test.
const NEW_PROGRAM: &str = r#"#!/bin/sh
case "$1" in --version) echo 'reconecta 9.0.0' ;; *) echo "$@" >"$HOME/started" ;; esac
"#;
/// Bytes of documents beside the program, which make the download a size to read.
const DOCUMENTS: usize = 3_230_000;

#[tokio::test]
async fn false_updates_are_refused_in_plain_words_and_the_true_one_takes_over() {
    let mut desktop = Desktop::start();
    let copy = Copy::install();
    let publisher = Publisher::start().await;
    let root = desktop.home().join("publisher.pem");
    fs::write(&root, &publisher.root).expect("the publisher's certificate");
    desktop.set_variables(vec![
        ("RECONECTA_UPDATE_KEY", publisher.keys.pk.to_base64()),
        (
            "RECONECTA_UPDATE_URL",
            format!("{}{ANNOUNCEMENT}", publisher.origin),
        ),
        ("RECONECTA_UPDATE_ROOT", root.display().to_string()),
    ]);
    let file = package();
    let manifest = copy.manifest(&publisher, &file);
    let mut app = App::start_copy(&desktop, Album::of("update"), &copy.program).await;
    app.go_to_updates().await;

    // Signed by a stranger.
    let stranger = KeyPair::generate_unencrypted_keypair().expect("keys");
    publisher.says(ANNOUNCEMENT, Reply::Bytes(sealed(&manifest, &stranger)));
    app.click("button", "Procurar atualizações").await;
    app.read("Nada foi atualizado").await;
    app.read("não foram assinadas por quem publica o Reconecta e foram recusadas")
        .await;
    app.read("O Reconecta instalado continua como estava.").await;
    app.look_closely("refused").await;

    // Signed, and followed by something else.
    publisher.publishes(&manifest, &file);
    publisher.says(FILE, Reply::Bytes(vec![0x5a; file.len()]));
    app.click("button", "Procurar atualizações").await;
    app.see("heading", "Versão 9.0.0 disponível").await;
    app.read("Download de 3,2 MB").await;
    for line in NOTES {
        app.read(line).await;
    }
    app.look_closely("offered").await;
    app.click("button", "Atualizar agora").await;
    app.read("O arquivo não é o que foi assinado. Ele foi descartado.")
        .await;
    app.photograph("other-content").await;
    assert_eq!(says(&copy.program), INSTALLED, "the old app still works");

    // A reconnection is not interrupted.
    publisher.publishes(&manifest, &file);
    app.reconnect_by_login("Encomendas").await;
    app.go_to_updates().await;
    app.click("button", "Atualizar agora").await;
    app.read("Há uma reconexão em andamento. Conclua ou cancele e atualize depois.")
        .await;
    app.photograph("reconnecting").await;
    assert_eq!(says(&copy.program), INSTALLED);
    app.click("testid", "nav-attempt").await;
    app.click("button", "Cancelar").await;
    app.click("button", "Cancelar reconexão").await;
    app.see("heading", "Encomendas").await;

    app.go_to_updates().await;
    app.click("button", "Atualizar agora").await;
    app.read("A versão 9.0.0 foi instalada").await;
    app.look_closely("installed").await;
    assert_eq!(says(&copy.program), "reconecta 9.0.0");
    let previous = copy.program.with_file_name("reconecta.previous");
    assert_eq!(says(&previous), INSTALLED, "the way back is the whole old app");
    let restart = app.grasp("button", "Reiniciar agora").await;
    app.quit(async move {
        // The window may be gone before the click is answered.
        let _answered = restart.click().await;
    })
    .await;
    let words = fs::read_to_string(desktop.home().join("started")).expect("the new program was started");
    assert_eq!(
        words.trim(),
        "--start-in demonstration",
        "with the words of the old one"
    );
}

impl App {
    /// *Ajustes > Sobre*, with the card of updates.
    async fn go_to_updates(&self) {
        self.click("button", "Ajustes").await;
        self.click("button", "Sobre").await;
        self.see("heading", "Atualizações").await;
    }
}

/// The program in a folder of a person's own.
struct Copy {
    _folder: TempDir,
    program: PathBuf,
}

impl Copy {
    fn install() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let program = folder.path().join("reconecta");
        // Linked, because a test build is large; the update replaces the name and never writes into the file.
        let built = env!("CARGO_BIN_EXE_reconecta");
        if fs::hard_link(built, &program).is_err() {
            fs::copy(built, &program).expect("a copy of the program");
        }
        assert_eq!(says(&program), INSTALLED);
        Self {
            _folder: folder,
            program,
        }
    }

    /// A true announcement of the file, of today.
    fn manifest(&self, publisher: &Publisher, file: &[u8]) -> Value {
        let place = Place {
            form: Form::Portable,
            program: self.program.clone(),
        };
        let target = place.target().expect("portable copies update themselves");
        let mut manifest = publisher.manifest("9.0.0", &target, file);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock");
        let now = i64::try_from(now.as_millis()).expect("a time");
        manifest["issued_at"] = json!(now - DAY);
        manifest["expires_at"] = json!(now + 30 * DAY);
        manifest["notes"] = json!({ "en": "Faster checks.", "pt-BR": NOTES.join("\n") });
        manifest
    }
}

/// A portable archive with the new program.
fn package() -> Vec<u8> {
    // Noise, which no packing makes smaller.
    let mut seed = 0x2545_f491_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        seed.to_le_bytes()[0]
    })
    .take(DOCUMENTS)
    .collect();
    archive(&[
        ("reconecta-9.0.0/manual.pdf", &noise),
        ("reconecta-9.0.0/reconecta", NEW_PROGRAM.as_bytes()),
    ])
}

/// What a program says that it is.
fn says(program: &Path) -> String {
    let output = Command::new(program)
        .arg("--version")
        .output()
        .expect("it starts");
    assert!(output.status.success(), "{} starts", program.display());
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
