//! A desktop of the test's own: screen, message bus, keyring, window manager and an empty home.

use crate::app::PATIENCE;
use crate::windows::Windows;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Large enough for the app's window with the login window beside it.
const SCREEN: &str = "1600x1000x24";
/// Name of the compositor's socket.
const WAYLAND: &str = "wayland-test";
/// What opens the keyring.
const PASSWORD: &str = "keyring of a test";
/// A bus that starts nothing by itself: with the usual one, whoever asks for a keyring gets the installed one.
const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// Everything ends when it is dropped.
pub(crate) struct Desktop {
    display: String,
    bus: String,
    /// Variables that every program is started with.
    variables: Vec<(&'static str, String)>,
    // Ended in this order, before the folder is removed.
    keyring: Option<Program>,
    programs: Vec<Program>,
    home: PathBuf,
    place: TempDir,
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
    /// Starts all of it, with an unlocked keyring.
    pub(crate) fn start() -> Self {
        Self::in_home("home")
    }

    /// The same, with a home of that name.
    pub(crate) fn in_home(name: &str) -> Self {
        let mut desktop = Self::bare(name, &["--session"]);
        desktop.unlock_keyring();
        desktop
    }

    /// The same, where nothing keeps secrets and nothing could be started that does.
    pub(crate) fn without_keyring() -> Self {
        let config = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(&config, BARE_BUS).expect("the bus's configuration");
        Self::bare("home", &[&format!("--config-file={}", config.path().display())])
    }

    /// The same, where programs speak Wayland: its compositor fills the screen, and X stays reachable as on such desktops.
    pub(crate) fn with_wayland() -> Self {
        let mut desktop = Self::start();
        let compositor = Program::start(
            desktop
                .command("weston")
                .args(["--backend=x11-backend.so", "--use-pixman"])
                .args(["--width=1600", "--height=1000"])
                .arg(format!("--socket={WAYLAND}"))
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        desktop.programs.insert(0, compositor);
        let socket = desktop.place.path().join("run").join(WAYLAND);
        let patience = Instant::now() + PATIENCE;
        while UnixStream::connect(&socket).is_err() {
            assert!(Instant::now() < patience, "the compositor did not come up");
            std::thread::sleep(Duration::from_millis(50));
        }
        desktop.variables = vec![
            ("WAYLAND_DISPLAY", WAYLAND.to_owned()),
            ("XDG_SESSION_TYPE", "wayland".to_owned()),
        ];
        desktop
    }

    /// Screen, message bus and window manager.
    fn bare(home: &str, bus: &[&str]) -> Self {
        // Short, because sockets below it may have paths of 107 bytes.
        let place = tempfile::Builder::new()
            .prefix("re")
            .tempdir()
            .expect("a temporary folder");
        let home = place.path().join(home);
        std::fs::create_dir_all(home.join(".cache")).expect("a home with a cache folder");
        let runtime = place.path().join("run");
        std::fs::create_dir(&runtime).expect("a runtime folder");
        private(&runtime);
        let mut desktop = Self {
            display: String::new(),
            bus: String::new(),
            variables: Vec::new(),
            keyring: None,
            programs: Vec::new(),
            home,
            place,
        };
        let screen = ["-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"];
        let number = desktop.announced("Xvfb", &[&["-displayfd", "1"][..], &screen].concat());
        desktop.display = format!(":{number}");
        desktop.bus = desktop.announced("dbus-daemon", &[bus, &["--nofork", "--print-address=1"]].concat());
        let window_manager = Program::start(
            desktop
                .command("openbox")
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        desktop.programs.insert(0, window_manager);
        desktop.windows().wait_for_manager();
        desktop
    }

    /// A command inside this desktop, with nothing of the person's environment but the path to programs.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let home = &self.home;
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
            .env("XDG_RUNTIME_DIR", self.place.path().join("run"))
            .env("RECONECTA_DATA_DIR", self.data())
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        if !self.display.is_empty() {
            command.env("DISPLAY", &self.display);
        }
        if !self.bus.is_empty() {
            command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus);
        }
        command
    }

    /// Every program that is started from now on gets these variables.
    pub(crate) fn set_variables(&mut self, variables: Vec<(&'static str, String)>) {
        self.variables = variables;
    }

    /// Address of its message bus.
    pub(crate) fn bus(&self) -> &str {
        &self.bus
    }

    /// A folder of the person's own.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// Where programs keep what a person has set.
    pub(crate) fn config(&self) -> PathBuf {
        self.home.join(".config")
    }

    /// Where the app keeps its data.
    pub(crate) fn data(&self) -> PathBuf {
        self.home.join("reconecta")
    }

    /// Lets a script of these tests change the demonstration's data file, while the app is closed.
    pub(crate) fn change_data(&self, script: &str) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/e2e")
            .join(script);
        let file = self.data().join("data/demonstration/reconecta.db");
        let done = Command::new("python3").arg(script).arg(file).status();
        assert!(done.expect("python3 runs").success());
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

    /// Types the text into the window that has the keyboard, and presses Enter.
    fn type_blindly(&self, text: &str) {
        for keys in [["type", text], ["key", "Return"]] {
            let typed = self.command("xdotool").args(keys).status();
            assert!(typed.expect("xdotool").success(), "nothing could be typed");
        }
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
        let mut daemon = self.start_keyring(&["--unlock"]);
        let mut input = daemon.0.stdin.take().expect("its input");
        input.write_all(PASSWORD.as_bytes()).expect("the password");
        drop(input);
        self.wait_for_keyring();
        self.keyring = Some(daemon);
    }

    /// The keyring that is there from now on waits for its password, as after a login without one.
    pub(crate) fn lock_keyring(&mut self) {
        self.keyring = None;
        let daemon = self.start_keyring(&[]);
        self.wait_for_keyring();
        self.keyring = Some(daemon);
    }

    /// Types the password into the keyring's own window.
    pub(crate) fn answer_keyring(&self) {
        self.type_blindly(PASSWORD);
    }

    fn start_keyring(&self, arguments: &[&str]) -> Program {
        let mut command = self.command("gnome-keyring-daemon");
        command
            .args(["--foreground", "--components=secrets"])
            .args(arguments);
        let quiet = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Program::start(quiet)
    }

    fn wait_for_keyring(&self) {
        let mut wait = self.command("gdbus");
        let status = wait
            .args(["wait", "--session", "--timeout", "20", "org.freedesktop.secrets"])
            .status();
        assert!(status.expect("gdbus").success(), "the keyring did not come up");
    }
}

fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).expect("permissions");
}
