//! What this program is and where it keeps its things.

use crate::folders::Folders;
use reconecta_engine::views::AboutView;

/// The facts for *Sobre*.
pub(crate) fn view(folders: &Folders, simulator: Option<String>) -> AboutView {
    AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: env!("RECONECTA_COMMIT").to_owned(),
        webview: webview(),
        system: system(),
        data_folder: folders.data.display().to_string(),
        log_folder: folders.logs.display().to_string(),
        simulator,
    }
}

fn webview() -> String {
    let engine = if cfg!(windows) {
        "WebView2"
    } else if cfg!(target_os = "linux") {
        "WebKitGTK"
    } else {
        "WebKit"
    };
    tauri::webview_version().map_or_else(
        |_unknown| engine.to_owned(),
        |version| format!("{engine} {version}"),
    )
}

/// Name of the system as it calls itself, with the processor.
fn system() -> String {
    let os_release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = os_release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let name = name.map_or(std::env::consts::OS, |name| name.trim_matches('"'));
    format!("{name} ({})", std::env::consts::ARCH)
}
