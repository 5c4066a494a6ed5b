//! Windows: a value below the person's own `Run` key. Removed by the installers.

use std::io;
use std::path::Path;
use windows_registry::CURRENT_USER;

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
/// Where *Settings > Apps > Startup* notes what a person has switched off: a first byte that is odd.
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
const NAME: &str = "Reconecta";

/// Whether the value starts this program and was not switched off in the system's settings.
pub(super) fn is_on(program: &Path) -> bool {
    let command = CURRENT_USER.open(RUN).and_then(|key| key.get_string(NAME));
    let is_ours = command.is_ok_and(|command| command.starts_with(&quoted(program)));
    let note = CURRENT_USER.open(APPROVED).and_then(|key| key.get_value(NAME));
    let is_refused = note.is_ok_and(|note| note.first().is_some_and(|byte| byte % 2 == 1));
    is_ours && !is_refused
}

/// Writes the value.
pub(super) fn switch_on(program: &Path, argument: &str) -> io::Result<()> {
    let key = CURRENT_USER.create(RUN).map_err(io::Error::other)?;
    key.set_string(NAME, format!("{} {argument}", quoted(program)))
        .map_err(io::Error::other)?;
    forget_refusal();
    Ok(())
}

/// Removes the value.
pub(super) fn switch_off() -> io::Result<()> {
    let key = CURRENT_USER.create(RUN).map_err(io::Error::other)?;
    if key.get_string(NAME).is_ok() {
        key.remove_value(NAME).map_err(io::Error::other)?;
    }
    forget_refusal();
    Ok(())
}

fn forget_refusal() {
    let opened = CURRENT_USER.options().read().write().open(APPROVED);
    let _there_was_none = opened.and_then(|key| key.remove_value(NAME));
}

fn quoted(program: &Path) -> String {
    format!("\"{}\"", program.display())
}
