//! A command from its secrets to its document.

use super::Refused;
use super::document::{Document, Entry};
use super::outcome::{Outcome, Summary};
use super::progress::Progress;
use super::reconnect;
use super::secrets::Secrets;
use super::source::Source;
use super::words::{Command, Verb};
use reconecta_core::ids::NumberId;
use reconecta_engine::fleet::{self, Judged};
use std::collections::BTreeSet;
use std::io::{BufWriter, Write};

pub(super) async fn run(command: Command) -> Result<Outcome, Refused> {
    let secrets = if command.secrets {
        Secrets::from_stdin()?
    } else {
        Secrets::default()
    };
    let source = Source::open(&command, secrets).await?;
    let progress = Progress::new();
    let mut fleet = source
        .endpoint
        .read(source.order(&command).await, |now| progress.read(now))
        .await;
    progress.end();
    let repairs = match (command.verb, command.plan) {
        (Verb::Reconnect, false) => {
            let repairs = reconnect::repair(&source, &mut fleet, &command.numbers, &progress).await;
            if repairs.changed() {
                fleet = source
                    .endpoint
                    .read(source.order(&command).await, |now| progress.read(now))
                    .await;
                progress.end();
            }
            repairs
        }
        (_, _) => reconnect::Repairs::default(),
    };
    let mut summary = Summary {
        accounts: fleet.accounts(),
        ..Summary::default()
    };
    let unread = fleet.unread_branches();
    let is_complete = unread.is_empty();
    // Whoever closes the pipe early has read enough.
    let mut document = Document::begin(
        BufWriter::new(std::io::stdout().lock()),
        &command,
        fleet.read_at(),
    );
    fleet.judge(source.endpoint.now(), |judged| {
        summary.count(&judged.diagnosis);
        let mut entry = Entry::of(&judged);
        if command.plan {
            entry.plan = judged
                .found
                .as_ref()
                .map(|found| fleet::planned(found, judged.subscriptions.as_deref(), &source.givens));
        }
        entry.repair = repairs.of(&judged.number);
        entry.refused =
            refusal(&judged, &command.numbers, is_complete).or(entry.repair.and_then(|one| one.refusal()));
        summary.refused += u32::from(entry.refused.is_some());
        document.number(&entry);
    });
    let outcome = summary.outcome(fleet.is_refused(), is_complete);
    document.end(&unread, &summary, outcome);
    let _closed = std::io::stdout().flush();
    Ok(outcome)
}

/// A number that was named, and stands in none of the lists although all could be read.
fn refusal(judged: &Judged, numbers: &BTreeSet<NumberId>, is_complete: bool) -> Option<&'static str> {
    let is_nowhere = judged.waba.is_none() && numbers.contains(&judged.number);
    (is_nowhere && is_complete).then_some("number_not_visible")
}
