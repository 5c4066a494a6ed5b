//! Updates that happen, wait, or are given up.

use crate::copy::{InstalledCopy, code};
use crate::publisher::{FILE, Publisher, Reply, portable, program};
use reconecta_update::{Form, UpdateStage, UpdateWay, Updates, UpdatesOff, Version};
use serde_json::json;
use std::process::Command;

async fn publisher_of(version: &str, copy: &InstalledCopy) -> Publisher {
    let publisher = Publisher::start().await;
    let file = portable(&program(version));
    publisher.publishes(&publisher.manifest(version, &copy.target(), &file), &file);
    publisher
}

#[tokio::test]
async fn a_newer_version_is_shown_and_then_put_in_place() {
    let copy = InstalledCopy::new();
    let publisher = publisher_of("2.0.0", &copy).await;
    let updates = copy.updates(&publisher);
    updates.check().await;
    let view = updates.view("pt-BR");
    let offer = view.offer.expect("an offer");
    assert_eq!(
        (offer.version.as_str(), offer.notes.as_str()),
        ("2.0.0", "Faster checks.")
    );
    assert_eq!(
        (view.stage, offer.way),
        (UpdateStage::Available, UpdateWay::Replace)
    );
    assert!(offer.size > 0.0, "the size is told before anything is downloaded");
    assert_eq!(
        publisher.asked(),
        ["/update.json"],
        "asking downloads nothing else"
    );
    assert_eq!(copy.says(), "reconecta 1.0.0", "looking changes nothing");

    updates.install().await;
    assert_eq!(updates.view("en").stage, UpdateStage::Installed);
    assert_eq!(copy.says(), "reconecta 2.0.0");
    assert_eq!(updates.program(), Some(copy.place.program.clone()));
    assert_eq!(copy.files(), ["reconecta", "reconecta.previous"]);
    let previous = copy.place.program.with_file_name("reconecta.previous");
    let said = Command::new(previous).output().unwrap().stdout;
    assert_eq!(said, b"reconecta 1.0.0\n", "the way back is there");
}

#[tokio::test]
async fn the_newest_version_is_up_to_date() {
    let copy = InstalledCopy::new();
    let publisher = publisher_of("1.0.0", &copy).await;
    let view = copy.update(&publisher).await;
    assert_eq!((view.stage, view.offer), (UpdateStage::UpToDate, None));
    assert!(view.checked_at.is_some());
}

#[tokio::test]
async fn what_was_seen_survives_a_new_start() {
    let copy = InstalledCopy::new();
    let publisher = publisher_of("2.0.0", &copy).await;
    copy.updates(&publisher).check().await;
    let file = portable(&program("1.5.0"));
    let mut older = publisher.manifest("1.5.0", &copy.target(), &file);
    older["counter"] = json!(11);
    publisher.publishes(&older, &file);
    assert_eq!(code(&copy.update(&publisher).await), "version_went_back");
}

#[tokio::test]
async fn nothing_is_replaced_under_a_reconnection() {
    let copy = InstalledCopy::new();
    let publisher = publisher_of("2.0.0", &copy).await;
    copy.desk.reconnects(true);
    let view = copy.update(&publisher).await;
    assert_eq!(
        (code(&view), view.stage),
        ("reconnecting", UpdateStage::Available)
    );
    assert_eq!(publisher.asked(), ["/update.json"], "not even downloaded");
}

#[tokio::test]
async fn a_reconnection_that_begins_meanwhile_is_waited_for() {
    let copy = InstalledCopy::new();
    let publisher = publisher_of("2.0.0", &copy).await;
    let updates = copy.updates(&publisher);
    updates.check().await;
    let mut changes = updates.changes();
    let (desk, watched) = (copy.desk.clone(), updates.clone());
    tokio::join!(updates.install(), async move {
        while watched.view("en").stage != UpdateStage::Downloading {
            changes.changed().await.unwrap();
        }
        desk.reconnects(true);
    });
    assert_eq!(updates.view("en").stage, UpdateStage::Waiting);
    assert_eq!(copy.says(), "reconecta 1.0.0");
    updates.resume().await;
    assert_eq!(updates.view("en").stage, UpdateStage::Waiting, "it still runs");
    copy.desk.reconnects(false);
    updates.resume().await;
    assert_eq!(updates.view("en").stage, UpdateStage::Installed);
    assert_eq!(copy.says(), "reconecta 2.0.0");
}

