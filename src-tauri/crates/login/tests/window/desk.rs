//! A desktop of its own for each test: display, window manager, session bus, home folder.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// The desktop; everything on it ends with it.
pub(crate) struct Desk {
    home: TempDir,
    display: String,
    bus: String,
    parts: Vec<Child>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let (screen, number) = speaking(Command::new("Xvfb").args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1000x900x24",
            "-nolisten",
            "tcp",
        ]));
        let (bus, address) = speaking(Command::new("dbus-daemon").args([
            "--session",
            "--nofork",
            "--nopidfile",
            "--print-address=1",
        ]));
        let display = format!(":{number}");
        let home = TempDir::new().expect("a temporary folder");
        let manager = quiet(&mut Command::new("openbox"))
            .envs([
                ("DISPLAY", OsStr::new(&display)),
                ("HOME", home.path().as_os_str()),
            ])
            .env("XDG_CONFIG_HOME", home.path().join("config"))
            .spawn()
            .expect("openbox is needed by this test");
        for folder in ["data", "cache", "config", "run", "tmp", "Downloads"] {
            std::fs::create_dir(home.path().join(folder)).expect("a folder in the home");
        }
        Self {
            home,
            display,
            bus: address,
            parts: vec![screen, bus, manager],
        }
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The login window's executable on this desktop.
    pub(crate) fn executable(&self) -> PathBuf {
        self.executable_with("")
    }

    /// The same, after the shell lines in `more`.
    pub(crate) fn executable_with(&self, more: &str) -> PathBuf {
        let home = self.home().display();
        let lines = format!(
            "#!/bin/sh\nexport DISPLAY={} DBUS_SESSION_BUS_ADDRESS='{}' HOME={home} TMPDIR={home}/tmp\n\
             export XDG_DATA_HOME={home}/data XDG_CACHE_HOME={home}/cache XDG_CONFIG_HOME={home}/config XDG_RUNTIME_DIR={home}/run\n\
             unset WAYLAND_DISPLAY\ncd {home}\n{more}\nexec {} \"$@\"\n",
            self.display,
            self.bus,
            env!("CARGO_BIN_EXE_login-window"),
        );
        script(&self.home().join("login"), &lines)
    }

    /// Runs xdotool on this desktop.
    pub(crate) fn xdotool(&self, words: &[&str]) -> Output {
        let output = Command::new("xdotool")
            .args(words)
            .env("DISPLAY", &self.display)
            .output()
            .expect("xdotool is installed");
        assert!(
            output.status.success(),
            "xdotool {words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    /// Waits for the window titled `title` and brings it to the front.
    pub(crate) fn activate(&self, title: &str) {
        self.xdotool(&[
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            title,
            "windowactivate",
            "--sync",
        ]);
    }

    /// Upper left corner and size of the window titled `title`.
    pub(crate) fn place(&self, title: &str) -> ([i64; 2], [i64; 2]) {
        let output = self.xdotool(&[
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            title,
            "getwindowgeometry",
            "--shell",
        ]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let value = |name: &str| {
            let found = text
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            found
                .and_then(|value| value.parse().ok())
                .unwrap_or_else(|| panic!("xdotool tells no {name}: {text}"))
        };
        ([value("X"), value("Y")], [value("WIDTH"), value("HEIGHT")])
    }

    /// The title of the window that has the keyboard.
    pub(crate) fn title(&self) -> String {
        let output = self.xdotool(&["getactivewindow", "getwindowname"]);
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Presses keys, one after the other.
    pub(crate) fn keys(&self, keys: &[&str]) {
        self.xdotool(&[&["key"], keys].concat());
    }

    /// Presses into the middle of the window titled `title`.
    pub(crate) fn press(&self, title: &str) {
        self.press_with("1", title, ["300", "400"]);
    }

    /// Presses what the notice at the top of the window offers.
    pub(crate) fn press_notice(&self, title: &str) {
        self.press_with("1", title, ["440", "69"]);
    }

    /// The same with the button for menus.
    pub(crate) fn press_for_menu(&self, title: &str) {
        self.press_with("3", title, ["300", "400"]);
    }

    fn press_with(&self, button: &str, title: &str, [x, y]: [&str; 2]) {
        self.activate(title);
        self.xdotool(&[
            "search",
            "--onlyvisible",
            "--name",
            title,
            "mousemove",
            "--window",
            "%1",
            x,
            y,
            "click",
            button,
        ]);
    }

    /// Every file below the home that contains `needle`, or bears it in its name.
    pub(crate) fn traces(&self, needle: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.home().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a readable folder").flatten() {
                let path = entry.path();
                let kind = entry.file_type().expect("a kind of file");
                if kind.is_dir() {
                    folders.push(path.clone());
                }
                let inside = kind.is_file()
                    && std::fs::read(&path)
                        .is_ok_and(|bytes| bytes.windows(needle.len()).any(|part| part == needle.as_bytes()));
                if inside || path.to_string_lossy().contains(needle) {
                    found.push(path);
                }
            }
        }
        found
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for part in self.parts.iter_mut().rev() {
            let _ = part.kill();
            let _ = part.wait();
        }
    }
}

/// Writes an executable script. A shell writes it: a file that this process holds open for writing
/// could be inherited by another test's child just then, and would not start ("text file busy").
pub(crate) fn script(path: &Path, lines: &str) -> PathBuf {
    let written = Command::new("sh")
        .args(["-c", "printf %s \"$1\" > \"$2\" && chmod 700 \"$2\"", "sh", lines])
        .arg(path)
        .status()
        .expect("a shell");
    assert!(written.success(), "the script could not be written");
    path.to_owned()
}

fn quiet(command: &mut Command) -> &mut Command {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
}

// Starts a program and reads the one line with which it says that it is there.
fn speaking(command: &mut Command) -> (Child, String) {
    let mut child = quiet(command)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!(
                "{} is needed by this test: {error}",
                command.get_program().display()
            )
        });
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe"))
        .read_line(&mut line)
        .expect("a first line");
    (child, line.trim().to_owned())
}
