//! What Chatwoot answers, as far as it is used. Everything else is dropped where it is read: the profile's own tokens and
//! the access token in an inbox's configuration are named by no field here.
//!
//! Source: the JSON views of github.com/chatwoot/chatwoot (`app/views/api/v1`).

use reconecta_core::ids::UnixMillis;
use reconecta_core::platform::{PlatformInbox, PlatformMessage};
use serde::Deserialize;
use serde_json::Value;

/// `Channel::Whatsapp` in `channel_type`.
const WHATSAPP: &str = "Channel::Whatsapp";
/// The enumeration of message types begins with it.
const INCOMING: i64 = 0;

/// `GET /api/v1/profile`.
#[derive(Deserialize)]
pub(super) struct Profile {
    #[serde(default)]
    pub(super) name: Option<String>,
    pub(super) accounts: Vec<Membership>,
}

/// An account that a person is a member of.
#[derive(Deserialize)]
pub(super) struct Membership {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) name: Option<String>,
    /// `active` or `suspended`; older versions do not tell it.
    #[serde(default)]
    pub(super) status: Option<String>,
    #[serde(default)]
    pub(super) role: Option<String>,
}

/// A list in the envelope of most answers.
#[derive(Deserialize)]
pub(super) struct Payload<T> {
    pub(super) payload: Vec<T>,
}

#[derive(Deserialize)]
pub(super) struct Inbox {
    id: u64,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    channel_type: Option<String>,
    #[serde(default)]
    phone_number: Option<String>,
    #[serde(default)]
    provider_config: Option<ProviderConfig>,
}

#[derive(Deserialize)]
struct ProviderConfig {
    #[serde(default)]
    phone_number_id: Value,
}

impl Inbox {
    /// An inbox of WhatsApp; `None` for any other kind.
    pub(super) fn of_whatsapp(self) -> Option<PlatformInbox> {
        let id = self.provider_config.map(|config| config.phone_number_id);
        (self.channel_type.as_deref() == Some(WHATSAPP)).then(|| PlatformInbox {
            id: self.id,
            name: self.name.unwrap_or_default(),
            phone_number: self.phone_number,
            phone_number_id: match id {
                Some(Value::String(id)) if !id.is_empty() => Some(id),
                Some(Value::Number(id)) => Some(id.to_string()),
                _ => None,
            },
        })
    }
}

/// `GET .../search/messages`.
#[derive(Deserialize)]
pub(super) struct Found {
    pub(super) payload: FoundMessages,
}

#[derive(Deserialize)]
pub(super) struct FoundMessages {
    pub(super) messages: Vec<Message>,
}

/// `GET .../conversations`.
#[derive(Deserialize)]
pub(super) struct Conversations {
    pub(super) data: Payload<Conversation>,
}

#[derive(Deserialize)]
pub(super) struct Conversation {
    pub(super) id: u64,
    /// Unix seconds.
    #[serde(default)]
    pub(super) last_activity_at: Option<i64>,
    /// The same in versions that have no other.
    #[serde(default)]
    pub(super) timestamp: Option<i64>,
    /// Its last message.
    #[serde(default)]
    pub(super) messages: Vec<Message>,
}

#[derive(Deserialize)]
pub(super) struct Message {
    pub(super) id: u64,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    inbox_id: Option<u64>,
    #[serde(default)]
    message_type: Value,
    #[serde(default)]
    private: Option<bool>,
    /// Unix seconds.
    created_at: i64,
}

impl Message {
    pub(super) fn at(&self) -> UnixMillis {
        UnixMillis(self.created_at.saturating_mul(1000))
    }

    /// The message; one of a conversation's list is in the conversation's inbox.
    pub(super) fn read(self, inbox: u64) -> PlatformMessage {
        let incoming = match &self.message_type {
            Value::Number(number) => number.as_i64() == Some(INCOMING),
            Value::String(text) => text == "incoming",
            _ => false,
        };
        PlatformMessage {
            inbox: self.inbox_id.unwrap_or(inbox),
            incoming: incoming && self.private != Some(true),
            at: self.at(),
            text: self.content.unwrap_or_default(),
        }
    }
}
