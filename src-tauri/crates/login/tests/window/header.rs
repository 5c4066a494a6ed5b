//! What the window says about the page that it shows.

use reconecta_core::attempt::LoginPage;

use crate::desk::Desk;
use crate::site::Site;
use crate::visit::{Visit, request};

#[tokio::test]
async fn a_page_on_its_way_is_not_named() {
    let (desk, site, next) = (Desk::new(), Site::start().await, Site::start().await);
    site.page(
        "/",
        &format!(
            "document.onclick = () => {{ location = '{}/'; }}; tell('here', 1);",
            next.origin
        ),
    );
    next.late_page("/", "tell('there', 1);");
    let mut request = request(&site);
    request.loopback_origins.push(next.origin.clone());
    let mut visit = Visit::with(&desk.executable(), &request).await;
    site.told("here").await;
    assert_eq!(visit.navigated().await.0, site.host());
    let title = |site: &Site| format!("{} \u{2014} Entrar", site.host());
    desk.press(&title(&site));
    next.asked_for("/").await;
    assert_eq!(
        desk.title(),
        title(&site),
        "the page that stands is named, not the one on its way"
    );
    next.release();
    next.told("there").await;
    assert_eq!(visit.navigated().await.0, next.host());
    desk.activate(&title(&next));
    visit.finish().await;
}

#[tokio::test]
async fn work_of_the_persons_own_is_told() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page("/", "location = '/checkpoint/1501092823525282/';");
    site.page(
        "/checkpoint/1501092823525282/",
        "location = '/v26.0/dialog/oauth';",
    );
    // A page may also come to it without a navigation.
    site.page(
        "/v26.0/dialog/oauth",
        "setTimeout(() => history.pushState({}, '', '/two_step_verification/authentication/'), 300);",
    );
    let mut visit = Visit::start(&desk, &site).await;
    for page in [
        LoginPage::Other,
        LoginPage::Work,
        LoginPage::Dialog,
        LoginPage::Work,
    ] {
        assert_eq!(visit.navigated().await, (site.host().to_owned(), page));
    }
    visit.finish().await;
}
