use super::*;
use crate::test_bus::on_own_bus;
use crate::test_desktop::Panel;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What a listener heard.
#[derive(Debug, PartialEq)]
enum Heard {
    Wished(Wish),
    Came,
    Went,
}

struct Ears(UnboundedSender<Heard>);

impl Listener for Ears {
    fn wished(&self, wish: Wish) {
        self.0.send(Heard::Wished(wish)).unwrap();
    }
    fn came(&self) {
        self.0.send(Heard::Came).unwrap();
    }
    fn went(&self) {
        self.0.send(Heard::Went).unwrap();
    }
}

async fn put_up_with_ears() -> (Box<dyn Tray>, UnboundedReceiver<Heard>) {
    let (sender, heard) = unbounded_channel();
    let tray = put_up(Face::of("pt-BR", 0), Arc::new(Ears(sender))).await;
    (tray.expect("the bus takes it"), heard)
}

async fn next(heard: &mut UnboundedReceiver<Heard>) -> Heard {
    let next = tokio::time::timeout(Duration::from_secs(20), heard.recv()).await;
    next.expect("something is heard").unwrap()
}

#[test]
fn a_panel_shows_the_icon_and_its_menu_is_heard() {
    let name = concat!(module_path!(), "::a_panel_shows_the_icon_and_its_menu_is_heard");
    on_own_bus(name, |bus| async move {
        let mut panel = Panel::start(&bus, true).await;
        assert!(is_possible().await);
        let (tray, mut heard) = put_up_with_ears().await;
        let item = panel.item().await;
        assert_eq!(item.tip().await, "Reconecta: Nenhum número precisa de você");
        let labels: Vec<String> = item.entries().await.into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["Abrir o Reconecta", "Verificar todos agora", "Sair"]);
        for (label, wish) in [
            ("Abrir o Reconecta", Wish::Open),
            ("Verificar todos agora", Wish::CheckAll),
            ("Sair", Wish::Quit),
        ] {
            item.choose(label).await;
            assert_eq!(next(&mut heard).await, Heard::Wished(wish));
        }

        // Another language, and somebody is needed.
        tray.show(Face::of("en", 2)).await;
        item.says("Reconecta: 2 numbers need you").await;
        item.choose("Check all now").await;
        assert_eq!(next(&mut heard).await, Heard::Wished(Wish::CheckAll));

        // The panel goes, and another one comes.
        panel.end().await;
        assert_eq!(next(&mut heard).await, Heard::Went);
        assert!(!is_possible().await);
        let mut panel = Panel::start(&bus, true).await;
        assert_eq!(next(&mut heard).await, Heard::Came);
        assert_eq!(panel.item().await.tip().await, "Reconecta: 2 numbers need you");
        tray.remove().await;
    });
}

#[test]
fn a_panel_that_comes_later_is_waited_for() {
    let name = concat!(module_path!(), "::a_panel_that_comes_later_is_waited_for");
    on_own_bus(name, |bus| async move {
        assert!(!is_possible().await, "nothing runs on this bus");
        let (_tray, mut heard) = put_up_with_ears().await;
        assert_eq!(next(&mut heard).await, Heard::Went, "nothing shows it");
        let mut panel = Panel::start(&bus, true).await;
        assert_eq!(next(&mut heard).await, Heard::Came);
        let _item = panel.item().await;
    });
}

#[test]
fn a_watcher_without_a_panel_shows_nothing() {
    let name = concat!(module_path!(), "::a_watcher_without_a_panel_shows_nothing");
    on_own_bus(name, |bus| async move {
        let _panel = Panel::start(&bus, false).await;
        assert!(!is_possible().await);
    });
}

#[test]
fn the_bus_gets_opacity_first() {
    let picture = Picture {
        width: 2,
        height: 1,
        rgba: vec![1, 2, 3, 4, 5, 6, 7, 8],
    };
    assert_eq!(icon(picture).data, [4, 1, 2, 3, 8, 5, 6, 7]);
}
