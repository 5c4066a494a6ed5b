//! What the app writes down about its work, masked before it reaches the disk.

use crate::log_file::LogFile;
use reconecta_core::redact::redact;
use std::io::{self, Write};
use std::path::Path;
use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::{Layer, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Says what is logged: modules and levels, such as `info,reconecta_graph=debug`.
const FILTER: &str = "RECONECTA_LOG";

/// Writes what is left in the buffer when dropped.
#[derive(Debug)]
pub(crate) struct LogKeeper {
    _worker: WorkerGuard,
}

/// Starts logging into the folder, where records are kept for so many days. `None` when that is impossible: the app works without logs.
pub(crate) fn start(folder: &Path, days: Option<u32>) -> Option<LogKeeper> {
    let (writer, worker) = tracing_appender::non_blocking(LogFile::open(folder, days).ok()?);
    let records = Layer::new().with_ansi(false).with_writer(Masked(writer));
    tracing_subscriber::registry()
        .with(filter(std::env::var(FILTER).ok()))
        .with(records)
        .try_init()
        .ok()?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let said = panic.payload_as_str().unwrap_or_default();
        tracing::error!(place, said, "A panic");
    }));
    Some(LogKeeper { _worker: worker })
}

/// What was asked for; without that, or when it is empty or makes no sense, a few marks.
fn filter(asked: Option<String>) -> Targets {
    asked
        .filter(|asked| !asked.trim().is_empty())
        .and_then(|asked| asked.parse().ok())
        .unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO))
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
    use tracing::Level;

    #[test]
    fn modules_and_levels_are_asked_for_by_name_and_nonsense_changes_nothing() {
        for (asked, module, level, is_kept) in [
            (None, "reconecta_engine", Level::INFO, true),
            (None, "reconecta_engine", Level::DEBUG, false),
            (
                Some("reconecta_graph=debug"),
                "reconecta_graph::client",
                Level::DEBUG,
                true,
            ),
            (
                Some("reconecta_graph=debug"),
                "reconecta_engine",
                Level::ERROR,
                false,
            ),
            (
                Some("warn,reconecta_graph=debug"),
                "reconecta_engine",
                Level::WARN,
                true,
            ),
            (Some(""), "reconecta_engine", Level::INFO, true),
            (Some(" "), "reconecta_engine", Level::DEBUG, false),
            (Some("=,=loud"), "reconecta_engine", Level::INFO, true),
            (Some("=,=loud"), "reconecta_engine", Level::DEBUG, false),
        ] {
            let filter = filter(asked.map(str::to_owned));
            assert_eq!(
                filter.would_enable(module, &level),
                is_kept,
                "{asked:?} {module} {level}"
            );
        }
    }

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
