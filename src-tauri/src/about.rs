//! What this program is and where it keeps its things.

use crate::folders::Folders;
use crate::webview;
use reconecta_core::ids::UnixMillis;
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

/// When the source of this version was last changed; nothing in a source archive.
pub(crate) fn made_at() -> Option<UnixMillis> {
    let seconds: i64 = env!("RECONECTA_COMMIT_TIME").parse().ok()?;
    seconds.checked_mul(1000).map(UnixMillis)
}

fn webview() -> String {
    let engine = webview::ENGINE;
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
