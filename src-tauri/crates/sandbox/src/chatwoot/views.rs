//! The shapes of Chatwoot's answers.

use crate::world::{Chatwoot, ChatwootConversation, ChatwootInbox, ChatwootMessage, ChatwootUser};
use serde_json::{Value, json};

/// The profile has the person's own tokens in it.
pub(super) fn profile(chatwoot: &Chatwoot, user: &ChatwootUser) -> Value {
    let status = if chatwoot.suspended { "suspended" } else { "active" };
    let accounts: Vec<Value> = user
        .role
        .iter()
        .map(|role| {
            json!({
                "id": chatwoot.account, "name": chatwoot.name, "status": status, "role": role,
                "permissions": [role], "availability": "online", "availability_status": "online",
                "auto_offline": true, "active_at": "2026-11-20T12:00:00.000Z", "custom_role_id": null,
            })
        })
        .collect();
    json!({
        "id": user.id, "name": user.name, "available_name": user.name, "display_name": null, "email": user.email,
        "uid": user.email, "provider": "email", "confirmed": true, "account_id": chatwoot.account, "role": user.role,
        "access_token": user.access_token, "pubsub_token": format!("pubsub{}", user.access_token),
        "accounts": accounts, "type": null, "ui_settings": {}, "avatar_url": "",
    })
}

/// Only administrators are told the configuration, and they are told it in clear text.
pub(super) fn inbox(inbox: &ChatwootInbox, to_administrator: bool) -> Value {
    let mut view = json!({
        "id": inbox.id, "avatar_url": "", "channel_id": inbox.id, "name": inbox.name,
        "channel_type": inbox.channel_type, "greeting_enabled": false, "greeting_message": null,
        "working_hours_enabled": false, "enable_auto_assignment": true, "timezone": "UTC",
        "allow_messages_after_resolved": true, "phone_number": inbox.phone_number, "provider": null,
    });
    if let (Some(number), Some(fields)) = (&inbox.phone_number, view.as_object_mut()) {
        let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        put("provider", json!("whatsapp_cloud"));
        put("message_templates", json!([]));
        put("reauthorization_required", json!(inbox.reauthorization_required));
        put(
            "callback_webhook_url",
            json!(format!(
                "https://painel.atendefacil.example/webhooks/whatsapp/{number}"
            )),
        );
        if to_administrator {
            put(
                "provider_config",
                json!({
                    "api_key": inbox.api_key, "phone_number_id": inbox.phone_number_id,
                    "business_account_id": inbox.business_account_id,
                    "webhook_verify_token": inbox.webhook_verify_token,
                }),
            );
        }
    }
    view
}

/// Unix seconds of the newest message; 0 for a conversation without one.
pub(super) fn last_activity(chatwoot: &Chatwoot, conversation: u64) -> i64 {
    let own = chatwoot
        .messages
        .iter()
        .rfind(|one| one.conversation == conversation);
    own.map_or(0, |message| message.created_at)
}

/// A conversation with its last message.
pub(super) fn conversation(chatwoot: &Chatwoot, one: &ChatwootConversation) -> Value {
    let last = chatwoot
        .messages
        .iter()
        .rfind(|message| message.conversation == one.id);
    let at = last_activity(chatwoot, one.id);
    let last: Vec<Value> = last.iter().map(|last| message(last, one)).collect();
    json!({
        "meta": {
            "sender": { "id": one.id, "name": one.name, "phone_number": format!("+{}", one.contact) },
            "channel": "Channel::Whatsapp", "hmac_verified": false,
        },
        "id": one.id, "messages": last, "account_id": chatwoot.account, "additional_attributes": {},
        "can_reply": true, "custom_attributes": {}, "inbox_id": one.inbox, "labels": [], "muted": false,
        "status": one.status, "created_at": at, "timestamp": at, "last_activity_at": at, "unread_count": 1,
        "priority": null,
    })
}

/// A message of a conversation.
pub(super) fn message(message: &ChatwootMessage, own: &ChatwootConversation) -> Value {
    json!({
        "id": message.id, "content": message.content, "inbox_id": own.inbox, "conversation_id": own.id,
        "message_type": message.message_type, "content_type": "text", "status": "sent", "content_attributes": {},
        "created_at": message.created_at, "private": false, "source_id": message.source_id,
    })
}

/// A message that the search found; it says nothing about being private.
pub(super) fn found(message: &ChatwootMessage, own: &ChatwootConversation, inbox: &ChatwootInbox) -> Value {
    json!({
        "id": message.id, "content": message.content, "message_type": message.message_type, "content_type": "text",
        "source_id": message.source_id, "inbox_id": own.inbox, "conversation_id": own.id,
        "created_at": message.created_at,
        "inbox": { "id": inbox.id, "channel_id": inbox.id, "name": inbox.name, "channel_type": inbox.channel_type },
    })
}