#[tokio::test]
async fn a_download_can_be_cancelled_and_leaves_nothing() {
    let copy = InstalledCopy::new();
    let publisher = publisher_of("2.0.0", &copy).await;
    let file = portable(&program("2.0.0"));
    publisher.says(FILE, Reply::Silence(file[..60].to_vec(), file.len() as u64));
    let updates = copy.updates(&publisher);
    updates.check().await;
    let mut changes = updates.changes();
    let watched = updates.clone();
    tokio::join!(updates.install(), async move {
        while watched.view("en").received < 60.0 {
            changes.changed().await.unwrap();
        }
        watched.cancel();
    });
    let view = updates.view("en");
    assert_eq!(
        (view.stage, code(&view)),
        (UpdateStage::Available, ""),
        "the offer stays"
    );
    assert_eq!(copy.files(), ["reconecta"]);

    publisher.says(FILE, Reply::Bytes(file));
    updates.install().await;
    assert_eq!(
        updates.view("en").stage,
        UpdateStage::Installed,
        "a second try works"
    );
}

#[tokio::test]
async fn what_a_crash_left_of_a_download_is_swept() {
    let copy = InstalledCopy::new();
    let publisher = publisher_of("2.0.0", &copy).await;
    let folder = copy.data().join("updates");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("download-abc"), "half").unwrap();
    copy.updates(&publisher);
    assert_eq!(copy.files(), ["reconecta"]);
}

#[tokio::test]
async fn a_copy_of_a_package_manager_is_sent_to_the_page() {
    let mut copy = InstalledCopy::new();
    let publisher = publisher_of("2.0.0", &copy).await;
    copy.place.form = Form::Managed;
    let updates = copy.updates(&publisher);
    updates.check().await;
    let offer = updates.view("en").offer.expect("an offer");
    assert_eq!((offer.way, offer.size), (UpdateWay::Page, 0.0));
    assert_eq!(updates.page().unwrap().as_str(), "https://example.com/releases");
    updates.install().await;
    assert_eq!(code(&updates.view("en")), "nothing_to_install");
    assert_eq!(copy.says(), "reconecta 1.0.0");
}

#[tokio::test]
async fn an_image_is_replaced_as_one_file() {
    let mut copy = InstalledCopy::new();
    copy.place.form = Form::AppImage;
    let publisher = Publisher::start().await;
    let file = program("2.0.0");
    publisher.publishes(&publisher.manifest("2.0.0", &copy.target(), &file), &file);
    assert_eq!(copy.update(&publisher).await.stage, UpdateStage::Installed);
    assert_eq!(copy.says(), "reconecta 2.0.0");
}

#[tokio::test]
async fn an_offer_that_expired_on_the_screen_is_not_installed() {
    use reconecta_core::ids::UnixMillis;
    use std::sync::atomic::{AtomicI64, Ordering};
    static CLOCK: AtomicI64 = AtomicI64::new(crate::publisher::NOW);
    let copy = InstalledCopy::new();
    let publisher = publisher_of("2.0.0", &copy).await;
    let mut options = copy.options(&publisher);
    options.clock = || UnixMillis(CLOCK.load(Ordering::SeqCst));
    let updates = Updates::new(options).unwrap();
    updates.check().await;
    CLOCK.fetch_add(31 * crate::publisher::DAY, Ordering::SeqCst);
    updates.install().await;
    let view = updates.view("en");
    assert_eq!(code(&view), "expired");
    assert!(view.problem.unwrap().at.is_some(), "the sentence names the day");
}

#[tokio::test]
async fn a_copy_without_updates_asks_nobody() {
    for why in [UpdatesOff::NoKey, UpdatesOff::Policy] {
        let updates = Updates::off(why, Version::new(1, 0, 0));
        updates.check().await;
        updates.install().await;
        updates.resume().await;
        updates.cancel();
        let view = updates.view("en");
        assert_eq!((view.stage, view.off), (UpdateStage::Off, Some(why)));
    }
}
