#![cfg_attr(
    not(unix),
    allow(dead_code, reason = "most windows here are played by a Unix shell")
)]

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use secrecy::SecretString;
use tempfile::TempDir;

use super::{LoginEvent, LoginOutcome, LoginSession, Patience, open_with, program};
use crate::protocol::{LoginRequest, LoginTexts, LoginTheme};

/// Long enough for a shell on a busy computer, where the test is not about the limit itself.
const LONG: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(50);

const PATIENT: Patience = Patience {
    start: LONG,
    quiet: LONG,
    answer: LONG,
    farewell: LONG,
};

fn request() -> LoginRequest {
    LoginRequest {
        url: SecretString::from("https://www.facebook.com/"),
        redirect_uri: "https://www.facebook.com/connect/login_success.html".into(),
        allowed_hosts: vec!["facebook.com".into()],
        loopback_origins: vec![],
        texts: LoginTexts {
            title: String::new(),
            close: String::new(),
            loading: String::new(),
            blocked: String::new(),
            open_in_browser: String::new(),
            not_opened: String::new(),
            failed: String::new(),
            reload: String::new(),
            dismiss: String::new(),
        },
        language: "en".into(),
        theme: LoginTheme::System,
        route: crate::protocol::LoginRoute::System,
        over: None,
    }
}

/// A window played by the shell lines in `lines`, which begin after the request was read.
struct Played {
    session: LoginSession,
    _home: TempDir,
}

impl Played {
    async fn by(lines: &str, patience: Patience) -> Self {
        let home = TempDir::new().expect("a temporary folder");
        let script = home.path().join("window");
        // A shell writes it: a file held open for writing here could be inherited by another test's child.
        let written = Command::new("sh")
            .args(["-c", "printf %s \"$1\" > \"$2\" && chmod 700 \"$2\"", "sh"])
            .arg(format!("#!/bin/sh\nread request\n{lines}"))
            .arg(&script)
            .status()
            .expect("a shell");
        assert!(written.success(), "the script could not be written");
        let session = open_with(program(&script, std::iter::empty()), &request(), patience)
            .await
            .expect("a process");
        Self { session, _home: home }
    }

    async fn outcome(&mut self) -> LoginOutcome {
        loop {
            if let LoginEvent::Ended(outcome) = self.session.next().await {
                return outcome;
            }
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_window_that_answers_is_asked_again_and_again() {
    let lines = r#"echo '{"event":"ready"}'
for turn in 1 2 3; do
  read command; [ "$command" = '{"command":"ping"}' ] || exit 1
  echo '{"event":"alive"}'
done
echo '{"outcome":"closed"}'"#;
    let mut played = Played::by(
        lines,
        Patience {
            quiet: SHORT,
            ..PATIENT
        },
    )
    .await;
    let outcome = played.outcome().await;
    assert!(matches!(outcome, LoginOutcome::Closed), "{outcome:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_window_that_stops_answering_is_given_up_and_ended() {
    let patience = Patience {
        quiet: SHORT,
        answer: SHORT,
        ..PATIENT
    };
    let mut played = Played::by("echo '{\"event\":\"ready\"}'\nexec sleep 600", patience).await;
    let outcome = played.outcome().await;
    assert!(matches!(outcome, LoginOutcome::TimedOut), "{outcome:?}");
    let status = played.session.child.wait().await.expect("an ended process");
    assert!(!status.success(), "a hung window is ended by force");
}

#[cfg(unix)]
#[tokio::test]
async fn a_window_that_does_not_close_is_ended_by_force() {
    let patience = Patience {
        farewell: SHORT,
        ..PATIENT
    };
    let mut played = Played::by("echo '{\"event\":\"ready\"}'\nexec sleep 600", patience).await;
    assert!(matches!(played.session.next().await, LoginEvent::Ready));
    played.session.close().await;
    let outcome = played.outcome().await;
    assert!(matches!(outcome, LoginOutcome::Closed), "{outcome:?}");
    let status = played.session.child.wait().await.expect("an ended process");
    assert!(!status.success(), "a window that stays is ended by force");
}

#[cfg(unix)]
#[tokio::test]
async fn news_that_nobody_knows_are_passed_over() {
    let lines = r#"printf 'nonsense\n\n{"event":"eval","code":"1"}\n\377\376\n{"event":"blocked"}\n'
echo '{"event":"blocked","host":"evil.example"}'
echo '{"outcome":"closed"}'"#;
    let mut played = Played::by(lines, PATIENT).await;
    let event = played.session.next().await;
    assert!(
        matches!(&event, LoginEvent::Blocked { host } if host == "evil.example"),
        "{event:?}"
    );
    assert!(matches!(played.outcome().await, LoginOutcome::Closed));
}

#[cfg(unix)]
#[tokio::test]
async fn a_line_without_end_ends_the_login_and_the_window() {
    let mut played = Played::by("exec cat /dev/zero", PATIENT).await;
    let outcome = played.outcome().await;
    assert!(matches!(outcome, LoginOutcome::Crashed), "{outcome:?}");
    let status = played.session.child.wait().await.expect("an ended process");
    assert!(
        !status.success(),
        "a window that talks nonsense is ended by force"
    );
}

#[test]
fn the_window_learns_nothing_from_its_arguments() {
    let program = program(Path::new("app"), std::iter::empty());
    assert_eq!(program.as_std().get_args().collect::<Vec<_>>(), ["login-window"]);
}

#[test]
fn the_window_inherits_no_forbidden_variable() {
    let program = program(Path::new("app"), ["JSC_dumpOptions".into()].into_iter());
    let changed: Vec<_> = program.as_std().get_envs().collect();
    assert_eq!(
        changed,
        [(std::ffi::OsStr::new("JSC_dumpOptions"), None)],
        "the variable must be removed, and no other touched"
    );
}
