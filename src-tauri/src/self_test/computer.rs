//! What the computer brings: web view, screen, isolation, keyring.

use super::finding::Finding;
use crate::obstacle::screen_answers;
use crate::webview::{self, ENGINE, NEEDED, WebView};
use reconecta_login::Isolation;
use reconecta_vault::{Keyring, KeyringProblem, VaultProfile};

pub(super) fn webview() -> Finding {
    match webview::look() {
        WebView::Fine(version) => Finding::good("webview", "fine").with("found", version),
        WebView::Old(version) => Finding::bad("webview", "old")
            .with("found", version)
            .with("needed", NEEDED),
        WebView::Missing => Finding::bad("webview", "missing"),
    }
    .with("engine", ENGINE)
}

/// Without a screen only the command line works, which is what a report over a remote session asks about too.
pub(super) fn screen() -> Finding {
    if screen_answers() {
        Finding::good("screen", "fine")
    } else {
        Finding::attention("screen", "missing")
    }
}

/// Only Linux needs more than the web view for it.
pub(super) fn isolation() -> Option<Finding> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    Some(match reconecta_login::isolation() {
        Isolation::Possible => Finding::good("isolation", "fine"),
        Isolation::Missing(programs) => {
            Finding::bad("isolation", "missing").with("programs", programs.join(", "))
        }
        Isolation::Refused(refusal) => match refusal.remedy() {
            Some(command) => Finding::bad("isolation", "refused").with("command", command),
            None => Finding::bad("isolation", "blocked"),
        },
    })
}

/// Without a keyring the app asks for a passphrase: that is no failure.
pub(super) fn keyring() -> Finding {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let found = runtime.map(|runtime| runtime.block_on(Keyring::os().is_locked(&VaultProfile::production())));
    match found {
        Ok(Ok(false)) => Finding::good("keyring", "fine"),
        Ok(Ok(true)) => Finding::attention("keyring", "locked"),
        Ok(Err(KeyringProblem::Absent { .. } | KeyringProblem::NoCollection)) => {
            Finding::attention("keyring", "missing")
        }
        Ok(Err(KeyringProblem::NotAnswering)) => Finding::attention("keyring", "silent"),
        Ok(Err(KeyringProblem::DidNotKeep | KeyringProblem::Failed { .. })) | Err(_) => {
            Finding::attention("keyring", "failed")
        }
    }
}
