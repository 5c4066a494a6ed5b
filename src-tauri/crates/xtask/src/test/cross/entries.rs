//! The app's own entries in a person's registry for starting with Windows, which no installer has written.

use super::wine::{Wine, require};
use crate::command::{self, Watch};
use anyhow::Result;

/// Key, kind and content of each, as somebody leaves them who switched it on in the app and off in Windows' settings.
const ENTRIES: [(&str, &str, &str); 2] = [
    (
        r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run",
        "REG_SZ",
        "reconecta.exe --hidden",
    ),
    (
        r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run",
        "REG_BINARY",
        "03",
    ),
];
/// The name of their values; and one of another program's, which stays.
const OURS: &str = "Reconecta";
const ANOTHER: &str = "Another";

/// Writes them, and another program's beside them.
///
/// # Errors
/// wine's `reg` fails.
pub(super) fn write(windows: &Wine, watch: &Watch) -> Result<()> {
    for (key, kind, content) in ENTRIES {
        for name in [OURS, ANOTHER] {
            let mut add = windows.command("wine");
            add.args(["reg", "add", key, "/v", name, "/t", kind, "/d", content, "/f"]);
            require(&mut add, watch)?;
        }
    }
    Ok(())
}

/// Whether all of ours are there, and the other program's too.
///
/// # Errors
/// wine cannot be started.
pub(super) fn are_there(windows: &Wine, watch: &Watch) -> Result<bool> {
    Ok(count(windows, OURS, watch)? == ENTRIES.len() && count(windows, ANOTHER, watch)? == ENTRIES.len())
}

/// Whether none of ours is there, and all of the other program's.
///
/// # Errors
/// wine cannot be started.
pub(super) fn are_gone(windows: &Wine, watch: &Watch) -> Result<bool> {
    Ok(count(windows, OURS, watch)? == 0 && count(windows, ANOTHER, watch)? == ENTRIES.len())
}

fn count(windows: &Wine, name: &str, watch: &Watch) -> Result<usize> {
    let mut count = 0;
    for (key, ..) in ENTRIES {
        let mut query = windows.command("wine");
        query.args(["reg", "query", key, "/v", name]);
        count += usize::from(command::watch_quietly(&mut query, watch)?.success);
    }
    Ok(count)
}
