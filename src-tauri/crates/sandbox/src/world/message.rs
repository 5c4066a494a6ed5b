//! Messages and their fate.

use super::Id;
use serde::{Deserialize, Serialize};

/// Whether the subscriber took a status webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WebhookState {
    /// Not sent yet.
    Pending,
    /// Taken.
    Delivered,
    /// Given up.
    Failed,
    /// Refused at least once, tried again.
    Retrying,
}

/// One step of a message's way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageEvent {
    /// Node id.
    pub id: Id,
    /// `SENT`, `DELIVERED`, `READ`, `FAILED`, `DELETED`.
    pub status: String,
    /// Unix seconds.
    pub at: i64,
    /// App that sent the message.
    pub app: Id,
    /// Where the status webhook went; `None` when nobody subscribes.
    #[serde(default)]
    pub webhook_uri: Option<String>,
    /// Its fate.
    #[serde(default)]
    pub webhook: Option<WebhookState>,
    /// Why the message or the webhook failed.
    #[serde(default)]
    pub error: Option<String>,
    /// Code of the message's failure.
    #[serde(default)]
    pub error_code: Option<i64>,
}

/// A message that went out, or one that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Node id of the history.
    pub id: Id,
    /// `wamid. ...`
    pub message_id: String,
    /// Business number.
    pub number: Id,
    /// The other side, digits only.
    pub peer: String,
    /// Whether the customer wrote it.
    #[serde(default)]
    pub inbound: bool,
    /// Unix seconds.
    pub at: i64,
    /// What happened to it.
    #[serde(default)]
    pub events: Vec<MessageEvent>,
}
