//! Running other programs, with their output kept in a log and progress shown.

use crate::say;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// Between two signs of life when nobody watches.
const HEARTBEAT: Duration = Duration::from_secs(60);
/// Lines of a failed program's output that are shown.
const SHOWN_OF_FAILURE: usize = 150;

/// The end of a program.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) success: bool,
    /// What it answered at its end; none when it was killed.
    pub(crate) code: Option<i32>,
    /// Both its outputs, line by line as they came.
    pub(crate) text: String,
}

/// How the output of a program is treated.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    /// Where the whole output goes.
    pub(crate) log: PathBuf,
    /// Whether it is shown as it comes as well.
    pub(crate) verbose: bool,
}

/// Runs the program with its output straight on the terminal.
///
/// # Errors
/// It could not be started, or it failed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = describe(command);
    let status = command
        .status()
        .with_context(|| format!("`{shown}` could not be started"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs the program and answers its standard output, or `None` when it is missing or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs the program, keeps its output in the log, shows progress, and shows the end of the output if it fails.
pub(crate) fn watch(command: &mut Command, watch: &Watch) -> Result<Finished> {
    let finished = watch_quietly(command, watch)?;
    if !finished.success && !watch.verbose {
        show_end(&describe(command), &finished.text, &watch.log);
    }
    Ok(finished)
}

/// The same for a program whose failure may be what is wanted: nothing is shown of it.
pub(crate) fn watch_quietly(command: &mut Command, watch: &Watch) -> Result<Finished> {
    let shown = describe(command);
    if let Some(folder) = watch.log.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut log = File::options().create(true).append(true).open(&watch.log)?;
    writeln!(log, "$ {shown}")?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{shown}` could not be started"))?;
    let (sender, lines) = mpsc::channel();
    let readers = [
        child.stdout.take().map(|out| forward(out, sender.clone())),
        child.stderr.take().map(|err| forward(err, sender.clone())),
    ];
    drop(sender);
    let started = Instant::now();
    let (mut text, mut last, mut sign_of_life) = (String::new(), shown.clone(), Instant::now());
    loop {
        match lines.recv_timeout(Duration::from_secs(1)) {
            Ok(line) => {
                writeln!(log, "{line}")?;
                text.push_str(&line);
                text.push('\n');
                if watch.verbose {
                    say::line(&line);
                }
                if !line.trim().is_empty() {
                    last = line;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if watch.verbose {
            continue;
        }
        if say::is_watched() {
            say::progress(started.elapsed(), last.trim());
        } else if sign_of_life.elapsed() >= HEARTBEAT {
            sign_of_life = Instant::now();
            say::line(format!(
                "   ... {} s: {}",
                started.elapsed().as_secs(),
                last.trim()
            ));
        }
    }
    for reader in readers.into_iter().flatten() {
        let _panicked = reader.join();
    }
    let status = child.wait()?;
    if !watch.verbose && say::is_watched() {
        say::clear_progress();
    }
    Ok(Finished {
        success: status.success(),
        code: status.code(),
        text,
    })
}

/// Sends each line of a stream; bytes that are not text are replaced.
fn forward(stream: impl Read + Send + 'static, lines: Sender<String>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        while matches!(reader.read_until(b'\n', &mut bytes), Ok(count) if count > 0) {
            let line = String::from_utf8_lossy(&bytes)
                .trim_end_matches(['\n', '\r'])
                .to_owned();
            if lines.send(line).is_err() {
                break;
            }
            bytes.clear();
        }
    })
}

fn show_end(shown: &str, text: &str, log: &Path) {
    let lines: Vec<&str> = text.lines().filter(|line| tells(line)).collect();
    let from = lines.len().saturating_sub(SHOWN_OF_FAILURE);
    say::problem(format!(
        "`{shown}` failed; the end of its output ({} has all of it):",
        log.display()
    ));
    for line in lines.iter().skip(from) {
        say::problem(format!("   | {line}"));
    }
}

/// Whether a line helps to understand a failure: neither a frame of a backtrace nor a crate that was built.
fn tells(line: &str) -> bool {
    let line = line.trim_start();
    let is_frame = line.starts_with("at /")
        || line.starts_with("at ./")
        || line.split_once(": ").is_some_and(|(number, _)| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        });
    let is_build = ["Compiling ", "Checking ", "Downloaded ", "Downloading "]
        .iter()
        .any(|verb| line.starts_with(verb));
    !is_frame && !is_build
}

fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::tells;

    #[test]
    fn what_a_failure_shows_is_neither_frames_nor_built_crates() {
        for line in [
            "  19: std::thread::local::LocalKey<T>::with",
            "             at /rustc/59807616/library/std/src/thread/local.rs:477:20",
            "             at ./tests/e2e/window_closed.rs:43:24",
            "    Checking tokio v1.54.1",
        ] {
            assert!(!tells(line), "{line}");
        }
        for line in [
            "thread 'main' panicked at tests/e2e/app.rs:12:9:",
            "error: could not write: No space left on device",
            "  12 passed: all of them",
            "at the end the window was still there",
        ] {
            assert!(tells(line), "{line}");
        }
    }
}
