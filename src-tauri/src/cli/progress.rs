//! How far it is, for a person who looks on.

use reconecta_engine::fleet::FleetProgress;
use std::io::{IsTerminal, Write};

/// Writes to the standard error when that is a terminal.
pub(super) struct Progress {
    shown: bool,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self {
            shown: std::io::stderr().is_terminal(),
        }
    }

    pub(super) fn read(&self, progress: FleetProgress) {
        if self.shown {
            let FleetProgress {
                accounts_done,
                accounts,
                numbers_done,
                ..
            } = progress;
            let _closed = write!(
                std::io::stderr(),
                "\r{accounts_done} of {accounts} accounts, {numbers_done} numbers"
            );
        }
    }

    pub(super) fn repaired(&self, done: usize, all: usize) {
        if self.shown {
            let _closed = write!(std::io::stderr(), "\r{done} of {all} numbers repaired");
        }
    }

    pub(super) fn end(&self) {
        if self.shown {
            let _closed = writeln!(std::io::stderr());
        }
    }
}
