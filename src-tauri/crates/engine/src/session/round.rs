//! Channels checked in one round: what they share is read once, under one set of limits, and each is judged by the
//! rules of one channel. What was found is kept account by account. A channel without a readable token, or whose
//! account cannot be read, hides no other.

use super::Session;
use super::diagnosis::ChannelRead;
use super::findings::{Found, Kept};
use super::news::Changed;
use crate::fleet::{FleetOrder, FleetTarget, Judged, Portions, Scope};
use crate::views::RoundView;
use reconecta_core::attempt::Target;
use reconecta_core::fleet as rules;
use reconecta_core::ids::{AppId, ChannelId};
use reconecta_store::Basis;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// A list of thousands is not read again more often than this while a round runs.
const TELL: Duration = Duration::from_millis(700);
/// How far a round is, is told in so many steps at most: a window that is told of each of thousands does nothing else.
const STEPS: usize = 40;

/// Channels that are kept in one write: each write waits for the disk.
const PORTION: usize = 200;

/// How far the rounds are that run now, as one.
pub(crate) struct Rounds {
    count: Mutex<Option<Count>>,
    /// Grows when the person ends what runs.
    stops: watch::Sender<u32>,
}

#[derive(Default)]
struct Count {
    /// Channels of the rounds that run. One that a later round checks again is counted once.
    all: BTreeSet<ChannelId>,
    /// Those of them that are not through.
    left: BTreeSet<ChannelId>,
    /// The step that was told last.
    told: usize,
    running: usize,
    is_stopping: bool,
}

impl Count {
    fn begin(&mut self, due: &[ChannelId]) {
        self.all.extend(due.iter().cloned());
        self.left.extend(due.iter().cloned());
        self.running += 1;
        self.is_stopping = false;
    }

    fn done(&self) -> usize {
        self.all.len() - self.left.len()
    }

    /// Whether it came to another step since this was asked last.
    fn is_step(&mut self) -> bool {
        let step = self.done() * STEPS / self.all.len().max(1);
        std::mem::replace(&mut self.told, step) != step
    }
}

impl Default for Rounds {
    fn default() -> Self {
        Self {
            count: Mutex::default(),
            stops: watch::Sender::new(0),
        }
    }
}

