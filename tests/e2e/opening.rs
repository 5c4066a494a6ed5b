//! Pages and folders open in the person's own programs, or the person is told what to open.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// All programs that desktops have for it.
const LAUNCHERS: [&str; 6] = [
    "xdg-open",
    "gio",
    "gnome-open",
    "kde-open6",
    "kde-open5",
    "kde-open",
];

/// Writes down what it was asked to open and whether it inherited the window's variable, which only engines from 2.52 on have
/// set; refuses while there is a file that says so.
const LAUNCHER: &str = r#"#!/bin/sh
here="${0%/*}"
[ ! -e "$here/refuses" ] || exit 4
echo "$* JIT=${JSC_useJIT-}" >> "$here/asked"
"#;

/// The launchers of a desktop.
struct Launchers(PathBuf);

impl Launchers {
    fn in_front_of_others(desktop: &mut Desktop) -> Self {
        let folder = desktop.home().join("launchers");
        fs::create_dir(&folder).expect("a folder for the launchers");
        for name in LAUNCHERS {
            let path = folder.join(name);
            fs::write(&path, LAUNCHER).expect("a launcher");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a launcher that runs");
        }
        let others = std::env::var("PATH").unwrap_or_default();
        desktop.set_variables(vec![("PATH", format!("{}:{others}", folder.display()))]);
        Self(folder)
    }

    fn refuse(&self) {
        fs::write(self.0.join("refuses"), "").expect("the word that they refuse");
    }

    /// Waits until they were asked for exactly these, in this order, and for nothing else.
    fn were_asked_for(&self, targets: &[&Path]) {
        let expected: String = targets
            .iter()
            .map(|target| format!("{} JIT=\n", target.display()))
            .collect();
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            let asked = fs::read_to_string(self.0.join("asked")).unwrap_or_default();
            if asked == expected {
                return;
            }
            assert!(Instant::now() < patience, "asked for {asked}, not {expected}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

#[tokio::test]
async fn pages_and_folders_open_in_other_programs_or_their_address_is_told() {
    let mut desktop = Desktop::start();
    let launchers = Launchers::in_front_of_others(&mut desktop);
    let mut app = App::start(&desktop, Album::of("opening")).await;
    app.click("button", "Ajustes").await;
    app.click("button", "Sobre").await;
    let (logs, status) = (
        desktop.data().join("logs"),
        Path::new("https://metastatus.com/whatsapp-business-api"),
    );
    app.click("button", "Abrir pasta de registros").await;
    launchers.were_asked_for(&[&logs]);
    app.click("button", "Situação dos serviços da Meta").await;
    launchers.were_asked_for(&[&logs, status]);

    launchers.refuse();
    app.click("button", "Situação dos serviços da Meta").await;
    app.read("Nenhum programa deste computador abriu isto. Copie e abra você mesmo: https://metastatus.com/")
        .await;
    app.click("button", "Abrir pasta de dados").await;
    app.read(&format!("você mesmo: {}", desktop.data().join("data").display()))
        .await;
    app.look_closely("refused").await;
    app.close(&desktop);
}
