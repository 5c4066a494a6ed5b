//! Proving that messages flow: a handshake with the callback, a test message and its fate, a word from a phone.
//!
//! Everything that is found becomes evidence; the verdict is derived from it, never set.

mod callback;
mod fate;
mod inbound;
mod message;
mod search;

pub(in crate::session) use message::STAGE;
pub(crate) use message::TestMessage;
pub(crate) use search::{Searched, Sighting};

use super::Session;
use super::evidence::{beside, stored};
use crate::error::EngineError;
use crate::project::proof_view;
use crate::views::ProofView;
use inbound::Asked;
use reconecta_core::diagnosis::{Diagnosis, Field, Question};
use reconecta_core::ids::ChannelId;
use reconecta_core::verdict::Evidence;
use reconecta_store::{Channel, Slot};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Proofs that are being given.
#[derive(Default)]
pub(super) struct Proofs {
    asked: Mutex<BTreeMap<ChannelId, Asked>>,
    followed: Mutex<BTreeSet<ChannelId>>,
}

impl Proofs {
    fn asked(&self) -> MutexGuard<'_, BTreeMap<ChannelId, Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn followed(&self) -> MutexGuard<'_, BTreeSet<ChannelId>> {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A row of evidence with what stands beside it.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) evidence: Evidence,
    pub(crate) by: Option<String>,
    pub(crate) platform: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) why: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) redirect: Option<String>,
}

/// What is known of a channel's proof.
pub(crate) struct ProofKnowledge {
    /// The newest row of each kind.
    pub(crate) told: Vec<Told>,
    /// Where messages go, as last read.
    pub(crate) callback: Option<String>,
    pub(crate) verify_token_kept: bool,
    pub(crate) life_hours: u32,
    pub(crate) following: bool,
    pub(crate) asked: Option<Asked>,
}

impl Session {
    /// The proof of a channel as its page shows it.
    ///
    /// # Errors
    /// The data file cannot be read.
    pub(crate) async fn proof(
        &self,
        channel: &Channel,
        diagnosis: Option<&Diagnosis>,
    ) -> Result<ProofView, EngineError> {
        let kept = self
            .store
            .active_credential(channel.id.clone(), Slot::VerifyToken)
            .await
            .map_err(super::account::storage)?;
        Ok(proof_view(&ProofKnowledge {
            told: self.told(&channel.id).await?,
            callback: callback_of(channel, diagnosis),
            verify_token_kept: kept.is_some(),
            life_hours: self.proof_life().hours(),
            following: self.proofs.followed().contains(&channel.id),
            asked: self.asked_now(&channel.id),
        }))
    }

    async fn told(&self, id: &ChannelId) -> Result<Vec<Told>, EngineError> {
        let rows = self
            .store
            .newest_evidence(id.clone())
            .await
            .map_err(super::account::storage)?;
        let told = rows.iter().filter_map(|row| {
            let text = |key| beside(row, key).map(str::to_owned);
            Some(Told {
                evidence: stored(row)?,
                by: text("by"),
                platform: text("platform"),
                to: text("to"),
                why: text("why"),
                host: text("host"),
                redirect: text("redirect"),
            })
        });
        Ok(told.collect())
    }
}

/// Where a channel's messages go: as Meta told last, otherwise as the person expects.
pub(crate) fn callback_of(channel: &Channel, diagnosis: Option<&Diagnosis>) -> Option<String> {
    let finding = diagnosis.and_then(|diagnosis| diagnosis.finding(Question::CallbackAsExpected));
    let read = finding.and_then(|finding| {
        let line = finding
            .evidence
            .iter()
            .find(|line| line.field == Field::Callback)?;
        Some(line.value.to_string())
    });
    read.or_else(|| super::expected_callback(channel).map(str::to_owned))
}
