//! Whoever uses the installed app: never root.

use crate::{command, machine};
use anyhow::{Context, Result};
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// First ordinary user of most distributions; used where the check itself runs as root.
const FIRST_USER: u32 = 1000;

/// An ordinary user by numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Person {
    user: u32,
    group: u32,
    /// Whether we are root and have to become them.
    becomes: bool,
}

impl Person {
    /// Whoever runs the check, or the first ordinary user when that is root.
    ///
    /// # Errors
    /// `id` does not answer.
    pub(super) fn of_this_run() -> Result<Self> {
        if machine::is_root() {
            return Ok(Self {
                user: FIRST_USER,
                group: FIRST_USER,
                becomes: true,
            });
        }
        let id = |flag: &str| -> Result<u32> {
            let text = command::answer(Command::new("id").arg(flag)).context("id does not answer")?;
            Ok(text.trim().parse()?)
        };
        Ok(Self {
            user: id("-u")?,
            group: id("-g")?,
            becomes: false,
        })
    }

    /// The words that make the following ones theirs, for a command of root's.
    pub(super) fn words(self) -> Vec<String> {
        vec![
            "setpriv".into(),
            format!("--reuid={}", self.user),
            format!("--regid={}", self.group),
            "--clear-groups".into(),
            "--inh-caps=-all".into(),
            "--".into(),
        ]
    }

    /// A program of theirs on this machine.
    pub(super) fn command(self, program: impl AsRef<OsStr>) -> Command {
        if !self.becomes {
            return Command::new(program);
        }
        let words = self.words();
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).arg(program);
        command
    }

    /// Gives them a file, or a folder and all below it.
    ///
    /// # Errors
    /// `chown` failed.
    pub(super) fn own(self, place: &Path) -> Result<()> {
        let mut chown = Command::new("chown");
        chown
            .arg("--recursive")
            .arg(format!("{}:{}", self.user, self.group))
            .arg(place);
        command::run(&mut chown)
    }
}
