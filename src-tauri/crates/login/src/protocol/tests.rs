use secrecy::{ExposeSecret, SecretString};

use super::{Command, FailureReason, Isolation, LoginRequest, LoginTexts, LoginTheme, Report};

fn request() -> LoginRequest {
    LoginRequest {
        url: SecretString::from("https://www.facebook.com/dialog/oauth?state=canary"),
        redirect_uri: "https://www.facebook.com/connect/login_success.html".into(),
        allowed_hosts: vec!["facebook.com".into()],
        loopback_origins: vec![],
        texts: LoginTexts {
            title: "Entrar".into(),
            close: "Fechar".into(),
            blocked: "Parado".into(),
        },
        language: "pt-BR".into(),
        theme: LoginTheme::Dark,
        sandbox: Isolation::Required,
    }
}

#[test]
fn a_request_survives_its_line() {
    let line = request().to_line();
    assert_eq!(line.matches('\n').count(), 1, "one line");
    let read = LoginRequest::parse(&line).expect("our own line");
    assert_eq!(read.url.expose_secret(), request().url.expose_secret());
    assert_eq!(
        (read.theme, read.sandbox),
        (LoginTheme::Dark, Isolation::Required)
    );
    assert_eq!(read.texts.close, "Fechar");
}

#[test]
fn a_request_never_prints_its_address() {
    assert!(!format!("{:?}", request()).contains("canary"));
}

#[test]
fn a_request_with_a_missing_or_unknown_part_is_refused() {
    let line = request().to_line();
    assert!(LoginRequest::parse(&line.replace("required", "perhaps")).is_none());
    assert!(LoginRequest::parse(&line.replace("\"sandbox\"", "\"sandboxx\"")).is_none());
    assert!(LoginRequest::parse("").is_none());
}

#[test]
fn reports_are_the_documented_lines() {
    let line = |report: Report| report.to_line().trim_end().to_owned();
    assert_eq!(
        line(Report::Ready { sandbox: true }),
        r#"{"event":"ready","sandbox":true}"#
    );
    assert_eq!(
        line(Report::Blocked { host: "a.b".into() }),
        r#"{"event":"blocked","host":"a.b"}"#
    );
    assert_eq!(line(Report::Closed), r#"{"outcome":"closed"}"#);
    assert_eq!(
        line(Report::Failed(FailureReason::IsolationMissing)),
        r#"{"outcome":"failed","reason":"isolation_missing"}"#
    );
}

#[test]
fn reports_survive_their_line() {
    let again = |report: Report| format!("{:?}", Report::parse(&report.to_line()).expect("our own line"));
    assert_eq!(
        again(Report::Navigated {
            host: "a".into(),
            busy_page: true
        }),
        r#"Navigated { host: "a", busy_page: true }"#
    );
    assert_eq!(again(Report::Closed), "Closed");
    let Some(Report::Redirected(url)) =
        Report::parse(&Report::Redirected(SecretString::from("https://x/?code=1")).to_line())
    else {
        panic!("a redirect must be read back");
    };
    assert_eq!(url.expose_secret(), "https://x/?code=1");
    assert!(Report::parse("{}").is_none() && Report::parse("x").is_none());
}

#[test]
fn commands_survive_their_line() {
    for command in [Command::Focus, Command::Close] {
        assert_eq!(Command::parse(command.to_line()), Some(command));
    }
    assert_eq!(Command::parse("{\"command\":\"eval\"}"), None);
}
