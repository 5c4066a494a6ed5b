//! The login window's process: one request in, reports out.

use std::fs::File;
use std::io::Write;
use std::process::ExitCode;

use crate::address::{Judgement, Territory};
use crate::environment;
use crate::line::Lines;
use crate::protocol::{FailureReason, LoginRequest, Report};
use crate::window;
use secrecy::ExposeSecret;

/// Runs one login window to its end: reads the request from standard input, writes reports to
/// standard output. Fails when no window could be shown or its page died.
pub fn run_from_stdio() -> ExitCode {
    let Ok((input, output)) = take_stdio() else {
        return ExitCode::FAILURE;
    };
    let mut reports = Reports { output };
    match run(Lines::of(input), &mut reports) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            reports.send(&Report::Failed(reason));
            ExitCode::FAILURE
        }
    }
}

fn run(mut input: Lines<File>, reports: &mut Reports) -> Result<(), FailureReason> {
    if environment::forbidden_here().next().is_some() || forbid_core_dumps().is_err() {
        return Err(FailureReason::NotStarted);
    }
    let request = input
        .next()
        .ok()
        .flatten()
        .and_then(|line| LoginRequest::parse(&line))
        .ok_or(FailureReason::BadRequest)?;
    let territory = Territory::new(
        &request.redirect_uri,
        &request.allowed_hosts,
        &request.loopback_origins,
    )
    .ok_or(FailureReason::BadRequest)?;
    if territory.judge(request.url.expose_secret()) != Judgement::Allowed {
        return Err(FailureReason::BadRequest);
    }
    window::run(&request, territory, input, reports)
}

/// The way out to the app.
pub(crate) struct Reports {
    output: File,
}

impl Reports {
    /// Writes one line. Nobody listening means the app is gone, which standard input tells too.
    pub(crate) fn send(&mut self, report: &Report) {
        let _ = self
            .output
            .write_all(report.to_line().as_bytes())
            .and_then(|()| self.output.flush());
    }
}

/// A crash must not write the session to the disk. The web engine's processes inherit the limit.
#[cfg(unix)]
fn forbid_core_dumps() -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let nothing = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    Ok(setrlimit(Resource::Core, nothing)?)
}

// Windows writes no dump unless the computer's owner has asked for it.
#[cfg(windows)]
fn forbid_core_dumps() -> std::io::Result<()> {
    Ok(())
}

/// Takes both pipes away from the process, so that what the web engine prints, and the processes it
/// starts, cannot reach them.
#[cfg(unix)]
fn take_stdio() -> std::io::Result<(File, File)> {
    use std::os::fd::AsFd;
    let input = std::io::stdin().as_fd().try_clone_to_owned()?;
    let output = std::io::stdout().as_fd().try_clone_to_owned()?;
    let nothing = File::options().read(true).write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdin(&nothing)?;
    rustix::stdio::dup2_stdout(&nothing)?;
    Ok((input.into(), output.into()))
}

#[cfg(windows)]
fn take_stdio() -> std::io::Result<(File, File)> {
    use std::os::windows::io::AsHandle;
    let input = std::io::stdin().as_handle().try_clone_to_owned()?;
    let output = std::io::stdout().as_handle().try_clone_to_owned()?;
    Ok((input.into(), output.into()))
}
