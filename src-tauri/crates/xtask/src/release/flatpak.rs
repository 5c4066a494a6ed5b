//! The manifest for Flatpak: the portable archive on GNOME's runtime.

use super::files::{Files, Kind, Processor};
use crate::product::{APP_ID, NAME, Product};
use anyhow::{Result, bail};

/// GNOME's runtime brings WebKitGTK. Each is kept for a year; Flathub refuses older ones, and this one ends in spring 2027.
const RUNTIME: &str = "50";
/// What the app may reach: network, window, the keyring through its service, and nothing of the person's files but
/// what the portal hands over.
const MAY: &[&str] = &[
    "--share=network",
    "--share=ipc",
    "--socket=wayland",
    "--socket=fallback-x11",
    "--device=dri",
    "--talk-name=org.freedesktop.secrets",
    "--talk-name=org.freedesktop.Notifications",
    "--talk-name=org.kde.StatusNotifierWatcher",
];

/// Path and text.
///
/// # Errors
/// There is no portable archive among the files.
pub(super) fn manifest(files: &Files, _product: &Product) -> Result<(String, String)> {
    let mut sources = String::new();
    for processor in Processor::ALL {
        let Some(file) = files.find(Kind::Portable(processor)) else {
            continue;
        };
        sources.push_str(&format!(
            "      - type: archive\n        only-arches:\n          - {}\n        url: {}\n        sha256: {}\n",
            processor.name(),
            file.url,
            file.sha256
        ));
    }
    if sources.is_empty() {
        bail!("there is no portable archive for Linux");
    }
    let may: String = MAY.iter().map(|right| format!("  - {right}\n")).collect();
    let text = format!(
        "app-id: {APP_ID}\nruntime: org.gnome.Platform\nruntime-version: '{RUNTIME}'\nsdk: org.gnome.Sdk\n\
         command: {NAME}\nfinish-args:\n{may}modules:\n  - name: {NAME}\n    buildsystem: simple\n    \
         build-commands:\n      - cp -a bin share /app/\n    sources:\n{sources}"
    );
    Ok((format!("flatpak/{APP_ID}.yml"), text))
}
