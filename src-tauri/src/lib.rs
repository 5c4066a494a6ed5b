//! The shell: everything that knows Tauri, nothing else.
