//! How a login window starts and ends.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use reconecta_login::{FailureReason, LoginEvent, LoginOutcome};
use secrecy::{ExposeSecret, SecretString};

use crate::desk::{Desk, script};
use crate::site::Site;
use crate::visit::{Visit, freeze, kill, request};

#[tokio::test]
async fn the_answer_is_caught_before_it_goes_on_the_wire() {
    let (desk, site, target) = (Desk::new(), Site::start().await, Site::start().await);
    site.redirect("/go", &format!("{}/done?code=canary-code&state=1", target.origin));
    // First a call without an answer, which must not end anything.
    site.page(
        "/",
        &format!(
            "location = '{}/done'; setTimeout(() => location = '/go', 300);",
            target.origin
        ),
    );
    let mut request = request(&site);
    request.redirect_uri = format!("{}/done", target.origin);
    request.loopback_origins.push(target.origin.clone());
    let mut visit = Visit::with(&desk.executable(), &request).await;
    let LoginOutcome::Redirected(address) = visit.outcome().await else {
        panic!("the login answered, so the window must say so");
    };
    assert_eq!(
        address.expose_secret(),
        format!("{}/done?code=canary-code&state=1", target.origin)
    );
    assert!(
        matches!(visit.next().await, LoginEvent::Ended(LoginOutcome::Closed)),
        "an ended window stays ended"
    );
    visit.session.gone().await;
    assert!(
        site.asked().contains(&"/go".to_owned()),
        "the page went through the site's own redirect"
    );
    assert!(
        target.asked().is_empty(),
        "nothing may reach the redirect's host, but {:?} did",
        target.asked()
    );
}

#[tokio::test]
async fn a_token_in_the_fragment_is_caught_too() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page(
        "/",
        "location = 'https://answer.invalid/done#access_token=canary&state=1';",
    );
    let mut visit = Visit::start(&desk, &site).await;
    let LoginOutcome::Redirected(address) = visit.outcome().await else {
        panic!("the login answered, so the window must say so");
    };
    assert!(address.expose_secret().ends_with("#access_token=canary&state=1"));
}

#[tokio::test]
async fn the_app_can_bring_the_window_forward_and_close_it() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page("/", "tell('here', 1);");
    let mut visit = Visit::start(&desk, &site).await;
    visit.ready().await;
    site.told("here").await;
    visit.session.focus().await;
    visit.finish().await;
}

#[tokio::test]
async fn the_person_can_close_the_window_and_its_title_names_the_host() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page(
        "/",
        "document.onkeyup = event => tell('key', event.key); tell('here', 1);",
    );
    let mut visit = Visit::start(&desk, &site).await;
    site.told("here").await;
    desk.activate(&format!("{} \u{2014} Entrar", site.host()));
    desk.xdotool(&["key", "Escape"]);
    assert_eq!(
        site.told("key").await,
        "Escape",
        "Escape belongs to the page and must not lose its work"
    );
    // A window manager on a busy computer may miss a chord; a person would press again.
    let mut outcome = None;
    for _ in 0..5 {
        desk.xdotool(&["key", "alt+F4"]);
        outcome = tokio::time::timeout(Duration::from_secs(3), visit.outcome())
            .await
            .ok();
        if outcome.is_some() {
            break;
        }
    }
    let outcome = outcome.expect("closing the window must end the login");
    assert!(
        matches!(outcome, LoginOutcome::Closed),
        "a closed window is closed, not {outcome:?}"
    );
}

#[tokio::test]
async fn a_dead_page_is_told_apart_from_a_dead_window() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page("/", "tell('here', 1);");
    let mut visit = Visit::start(&desk, &site).await;
    site.told("here").await;
    visit.page_processes().into_iter().for_each(kill);
    let outcome = visit.outcome().await;
    assert!(
        matches!(outcome, LoginOutcome::Failed(FailureReason::PageCrashed)),
        "{outcome:?}"
    );

    let mut visit = Visit::start(&desk, &site).await;
    site.told("here").await;
    kill(visit.session.process_id().expect("a running window"));
    let outcome = visit.outcome().await;
    assert!(matches!(outcome, LoginOutcome::Crashed), "{outcome:?}");
}

#[derive(Clone, Copy)]
enum Ending {
    PipeCloses,
    EndlessLine,
}

#[tokio::test]
async fn the_window_goes_when_the_app_dies() {
    ends_by_itself(Ending::PipeCloses).await;
}

#[tokio::test]
async fn a_command_without_end_ends_the_window() {
    ends_by_itself(Ending::EndlessLine).await;
}

const TEXTS: &str = r#""texts":{"title":"a","close":"b","loading":"c","blocked":"d","open_in_browser":"e","not_opened":"i","failed":"f","reload":"g","dismiss":"h"}"#;