impl Rounds {
    fn count<T>(&self, change: impl FnOnce(&mut Option<Count>) -> T) -> T {
        change(&mut self.count.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn view(&self) -> Option<RoundView> {
        let whole = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.count(|count| {
            count.as_ref().map(|count| RoundView {
                done: whole(count.done()),
                total: whole(count.all.len()),
                stopping: count.is_stopping,
            })
        })
    }
}

/// Channels that are being checked together. Ending it, in whatever way, leaves none of them marked.
pub(crate) struct Round {
    session: Arc<Session>,
    due: Vec<ChannelId>,
    /// Those that it still marks as being checked. One that is through may be checked by somebody else already.
    marked: BTreeSet<ChannelId>,
    stop: watch::Receiver<u32>,
    told: Option<Instant>,
    /// What it found that is worth telling to somebody who does not look.
    changed: Vec<Changed>,
}

impl Drop for Round {
    fn drop(&mut self) {
        for id in &self.marked {
            self.session.end_check(id);
        }
        self.session.rounds.count(|count| {
            let left = count.take().map(|count| Count {
                running: count.running.saturating_sub(1),
                ..count
            });
            *count = left.filter(|left| left.running > 0);
        });
        self.session.announce_round();
        self.session.announce_channels();
    }
}

/// Channels with what their round needs.
#[derive(Default)]
struct Gathered {
    tokens: Vec<SecretString>,
    targets: Vec<FleetTarget>,
    /// The channel of each target, with what its reading rests on.
    channels: Vec<(Target, Basis)>,
    /// Channels that have to be checked by themselves.
    alone: Vec<ChannelId>,
}

impl Gathered {
    /// Place of a token: channels of one login share it.
    fn token(&mut self, token: SecretString) -> usize {
        let known = |known: &SecretString| known.expose_secret() == token.expose_secret();
        self.tokens.iter().position(known).unwrap_or_else(|| {
            self.tokens.push(token);
            self.tokens.len() - 1
        })
    }
}

impl Session {
    /// How far the running rounds are; `None` when none runs.
    pub(crate) fn round(&self) -> Option<RoundView> {
        self.rounds.view()
    }

    /// Ends the running rounds; what they found stays.
    pub(crate) fn stop_rounds(&self) {
        self.rounds.count(|count| {
            if let Some(count) = count {
                count.is_stopping = true;
            }
        });
        self.rounds
            .stops
            .send_modify(|stops| *stops = stops.wrapping_add(1));
        self.announce_round();
    }

    /// A round of those of these channels that are not being checked; `None` when there are none.
    pub(crate) fn begin_round(self: &Arc<Self>, ids: impl Iterator<Item = ChannelId>) -> Option<Round> {
        let due: Vec<ChannelId> = ids.filter(|id| self.begin_check(id)).collect();
        if due.is_empty() {
            return None;
        }
        self.rounds.count(|count| {
            count.get_or_insert_default().begin(&due);
        });
        self.announce_round();
        self.announce_channels();
        Some(Round {
            session: Arc::clone(self),
            marked: due.iter().cloned().collect(),
            due,
            stop: self.rounds.stops.subscribe(),
            told: None,
            changed: Vec::new(),
        })
    }

    async fn gather(&self, ids: Vec<ChannelId>) -> Gathered {
        let mut gathered = Gathered::default();
        for id in ids {
            let (Ok((target, basis)), Ok(Some((token, since)))) =
                (self.begin_reading(&id).await, self.channel_token(&id).await)
            else {
                gathered.alone.push(id);
                continue;
            };
            let place = gathered.token(token);
            gathered.targets.push(FleetTarget {
                token: Some(place),
                target: rules::Target {
                    evidence: self.evidence_rows(&id).await,
                    proof_life: self.proof_life(),
                    phone_app_gone_since: self.phone_app_gone_since(&id).await,
                    changed_at: Some(since),
                    ..rules::Target::new(self.expected(&target).await)
                },
            });
            gathered.channels.push((target, basis));
        }
        gathered
    }
}

impl Round {
    /// Checks all of it, until the person ends it, and tells what changed.
    pub(crate) async fn run(mut self) {
        let mut stop = self.stop.clone();
        let stopped = async move {
            // The sender lives as long as the session.
            let _sent = stop.changed().await;
        };
        tokio::select! {
            () = stopped => tracing::info!("A round of checks was ended"),
            () = self.check() => {}
        }
        let changed = std::mem::take(&mut self.changed);
        self.session.tell_news(changed).await;
    }

    async fn check(&mut self) {
        let session = Arc::clone(&self.session);
        let ids = self.due.clone();
        let Some(graph) = session.graph().await else {
            return self.check_each(ids).await;
        };
        let gathered = session.gather(ids).await;
        let order = FleetOrder {
            tokens: gathered.tokens,
            asker: session.app_token().await,
            app: session
                .connection()
                .await
                .map(|connection| AppId::new(connection.app_id)),
            scope: Scope::Targets,
            targets: gathered.targets,
            register_waits: session.register_waits().await,
            detailed: true,
        };
        let mut portions = Portions::begin(graph, order, session.now()).await;
        while let Some(judged) = portions.next(session.now()).await {
            self.keep(&gathered.channels, &judged).await;
        }
        self.check_each(gathered.alone).await;
    }

    /// Keeps what was found of an account's channels.
    async fn keep(&mut self, channels: &[(Target, Basis)], judged: &[Judged]) {
        let found: Vec<Found<'_>> = judged
            .iter()
            .filter_map(|one| {
                let (target, basis) = channels.get(one.target?)?;
                Some(Found {
                    target,
                    basis,
                    diagnosis: &one.diagnosis,
                    number: one.found.as_ref().map(|found| &found.number),
                    waba: one.found.as_ref().map(|found| &found.waba),
                })
            })
            .collect();
        self.store(&found).await;
    }

    /// Keeps it as one; if that is refused, each by itself. What has changed meanwhile is read again.
    async fn store(&mut self, found: &[Found<'_>]) {
        let mut outdated = Vec::new();
        match self.session.keep(found).await {
            Ok(kept) => self.note(kept, &mut outdated),
            Err(_refused) => {
                for one in found {
                    match self.session.keep(std::slice::from_ref(one)).await {
                        Ok(kept) => self.note(kept, &mut outdated),
                        Err(error) => {
                            tracing::error!(%error, channel.id = %one.target.channel, "A check could not be stored");
                        }
                    }
                }
            }
        }
        for id in &outdated {
            if let Err(error) = self.session.diagnose(id).await {
                tracing::error!(%error, channel.id = %id, "A check failed");
            }
        }
        for one in found {
            self.end(&one.target.channel);
        }
        self.tell();
    }

    /// The channel is through.
    fn end(&mut self, id: &ChannelId) {
        if self.marked.remove(id) {
            self.session.end_check(id);
            self.session.rounds.count(|count| {
                count.as_mut().map(|count| count.left.remove(id));
            });
        }
    }

    fn note(&mut self, kept: Kept, outdated: &mut Vec<ChannelId>) {
        self.changed.extend(kept.changed);
        outdated.extend(kept.outdated);
    }

    /// Channels that nothing can be read for together.
    async fn check_each(&mut self, ids: Vec<ChannelId>) {
        for portion in ids.chunks(PORTION) {
            let mut read = Vec::with_capacity(portion.len());
            for id in portion {
                match self.session.read_channel(id).await {
                    Ok(one) => read.push(one),
                    Err(error) => {
                        tracing::error!(%error, channel.id = %id, "A check failed");
                        self.end(id);
                        self.tell();
                    }
                }
            }
            let found: Vec<Found<'_>> = read.iter().map(ChannelRead::found).collect();
            self.store(&found).await;
        }
    }

    /// Tells that more are through, when that is worth it.
    fn tell(&mut self) {
        let is_step = self
            .session
            .rounds
            .count(|count| count.as_mut().is_some_and(Count::is_step));
        if is_step {
            self.session.announce_round();
        }
        let is_due = self.told.is_none_or(|told| told.elapsed() >= TELL);
        if is_due {
            self.told = Some(Instant::now());
            self.session.announce_channels();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ChannelId, Count};

    fn channels(numbers: std::ops::Range<usize>) -> Vec<ChannelId> {
        numbers.map(|number| ChannelId::new(number.to_string())).collect()
    }

    #[test]
    fn thousands_are_told_in_forty_steps_and_a_few_one_by_one() {
        for (total, expected) in [(10_000, 40), (30, 30), (1, 1), (41, 40)] {
            let mut count = Count::default();
            let due = channels(0..total);
            count.begin(&due);
            let told: Vec<usize> = (0..total)
                .filter(|done| {
                    count.left.remove(&due[*done]);
                    count.is_step()
                })
                .collect();
            assert_eq!(told.len(), expected, "{total}");
            assert_eq!(told.last(), Some(&(total - 1)), "the last is told");
        }
    }

    #[test]
    fn a_channel_that_a_later_round_checks_again_is_counted_once() {
        let mut count = Count::default();
        count.begin(&channels(0..47));
        for through in channels(0..44) {
            count.left.remove(&through);
        }
        count.begin(&channels(0..6));
        assert_eq!((count.done(), count.all.len()), (38, 47));
    }
}
