//! What a person sees in the terminal.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks through these"
)]

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::Duration;

/// One line.
pub(crate) fn line(text: impl Display) {
    println!("{text}");
}

/// The beginning of a piece of work.
pub(crate) fn heading(text: impl Display) {
    println!("\n== {text}");
}

/// Something that went wrong.
pub(crate) fn problem(text: impl Display) {
    eprintln!("{text}");
}

/// Whether a person watches.
pub(crate) fn is_watched() -> bool {
    std::io::stdout().is_terminal()
}

/// Replaces the last progress line of a terminal.
pub(crate) fn progress(elapsed: Duration, text: &str) {
    let short: String = text.chars().filter(|c| !c.is_control()).take(90).collect();
    print!("\r\x1b[K   {:>4} s  {short}", elapsed.as_secs());
    let _closed = std::io::stdout().flush();
}

/// Removes the progress line.
pub(crate) fn clear_progress() {
    print!("\r\x1b[K");
    let _closed = std::io::stdout().flush();
}
