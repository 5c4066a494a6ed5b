//! Pages and folders open in the person's own programs, or the person is told what to open.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;
use crate::programs::{Browser, no_programs};

#[tokio::test]
async fn pages_and_folders_open_in_other_programs_or_their_address_is_told() {
    let mut desktop = Desktop::start();
    let browser = Browser::installed_in(desktop.home(), &desktop.home().join(".local/share"));
    let share = no_programs(desktop.home());
    desktop.set_variables(vec![
        ("XDG_DATA_DIRS", share.display().to_string()),
        ("APPDIR", "/an/image".to_owned()),
        ("GTK_PATH", "/an/image/lib".to_owned()),
    ]);
    let mut app = App::start(&desktop, Album::of("opening")).await;
    app.click("button", "Ajustes").await;
    app.click("button", "Sobre").await;
    let logs = desktop.data().join("logs").display().to_string();
    let status = "https://metastatus.com/whatsapp-business-api";
    app.click("button", "Abrir pasta de registros").await;
    browser.opened(&[&logs]);
    app.click("button", "Situação dos serviços da Meta").await;
    browser.opened(&[&logs, status]);

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
