//! Where the window opens.

use reconecta_login::LoginPlace;

use crate::desk::Desk;
use crate::site::Site;
use crate::visit::{Visit, request};

/// How far a frame and a panel may move it, in pixels.
const NEAR: i64 = 40;

#[tokio::test]
async fn it_opens_over_the_app_s_window() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page("/", "tell('here', 1);");
    for (x, width, middle) in [(0, 700, 350), (300, 700, 650)] {
        let mut request = request(&site);
        request.over = Some(LoginPlace {
            x,
            y: 60,
            width,
            height: 780,
        });
        let mut visit = Visit::with(&desk.executable(), &request).await;
        visit.ready().await;
        let ([left, top], [width, height]) = desk.place("Entrar");
        let found = (left + width / 2, top + height / 2);
        assert!(
            (found.0 - middle).abs() <= NEAR && (found.1 - 450).abs() <= NEAR,
            "its middle is at {found:?}, not at {middle}, 450"
        );
        visit.finish().await;
    }
}
