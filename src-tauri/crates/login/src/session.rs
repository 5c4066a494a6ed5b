//! The app's side of a login window.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use secrecy::SecretString;
use thiserror::Error;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command as Program};
use tokio::time::{Instant, timeout, timeout_at};

use crate::protocol::{Command, FailureReason, LoginRequest, Report};
use crate::{FORBIDDEN_ENVIRONMENT, LOGIN_WINDOW_ARGUMENT};

/// From the start of the process until its page is up.
const START_LIMIT: Duration = Duration::from_secs(20);
/// From the outcome until the process has gone by itself.
const FAREWELL_LIMIT: Duration = Duration::from_secs(2);

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
    /// The window is there; `sandbox` says whether its page runs isolated.
    Ready {
        /// Isolation was seen to be on.
        sandbox: bool,
    },
    /// A page is shown.
    Navigated {
        /// Its host, with the port where unusual.
        host: String,
        /// The person is at work of their own there: do not hurry them.
        busy_page: bool,
    },
    /// A page tried to go elsewhere and was stopped.
    Blocked {
        /// Where to.
        host: String,
    },
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
    /// The process died without a word.
    Crashed,
    /// The window did not come up in time.
    TimedOut,
    /// The window gave up.
    Failed(FailureReason),
}

/// One open login window. Dropping it ends the process.
#[derive(Debug)]
pub struct LoginSession {
    child: Child,
    commands: Option<ChildStdin>,
    reports: Lines<BufReader<ChildStdout>>,
    start_by: Option<Instant>,
    ended: bool,
}

/// Starts `executable` as a login window for `request`.
///
/// # Errors
/// When the process cannot be started or goes away at once.
pub async fn open(executable: &Path, request: &LoginRequest) -> Result<LoginSession, LoginStartError> {
    let mut child = program(executable).spawn().map_err(LoginStartError::Spawn)?;
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
        reports: BufReader::new(stdout).lines(),
        start_by: Some(Instant::now() + START_LIMIT),
        ended: false,
    })
}

fn program(executable: &Path) -> Program {
    let mut program = Program::new(executable);
    program
        .arg(LOGIN_WINDOW_ARGUMENT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // Web engines quote addresses in their complaints.
        .stderr(Stdio::null())
        .kill_on_drop(true);
    for name in FORBIDDEN_ENVIRONMENT {
        program.env_remove(name);
    }
    program
}

impl LoginSession {
    /// Waits for the next news; once ended, [`LoginOutcome::Closed`] for ever. May be dropped and
    /// called again without losing news.
    pub async fn next(&mut self) -> LoginEvent {
        if self.ended {
            return LoginEvent::Ended(LoginOutcome::Closed);
        }
        loop {
            let line = match self.start_by {
                Some(limit) => timeout_at(limit, self.reports.next_line()).await,
                None => Ok(self.reports.next_line().await),
            };
            let outcome = match line {
                Err(_) => LoginOutcome::TimedOut,
                Ok(Err(_) | Ok(None)) => LoginOutcome::Crashed,
                Ok(Ok(Some(line))) => match Report::parse(&zeroize::Zeroizing::new(line)) {
                    Some(Report::Ready { sandbox }) => {
                        self.start_by = None;
                        return LoginEvent::Ready { sandbox };
                    }
                    Some(Report::Navigated { host, busy_page }) => {
                        return LoginEvent::Navigated { host, busy_page };
                    }
                    Some(Report::Blocked { host }) => return LoginEvent::Blocked { host },
                    Some(Report::Redirected(url)) => LoginOutcome::Redirected(url),
                    Some(Report::Closed) => LoginOutcome::Closed,
                    Some(Report::Failed(reason)) => LoginOutcome::Failed(reason),
                    None => continue,
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

    /// Asks the window to close; the ending comes through [`Self::next`].
    pub async fn close(&mut self) {
        self.tell(Command::Close).await;
    }

    /// The process, while it runs.
    pub fn process_id(&self) -> Option<u32> {
        self.child.id()
    }

    // A window that cannot be told is ending; `next` reports how.
    async fn tell(&mut self, command: Command) {
        if let Some(commands) = self.commands.as_mut() {
            let told = async {
                commands.write_all(command.to_line().as_bytes()).await?;
                commands.flush().await
            };
            if told.await.is_err() {
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
        if timeout(FAREWELL_LIMIT, self.child.wait()).await.is_err() {
            let _ = self.child.kill().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::program;
    use crate::FORBIDDEN_ENVIRONMENT;

    #[test]
    fn the_window_inherits_no_forbidden_variable() {
        let program = program(Path::new("app"));
        let removed: Vec<_> = program
            .as_std()
            .get_envs()
            .filter(|(_, value)| value.is_none())
            .collect();
        for name in FORBIDDEN_ENVIRONMENT {
            assert!(
                removed.iter().any(|(removed, _)| removed == name),
                "{name} must be removed"
            );
        }
    }

    #[test]
    fn the_window_learns_nothing_from_its_arguments() {
        let program = program(Path::new("app"));
        assert_eq!(program.as_std().get_args().collect::<Vec<_>>(), ["login-window"]);
    }
}
