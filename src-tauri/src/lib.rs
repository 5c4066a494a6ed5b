//! The shell: everything that knows Tauri, nothing else.
//!
//! The same executable is the app's window and, started again with an argument, the login window; `check` and
//! `reconnect` run the engine without a window.

mod about;
mod app;
mod arguments;
mod autostart;
mod bindings;
mod catalogue;
mod cli;
mod commands;
mod company;
mod documents;
mod engine_slot;
mod environment;
mod events;
mod folders;
mod links;
mod log_file;
mod logging;
mod login_process;
mod main_window;
mod manual;
mod menu_bar;
mod notifications;
mod obstacle;
mod opening;
mod print_policy;
mod self_test;
mod simulator;
mod single_instance;
#[cfg(all(test, target_os = "linux"))]
mod test_bus;
#[cfg(all(test, target_os = "linux"))]
#[path = "../../tests/bus/mod.rs"]
mod test_desktop;
mod tray;
mod updates;
mod watching;
mod webview;

pub use app::context;
pub use bindings::{COMMANDS, handler};

use arguments::{Arguments, USAGE};
use std::io::Write;
use std::process::ExitCode;

/// Runs what the arguments ask for and answers the exit code: 0 well, 1 a failure, 2 arguments that make no sense;
/// those of the command line are in `docs/command-line.md`.
pub fn main() -> ExitCode {
    if let Some(code) = environment::settle() {
        return code;
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    if cli::is_command(&words) {
        return cli::run(words);
    }
    match Arguments::read(words.into_iter()) {
        Some(Arguments::LoginWindow) => {
            #[cfg(target_os = "linux")]
            reconecta_login::start_others_with(environment::for_others());
            reconecta_login::run_from_stdio()
        }
        Some(Arguments::Window {
            first_environment,
            hidden,
        }) => app::open(first_environment, hidden),
        Some(Arguments::Version) => say(&format!("reconecta {}", env!("CARGO_PKG_VERSION")), 0),
        Some(Arguments::PrintPolicy { form }) => {
            let (text, code) = print_policy::run(form);
            say(&text, code)
        }
        Some(Arguments::SelfTest { form, network }) => {
            let (text, code) = self_test::run(form, network);
            say(&text, code)
        }
        None => say(USAGE, 2),
    }
}

fn say(text: &str, code: u8) -> ExitCode {
    cli::console::attach();
    let _closed = writeln!(std::io::stdout(), "{text}");
    ExitCode::from(code)
}
