use reconecta_core::attempt::LoginPage;
use secrecy::{ExposeSecret, SecretString};

use crate::isolation::Refusal;
use crate::place::LoginPlace;

use super::{Command, FailureReason, LoginRequest, LoginRoute, LoginTexts, LoginTheme, Report};

fn request() -> LoginRequest {
    LoginRequest {
        url: SecretString::from("https://www.facebook.com/dialog/oauth?state=canary"),
        redirect_uri: "https://www.facebook.com/connect/login_success.html".into(),
        allowed_hosts: vec!["facebook.com".into()],
        loopback_origins: vec![],
        texts: LoginTexts {
            title: "Entrar".into(),
            close: "Fechar".into(),
            loading: "Abrindo".into(),
            blocked: "Parado: {host}".into(),
            open_in_browser: "Navegador".into(),
            not_opened: "Ninguém abriu: {target}".into(),
            failed: "Falhou".into(),
            reload: "De novo".into(),
            dismiss: "Ok".into(),
        },
        language: "pt-BR".into(),
        theme: LoginTheme::Dark,
        route: LoginRoute::Through {
            proxy: "http://proxy.example.com:3128/".into(),
            except: vec!["intranet.example".into()],
        },
        over: Some(LoginPlace {
            x: -1280,
            y: 40,
            width: 1100,
            height: 760,
        }),
    }
}

#[test]
fn a_request_survives_its_line() {
    let line = request().to_line();
    assert_eq!(line.matches('\n').count(), 1, "one line");
    let read = LoginRequest::parse(line.as_bytes()).expect("our own line");
    assert_eq!(read.url.expose_secret(), request().url.expose_secret());
    assert_eq!(read.theme, LoginTheme::Dark);
    assert_eq!(read.route, request().route);
    assert_eq!(read.over, request().over);
    assert_eq!(read.texts.close, "Fechar");
}

#[test]
fn a_request_never_prints_its_address() {
    assert!(!format!("{:?}", request()).contains("canary"));
}

#[test]
fn a_request_with_a_missing_or_unknown_part_is_refused() {
    let line = request().to_line();
    assert!(LoginRequest::parse(line.replace("dark", "perhaps").as_bytes()).is_none());
    assert!(LoginRequest::parse(line.replace("\"theme\"", "\"themes\"").as_bytes()).is_none());
    assert!(LoginRequest::parse(b"").is_none());
}

#[test]
fn reports_are_the_documented_lines() {
    let line = |report: Report| report.to_line().trim_end().to_owned();
    assert_eq!(line(Report::Ready), r#"{"event":"ready"}"#);
    assert_eq!(line(Report::Alive), r#"{"event":"alive"}"#);
    assert_eq!(
        line(Report::NotOpened(FailureReason::Untrusted)),
        r#"{"event":"not_opened","reason":"untrusted"}"#
    );
    assert_eq!(
        line(Report::Blocked { host: "a.b".into() }),
        r#"{"event":"blocked","host":"a.b"}"#
    );
    assert_eq!(
        line(Report::Navigated {
            host: "a.b".into(),
            page: LoginPage::Stranded
        }),
        r#"{"event":"navigated","host":"a.b","page":"stranded"}"#
    );
    assert_eq!(line(Report::Closed), r#"{"outcome":"closed"}"#);
    assert_eq!(
        line(Report::Failed(FailureReason::IsolationMissing)),
        r#"{"outcome":"failed","reason":"isolation_missing"}"#
    );
}

#[test]
fn reports_survive_their_line() {
    let again = |report: Report| {
        format!(
            "{:?}",
            Report::parse(report.to_line().as_bytes()).expect("our own line")
        )
    };
    assert_eq!(
        again(Report::Navigated {
            host: "a".into(),
            page: LoginPage::Work
        }),
        r#"Navigated { host: "a", page: Work }"#
    );
    for report in [
        Report::Ready,
        Report::Alive,
        Report::Closed,
        Report::NotOpened(FailureReason::Unreachable),
        Report::Failed(FailureReason::PasswordDemanded),
        Report::Failed(FailureReason::IsolationRefused(Refusal::AppArmor)),
    ] {
        let printed = format!("{report:?}");
        assert_eq!(again(report), printed);
    }
    let Some(Report::Redirected(url)) = Report::parse(
        Report::Redirected(SecretString::from("https://x/?code=1"))
            .to_line()
            .as_bytes(),
    ) else {
        panic!("a redirect must be read back");
    };
    assert_eq!(url.expose_secret(), "https://x/?code=1");
    assert!(Report::parse(b"{}").is_none() && Report::parse(b"x\xff").is_none());
}

#[test]
fn commands_survive_their_line() {
    for command in [Command::Focus, Command::Close, Command::Ping] {
        assert_eq!(Command::parse(command.to_line().as_bytes()), Some(command));
    }
    assert_eq!(Command::parse(b"{\"command\":\"eval\"}"), None);
}