async fn ends_by_itself(how: Ending) {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page("/", "");
    let executable = desk.executable();
    let line = format!(
        r#"{{"url":"{0}/","redirect_uri":"https://answer.invalid/done","allowed_hosts":[],"loopback_origins":["{0}"],{TEXTS},"language":"en","theme":"dark","route":{{"kind":"system"}}}}"#,
        site.origin
    );
    // A process of its own, as the app's death cannot be played inside this one.
    let ended = tokio::task::spawn_blocking(move || {
        let mut window = Command::new(executable)
            .arg("login-window")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the window starts");
        let mut input = window.stdin.take().expect("a pipe");
        writeln!(input, "{line}").expect("the window reads");
        let mut reports = BufReader::new(window.stdout.take().expect("a pipe"))
            .lines()
            .map(|line| line.expect("a report"));
        assert_eq!(reports.next().as_deref(), Some(r#"{"event":"ready"}"#));
        writeln!(
            input,
            "nonsense\n{{\"command\":\"eval\",\"code\":\"1\"}}\n{{\"command\":\"ping\"}}"
        )
        .expect("the window reads");
        let answer = reports.find(|line| !line.contains("navigated"));
        assert_eq!(
            answer.as_deref(),
            Some(r#"{"event":"alive"}"#),
            "the window passes over what it does not know and answers the rest"
        );
        let endless = vec![b'x'; 300 * 1024];
        match how {
            Ending::PipeCloses => drop(input),
            // It may be gone before it was told everything.
            Ending::EndlessLine => drop(input.write_all(&endless)),
        }
        window.wait().expect("the window ends")
    });
    let ended = tokio::time::timeout(Duration::from_secs(25), ended)
        .await
        .expect("the window must not outlive the app");
    assert!(
        ended.expect("no panic").success(),
        "the app's end is no failure of the window"
    );
}

#[tokio::test]
async fn a_window_that_hangs_is_given_up() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page("/", "tell('here', 1);");
    let mut visit = Visit::start(&desk, &site).await;
    visit.ready().await;
    site.told("here").await;
    freeze(visit.session.process_id().expect("a running window"));
    tokio::time::pause();
    let outcome = visit.outcome().await;
    assert!(matches!(outcome, LoginOutcome::TimedOut), "{outcome:?}");
    visit.session.gone().await;
}

#[tokio::test]
async fn a_window_that_hangs_can_be_closed() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page("/", "tell('here', 1);");
    let visit = Visit::start(&desk, &site).await;
    site.told("here").await;
    freeze(visit.session.process_id().expect("a running window"));
    tokio::time::pause();
    visit.finish().await;
}

#[tokio::test]
async fn a_window_that_cannot_be_is_explained() {
    let (desk, site) = (Desk::new(), Site::start().await);
    let failure = async |more: &str, request: &reconecta_login::LoginRequest| match Visit::with(
        &desk.executable_with(more),
        request,
    )
    .await
    .outcome()
    .await
    {
        LoginOutcome::Failed(reason) => reason,
        other => panic!("after {more:?} the window must fail, not {other:?}"),
    };
    let good = request(&site);
    assert_eq!(
        failure("PATH=/nowhere", &good).await,
        FailureReason::IsolationMissing
    );
    assert_eq!(
        failure("export DISPLAY=:4242", &good).await,
        FailureReason::NotStarted
    );
    let broken = desk.home().join("tools");
    std::fs::create_dir(&broken).expect("a folder");
    script(&broken.join("bwrap"), "#!/bin/sh\nexit 1\n");
    let refused = failure(&format!("PATH={}:$PATH", broken.display()), &good).await;
    assert!(
        matches!(refused, FailureReason::IsolationRefused(_)),
        "a sandbox that cannot be built is none, and not one that is not installed: {refused:?}"
    );
    for name in [
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS",
        "WEBKIT_INSPECTOR_SERVER",
        "JSC_dumpOptions",
        "SSLKEYLOGFILE",
    ] {
        assert_eq!(
            failure(&format!("export {name}=1"), &good).await,
            FailureReason::NotStarted,
            "{name}"
        );
    }
    let mut abroad = good.clone();
    abroad.url = SecretString::from("https://example.com/");
    assert_eq!(failure("", &abroad).await, FailureReason::BadRequest);
    let mut open_redirect = good.clone();
    open_redirect.redirect_uri = "http://www.facebook.com/done".into();
    assert_eq!(failure("", &open_redirect).await, FailureReason::BadRequest);
    assert!(site.asked().is_empty(), "no window, no visit");
}

#[tokio::test(start_paused = true)]
async fn a_window_that_never_comes_up_is_given_up() {
    let home = tempfile::TempDir::new().expect("a temporary folder");
    let silent = script(&home.path().join("silent"), "#!/bin/sh\nexec sleep 600\n");
    let site = Site::start().await;
    let mut session = reconecta_login::open(&silent, &request(&site), &[])
        .await
        .expect("a process");
    let started = tokio::time::Instant::now();
    let event = session.next().await;
    assert!(
        matches!(event, LoginEvent::Ended(LoginOutcome::TimedOut)),
        "{event:?}"
    );
    assert_eq!(
        started.elapsed().as_secs(),
        20,
        "seconds until the window is given up"
    );
    session.gone().await;
}
