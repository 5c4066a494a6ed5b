//! Pages that do not open, and pages that are not opened here.

use std::time::Duration;

use reconecta_login::{FailureReason, LoginRoute};
use secrecy::SecretString;

use crate::desk::Desk;
use crate::programs::{Browser, no_programs};
use crate::proxy::{Habit, Proxy};
use crate::site::Site;
use crate::visit::{Visit, request};

/// An address of this computer where nobody listens.
async fn nobody() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    listener.local_addr().expect("an address").to_string()
}

#[tokio::test]
async fn a_login_that_cannot_be_reached_is_named() {
    let (desk, site) = (Desk::new(), Site::start().await);
    let origin = format!("http://{}", nobody().await);
    let mut request = request(&site);
    request.url = SecretString::from(format!("{origin}/"));
    request.loopback_origins.push(origin);
    let reason = Visit::with(&desk.executable(), &request).await.failure().await;
    assert_eq!(reason, FailureReason::Unreachable);
}

#[tokio::test]
async fn a_page_that_does_not_open_keeps_the_one_before_and_can_be_tried_again() {
    let (desk, site, address) = (Desk::new(), Site::start().await, nobody().await);
    site.page(
        "/",
        &format!("document.onclick = () => {{ location = 'http://{address}/next'; }}; tell('here', 1);"),
    );
    let mut request = request(&site);
    request.loopback_origins.push(format!("http://{address}"));
    let mut visit = Visit::with(&desk.executable(), &request).await;
    site.told("here").await;
    let title = format!("{} \u{2014} Entrar", site.host());
    desk.press(&title);
    assert_eq!(visit.not_opened().await, FailureReason::Unreachable);
    assert_eq!(desk.title(), title, "a host that did not answer is not named");

    let next = Site::at(&address).await;
    next.page("/next", "tell('there', 1);");
    desk.press_notice(&title);
    next.told("there").await;
    visit.finish().await;
}

#[tokio::test]
async fn a_server_gets_no_password_and_the_person_no_dialog() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.password_demand("/");
    let reason = Visit::start(&desk, &site).await.failure().await;
    assert_eq!(reason, FailureReason::PasswordDemanded);

    let site = Site::start().await;
    site.password_demand("/part");
    site.page(
        "/",
        "fetch('/part').then(answer => tell('part', answer.status), () => tell('part', 'none'));",
    );
    let visit = Visit::start(&desk, &site).await;
    assert_eq!(
        site.told("part").await,
        "none",
        "a part of a page gets no password, and the page goes on"
    );
    visit.finish().await;
}

#[tokio::test]
async fn a_connection_that_is_not_trustworthy_is_named_and_nothing_is_sent() {
    let (desk, site) = (Desk::new(), Site::start().await);
    for (habit, expected) in [
        (Habit::Impersonates, FailureReason::Untrusted),
        (Habit::DemandsPassword, FailureReason::PasswordDemanded),
    ] {
        let mut proxy = Proxy::start(habit).await;
        let mut request = request(&site);
        request.url = SecretString::from("https://www.facebook.com/canary");
        let reason = Visit::with(&desk.executable_with(&proxy.line()), &request)
            .await
            .failure()
            .await;
        assert_eq!(reason, expected);
        let heard = proxy.heard();
        assert!(
            !heard.is_empty()
                && heard
                    .iter()
                    .all(|line| line == "CONNECT www.facebook.com:443 HTTP/1.1"),
            "only the name of the host may be told: {heard:?}"
        );
    }
}

