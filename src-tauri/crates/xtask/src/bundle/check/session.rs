//! A desktop session for a person: screen, message bus, keyring, window manager, accessibility, and an empty home.
//!
//! It runs on this machine and not in the clean root, so that the root has nothing but what the package brings.

use super::person::Person;
use crate::command;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

const SCREEN: &str = "1600x1000x24";

/// Everything ends when it is dropped.
#[derive(Debug)]
pub(super) struct Session {
    home: TempDir,
    person: Person,
    display: String,
    bus: String,
    // Ended in this order, before the home is removed.
    programs: Vec<Ending>,
}

/// A program that ends with its owner.
#[derive(Debug)]
pub(super) struct Ending(Child);

impl Ending {
    /// Starts it.
    ///
    /// # Errors
    /// It could not be started.
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        let shown = format!("{:?}", command.get_program());
        Ok(Self(
            command
                .spawn()
                .with_context(|| format!("{shown} could not be started"))?,
        ))
    }

    /// Waits until it has ended by itself.
    ///
    /// # Errors
    /// It ended with a failure.
    pub(super) fn wait(&mut self) -> Result<()> {
        let status = self.0.wait()?;
        anyhow::ensure!(status.success(), "the app ended with {status}");
        Ok(())
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        let _already_ended = self.0.kill();
        let _status = self.0.wait();
    }
}

impl Session {
    /// Starts all of it.
    ///
    /// # Errors
    /// A program is missing or does not come up.
    pub(super) fn start(person: Person) -> Result<Self> {
        // Short, because sockets below it may have paths of 107 bytes; and the clean root has this place too.
        let home = tempfile::Builder::new().prefix("rp").tempdir_in("/tmp")?;
        let runtime = home.path().join("run");
        for folder in [&runtime, &home.path().join(".cache")] {
            std::fs::create_dir(folder)?;
        }
        command::run(Command::new("chmod").args(["u=rwx,go="]).arg(&runtime))?;
        person.own(home.path())?;
        let mut session = Self {
            home,
            person,
            display: String::new(),
            bus: String::new(),
            programs: Vec::new(),
        };
        let screen = [
            "-displayfd",
            "1",
            "-screen",
            "0",
            SCREEN,
            "-nolisten",
            "tcp",
            "-noreset",
        ];
        session.display = format!(":{}", session.announced("Xvfb", &screen)?);
        let address = format!("--address=unix:path={}", session.runtime().join("bus").display());
        let bus = ["--session", "--nofork", "--print-address=1", address.as_str()];
        session.bus = session.announced("dbus-daemon", &bus)?;
        session.unlock_keyring()?;
        let mut openbox = session.command("openbox");
        let openbox = Ending::start(openbox.stdout(Stdio::null()).stderr(Stdio::null()))?;
        session.programs.insert(0, openbox);
        Ok(session)
    }

    /// The person's home.
    pub(super) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Copies a file into the person's home, because they may not be allowed to where it lies; answers the copy.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn bring(&self, file: &Path) -> Result<PathBuf> {
        let name = file.file_name().context("a file has a name")?;
        let copy = self.home().join(name);
        std::fs::copy(file, &copy).with_context(|| file.display().to_string())?;
        self.person.own(&copy)?;
        Ok(copy)
    }

    fn runtime(&self) -> PathBuf {
        self.home().join("run")
    }

    /// Variables of the session, for a program here or in the clean root.
    pub(super) fn variables(&self) -> Vec<(String, String)> {
        let home = self.home().display();
        let mut variables = vec![
            ("HOME".to_owned(), home.to_string()),
            ("LANG".to_owned(), "pt_BR.UTF-8".to_owned()),
            ("XDG_RUNTIME_DIR".to_owned(), self.runtime().display().to_string()),
        ];
        for (name, value) in [
            ("DISPLAY", &self.display),
            ("DBUS_SESSION_BUS_ADDRESS", &self.bus),
        ] {
            if !value.is_empty() {
                variables.push((name.to_owned(), value.clone()));
            }
        }
        variables
    }

    /// A program of this machine in the session.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = self.person.command(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs(self.variables())
            .stdin(Stdio::null());
        command
    }

    /// Starts a program that says on its standard output how it can be reached, and answers that line.
    fn announced(&mut self, program: &str, arguments: &[&str]) -> Result<String> {
        let mut command = self.command(program);
        let quiet = command
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut started = Ending::start(quiet)?;
        let output = started.0.stdout.take().context("its output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        if line.trim().is_empty() {
            bail!("{program} said nothing and is not running");
        }
        self.programs.insert(0, started);
        Ok(line.trim().to_owned())
    }

    /// The daemon takes the password of the login keyring from its standard input.
    fn unlock_keyring(&mut self) -> Result<()> {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let quiet = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut daemon = Ending::start(quiet)?;
        let mut input = daemon.0.stdin.take().context("its input")?;
        input.write_all(b"keyring of a trial")?;
        drop(input);
        self.programs.insert(0, daemon);
        let wait = ["wait", "--session", "--timeout", "20", "org.freedesktop.secrets"];
        command::run(self.command("gdbus").args(wait)).context("the keyring did not come up")
    }
}
