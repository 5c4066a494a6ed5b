//! Networks that are absent, intercepted or slow.

use crate::copy::{InstalledCopy, code};
use crate::publisher::{ANNOUNCEMENT, FILE, Publisher, Reply, portable, program};
use reconecta_core::network::{Bypass, Route};
use reconecta_network::Way;
use reconecta_update::{UpdateStage, Updates};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;

#[tokio::test]
async fn no_server_is_said_and_nothing_is_changed() {
    let publisher = Publisher::start().await;
    let copy = InstalledCopy::new();
    let mut options = copy.options(&publisher);
    options.announcement = "https://localhost:1/update.json".parse().unwrap();
    let updates = Updates::new(options).unwrap();
    updates.check().await;
    let view = updates.view("en");
    assert_eq!((code(&view), view.stage), ("offline", UpdateStage::Idle));
    assert_eq!(view.checked_at, None, "nothing was checked");
}

#[tokio::test]
async fn a_certificate_that_nobody_trusts_is_named() {
    let publisher = Publisher::start().await;
    let copy = InstalledCopy::new();
    let mut options = copy.options(&publisher);
    options.way = Way::default();
    let updates = Updates::new(options).unwrap();
    updates.check().await;
    assert_eq!(code(&updates.view("en")), "certificate");
    assert_eq!(
        publisher.asked(),
        [""; 0],
        "nothing was asked over such a connection"
    );
}

#[tokio::test]
async fn an_announcement_is_never_asked_for_without_encryption() {
    let publisher = Publisher::start().await;
    let copy = InstalledCopy::new();
    let mut options = copy.options(&publisher);
    options.announcement = publisher.origin.replace("https", "http").parse().unwrap();
    let updates = Updates::new(options).unwrap();
    updates.check().await;
    assert_eq!(updates.view("en").stage, UpdateStage::Idle);
    assert!(updates.view("en").problem.is_some(), "it is said");
    assert_eq!(publisher.asked(), [""; 0]);
}

#[tokio::test]
async fn a_server_in_trouble_is_named() {
    let publisher = Publisher::start().await;
    let copy = InstalledCopy::new();
    for status in [404, 500, 204] {
        publisher.says(ANNOUNCEMENT, Reply::Status(status));
        assert_eq!(code(&copy.update(&publisher).await), "status", "{status}");
    }
}

#[tokio::test]
async fn a_portal_that_answers_with_its_own_page_is_no_announcement() {
    let publisher = Publisher::start().await;
    publisher.says(
        ANNOUNCEMENT,
        Reply::Bytes(b"<html>Welcome to our Wi-Fi</html>".to_vec()),
    );
    let view = InstalledCopy::new().update(&publisher).await;
    assert_eq!(code(&view), "unreadable");
}

#[tokio::test]
async fn a_release_host_may_redirect_with_encryption() {
    let publisher = Publisher::start().await;
    let copy = InstalledCopy::new();
    let file = portable(&program("2.0.0"));
    publisher.publishes(&publisher.manifest("2.0.0", &copy.target(), &file), &file);
    publisher.says("/real", Reply::Bytes(file));
    publisher.says(FILE, Reply::Redirect(format!("{}/real", publisher.origin)));
    assert_eq!(copy.update(&publisher).await.stage, UpdateStage::Installed);
    assert_eq!(copy.says(), "reconecta 2.0.0");
}

#[tokio::test]
async fn a_companys_proxy_is_asked_for_the_way() {
    let publisher = Publisher::start().await;
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let copy = InstalledCopy::new();
    let mut options = copy.options(&publisher);
    options.announcement = "https://updates.example/update.json".parse().unwrap();
    options.way = Way::by(Route::Through {
        proxy: format!("http://{}", proxy.local_addr().unwrap()).parse().unwrap(),
        except: Bypass::default(),
    });
    let updates = Updates::new(options).unwrap();
    let heard = async {
        let (stream, _peer) = proxy.accept().await.unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).await.unwrap();
        line
    };
    let (line, ()) = tokio::join!(heard, updates.check());
    assert_eq!(line.trim(), "CONNECT updates.example:443 HTTP/1.1");
    assert_eq!(code(&updates.view("en")), "offline", "this proxy hangs up");
}
