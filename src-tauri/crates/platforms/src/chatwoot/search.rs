//! Looking for a word: by Chatwoot's search, otherwise conversation by conversation.

use super::wire::{Conversations, Found, Message, Payload};
use super::{Chatwoot, Refusal};
use crate::failure::PlatformFailure;
use reconecta_core::ids::UnixMillis;
use reconecta_core::platform::is_arrival;

/// Pages of the search, fifteen messages each. The word is random, so that few messages can have it.
const SEARCH_PAGES: u32 = 4;
/// Pages of conversations, 25 each.
const CONVERSATION_PAGES: u32 = 8;
/// Pages of one conversation's messages.
const MESSAGE_PAGES: u32 = 3;
/// Messages of a whole page of these.
const MESSAGES: usize = 20;
/// Conversations that are opened at most for one look.
const OPENED: u32 = 50;

/// What is looked for.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    inbox: u64,
    word: &'a str,
    from: UnixMillis,
}

impl Wanted<'_> {
    fn is_among(self, messages: Vec<Message>) -> bool {
        messages
            .into_iter()
            .any(|message| is_arrival(&message.read(self.inbox), self.inbox, self.word, self.from))
    }
}

impl Chatwoot {
    /// Whether a customer's message with the whole word came into the inbox at `from` or later.
    ///
    /// Versions without the search, and servers whose search fails under load, are read conversation by conversation,
    /// those with the newest messages first.
    ///
    /// # Errors
    /// There was no answer.
    pub async fn has_arrived(
        &self,
        inbox: u64,
        word: &str,
        from: UnixMillis,
    ) -> Result<bool, PlatformFailure> {
        let wanted = Wanted { inbox, word, from };
        match self.search(wanted).await {
            Ok(found) => Ok(found),
            Err(Refusal::Status(404 | 500..=599)) => Ok(self.walk(wanted).await?),
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// Newest first, over all inboxes that the person sees.
    async fn search(&self, wanted: Wanted<'_>) -> Result<bool, Refusal> {
        for page in 1..=SEARCH_PAGES {
            let page = page.to_string();
            let query = [("q", wanted.word), ("page", page.as_str())];
            let found: Found = self.of_account("search/messages", &query).await?;
            let messages = found.payload.messages;
            let goes_on = messages.last().is_some_and(|message| message.at() >= wanted.from);
            if wanted.is_among(messages) {
                return Ok(true);
            }
            if !goes_on {
                break;
            }
        }
        Ok(false)
    }

    async fn walk(&self, wanted: Wanted<'_>) -> Result<bool, Refusal> {
        let inbox = wanted.inbox.to_string();
        let mut opened = 0;
        for page in 1..=CONVERSATION_PAGES {
            let page = page.to_string();
            let query = [
                ("inbox_id", inbox.as_str()),
                ("status", "all"),
                ("assignee_type", "all"),
                ("page", page.as_str()),
            ];
            let list: Conversations = self.of_account("conversations", &query).await?;
            if list.data.payload.is_empty() {
                break;
            }
            for conversation in list.data.payload {
                let active = conversation.last_activity_at.or(conversation.timestamp);
                let active = active.unwrap_or(i64::MAX / 1000);
                if UnixMillis(active.saturating_mul(1000)) < wanted.from || opened == OPENED {
                    return Ok(false);
                }
                // The last message is told already; the word may stand before a reply.
                if wanted.is_among(conversation.messages) || self.open(conversation.id, wanted).await? {
                    return Ok(true);
                }
                opened += 1;
            }
        }
        Ok(false)
    }

    /// The newest messages of a conversation, and those before them.
    async fn open(&self, conversation: u64, wanted: Wanted<'_>) -> Result<bool, Refusal> {
        let path = format!("conversations/{conversation}/messages");
        let mut before = None::<String>;
        for _page in 0..MESSAGE_PAGES {
            let query: Vec<(&str, &str)> = before.iter().map(|id| ("before", id.as_str())).collect();
            let list: Payload<Message> = self.of_account(&path, &query).await?;
            let oldest = list.payload.iter().min_by_key(|message| message.id);
            let next = oldest
                .filter(|message| message.at() >= wanted.from && list.payload.len() >= MESSAGES)
                .map(|message| message.id.to_string());
            if wanted.is_among(list.payload) {
                return Ok(true);
            }
            match next {
                Some(id) => before = Some(id),
                None => break,
            }
        }
        Ok(false)
    }
}
