use super::super::Notifications;
use super::*;
use crate::test_bus::on_own_bus;
use crate::test_desktop::NotificationService;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::unbounded_channel;

fn notice() -> Notice {
    Notice {
        title: "Loja & Cia parou de receber mensagens".to_owned(),
        body: "Alguém removeu <o> acesso.".to_owned(),
        open: "Abrir".to_owned(),
        channel: None,
    }
}

#[test]
fn a_notification_is_shown_and_a_press_is_heard() {
    let name = concat!(module_path!(), "::a_notification_is_shown_and_a_press_is_heard");
    on_own_bus(name, |bus| async move {
        assert!(!super::is_possible().await, "nothing runs on this bus");
        let mut service = NotificationService::start(&bus, &["actions", "body", "body-markup"], true).await;
        assert!(super::is_possible().await);
        let notifications = Notifications::default();
        let (sender, mut pressed) = unbounded_channel();
        notifications
            .show(&notice(), Arc::new(move || sender.send(()).unwrap()))
            .await;
        let shown = service.next().await;
        assert_eq!(shown.title, "Loja & Cia parou de receber mensagens");
        assert_eq!(
            shown.body, "Alguém removeu &lt;o&gt; acesso.",
            "markup is escaped"
        );
        assert_eq!(shown.actions, ["default", "Abrir"]);
        service.press(&shown).await;
        let heard = tokio::time::timeout(Duration::from_secs(20), pressed.recv()).await;
        assert!(heard.is_ok(), "the press is heard");
        assert!(!service.has_more(), "one notification");
    });
}

#[test]
fn a_service_that_knows_little_gets_plain_words() {
    let name = concat!(module_path!(), "::a_service_that_knows_little_gets_plain_words");
    on_own_bus(name, |bus| async move {
        let mut service = NotificationService::start(&bus, &[], true).await;
        Notifications::default().show(&notice(), Arc::new(|| {})).await;
        let shown = service.next().await;
        assert_eq!(shown.body, "Alguém removeu <o> acesso.");
        assert!(shown.actions.is_empty());
    });
}

#[test]
fn without_a_service_and_with_one_that_hangs_the_app_goes_on() {
    let name = concat!(
        module_path!(),
        "::without_a_service_and_with_one_that_hangs_the_app_goes_on"
    );
    on_own_bus(name, |bus| async move {
        let short = Duration::from_millis(300);
        let notifications = Notifications::by(Box::new(SystemNotifier::default()), short);
        notifications.show(&notice(), Arc::new(|| {})).await;
        let mut service = NotificationService::start(&bus, &[], false).await;
        let started = Instant::now();
        notifications.show(&notice(), Arc::new(|| {})).await;
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "it is not waited for"
        );
        assert_eq!(
            service.next().await.id,
            1,
            "it has taken the notification, and hangs"
        );
    });
}
