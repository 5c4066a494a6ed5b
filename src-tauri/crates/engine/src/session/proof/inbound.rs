//! A word that a person sends from a phone, and who saw it arrive: the company's platform, or that person.

use super::search::Searched;
use crate::error::EngineError;
use crate::session::Session;
use reconecta_core::ids::{ChannelId, UnixMillis};
use reconecta_core::platform::PlatformKind;
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
    pub(crate) at: UnixMillis,
    pub(crate) until: UnixMillis,
    /// What the platform is asked, where one is connected.
    pub(crate) searched: Option<Searched>,
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
        let at = self.now();
        let asked = Asked {
            word,
            link,
            at,
            until: at.plus(PATIENCE_MILLIS),
            searched: None,
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
        // In one step: the platform may be just as fast.
        let asked = self.proofs.asked().remove(id);
        let asked = asked.filter(|asked| asked.until >= self.now());
        let Some(arrived) = arrived else { return Ok(()) };
        let asked = asked.ok_or(EngineError::NotFound)?;
        let kind = if arrived {
            EvidenceKind::MessageReceived
        } else {
            EvidenceKind::MessageMissing
        };
        let row = self.sighting(kind, &asked.word);
        self.keep_row(id, &target.number, &row, &[("by", Some("person"))])
            .await;
        let what = if arrived { "word_arrived" } else { "word_missing" };
        self.note(what, Some(id), json!({ "word": asked.word.as_str() }))
            .await;
        Ok(())
    }

    /// Keeps what the platform shows: the word arrived. `false` where somebody else was first, or the channel is gone.
    pub(super) async fn word_found(&self, id: &ChannelId, word: &InboundWord) -> bool {
        let Ok(target) = self.target(id).await else {
            return false;
        };
        {
            let mut asked = self.proofs.asked();
            if asked.get(id).is_none_or(|asked| asked.word != *word) {
                return false;
            }
            asked.remove(id);
        }
        let platform = PlatformKind::Chatwoot.code();
        let row = self.sighting(EvidenceKind::MessageReceived, word);
        let beside = [("by", Some("platform")), ("platform", Some(platform))];
        self.keep_row(id, &target.number, &row, &beside).await;
        let detail = json!({ "word": word.as_str(), "platform": platform });
        self.note("word_found", Some(id), detail).await;
        true
    }

    fn sighting(&self, kind: EvidenceKind, word: &InboundWord) -> Evidence {
        Evidence {
            reference: Some(word.to_string()),
            ..Evidence::new(kind, self.now())
        }
    }
}
