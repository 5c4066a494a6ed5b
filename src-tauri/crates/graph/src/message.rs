//! A test message and its fate. Sources: Meta, "Messages" (Cloud API); the fate is from Meta's OpenAPI file of the
//! business messaging API and is not switched on everywhere, so an error there says nothing about the message.

use crate::client::Graph;
use crate::failure::{GraphFailure, malformed};
use crate::json::Json;
use crate::node::Node;
use crate::paging::Listing;
use reconecta_core::ids::NumberId;
use secrecy::SecretString;
use serde_json::json;
use std::fmt;

const EVENT_FIELDS: &str = "id,delivery_status,timestamp,webhook_update_state,error_description";

/// Id of a message, as `wamid.…`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageId(String);

impl MessageId {
    /// Wraps the text as it came.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A template without parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template<'a> {
    /// Its name, for example `hello_world`.
    pub name: &'a str,
    /// Its language, for example `en_US`.
    pub language: &'a str,
}

/// How far a message came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// Left Meta.
    Sent,
    /// Reached the phone.
    Delivered,
    /// Was read.
    Read,
    /// Did not arrive.
    Failed,
    /// Was deleted.
    Deleted,
    /// A value this version does not know.
    Other(String),
}

impl From<&str> for DeliveryStatus {
    fn from(text: &str) -> Self {
        match text {
            "SENT" => Self::Sent,
            "DELIVERED" => Self::Delivered,
            "READ" => Self::Read,
            "FAILED" => Self::Failed,
            "DELETED" => Self::Deleted,
            _ => Self::Other(text.to_owned()),
        }
    }
}

/// How far the webhook about an event came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebhookDelivery {
    /// Not sent yet.
    Pending,
    /// The callback took it.
    Delivered,
    /// The callback did not take it.
    Failed,
    /// The callback did not take it; Meta tries again.
    Retrying,
    /// A value this version does not know.
    Other(String),
}

impl From<&str> for WebhookDelivery {
    fn from(text: &str) -> Self {
        match text {
            "PENDING" => Self::Pending,
            "DELIVERED" => Self::Delivered,
            "FAILED" => Self::Failed,
            "RETRYING" => Self::Retrying,
            _ => Self::Other(text.to_owned()),
        }
    }
}

/// One event in the life of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageEvent {
    /// How far the message came.
    pub status: DeliveryStatus,
    /// Unix seconds.
    pub at: Option<i64>,
    /// How far the webhook about it came.
    pub webhook: Option<WebhookDelivery>,
    /// Why the webhook or the message failed, for people.
    pub error: Option<String>,
}

impl Graph {
    /// Sends a template to a telephone number in digits. It may cost money. Accepted is not delivered.
    ///
    /// # Errors
    /// See [`GraphFailure`]; a lost answer leaves open whether the message was sent.
    pub async fn send_template(
        &self,
        token: &SecretString,
        number: &NumberId,
        to: &str,
        template: Template<'_>,
    ) -> Result<MessageId, GraphFailure> {
        let body = json!({
            "messaging_product": "whatsapp",
            "to": to,
            "type": "template",
            "template": {"name": template.name, "language": {"code": template.language}},
        });
        sent(&self.post(token, &format!("{number}/messages"), &body).await?)
    }

    /// Sends a text to a telephone number in digits. Possible only within 24 hours after that person has written.
    ///
    /// # Errors
    /// See [`Graph::send_template`].
    pub async fn send_text(
        &self,
        token: &SecretString,
        number: &NumberId,
        to: &str,
        text: &str,
    ) -> Result<MessageId, GraphFailure> {
        let body = json!({
            "messaging_product": "whatsapp",
            "to": to,
            "type": "text",
            "text": {"body": text},
        });
        sent(&self.post(token, &format!("{number}/messages"), &body).await?)
    }

    /// What became of a message: all its events, as Meta lists them.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn message_history(
        &self,
        token: &SecretString,
        number: &NumberId,
        message: &MessageId,
    ) -> Result<Vec<MessageEvent>, GraphFailure> {
        let path = format!("{number}/message_history");
        let parameters = [("message_id", message.as_str())];
        let listing = Listing {
            parameters: &parameters,
            ..Listing::new(&path, "id")
        };
        let mut events = Vec::new();
        for history in self.list(token, listing, |node| node.id(|id| id)).await? {
            let path = format!("{history}/events");
            events.extend(self.list(token, Listing::new(&path, EVENT_FIELDS), event).await?);
        }
        Ok(events)
    }
}

fn sent(answer: &Json) -> Result<MessageId, GraphFailure> {
    let mut messages = answer.node().items("messages").ok_or(malformed())?;
    messages.next().ok_or(malformed())?.id(MessageId::new)
}

fn event(node: Node<'_>) -> Result<MessageEvent, GraphFailure> {
    Ok(MessageEvent {
        status: node.text("delivery_status").unwrap_or_else(|| "".into()),
        at: node.whole("timestamp"),
        webhook: node.text("webhook_update_state"),
        error: node
            .text("error_description")
            .filter(|text: &String| !text.is_empty()),
    })
}
