//! Who changed an account. Source: Meta's OpenAPI file of the business messaging API; not switched on everywhere, so an
//! error here says nothing about the account.

use crate::client::Graph;
use crate::failure::GraphFailure;
use crate::node::Node;
use crate::paging::Listing;
use jiff::Timestamp;
use reconecta_core::ids::{UnixMillis, WabaId};
use reconecta_core::outage::{Change, ChangeActor};
use secrecy::SecretString;

const FIELDS: &str = "id,activity_type,timestamp,actor_type,actor_name,details";

impl Graph {
    /// The newest changes of an account, at most a hundred. Lines without a readable time are left out.
    ///
    /// # Errors
    /// See [`GraphFailure`].
    pub async fn activities(&self, token: &SecretString, waba: &WabaId) -> Result<Vec<Change>, GraphFailure> {
        let path = format!("{waba}/activities");
        let lines = self.newest(token, Listing::new(&path, FIELDS), change).await?;
        Ok(lines.into_iter().flatten().collect())
    }
}

fn change(node: Node<'_>) -> Result<Option<Change>, GraphFailure> {
    let _id = node.id(|id| id)?;
    let details = node.inner("details");
    Ok(moment(node).map(|at| Change {
        kind: node.text("activity_type").unwrap_or_default(),
        at,
        actor: ChangeActor::of_meta(node.get("actor_type").and_then(Node::as_text).unwrap_or_default()),
        actor_name: node
            .text("actor_name")
            .filter(|name: &String| !name.trim().is_empty()),
        app: details.and_then(|details| details.text("app_id")),
        number: details.and_then(|details| details.text("phone_number_id")),
    }))
}

/// ISO 8601 with an offset, or Unix seconds.
fn moment(node: Node<'_>) -> Option<UnixMillis> {
    if let Some(seconds) = node.whole("timestamp") {
        return Some(UnixMillis(seconds.saturating_mul(1000)));
    }
    let text = node.get("timestamp")?.as_text()?;
    let time: Timestamp = text.parse().ok()?;
    Some(UnixMillis(time.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;
    use serde_json::json;

    #[test]
    fn times_in_every_known_form() {
        let rows = [
            (json!("2026-11-20T12:00:00+0000"), Some(1_795_176_000_000)),
            (json!("2026-11-20T09:00:00-03:00"), Some(1_795_176_000_000)),
            (json!("2026-11-20T12:00:00Z"), Some(1_795_176_000_000)),
            (json!(1_795_176_000), Some(1_795_176_000_000)),
            (json!("yesterday"), None),
            (json!(null), None),
        ];
        for (text, expected) in rows {
            let line = json!({"id": "1", "timestamp": text});
            assert_eq!(moment(Json::of(&line).node()).map(|at| at.0), expected, "{text}");
        }
    }
}
