//! macOS: the preferences that a configuration profile manages, with the dictionaries `locked` and `default`.

use super::Document;
use crate::warning::Fault;
use serde_json::Value;
use std::path::Path;

/// The app's preferences domain, its identifier.
const FILE: &str = "/Library/Managed Preferences/app.reconecta.desktop.plist";

/// The place, for people.
pub(super) fn place() -> String {
    FILE.to_owned()
}

/// What it says. Only the system's own agent can write there.
pub(super) fn documents() -> Vec<Document> {
    let file = Path::new(FILE);
    if !file.exists() {
        return Vec::new();
    }
    let content = std::fs::read(file)
        .map_err(|_| Fault::Unreadable)
        .and_then(|bytes| plist::from_bytes::<Value>(&bytes).map_err(|_| Fault::Malformed))
        .map(without_payload);
    vec![Document::new(FILE, content)]
}

/// macOS may leave the profile's own keys, such as `PayloadUUID`, beside ours.
fn without_payload(mut content: Value) -> Value {
    if let Value::Object(keys) = &mut content {
        keys.retain(|name, _| !name.starts_with("Payload"));
    }
    content
}
