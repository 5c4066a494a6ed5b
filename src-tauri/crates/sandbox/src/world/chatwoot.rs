//! The company's customer-service platform: a Chatwoot with its people, inboxes and conversations.
//!
//! Source: github.com/chatwoot/chatwoot (models, `app/finders`, `app/views/api/v1`).

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A member of the platform's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatwootUser {
    /// Id.
    pub id: u64,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Access token of the profile (invented).
    pub access_token: String,
    /// `administrator` or `agent`; `None` for nobody's member.
    pub role: Option<String>,
    /// Inboxes that an agent works in.
    #[serde(default)]
    pub inboxes: Vec<u64>,
}

/// An inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatwootInbox {
    /// Id.
    pub id: u64,
    /// Name.
    pub name: String,
    /// `Channel::Whatsapp`, `Channel::WebWidget`, ...
    pub channel_type: String,
    /// With `+`, for WhatsApp.
    #[serde(default)]
    pub phone_number: Option<String>,
    /// Meta's id of the number.
    #[serde(default)]
    pub phone_number_id: Option<String>,
    /// Meta's id of the account.
    #[serde(default)]
    pub business_account_id: Option<String>,
    /// Token of Meta's that it uses (invented).
    #[serde(default)]
    pub api_key: String,
    /// What Meta has to show at its callback.
    #[serde(default)]
    pub webhook_verify_token: String,
    /// While it is set, everything that comes in is dropped.
    #[serde(default)]
    pub reauthorization_required: bool,
}

/// A conversation with one customer in one inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatwootConversation {
    /// Number that people see.
    pub id: u64,
    /// Inbox.
    pub inbox: u64,
    /// The customer, digits only.
    pub contact: String,
    /// Name of the customer.
    pub name: String,
    /// `open`, `resolved`, ...
    pub status: String,
}

/// A message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatwootMessage {
    /// Id.
    pub id: u64,
    /// Conversation.
    pub conversation: u64,
    /// 0 incoming, 1 outgoing, 2 activity, 3 template.
    pub message_type: u8,
    /// Text.
    pub content: String,
    /// Id of the channel's own.
    pub source_id: Option<String>,
    /// Unix seconds.
    pub created_at: i64,
}

/// The platform.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chatwoot {
    /// Id of its one account.
    pub account: u64,
    /// Name of it.
    pub name: String,
    /// Whether the account is suspended.
    pub suspended: bool,
    /// Whether this version has no search for messages.
    pub without_search: bool,
    /// Members.
    pub users: Vec<ChatwootUser>,
    /// Inboxes.
    pub inboxes: Vec<ChatwootInbox>,
    /// Conversations.
    pub conversations: Vec<ChatwootConversation>,
    /// Messages, oldest first.
    pub messages: Vec<ChatwootMessage>,
    /// Addresses of its webhooks: what is delivered there comes in.
    pub callbacks: Vec<String>,
}

impl Chatwoot {
    /// Takes Meta's event in, as the platform's background job does: by telephone number **and** id, and not while the
    /// account is suspended or the inbox wants to be authorised again. Anything else is dropped without a word.
    pub(crate) fn take(&mut self, url: &str, payload: &Value, now: i64) {
        if self.suspended || !self.callbacks.iter().any(|callback| callback == url) {
            return;
        }
        let entries = payload.get("entry").and_then(Value::as_array);
        let changes = entries.into_iter().flatten().filter_map(|entry| {
            let changes = entry.get("changes")?.as_array()?;
            Some(changes.iter().filter_map(|change| change.get("value")))
        });
        for value in changes.flatten() {
            self.take_value(value, now);
        }
    }

    fn take_value(&mut self, value: &Value, now: i64) {
        let told = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
        let number = told("/metadata/display_phone_number").map(|digits| format!("+{digits}"));
        let id = told("/metadata/phone_number_id");
        let inbox = self.inboxes.iter().find(|inbox| {
            inbox.phone_number == number
                && inbox.phone_number_id.as_deref() == id
                && !inbox.reauthorization_required
        });
        let Some(inbox) = inbox.map(|inbox| inbox.id) else {
            return;
        };
        let name = told("/contacts/0/profile/name").unwrap_or("Cliente").to_owned();
        for message in value
            .get("messages")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
            let (Some(from), Some(content)) = (text("/from"), text("/text/body")) else {
                continue;
            };
            let source = text("/id").map(str::to_owned);
            let conversation = self.conversation(inbox, from, &name);
            self.say(conversation, 0, content, source, now);
        }
    }

    /// The conversation of a customer in an inbox; a new one where there is none.
    pub fn conversation(&mut self, inbox: u64, contact: &str, name: &str) -> u64 {
        let known = self
            .conversations
            .iter_mut()
            .find(|one| one.inbox == inbox && one.contact == contact);
        if let Some(known) = known {
            known.status = "open".to_owned();
            return known.id;
        }
        let id = self.conversations.last().map_or(1, |last| last.id + 1);
        self.conversations.push(ChatwootConversation {
            id,
            inbox,
            contact: contact.to_owned(),
            name: name.to_owned(),
            status: "open".to_owned(),
        });
        id
    }

    /// Puts a message into a conversation.
    pub fn say(
        &mut self,
        conversation: u64,
        message_type: u8,
        content: &str,
        source_id: Option<String>,
        now: i64,
    ) {
        let id = self.messages.last().map_or(1, |last| last.id + 1);
        self.messages.push(ChatwootMessage {
            id,
            conversation,
            message_type,
            content: content.to_owned(),
            source_id,
            created_at: now,
        });
    }
}
