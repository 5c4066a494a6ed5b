//! One login window on one desktop at one site.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use reconecta_core::attempt::LoginPage;
use reconecta_login::{
    FailureReason, LoginEvent, LoginOutcome, LoginRequest, LoginRoute, LoginSession, LoginTexts, LoginTheme,
    open,
};
use secrecy::SecretString;
use tokio::time::timeout;

use crate::desk::Desk;
use crate::site::Site;

/// Longer than the window's own limit for its start.
const PATIENCE: Duration = Duration::from_secs(25);

/// A request for `/` of the site, which ends at an address that nobody serves.
pub(crate) fn request(site: &Site) -> LoginRequest {
    LoginRequest {
        url: SecretString::from(format!("{}/", site.origin)),
        redirect_uri: "https://answer.invalid/done".into(),
        allowed_hosts: vec!["facebook.com".into()],
        loopback_origins: vec![site.origin.clone()],
        texts: LoginTexts {
            title: "Entrar".into(),
            close: "Fechar".into(),
            loading: "Abrindo".into(),
            blocked: "Parado: {host}".into(),
            open_in_browser: "Abrir no navegador".into(),
            not_opened: "Ninguém abriu: {target}".into(),
            failed: "Não abriu".into(),
            reload: "Tentar de novo agora".into(),
            dismiss: "Dispensar".into(),
        },
        language: "pt-BR".into(),
        theme: LoginTheme::System,
        route: LoginRoute::System,
        over: None,
    }
}

/// An open window.
pub(crate) struct Visit {
    pub(crate) session: LoginSession,
}

impl Visit {
    pub(crate) async fn start(desk: &Desk, site: &Site) -> Self {
        Self::with(&desk.executable(), &request(site)).await
    }

    pub(crate) async fn with(executable: &Path, request: &LoginRequest) -> Self {
        Self {
            session: open(executable, request, &[]).await.expect("the window starts"),
        }
    }

    pub(crate) async fn next(&mut self) -> LoginEvent {
        timeout(PATIENCE, self.session.next())
            .await
            .expect("news of the window")
    }

    /// Waits for the first news that `pick` likes; an ending before it fails the test.
    pub(crate) async fn until<T>(&mut self, mut pick: impl FnMut(&LoginEvent) -> Option<T>) -> T {
        loop {
            let event = self.next().await;
            if let Some(found) = pick(&event) {
                return found;
            }
            assert!(
                !matches!(event, LoginEvent::Ended(_)),
                "the window ended early: {event:?}"
            );
        }
    }

    pub(crate) async fn ready(&mut self) {
        self.until(|event| matches!(event, LoginEvent::Ready).then_some(()))
            .await;
    }

    pub(crate) async fn blocked(&mut self) -> String {
        self.until(|event| match event {
            LoginEvent::Blocked { host } => Some(host.clone()),
            _ => None,
        })
        .await
    }

    /// Waits for a page to be shown: its host, and what it means.
    pub(crate) async fn navigated(&mut self) -> (String, LoginPage) {
        self.until(|event| match event {
            LoginEvent::Navigated { host, page } => Some((host.clone(), *page)),
            _ => None,
        })
        .await
    }

    /// Waits for a page that did not open while another stays.
    pub(crate) async fn not_opened(&mut self) -> FailureReason {
        self.until(|event| match event {
            LoginEvent::NotOpened(reason) => Some(*reason),
            _ => None,
        })
        .await
    }

    /// Waits for the ending, which must be a named failure.
    pub(crate) async fn failure(&mut self) -> FailureReason {
        match self.outcome().await {
            LoginOutcome::Failed(reason) => reason,
            other => panic!("the window must fail, not {other:?}"),
        }
    }

    /// Waits for the ending.
    pub(crate) async fn outcome(&mut self) -> LoginOutcome {
        loop {
            if let LoginEvent::Ended(outcome) = self.next().await {
                return outcome;
            }
        }
    }

    /// Asks the window to close, and checks that it does.
    pub(crate) async fn finish(mut self) {
        self.session.close().await;
        let outcome = self.outcome().await;
        assert!(
            matches!(outcome, LoginOutcome::Closed),
            "closing must end as closed, not {outcome:?}"
        );
        self.session.gone().await;
    }

    /// The processes of the window's pages.
    pub(crate) fn page_processes(&self) -> Vec<u32> {
        let root = self.session.process_id().expect("a running window");
        let (mut below, mut pages) = (vec![root], Vec::new());
        while let Some(parent) = below.pop() {
            for id in children(parent) {
                below.push(id);
                if status(id, "Name").as_deref() == Some("WebKitWebProces") {
                    pages.push(id);
                }
            }
        }
        pages
    }
}

/// Ends a process the hard way.
pub(crate) fn kill(process: u32) {
    signal(process, "-KILL");
}

/// Stops a process without ending it, as if it hung.
pub(crate) fn freeze(process: u32) {
    signal(process, "-STOP");
}

fn signal(process: u32, signal: &str) {
    let sent = Command::new("kill")
        .args([signal, &process.to_string()])
        .status()
        .expect("kill runs");
    assert!(sent.success(), "process {process} could not be sent {signal}");
}

/// One field of `/proc/<id>/status`.
pub(crate) fn status(process: u32, field: &str) -> Option<String> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    text.lines()
        .find_map(|line| Some(line.strip_prefix(field)?.strip_prefix(':')?.trim().to_owned()))
}

fn children(parent: u32) -> Vec<u32> {
    let everyone = std::fs::read_dir("/proc").expect("proc").flatten();
    everyone
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|id| status(*id, "PPid").and_then(|text| text.parse().ok()) == Some(parent))
        .collect()
}
