//! The smallest app that can be made with the same Tauri, the same web engine and the same build: what
//! `cargo xtask bench start` measures the app against.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
                .title("Empty")
                .inner_size(1100.0, 760.0);
            start_mark::watch(window).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
