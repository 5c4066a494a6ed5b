//! A damaged history: told on *Início*, and left behind with a new one.

use crate::album::Album;
use crate::app::App;
use crate::audit::SMALL;
use crate::desktop::Desktop;
use std::fs;

#[tokio::test]
async fn a_damaged_history_is_told_on_inicio_and_left_behind_for_a_new_one() {
    let desktop = Desktop::start();
    let app = App::start(&desktop, Album::of("backup")).await;
    app.check_all().await;
    let album = app.close(&desktop);

    desktop.change_data("damage.py");
    let mut app = App::start(&desktop, album).await;
    app.read("Parte do histórico está danificada").await;
    app.look_closely("notice").await;
    app.click("button", "Ver o que fazer").await;
    app.see("heading", "Cópia de segurança").await;
    app.look_closely("security").await;
    app.resize(SMALL).await;
    app.click("button", "Fazer uma cópia agora").await;
    app.read("A cópia não foi feita").await;
    app.photograph("refused").await;
    app.click("button", "Começar um histórico novo").await;
    app.see("dialog", "Começar um histórico novo?").await;
    app.look_closely("question").await;
    app.click("button", "Começar do zero").await;
    app.read("Histórico novo iniciado").await;
    app.see_focused("heading", "Segurança").await;
    app.photograph("new").await;

    let data = desktop.data().join("data/demonstration");
    let kept = fs::read_dir(data).expect("the data folder").find_map(|entry| {
        let entry = entry.expect("an entry");
        let name = entry.file_name();
        name.to_string_lossy()
            .starts_with("damaged-")
            .then(|| entry.path().join("reconecta.db"))
    });
    let kept = fs::read(kept.expect("a folder beside")).expect("the damaged file");
    assert!(
        kept.chunks(4096).any(|page| page == [0xa5; 4096]),
        "it is the damaged one"
    );
    app.click("button", "Fazer uma cópia agora").await;
    app.read("Cópia de segurança feita").await;
    app.go_to_channels().await;
    app.see("row", "~Balcão Centro~Conectado, sem prova").await;
    app.close(&desktop);
}
