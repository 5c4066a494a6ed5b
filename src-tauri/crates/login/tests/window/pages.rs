//! What a page can reach from the login window.

use crate::desk::Desk;
use crate::site::Site;
use crate::visit::{Visit, request};

/// Tells every bridge that web views are known to carry.
const BRIDGES: &str = "const bridges = () => [
    typeof window.__TAURI__, typeof window.__TAURI_INTERNALS__, typeof window.__TAURI_INVOKE__, typeof window.isTauri,
    typeof window.ipc, typeof window.webkit?.messageHandlers?.ipc, typeof window.chrome?.webview,
    Object.keys(window.webkit?.messageHandlers ?? {}).join() || 'undefined', String(navigator.webdriver || undefined),
].join(' ');";

fn assert_no_bridge(seen: &str) {
    assert!(
        seen.split(' ').all(|kind| kind == "undefined"),
        "a page sees a bridge: {seen}"
    );
}

#[tokio::test]
async fn a_page_sees_no_bridge() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page(
        "/",
        &format!("{BRIDGES} tell('bridges', bridges()); tell('language', navigator.language);"),
    );
    let visit = Visit::start(&desk, &site).await;
    assert_no_bridge(&site.told("bridges").await);
    assert_eq!(site.told("language").await.to_lowercase(), "pt-br");
    visit.finish().await;
}

#[tokio::test]
async fn a_page_cannot_leave_the_login() {
    let (desk, site, abroad) = (Desk::new(), Site::start().await, Site::start().await);
    let port = abroad.host().rsplit(':').next().expect("a port");
    site.redirect("/away", &format!("http://localhost:{port}/redirect"));
    site.page(
        "/",
        &format!(
            "location = '{}/script'; setTimeout(() => location = '/away', 300);
             setTimeout(() => document.body.appendChild(document.createElement('iframe')).src = 'http://127.0.0.2:{port}/frame', 600);
             setTimeout(() => setInterval(() => tell('alive', 1), 300), 900);",
            abroad.origin
        ),
    );
    let mut visit = Visit::start(&desk, &site).await;
    assert_eq!(visit.blocked().await, abroad.host());
    assert_eq!(visit.blocked().await, format!("localhost:{port}"));
    assert_eq!(visit.blocked().await, format!("127.0.0.2:{port}"));
    site.told("alive").await;
    assert!(
        abroad.asked().is_empty(),
        "nothing may reach a foreign host, but {:?} did",
        abroad.asked()
    );
    visit.finish().await;
}

#[tokio::test]
async fn a_popup_shares_the_profile_and_the_rules() {
    let (desk, site, abroad) = (Desk::new(), Site::start().await, Site::start().await);
    let away = &abroad.origin;
    site.page(
        "/",
        &format!(
            "document.cookie = 'who=me'; let presses = 0;
             document.onclick = () => {{ presses += 1; window.open(presses == 1 ? '{away}/popup' : '/popup'); }};
             window.onmessage = event => tell('opener', event.data);
             tell('waiting', 1);"
        ),
    );
    site.page(
        "/popup",
        &format!(
            "{BRIDGES} tell('bridges', bridges()); tell('cookie', document.cookie); opener.postMessage('hello');
             location = '{away}/from-popup'; setTimeout(() => window.close(), 600);"
        ),
    );
    let mut visit = Visit::start(&desk, &site).await;
    site.told("waiting").await;
    let title = format!("{} \u{2014} Entrar", site.host());
    desk.press(&title);
    assert_eq!(
        visit.blocked().await,
        abroad.host(),
        "a pop-up abroad is not opened"
    );
    desk.press(&title);
    assert_no_bridge(&site.told("bridges").await);
    assert_eq!(site.told("cookie").await, "who=me", "a pop-up shares the profile");
    assert_eq!(
        site.told("opener").await,
        "hello",
        "a pop-up can talk to its opener"
    );
    assert_eq!(
        visit.blocked().await,
        abroad.host(),
        "a pop-up cannot leave the login"
    );
    assert!(
        abroad.asked().is_empty(),
        "nothing may reach a foreign host, but {:?} did",
        abroad.asked()
    );
    visit.finish().await;
}

#[tokio::test]
async fn a_page_cannot_download() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.attachment("/attachment", "canary-download");
    site.page(
        "/",
        "const link = document.createElement('a'); link.href = '/attachment?link'; link.download = 'canary.bin'; link.click();
         setTimeout(() => location = '/attachment', 300); setTimeout(() => setInterval(() => tell('alive', 1), 300), 1200);",
    );
    let visit = Visit::start(&desk, &site).await;
    site.told("alive").await;
    visit.finish().await;
    assert!(
        site.asked().contains(&"/attachment".to_owned()),
        "the page asked for the file: {:?}",
        site.asked()
    );
    assert!(
        desk.traces("canary").is_empty(),
        "a download left {:?}",
        desk.traces("canary")
    );
}

#[tokio::test]
async fn a_page_is_given_no_permission() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page(
        "/",
        "navigator.geolocation.getCurrentPosition(() => tell('place', 'given'), error => tell('place', error.code));
         const camera = navigator.mediaDevices?.getUserMedia?.({video: true, audio: true}) ?? Promise.reject(0);
         camera.then(() => tell('camera', 'given'), () => tell('camera', 'refused'));
         const notices = window.Notification ? Notification.requestPermission() : Promise.resolve('denied');
         notices.then(answer => tell('notices', answer));",
    );
    let visit = Visit::start(&desk, &site).await;
    assert_eq!(site.told("place").await, "1", "the code for a refused permission");
    assert_eq!(site.told("camera").await, "refused");
    assert_ne!(site.told("notices").await, "granted");
    visit.finish().await;
}

#[tokio::test]
async fn a_login_over_several_hosts_has_its_cookies() {
    let (desk, site) = (Desk::new(), Site::start().await);
    let other = Site::at("127.0.0.2:0").await;
    site.page(
        "/",
        &format!(
            "document.body.appendChild(document.createElement('iframe')).src = '{}/frame';",
            other.origin
        ),
    );
    other.page(
        "/frame",
        "document.cookie = 'dialog=canary'; tell('cookie', document.cookie);",
    );
    let mut request = request(&site);
    request.loopback_origins.push(other.origin.clone());
    let visit = Visit::with(&desk.executable(), &request).await;
    assert_eq!(other.told("cookie").await, "dialog=canary");
    visit.finish().await;
}
