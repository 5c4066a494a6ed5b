//! Pages and folders open in the person's own programs, or the person is told what to open.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Writes down what it was asked to open, and what it inherited of what windows and an AppImage are given; one variable is the driver's.
const PROGRAM: &str = r#"#!/bin/sh
inherited=$(env | grep -E '^(WEBKIT_|JSC_|GTK_PATH)' | grep -v '^WEBKIT_INSPECTOR_SERVER=')
echo "$* [$inherited]" >> "${0%/*}/asked"
"#;

/// Browser and file manager of a desktop, in one, and the only program there.
struct Browser(PathBuf);

impl Browser {
    fn installed_in(desktop: &mut Desktop) -> Self {
        let share = desktop.home().join("share");
        fs::create_dir(&share).expect("a folder for the system's files");
        for entry in fs::read_dir("/usr/share").expect("the system's files").flatten() {
            if entry.file_name() != "applications" {
                symlink(entry.path(), share.join(entry.file_name()))
                    .expect("the system's files but its programs");
            }
        }
        desktop.set_variables(vec![
            ("XDG_DATA_DIRS", share.display().to_string()),
            ("APPDIR", "/an/image".to_owned()),
            ("GTK_PATH", "/an/image/lib".to_owned()),
        ]);
        let applications = desktop.home().join(".local/share/applications");
        fs::create_dir_all(&applications).expect("a folder for programs");
        let program = desktop.home().join("browser");
        fs::write(&program, PROGRAM).expect("a program");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program that runs");
        let entry = format!(
            "[Desktop Entry]\nType=Application\nName=Browser\nExec={} %u\nMimeType=x-scheme-handler/https;inode/directory;\n",
            program.display()
        );
        fs::write(applications.join("browser.desktop"), entry).expect("its entry");
        let list = "[Default Applications]\nx-scheme-handler/https=browser.desktop\ninode/directory=browser.desktop\n";
        fs::write(applications.join("mimeapps.list"), list).expect("the desktop's list");
        Self(applications)
    }

    fn uninstall(self) {
        fs::remove_dir_all(self.0).expect("the desktop knows no program any more");
    }
}

/// Waits until exactly these were opened, in this order, by a program that inherited nothing.
fn were_opened(desktop: &Desktop, targets: &[&str]) {
    let expected: String = targets.iter().map(|target| format!("{target} []\n")).collect();
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        let asked = fs::read_to_string(desktop.home().join("asked")).unwrap_or_default();
        if asked == expected {
            return;
        }
        assert!(Instant::now() < patience, "asked for {asked}, not {expected}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[tokio::test]
async fn pages_and_folders_open_in_other_programs_or_their_address_is_told() {
    let mut desktop = Desktop::start();
    let browser = Browser::installed_in(&mut desktop);
    let mut app = App::start(&desktop, Album::of("opening")).await;
    app.click("button", "Ajustes").await;
    app.click("button", "Sobre").await;
    let logs = desktop.data().join("logs").display().to_string();
    let status = "https://metastatus.com/whatsapp-business-api";
    app.click("button", "Abrir pasta de registros").await;
    were_opened(&desktop, &[&logs]);
    app.click("button", "Situação dos serviços da Meta").await;
    were_opened(&desktop, &[&logs, status]);

    browser.uninstall();
    app.click("button", "Situação dos serviços da Meta").await;
    app.read("Nenhum programa deste computador abriu isto. Copie e abra você mesmo: https://metastatus.com/")
        .await;
    app.click("button", "Abrir pasta de dados").await;
    app.read(&format!("você mesmo: {}", desktop.data().join("data").display()))
        .await;
    app.look_closely("refused").await;
    app.close(&desktop);
}
