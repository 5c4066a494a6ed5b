//! A home folder and a message bus of the tests' own: nothing of the person's is read or written.

use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// An empty home folder, removed when dropped.
#[derive(Debug)]
pub(crate) struct OwnHome {
    folder: TempDir,
}

impl OwnHome {
    /// Makes the folders that desktop programs expect.
    ///
    /// # Errors
    /// The temporary folder cannot be written.
    pub(crate) fn new() -> Result<Self> {
        // Short, because sockets are made below it and their paths may have 107 bytes.
        let folder = tempfile::Builder::new()
            .prefix("rt")
            .tempdir()
            .context("no temporary folder")?;
        let runtime = folder.path().join("run");
        std::fs::create_dir(&runtime)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&runtime, std::fs::Permissions::from_mode(0o700))?;
        }
        Ok(Self { folder })
    }

    /// A command that runs at home here, inside a message bus of its own on Linux.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = if cfg!(target_os = "linux") {
            let mut bus = Command::new("dbus-run-session");
            bus.arg("--").arg(program);
            bus
        } else {
            Command::new(program)
        };
        // The tool chain stays where it is.
        for (variable, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if let Some(path) = std::env::var_os(variable)
                .map(PathBuf::from)
                .or_else(|| at_home(folder))
            {
                command.env(variable, path);
            }
        }
        let home = self.folder.path();
        command
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_STATE_HOME", home.join(".local/state"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("NO_AT_BRIDGE", "1");
        for variable in [
            "DBUS_SESSION_BUS_ADDRESS",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "GNOME_KEYRING_CONTROL",
        ] {
            command.env_remove(variable);
        }
        command
    }
}

fn at_home(folder: &str) -> Option<PathBuf> {
    let path = std::env::home_dir()?.join(folder);
    path.is_dir().then_some(path)
}
