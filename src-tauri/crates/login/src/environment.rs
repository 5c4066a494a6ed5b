//! Variables that would open the login page to others.

use std::ffi::{OsStr, OsString};

/// Variables that switch on remote control, a debugger, a log or a key log, move the browser's
/// profile or parts, or weaken its isolation.
const FORBIDDEN: &[&str] = &[
    "SSLKEYLOGFILE",
    "TAURI_AUTOMATION",
    "TAURI_WEBVIEW_AUTOMATION",
    "WEBKIT_DEBUG",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS",
    "WEBKIT_ENABLE_A11Y_DBUS_PROXY_LOGGING",
    "WEBKIT_ENABLE_DBUS_PROXY_LOGGING",
    "WEBKIT_ENABLE_DEBUG_PERMISSIONS_IN_SANDBOX",
    "WEBKIT_EXEC_PATH",
    "WEBKIT_FORCE_SANDBOX",
    "WEBKIT_INJECTED_BUNDLE_PATH",
    "WEBKIT_SAMPLE_MEMORY",
    "WEBKIT_TEST_BACKDOOR",
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
    "WEBVIEW2_BROWSER_EXECUTABLE_FOLDER",
    "WEBVIEW2_PIPE_FOR_SCRIPT_DEBUGGER",
    "WEBVIEW2_RELEASE_CHANNEL_PREFERENCE",
    "WEBVIEW2_USER_DATA_FOLDER",
    "WEBVIEW2_WAIT_FOR_SCRIPT_DEBUGGER",
];

/// Families of them. Every option of the JavaScript engine is one of `JSC_`, among them those that
/// write out what a page runs and those that name a file of more options.
const FORBIDDEN_FAMILIES: &[&str] = &["JSC_", "WEBKIT_INSPECTOR_"];

/// Whether the variable would open the login page to others. The app removes it; the window refuses
/// to start with it.
pub fn is_forbidden(name: &OsStr) -> bool {
    // Windows knows no case in these names.
    let name = name.as_encoded_bytes();
    let begins = |family: &&str| {
        name.get(..family.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(family.as_bytes()))
    };
    FORBIDDEN
        .iter()
        .any(|listed| name.eq_ignore_ascii_case(listed.as_bytes()))
        || FORBIDDEN_FAMILIES.iter().any(begins)
}

/// The forbidden variables that are set for this process.
pub(crate) fn forbidden_here() -> impl Iterator<Item = OsString> {
    std::env::vars_os()
        .map(|(name, _value)| name)
        .filter(|name| is_forbidden(name))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::is_forbidden;

    #[test]
    fn doors_into_the_engine_are_forbidden() {
        for name in [
            "WEBKIT_INSPECTOR_SERVER",
            "WEBKIT_INSPECTOR_HTTP_SERVER",
            "WEBKIT_DEBUG",
            "WEBKIT_ENABLE_DEBUG_PERMISSIONS_IN_SANDBOX",
            "JSC_dumpOptions",
            "JSC_configFile",
            "JSC_useDollarVM",
            "webview2_additional_browser_arguments",
        ] {
            assert!(is_forbidden(OsStr::new(name)), "{name} opens a door");
        }
    }

    #[test]
    fn what_a_desktop_needs_is_let_through() {
        for name in [
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "WEBKIT_DISABLE_DMABUF_RENDERER",
            "WEBKIT_SKIA_ENABLE_CPU_RENDERING",
            "JSC",
            "MY_JSC_dumpOptions",
            "",
        ] {
            assert!(!is_forbidden(OsStr::new(name)), "{name} opens no door");
        }
    }
}
