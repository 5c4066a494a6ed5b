//! The app's side of a login window.

use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use reconecta_core::attempt::LoginPage;
use secrecy::SecretString;
use thiserror::Error;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin, ChildStdout, Command as Program};
use tokio::time::{Instant, timeout, timeout_at};

use crate::LOGIN_WINDOW_ARGUMENT;
use crate::environment::forbidden_here;
use crate::line::Lines;
use crate::protocol::{Command, FailureReason, LoginRequest, Report};

#[cfg(test)]
mod tests;

/// How long the app waits for its window.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// From the start of the process until its page is up.
    start: Duration,
    /// From one sign of life until the next is asked for.
    quiet: Duration,
    /// From then until the window counts as hung.
    answer: Duration,
    /// From an asked closing, or an outcome, until the process has gone by itself.
    farewell: Duration,
}

/// A busy computer answers within these; a person does not wait longer for a dead window.
const PATIENCE: Patience = Patience {
    start: Duration::from_secs(20),
    quiet: Duration::from_secs(5),
    answer: Duration::from_secs(15),
    farewell: Duration::from_secs(2),
};

/// The window could not be started at all.
#[derive(Debug, Error)]
pub enum LoginStartError {
    /// The executable did not start.
    #[error("the login window's process did not start")]
    Spawn(#[source] std::io::Error),
    /// The process ended before it had read the request.
    #[error("the login window's process did not take the request")]
    Request(#[source] std::io::Error),
}

/// News of a login window.
#[derive(Debug)]
pub enum LoginEvent {
    /// The window is there, and its page runs isolated.
    Ready,
    /// A page is shown.
    Navigated {
        /// Its host, with the port where unusual.
        host: String,
        /// What it means.
        page: LoginPage,
    },
    /// A page tried to go elsewhere and was stopped.
    Blocked {
        /// Where to.
        host: String,
    },
    /// A page did not open; the window still shows the one before it.
    NotOpened(FailureReason),
    /// The window is gone.
    Ended(LoginOutcome),
}

/// How a login window ended.
#[derive(Debug)]
pub enum LoginOutcome {
    /// The login answered, with this address.
    Redirected(SecretString),
    /// The person, or the app, closed the window.
    Closed,
    /// The process died without a word, or said nothing that could be read.
    Crashed,
    /// The window did not come up in time, or no longer answered.
    TimedOut,
    /// The window gave up.
    Failed(FailureReason),
}

/// What is awaited of the window, and until when.
#[derive(Debug, Clone, Copy)]
enum Awaited {
    Start(Instant),
    Silence(Instant),
    SignOfLife(Instant),
    Farewell(Instant),
}

impl Awaited {
    fn until(self) -> Instant {
        match self {
            Self::Start(until) | Self::Silence(until) | Self::SignOfLife(until) | Self::Farewell(until) => {
                until
            }
        }
    }
}

/// One open login window. Dropping it ends the process.
pub struct LoginSession {
    child: Child,
    commands: Option<ChildStdin>,
    reports: Lines<ChildStdout>,
    patience: Patience,
    awaited: Awaited,
    ended: bool,
}

/// Starts `executable` as a login window for `request`, without the variables `own` of the window that starts it.
///
/// # Errors
/// When the process cannot be started or goes away at once.
pub async fn open(
    executable: &Path,
    request: &LoginRequest,
    own: &[&str],
) -> Result<LoginSession, LoginStartError> {
    let own = own.iter().map(OsString::from);
    open_with(
        program(executable, forbidden_here().chain(own)),
        request,
        PATIENCE,
    )
    .await
}

async fn open_with(
    mut program: Program,
    request: &LoginRequest,
    patience: Patience,
) -> Result<LoginSession, LoginStartError> {
    let mut child = program.spawn().map_err(LoginStartError::Spawn)?;
    let (Some(mut commands), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(LoginStartError::Spawn(std::io::ErrorKind::BrokenPipe.into()));
    };
    commands
        .write_all(request.to_line().as_bytes())
        .await
        .map_err(LoginStartError::Request)?;
    commands.flush().await.map_err(LoginStartError::Request)?;
    Ok(LoginSession {
        child,
        commands: Some(commands),
        reports: Lines::of(stdout),
        patience,
        awaited: Awaited::Start(Instant::now() + patience.start),
        ended: false,
    })
}

fn program(executable: &Path, without: impl Iterator<Item = OsString>) -> Program {
    let mut program = Program::new(executable);
    program
        .arg(LOGIN_WINDOW_ARGUMENT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // Web engines quote addresses in their complaints.
        .stderr(Stdio::null())
        .kill_on_drop(true);
    for name in without {
        program.env_remove(name);
    }
    program
}

impl LoginSession {
    /// Waits for the next news; once ended, [`LoginOutcome::Closed`] for ever. Asks the window for
    /// signs of life meanwhile. May be dropped and called again without losing news.
    pub async fn next(&mut self) -> LoginEvent {
        if self.ended {
            return LoginEvent::Ended(LoginOutcome::Closed);
        }
        loop {
            let outcome = match timeout_at(self.awaited.until(), self.reports.arrive()).await {
                Ok(Ok(Some(line))) => match Report::parse(&line) {
                    Some(Report::Ready) => {
                        self.lives();
                        return LoginEvent::Ready;
                    }
                    Some(Report::Alive) => {
                        self.lives();
                        continue;
                    }
                    Some(Report::Navigated { host, page }) => {
                        return LoginEvent::Navigated { host, page };
                    }
                    Some(Report::Blocked { host }) => return LoginEvent::Blocked { host },
                    Some(Report::NotOpened(reason)) => return LoginEvent::NotOpened(reason),
                    Some(Report::Redirected(url)) => LoginOutcome::Redirected(url),
                    Some(Report::Closed) => LoginOutcome::Closed,
                    Some(Report::Failed(reason)) => LoginOutcome::Failed(reason),
                    None => continue,
                },
                // A line without end is nothing that the window writes.
                Ok(Err(_) | Ok(None)) => LoginOutcome::Crashed,
                Err(_) => match self.awaited {
                    Awaited::Silence(_) => {
                        self.awaited = Awaited::SignOfLife(Instant::now() + self.patience.answer);
                        self.tell(Command::Ping).await;
                        continue;
                    }
                    Awaited::Start(_) | Awaited::SignOfLife(_) => LoginOutcome::TimedOut,
                    Awaited::Farewell(_) => {
                        let _ = self.child.start_kill();
                        LoginOutcome::Closed
                    }
                },
            };
            self.ended = true;
            self.part(&outcome);
            return LoginEvent::Ended(outcome);
        }
    }

    /// Brings the window to the front. An ended window is left alone.
    pub async fn focus(&mut self) {
        self.tell(Command::Focus).await;
    }

    /// Asks the window to close; the ending comes through [`Self::next`], which ends a window by
    /// force that does not.
    pub async fn close(&mut self) {
        self.awaited = Awaited::Farewell(Instant::now() + self.patience.farewell);
        self.tell(Command::Close).await;
    }

    /// The process, while it runs.
    pub fn process_id(&self) -> Option<u32> {
        self.child.id()
    }

    fn lives(&mut self) {
        if !matches!(self.awaited, Awaited::Farewell(_)) {
            self.awaited = Awaited::Silence(Instant::now() + self.patience.quiet);
        }
    }

    // A window that cannot be told is ending or hangs; `next` reports how.
    async fn tell(&mut self, command: Command) {
        if let Some(commands) = self.commands.as_mut() {
            let told = async {
                commands.write_all(command.to_line().as_bytes()).await?;
                commands.flush().await
            };
            if !matches!(timeout(self.patience.farewell, told).await, Ok(Ok(()))) {
                self.commands = None;
            }
        }
    }

    // The outcome must not wait for the process: a code lives for seconds.
    fn part(&mut self, outcome: &LoginOutcome) {
        self.commands = None;
        if matches!(outcome, LoginOutcome::TimedOut | LoginOutcome::Crashed) {
            let _ = self.child.start_kill();
        }
    }

    /// Waits until the process is gone, ending it by force if it lingers.
    pub async fn gone(mut self) {
        self.commands = None;
        if timeout(self.patience.farewell, self.child.wait()).await.is_err() {
            let _ = self.child.kill().await;
        }
    }
}
