//! The system's web view: whether it is there, and new enough for the interface.

/// Oldest version, of the engines that the interface is built for (`ENGINES` in `ui/vite.config.ts`: Safari 17.5, Chrome 123).
/// The first is WebKit 618.2 on macOS; WebKitGTK 2.46 was branched after it, 2.44 before.
pub(crate) const NEEDED: &str = if cfg!(windows) {
    "123"
} else if cfg!(target_os = "macos") {
    "618.2"
} else {
    "2.46"
};

/// Its name.
pub(crate) const ENGINE: &str = if cfg!(windows) {
    "WebView2"
} else if cfg!(target_os = "linux") {
    "WebKitGTK"
} else {
    "WebKit"
};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WebView {
    /// Good enough; its version.
    Fine(String),
    /// Older than [`NEEDED`]; its version.
    Old(String),
    /// There is none.
    Missing,
}

/// Looks for it without opening a window.
pub(crate) fn look() -> WebView {
    judge(tauri::webview_version().ok(), NEEDED, cfg!(target_os = "macos"))
}

/// A version that cannot be understood is not called old.
pub(crate) fn judge(version: Option<String>, needed: &str, is_macos: bool) -> WebView {
    let Some(version) = version else {
        return WebView::Missing;
    };
    let found = numbers(&version, is_macos);
    if !found.is_empty() && found < numbers(needed, false) {
        WebView::Old(version)
    } else {
        WebView::Fine(version)
    }
}

/// On macOS two digits for the system come first: 19618.2 is WebKit 618.2 of macOS 14.
fn numbers(version: &str, is_macos: bool) -> Vec<u32> {
    let parts = version.split(['.', ' ', '-']).map_while(|part| part.parse().ok());
    let numbers = parts
        .enumerate()
        .map(|(place, number): (usize, u32)| match (place, is_macos) {
            (0, true) => number % 1000,
            (_, _) => number,
        });
    numbers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        for (version, needed, is_macos, fine) in [
            ("2.46.0", "2.46", false, true),
            ("2.44.4", "2.46", false, false),
            ("2.50.1", "2.46", false, true),
            ("2.9.0", "2.46", false, false),
            ("2.42.5", "2.46", false, false),
            ("123.0.2420.65", "123", false, true),
            ("99.0.1150.55", "123", false, false),
            ("19618.2.12.11.6", "618.2", true, true),
            ("21622.1.22", "618.2", true, true),
            ("19618.1.15.11.14", "618.2", true, false),
            ("18616.1.27", "618.2", true, false),
            ("unknown", "2.46", false, true),
        ] {
            let found = judge(Some(version.to_owned()), needed, is_macos);
            assert_eq!(
                matches!(found, WebView::Fine(_)),
                fine,
                "{version} where {needed} is needed: {found:?}"
            );
        }
        assert_eq!(judge(None, NEEDED, false), WebView::Missing);
    }

    #[test]
    fn what_is_needed_is_what_the_interface_is_built_for() {
        let build = include_str!("../../ui/vite.config.ts");
        assert!(
            build.contains("'chrome123', 'safari17.5'"),
            "the floors above belong to this target"
        );
    }
}
