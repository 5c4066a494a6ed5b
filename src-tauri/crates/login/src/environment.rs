//! Variables that would open the login page to others.

/// Variables that switch on remote control, a debugger or a key log, move the browser's profile or
/// parts, or switch its isolation off. The app removes them; the window refuses to start with one.
pub const FORBIDDEN_ENVIRONMENT: &[&str] = &[
    "SSLKEYLOGFILE",
    "TAURI_AUTOMATION",
    "TAURI_WEBVIEW_AUTOMATION",
    "WEBKIT_DEBUG",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS",
    "WEBKIT_EXEC_PATH",
    "WEBKIT_FORCE_SANDBOX",
    "WEBKIT_INJECTED_BUNDLE_PATH",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_TEST_BACKDOOR",
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
    "WEBVIEW2_BROWSER_EXECUTABLE_FOLDER",
    "WEBVIEW2_PIPE_FOR_SCRIPT_DEBUGGER",
    "WEBVIEW2_RELEASE_CHANNEL_PREFERENCE",
    "WEBVIEW2_USER_DATA_FOLDER",
    "WEBVIEW2_WAIT_FOR_SCRIPT_DEBUGGER",
];

/// Whether none of [`FORBIDDEN_ENVIRONMENT`] is set for this process.
pub(crate) fn is_clean() -> bool {
    FORBIDDEN_ENVIRONMENT
        .iter()
        .all(|name| std::env::var_os(name).is_none())
}
