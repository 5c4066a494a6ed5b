//! What the app writes down about its work, masked before it reaches the disk.

use crate::log_file::LogFile;
use reconecta_core::redact::redact;
use std::io::{self, Write};
use std::path::Path;
use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Says what is logged, in the form of `tracing`'s filters.
const FILTER: &str = "RECONECTA_LOG";
const USUAL: &str = "info";

/// Writes what is left in the buffer when dropped.
#[derive(Debug)]
pub(crate) struct LogKeeper {
    _worker: WorkerGuard,
}

/// Starts logging into the folder, where records are kept for so many days. `None` when that is impossible: the app works without logs.
pub(crate) fn start(folder: &Path, days: Option<u32>) -> Option<LogKeeper> {
    let (writer, worker) = tracing_appender::non_blocking(LogFile::open(folder, days).ok()?);
    let filter = EnvFilter::try_from_env(FILTER).unwrap_or_else(|_unset| EnvFilter::new(USUAL));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_target(true)
        .with_writer(Masked(writer))
        .try_init()
        .ok()?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let said = panic.payload_as_str().unwrap_or_default();
        tracing::error!(place, said, "A panic");
    }));
    Some(LogKeeper { _worker: worker })
}

/// Masks every record; `tracing` hands each over in one piece.
struct Masked(NonBlocking);

impl<'a> MakeWriter<'a> for Masked {
    type Writer = MaskedRecord;

    fn make_writer(&'a self) -> Self::Writer {
        MaskedRecord(self.0.clone())
    }
}

struct MaskedRecord<W = NonBlocking>(W);

impl<W: Write> Write for MaskedRecord<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .write_all(redact(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_does_not_reach_the_file() {
        let mut file = Vec::new();
        let token = format!("EAA{}", "x1Y2z3".repeat(12));
        MaskedRecord(&mut file)
            .write_all(format!("called with access_token={token}").as_bytes())
            .unwrap();
        let written = String::from_utf8(file).unwrap();
        assert!(written.starts_with("called with"), "{written}");
        assert!(!written.contains(&token), "the token was written: {written}");
    }
}
