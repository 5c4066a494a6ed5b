//! Windows programs on this computer: wine with a disk and a registry of its own.

use crate::command::{self, Watch};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What older releases of wine lack.
const RANDOM_BYTES: &str = include_str!("bcryptprimitives.c");

/// A Windows of our own: disk, registry and credentials below one folder.
#[derive(Debug)]
pub(super) struct Wine {
    folder: PathBuf,
}

impl Wine {
    /// The Windows of that name, with nothing in it that an earlier run left.
    ///
    /// # Errors
    /// wine or the compiler is missing or fails.
    pub(super) fn fresh(project: &Project, name: &str, watch: &Watch) -> Result<Self> {
        let folder = project.scratch().join("wine").join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(folder.join("home"))?;
        let wine = Self { folder };
        let mut boot = wine.command("wineboot");
        boot.arg("--init");
        require(&mut boot, watch)?;
        wine.settle(watch)?;
        wine.add_random_bytes(watch)?;
        Ok(wine)
    }

    /// A command of wine's that works in this Windows. No window shows, and nothing is fetched.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        self.enter(&mut command);
        command
    }

    /// Lets a command, and the Windows programs below it, work in this Windows.
    pub(super) fn enter(&self, command: &mut Command) {
        command
            .env("WINEPREFIX", self.folder.join("prefix"))
            .env("HOME", self.folder.join("home"))
            .env("WINEDEBUG", "-all")
            .env("WINEARCH", "win64")
            .env("WINEDLLOVERRIDES", "mscoree=d;mshtml=d;winemenubuilder.exe=d")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
    }

    /// The folder of the one person in it.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn person(&self) -> Result<PathBuf> {
        let users = self.disk().join("users");
        for entry in std::fs::read_dir(&users)? {
            let entry = entry?;
            if entry.file_name() != "Public" {
                return Ok(entry.path());
            }
        }
        bail!("{} has nobody in it", users.display())
    }

    /// A part of its registry, as text: `user.reg` is the person's, `system.reg` the machine's.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn registry(&self, part: &str) -> Result<String> {
        let bytes = std::fs::read(self.folder.join("prefix").join(part))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Its disk.
    pub(super) fn disk(&self) -> PathBuf {
        self.folder.join("prefix/drive_c")
    }

    /// Waits until every program in it has ended, and its registry is written.
    ///
    /// # Errors
    /// wine's server is missing.
    pub(super) fn settle(&self, watch: &Watch) -> Result<()> {
        let mut server = self.command("wineserver");
        server.arg("--wait");
        require(&mut server, watch)
    }

    fn add_random_bytes(&self, watch: &Watch) -> Result<()> {
        let source = self.folder.join("bcryptprimitives.c");
        let library = self.disk().join("windows/system32/bcryptprimitives.dll");
        if library.exists() {
            return Ok(());
        }
        std::fs::write(&source, RANDOM_BYTES)?;
        let mut compiler = Command::new("x86_64-w64-mingw32-gcc");
        compiler
            .args(["-shared", "-O2", "-o"])
            .args([&library as &Path, &source])
            .arg("-ladvapi32");
        require(&mut compiler, watch)
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        // Only this Windows' own server hears it.
        let _none = self.command("wineserver").arg("--kill").status();
    }
}

/// Runs it and fails when it fails.
pub(super) fn require(command: &mut Command, watch: &Watch) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let finished = command::watch(command, watch).with_context(|| format!("{program} cannot be used"))?;
    if !finished.success {
        bail!("{program} failed");
    }
    Ok(())
}
