//! `reconecta check` and `reconecta reconnect`: the engine without a window. One JSON document on the standard output,
//! described in `docs/command-line.md`; the exit code tells the outcome.

pub(crate) mod console;
mod document;
mod job;
mod outcome;
mod progress;
mod reconnect;
mod secrets;
mod source;
mod words;

pub(crate) use words::is_command;

use outcome::Outcome;
use std::io::Write;
use std::process::ExitCode;
use words::{Asked, Command};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
enum Refused {
    /// The words make no sense.
    #[error("{0}")]
    Usage(String),
    /// The simulator or the client could not be set up.
    #[error("{0}")]
    NotReady(String),
}

/// Runs the words behind the program's name.
pub(crate) fn run(words: Vec<String>) -> ExitCode {
    console::attach();
    let done = match words::read(words) {
        Ok(Asked::Help(text)) => {
            let _closed = writeln!(std::io::stdout(), "{text}");
            return ExitCode::SUCCESS;
        }
        Ok(Asked::Command(command)) => carry_out(command),
        Err(refused) => Err(refused),
    };
    let outcome = done.unwrap_or_else(|refused| {
        let _closed = writeln!(std::io::stderr(), "reconecta: {refused}");
        match refused {
            Refused::Usage(_) => Outcome::WrongUsage,
            Refused::NotReady(_) => Outcome::NotRead,
        }
    });
    ExitCode::from(outcome.code())
}

fn carry_out(command: Command) -> Result<Outcome, Refused> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Refused::NotReady(format!("The runtime could not be started: {error}.")))?;
    runtime.block_on(job::run(command))
}
