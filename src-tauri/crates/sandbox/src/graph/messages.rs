//! Sending messages (Meta: Send messages; Error codes), and what becomes of them.

use super::call::Params;
use super::error::GraphError;
use crate::webhook::{Fate, Outbox};
use crate::world::{Account, Message, Number, NumberStatus, Viewer, World};
use serde_json::{Value, json};

/// A customer's message opens the window for free replies.
const WINDOW_MS: i64 = 24 * 3_600_000;

/// `POST /{phone}/messages`.
pub(crate) fn send(
    world: &mut World,
    viewer: &Viewer,
    id: &str,
    params: &Params,
    outbox: &mut Outbox,
) -> Result<Value, GraphError> {
    if params.text("messaging_product").as_deref() != Some("whatsapp") {
        return Err(GraphError::missing("messaging_product"));
    }
    let Some(number) = world.numbers.get(id) else {
        return Err(GraphError::unseen("POST", id));
    };
    let Some(account) = world.account_of(number) else {
        return Err(GraphError::unseen("POST", id));
    };
    let to = params.text("to").filter(|to| !to.is_empty()).ok_or_else(|| {
        GraphError::numbered(131_008, "Required parameter is missing").details("Parameter 'to' is mandatory")
    })?;
    if params.text("status").is_some() {
        return Ok(json!({ "success": true }));
    }
    let peer: String = to.chars().filter(char::is_ascii_digit).collect();
    check_sender(number, account)?;
    check_recipient(number, &peer)?;
    let kind = params.text("type").unwrap_or_else(|| "text".to_owned());
    check_content(account, &kind, params)?;
    let fate = fate(world, number, account, &kind, &peer);
    let message_id = world.mint_text("wamid.HBgN", "message");
    let history = world.mint_id();
    let at = world.now();
    let message = Message {
        id: history.clone(),
        message_id: message_id.clone(),
        number: id.to_owned(),
        peer: peer.clone(),
        inbound: false,
        at,
        events: Vec::new(),
    };
    world.messages.insert(history.clone(), message);
    outbox.push(Fate {
        history,
        app: viewer.app.clone(),
        outcome: fate,
    });
    Ok(json!({
        "messaging_product": "whatsapp",
        "contacts": [{ "input": to, "wa_id": peer }],
        "messages": [{ "id": message_id, "message_status": "accepted" }],
    }))
}

fn check_sender(number: &Number, account: &Account) -> Result<(), GraphError> {
    if matches!(number.status, NumberStatus::Banned | NumberStatus::Restricted) || account.status != "ACTIVE"
    {
        return Err(GraphError::numbered(131_031, "Business Account locked").details(
            "The account has been restricted or disabled from using the platform because of a policy violation.",
        ));
    }
    if !number.carries_messages() {
        return Err(GraphError::numbered(133_010, "The account is not registered")
            .details("Phone number not registered on the WhatsApp Business Platform"));
    }
    Ok(())
}

fn check_recipient(number: &Number, peer: &str) -> Result<(), GraphError> {
    if !(8..=15).contains(&peer.len()) {
        return Err(GraphError::numbered(131_009, "Parameter value is not valid")
            .details("Parameter 'to' is not a valid phone number"));
    }
    if number.digits() == peer {
        return Err(GraphError::numbered(131_021, "Recipient cannot be sender")
            .details("Sender and recipient phone number is the same"));
    }
    if number.sandbox && !number.customers.contains_key(peer) {
        return Err(
            GraphError::numbered(131_030, "Recipient phone number not in allowed list")
                .details("Recipient phone number is not in the allowed list"),
        );
    }
    Ok(())
}

fn check_content(account: &Account, kind: &str, params: &Params) -> Result<(), GraphError> {
    if kind != "template" {
        return if params.has(kind) {
            Ok(())
        } else {
            Err(GraphError::numbered(131_008, "Required parameter is missing")
                .details(format!("Parameter '{kind}' is mandatory for type '{kind}'")))
        };
    }
    let template = params.structure("template").unwrap_or_default();
    let name = template.get("name").and_then(Value::as_str).unwrap_or_default();
    let language = template
        .pointer("/language/code")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let found = account
        .templates
        .iter()
        .find(|one| one.name == name && one.language == language);
    match found.map(|one| one.status.as_str()) {
        Some("APPROVED") => Ok(()),
        Some("PAUSED") => Err(GraphError::numbered(132_015, "Template is paused")),
        Some("DISABLED") => Err(GraphError::numbered(132_016, "Template is disabled")),
        _ => Err(
            GraphError::numbered(132_001, "Template name does not exist in the translation")
                .details(format!("template name ({name}) does not exist in {language}")),
        ),
    }
}

/// What the network does with an accepted message.
fn fate(world: &World, number: &Number, account: &Account, kind: &str, peer: &str) -> Outcome {
    let open = number
        .customers
        .get(peer)
        .is_some_and(|at| world.now_ms() - at < WINDOW_MS);
    if number.status == NumberStatus::RateLimited {
        return Outcome::Failed(131_048, "Spam rate limit hit");
    }
    if kind != "template" && !open {
        return Outcome::Failed(131_047, "Re-engagement message");
    }
    if account.funding.is_none() && !open {
        return Outcome::Failed(131_042, "Business eligibility payment issue");
    }
    match world.owner_of(number).map(|owner| owner.verification.as_str()) {
        Some("verified") => Outcome::Delivered,
        // Seen with health error 141010: accepted, sent, never delivered.
        _ => Outcome::Sent,
    }
}

/// The end of a message's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Sent,
    Delivered,
    Failed(i64, &'static str),
}
