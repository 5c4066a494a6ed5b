//! A desktop of the test's own: screen, message bus, keyring, window manager and an empty home.

use crate::windows::Windows;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// Large enough for the app's window with the login window beside it.
const SCREEN: &str = "1600x1000x24";

/// Everything ends when it is dropped.
pub(crate) struct Desktop {
    home: TempDir,
    display: String,
    bus: String,
    // Ended in this order, before the home is removed.
    programs: Vec<Program>,
}

/// A program that ends with its owner.
pub(crate) struct Program(Child);

impl Program {
    pub(crate) fn start(command: &mut Command) -> Self {
        let shown = format!("{:?}", command.get_program());
        Self(
            command
                .spawn()
                .unwrap_or_else(|error| panic!("{shown} must start: {error}")),
        )
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _already_ended = self.0.kill();
        let _status = self.0.wait();
    }
}

impl Desktop {
    /// Starts all of it.
    pub(crate) fn start() -> Self {
        // Short, because sockets below it may have paths of 107 bytes.
        let home = tempfile::Builder::new()
            .prefix("re")
            .tempdir()
            .expect("a temporary folder");
        let runtime = home.path().join("run");
        std::fs::create_dir(&runtime).expect("a runtime folder");
        private(&runtime);
        std::fs::create_dir(home.path().join(".cache")).expect("a cache folder");
        let mut desktop = Self {
            home,
            display: String::new(),
            bus: String::new(),
            programs: Vec::new(),
        };
        desktop.display = format!(
            ":{}",
            desktop.announced(
                "Xvfb",
                &[
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    SCREEN,
                    "-nolisten",
                    "tcp",
                    "-noreset",
                ]
            )
        );
        desktop.bus = desktop.announced("dbus-daemon", &["--session", "--nofork", "--print-address=1"]);
        desktop.unlock_keyring();
        let window_manager = Program::start(
            desktop
                .command("openbox")
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        desktop.programs.insert(0, window_manager);
        desktop
    }

    /// A command inside this desktop, with nothing of the person's environment but the path to programs.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let home = self.home.path();
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .env("LANG", "C.UTF-8")
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_STATE_HOME", home.join(".local/state"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("RECONECTA_DATA_DIR", self.data())
            .stdin(Stdio::null());
        if !self.display.is_empty() {
            command.env("DISPLAY", &self.display);
        }
        if !self.bus.is_empty() {
            command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus);
        }
        command
    }

    /// Address of its message bus.
    pub(crate) fn bus(&self) -> &str {
        &self.bus
    }

    /// Where programs keep what a person has set.
    pub(crate) fn config(&self) -> PathBuf {
        self.home.path().join(".config")
    }

    /// Where the app keeps its data.
    pub(crate) fn data(&self) -> PathBuf {
        self.home.path().join("reconecta")
    }

    /// The whole screen, with every window on it.
    pub(crate) fn photograph(&self, path: &Path) {
        let status = self
            .command("scrot")
            .arg("--overwrite")
            .arg(path)
            .status()
            .expect("scrot");
        assert!(status.success(), "the screen could not be photographed");
    }

    /// The windows on its screen.
    pub(crate) fn windows(&self) -> Windows {
        Windows::on(&self.display)
    }

    /// Starts a program that says on its standard output how it can be reached, and answers that line.
    fn announced(&mut self, program: &str, arguments: &[&str]) -> String {
        let mut command = self.command(program);
        let mut started = Program::start(
            command
                .args(arguments)
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let output = started.0.stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).expect("a line");
        assert!(
            !line.trim().is_empty(),
            "{program} said nothing and is not running"
        );
        self.programs.insert(0, started);
        line.trim().to_owned()
    }

    /// The daemon takes the password of the login keyring from its standard input.
    fn unlock_keyring(&mut self) {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let quiet = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut daemon = Program::start(quiet);
        daemon
            .0
            .stdin
            .take()
            .expect("its input")
            .write_all(b"keyring of a test")
            .expect("the password");
        let mut wait = self.command("gdbus");
        let status = wait
            .args(["wait", "--session", "--timeout", "20", "org.freedesktop.secrets"])
            .status();
        assert!(status.expect("gdbus").success(), "the keyring did not come up");
        self.programs.insert(0, daemon);
    }
}

fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).expect("permissions");
}
