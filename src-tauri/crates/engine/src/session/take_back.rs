//! Going back from an attempt: its channels get their token, ids and kept PIN of before, and the overrides that it wrote
//! at Meta are taken back. Whatever is done already is left alone, so that a crash in between does no harm.

use super::Session;
use super::channels::{BEFORE, CREATED, read_stored};
use super::journal::{was_accepted, written_change};
use reconecta_core::attempt::{Attempt, KeptPin, LeftBehind, NewPin, NumberWork, Traces, WrittenCallback};
use reconecta_core::cause::{CallKind, Cause};
use reconecta_core::ids::{ChannelId, NumberId};
use reconecta_core::problem::Problem;
use reconecta_core::repair::last_changes;
use reconecta_store::{Channel, Credential, HoldingState, Slot, Step, StoreError};
use serde_json::json;

impl Session {
    /// What an attempt has left behind it so far.
    pub(crate) async fn traces(&self, attempt: &Attempt) -> Traces {
        if attempt.numbers.is_empty() {
            return Traces::default();
        }
        let journal = self.journal(&attempt.id).await.unwrap_or_default();
        let mut traces = Traces::default();
        for change in last_changes(journal.iter().filter_map(written_change)) {
            let can_put_back = match &change.before {
                Some(before) => self.verify_token_of(before).await.is_ok(),
                None => true,
            };
            traces.callbacks.push(WrittenCallback { change, can_put_back });
        }
        for number in new_pins(&journal) {
            // A channel that this attempt created is removed, and its PIN with it.
            let is_kept = !attempt.targets().is_empty() && self.kept_pin(&number).await.is_some();
            traces.new_pins.push(NewPin { number, is_kept });
        }
        for channel in self.channels_of(attempt).await {
            if self.is_of_attempt(attempt, &channel.id, Slot::Pin).await {
                let has_previous = self.has_previous(&channel.id, Slot::Pin).await;
                traces.kept_pins.push(KeptPin { has_previous });
            }
        }
        traces
    }

    /// Takes back what the attempt has changed, at this computer first. Answers what could not be taken back.
    pub(crate) async fn take_back(&self, attempt: &Attempt) -> Vec<LeftBehind> {
        let mut left = Vec::new();
        for work in &attempt.numbers {
            if let Err(cause) = self.take_channel_back(attempt, work).await {
                let number = work.id().clone();
                let problem = Problem::new(cause, self.now());
                left.push(LeftBehind { number, problem });
            }
        }
        let changes = match self.journal(&attempt.id).await {
            Ok(journal) => last_changes(journal.iter().filter_map(written_change)),
            Err(_unread) => {
                left.extend(attempt.numbers.first().map(|work| LeftBehind {
                    number: work.id().clone(),
                    problem: Problem::new(Cause::StorageFailed, self.now()),
                }));
                Vec::new()
            }
        };
        for change in &changes {
            if let Err(problem) = self.undo_callback(attempt, change).await {
                let number = change.number.clone();
                left.push(LeftBehind { number, problem });
            }
        }
        self.note_left(attempt, &left).await;
        left
    }

    async fn take_channel_back(&self, attempt: &Attempt, work: &NumberWork) -> Result<(), Cause> {
        let Some(channel) = self.channel_at_work(attempt, work).await else {
            return Ok(());
        };
        let (id, now) = (&channel.id, self.now());
        let has_switched = self.is_of_attempt(attempt, id, Slot::AccessToken).await;
        if has_switched {
            self.bring_back(id, Slot::AccessToken).await?;
        }
        if self.is_of_attempt(attempt, id, Slot::Pin).await {
            self.bring_back(id, Slot::Pin).await?;
        }
        let done = if channel.detail.get(CREATED).is_some() {
            self.store.remove_channel(id.clone(), now).await
        } else if let Some(before) = channel.detail.get(BEFORE).and_then(read_stored) {
            self.store.retarget_channel(id.clone(), before, now).await
        } else {
            Ok(())
        };
        done.map_err(|error| cause_of(&error))?;
        self.settle(&channel)
            .await
            .map_err(|_refused| Cause::StorageFailed)?;
        if has_switched {
            self.note("rolled_back", Some(id), json!({})).await;
        }
        Ok(())
    }

    /// Puts what was in use before back in use; where there was nothing, there is nothing again.
    pub(super) async fn bring_back(&self, id: &ChannelId, slot: Slot) -> Result<(), Cause> {
        let now = self.now();
        let done = match self.store.roll_back_credential(id.clone(), slot, now).await {
            Err(StoreError::NotFound(_)) => self.store.forget_secret(id.clone(), slot, now).await,
            other => other.map(|_credential| ()),
        };
        done.map_err(|error| cause_of(&error))
    }

    /// The channel that a number of the attempt belongs to by now.
    pub(super) async fn channel_at_work(&self, attempt: &Attempt, work: &NumberWork) -> Option<Channel> {
        match &work.switched {
            Some(id) => self.channel(id).await.ok(),
            None => self.recognise(attempt, &work.found).await,
        }
    }

    async fn channels_of(&self, attempt: &Attempt) -> Vec<Channel> {
        let mut channels = Vec::new();
        for work in &attempt.numbers {
            channels.extend(self.channel_at_work(attempt, work).await);
        }
        channels
    }

    /// Whether what the channel uses was obtained by this attempt.
    async fn is_of_attempt(&self, attempt: &Attempt, id: &ChannelId, slot: Slot) -> bool {
        let is_ours = |credential: &Credential| credential.attempt.as_ref() == Some(&attempt.id);
        self.held(id, slot, HoldingState::Active)
            .await
            .is_some_and(|one| is_ours(&one))
    }

    async fn has_previous(&self, id: &ChannelId, slot: Slot) -> bool {
        self.held(id, slot, HoldingState::Previous).await.is_some()
    }

    async fn held(&self, id: &ChannelId, slot: Slot, state: HoldingState) -> Option<Credential> {
        let holdings = self.store.holdings(id.clone()).await.unwrap_or_default();
        let mut holdings = holdings.into_iter();
        let holding = holdings.find(|one| one.slot == slot && one.state == state)?;
        Some(holding.credential)
    }

    async fn note_left(&self, attempt: &Attempt, left: &[LeftBehind]) {
        for LeftBehind { number, problem } in left {
            let cause = problem.cause.code();
            tracing::warn!(cause, number.id = %number, "Something could not be taken back");
            let work = attempt.numbers.iter().find(|work| work.id() == number);
            let channel = match work {
                Some(work) => self.channel_at_work(attempt, work).await,
                None => None,
            };
            if let Some(channel) = channel {
                self.note("not_undone", Some(&channel.id), json!({ "cause": cause }))
                    .await;
            }
        }
    }
}

/// Numbers whose PIN was set at Meta.
fn new_pins(journal: &[Step]) -> Vec<NumberId> {
    let mut numbers: Vec<NumberId> = journal
        .iter()
        .filter(|step| was_accepted(step, CallKind::SetPin))
        .filter_map(|step| step.number.clone())
        .collect();
    numbers.sort();
    numbers.dedup();
    numbers
}

fn cause_of(error: &StoreError) -> Cause {
    tracing::error!(%error, "What was in use before could not be brought back");
    match error {
        StoreError::Conflict(reconecta_store::Conflict::SecretWiped) => Cause::VaultKeyMissing,
        _ => Cause::StorageFailed,
    }
}
