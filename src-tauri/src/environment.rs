//! Environment variables that weaken a web view are not inherited, and some that make it lighter are set.
//!
//! The first open debugging doors or switch the isolation of web processes off, and web engines honour them in release
//! builds too: a program that was started with one replaces itself, so that nothing has seen it. That takes as long as
//! loading the web engine's libraries once more, so the others are set where they are missed.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
pub(crate) use linux::for_others;

use reconecta_login::is_forbidden;
use std::ffi::{OsStr, OsString};
use std::process::{Command, ExitCode};

/// Let a program drive the main window; the real-window tests need them, a released build must not have them.
const AUTOMATION: &[&str] = &["TAURI_WEBVIEW_AUTOMATION", "WEBKIT_INSPECTOR_SERVER"];

/// Whether this build drops the variable. The list is the login window's.
fn is_refused(name: &OsStr) -> bool {
    let is_for_automation = AUTOMATION.iter().any(|listed| name == *listed);
    let may_be_driven = cfg!(any(debug_assertions, feature = "e2e"));
    is_forbidden(name) && !(may_be_driven && is_for_automation)
}

/// Starts this program again without the refused variables. `None` when there are none. To be called before anything else: while other
/// threads run, an environment must not be changed.
pub(crate) fn settle() -> Option<ExitCode> {
    let names = std::env::vars_os().map(|(name, _value)| name);
    let found: Vec<OsString> = names.filter(|name| is_refused(name)).collect();
    if found.is_empty() {
        #[cfg(target_os = "linux")]
        linux::lighten();
        return None;
    }
    let mut again = Command::new(std::env::current_exe().ok()?);
    again.args(std::env::args_os().skip(1));
    for name in found {
        again.env_remove(name);
    }
    Some(replace(again))
}

/// Sets what only the app's own window is given: the login window shows pages of others, and refuses options of the JavaScript engine,
/// whoever set them. To be called before anything that starts a thread.
pub(crate) fn settle_window() {
    #[cfg(target_os = "linux")]
    linux::lighten_own();
}

/// Names of what was set here, for a program of ours to be started without: it sets its own.
pub(crate) fn given() -> Vec<&'static str> {
    #[cfg(target_os = "linux")]
    return linux::given();
    #[cfg(not(target_os = "linux"))]
    Vec::new()
}

/// Only returns when the program could not be started.
#[cfg(unix)]
fn replace(mut again: Command) -> ExitCode {
    use std::os::unix::process::CommandExt;
    let _error = again.exec();
    ExitCode::FAILURE
}

#[cfg(not(unix))]
fn replace(mut again: Command) -> ExitCode {
    let code = again
        .status()
        .ok()
        .and_then(|status| status.code())
        .and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_into_web_views_are_not_inherited() {
        for name in [
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS",
            "WEBKIT_INSPECTOR_HTTP_SERVER",
            "JSC_dumpOptions",
            "SSLKEYLOGFILE",
        ] {
            assert!(is_refused(OsStr::new(name)), "{name} must not reach a web view");
        }
        assert!(!is_refused(OsStr::new("DISPLAY")), "windows need a screen");
    }

    #[test]
    fn this_test_build_may_be_driven() {
        for name in AUTOMATION {
            assert!(
                !is_refused(OsStr::new(name)),
                "debug builds keep {name} for the real-window tests"
            );
        }
    }
}