#[tokio::test]
async fn the_companys_proxy_counts_and_not_the_environments() {
    let (desk, site) = (Desk::new(), Site::start().await);
    for (except, expected) in [
        ("", "the company's"),
        ("facebook.com", "none"),
        ("direct", "none"),
    ] {
        let mut of_the_company = Proxy::start(Habit::Impersonates).await;
        let mut of_the_person = Proxy::start(Habit::Impersonates).await;
        let mut request = request(&site);
        request.url = SecretString::from("https://no-such-host.facebook.com/canary");
        request.route = match except {
            "direct" => LoginRoute::Direct,
            _ => LoginRoute::Through {
                proxy: of_the_company.address().to_owned(),
                except: vec![except.to_owned()],
            },
        };
        let reason = Visit::with(&desk.executable_with(&of_the_person.line()), &request)
            .await
            .failure()
            .await;
        assert_eq!(
            of_the_person.heard(),
            [""; 0],
            "{except}: the environment's proxy is not asked"
        );
        let heard = of_the_company.heard();
        if expected == "none" {
            assert_eq!(heard, [""; 0], "{except}: it is gone around");
            continue;
        }
        assert_eq!(reason, FailureReason::Untrusted);
        assert!(
            !heard.is_empty()
                && heard
                    .iter()
                    .all(|line| line == "CONNECT no-such-host.facebook.com:443 HTTP/1.1"),
            "{heard:?}"
        );
    }
}

#[tokio::test]
async fn a_page_on_this_computer_goes_around_the_companys_proxy() {
    let (desk, site) = (Desk::new(), Site::start().await);
    let mut proxy = Proxy::start(Habit::Impersonates).await;
    site.page("/", "tell('here', 1);");
    let mut request = request(&site);
    request.route = LoginRoute::Through {
        proxy: proxy.address().to_owned(),
        except: Vec::new(),
    };
    let visit = Visit::with(&desk.executable(), &request).await;
    site.told("here").await;
    assert_eq!(proxy.heard(), [""; 0]);
    visit.finish().await;
}

#[tokio::test]
async fn a_page_abroad_opens_in_the_persons_browser_if_they_want_it() {
    let (desk, site) = (Desk::new(), Site::start().await);
    let browser = Browser::installed_in(desk.home(), &desk.home().join("data"));
    // One variable is as the login window set it, one leads into an AppImage.
    let given = desk.executable_with(
        "export WEBKIT_SKIA_ENABLE_CPU_RENDERING=1 GTK_PATH=/an/image\n\
         set -- \"$@\" WEBKIT_SKIA_ENABLE_CPU_RENDERING GTK_PATH",
    );
    site.page(
        "/",
        "document.onclick = () => { window.open('https://example.com/privacy?a=b'); tell('pressed', 1); }; tell('here', 1);",
    );
    let mut visit = Visit::with(&given, &request(&site)).await;
    site.told("here").await;
    let title = format!("{} \u{2014} Entrar", site.host());
    desk.press(&title);
    assert_eq!(visit.blocked().await, "example.com");
    desk.press_notice(&title);
    browser.opened(&["https://example.com/privacy?a=b"]);
    visit.finish().await;
}

#[tokio::test]
async fn without_a_browser_the_notice_says_so_and_stays() {
    let (desk, site) = (Desk::new(), Site::start().await);
    let share = no_programs(desk.home());
    let nothing = format!("export XDG_DATA_DIRS={}", share.display());
    site.page(
        "/",
        "let presses = 0;
         document.onclick = () => {
           const which = ['first', 'second', 'third'][presses++];
           if (which === 'first') window.open('https://example.com/privacy');
           tell(which, innerHeight);
         };
         tell('here', 1);",
    );
    let mut visit = Visit::with(&desk.executable_with(&nothing), &request(&site)).await;
    site.told("here").await;
    let title = format!("{} \u{2014} Entrar", site.host());
    let height = async |name: &str| site.told(name).await.parse::<u32>().expect("pixels");
    desk.press(&title);
    assert_eq!(visit.blocked().await, "example.com");
    let without = height("first").await;
    desk.press_notice(&title);
    // The page takes the height that a notice leaves within a few frames.
    tokio::time::sleep(Duration::from_millis(500)).await;
    desk.press(&title);
    let with = height("second").await;
    assert!(
        with < without,
        "{with} is not less than {without}: the notice has gone"
    );
    visit.finish().await;
}
