//! A word that a person sends from a phone, and what that person saw arrive.

use crate::error::EngineError;
use crate::session::Session;
use reconecta_core::ids::{ChannelId, UnixMillis};
use reconecta_core::proof::{InboundWord, chat_link};
use reconecta_core::verdict::{Evidence, EvidenceKind};
use serde_json::json;

/// How long a word is waited for.
const PATIENCE_MILLIS: i64 = 30 * 60 * 1000;

/// A word that was given out.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) word: InboundWord,
    pub(crate) link: String,
    pub(crate) until: UnixMillis,
}

impl Session {
    /// Gives out a new word; an earlier one of the channel is void.
    ///
    /// # Errors
    /// The channel is gone, its telephone number is not known, or the system gives no randomness.
    pub(crate) async fn ask_for_word(&self, id: &ChannelId) -> Result<(), EngineError> {
        let target = self.target(id).await?;
        let mut seed = [0_u8; InboundWord::SEED];
        getrandom::fill(&mut seed).map_err(|_none| EngineError::Storage)?;
        let word = InboundWord::from_seed(seed);
        let link = chat_link(self.chat_base(), &target.display_phone_number, &word);
        let link = link.ok_or_else(|| EngineError::InvalidInput {
            field: "number".to_owned(),
        })?;
        let asked = Asked {
            word,
            link,
            until: self.now().plus(PATIENCE_MILLIS),
        };
        self.proofs.asked().insert(id.clone(), asked);
        Ok(())
    }

    /// The word that is waited for.
    pub(crate) fn asked_now(&self, id: &ChannelId) -> Option<Asked> {
        let now = self.now();
        let mut asked = self.proofs.asked();
        if asked.get(id).is_some_and(|asked| asked.until < now) {
            asked.remove(id);
        }
        asked.get(id).cloned()
    }

    /// Keeps what the person saw: whether the word arrived. `None` only forgets the word.
    ///
    /// # Errors
    /// The channel is gone, or no word is waited for any more.
    pub(crate) async fn end_word(&self, id: &ChannelId, arrived: Option<bool>) -> Result<(), EngineError> {
        let target = self.target(id).await?;
        let asked = self.asked_now(id);
        self.proofs.asked().remove(id);
        let Some(arrived) = arrived else { return Ok(()) };
        let asked = asked.ok_or(EngineError::NotFound)?;
        let kind = if arrived {
            EvidenceKind::MessageReceived
        } else {
            EvidenceKind::MessageMissing
        };
        let row = Evidence {
            reference: Some(asked.word.to_string()),
            ..Evidence::new(kind, self.now())
        };
        self.keep_row(id, &target.number, &row, &[("by", Some("person"))])
            .await;
        let what = if arrived { "word_arrived" } else { "word_missing" };
        self.note(what, Some(id), json!({ "word": asked.word.as_str() }))
            .await;
        Ok(())
    }
}
