//! A program without a console of its own writes to the one that it was called from.

/// Takes the caller's console where there is one. Output that goes to a file or a pipe needs none.
#[cfg(windows)]
pub(crate) fn attach() {
    const CALLER: u32 = u32::MAX;
    let _none = win32console::console::WinConsole::attach_console(CALLER);
}

/// Elsewhere a program always writes to where it was called from.
#[cfg(not(windows))]
pub(crate) fn attach() {}
